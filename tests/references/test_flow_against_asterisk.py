"""Which steps calls run in random dialplans, asked of a real Asterisk and of the rules.

`DIALPLANS=20 pytest tests/references/test_flow_against_asterisk.py` tries more dialplans.
"""

import os
import random
import re
import time

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.memory import MemoryFiles

MODULES = [
    "[modules]",
    "autoload=no",
    "load=pbx_config",
    "load=res_clioriginate",
    "load=app_verbose",
]
CONTEXTS = ("a", "b", "c", "d")
LITERALS = ("1", "2", "11", "12", "21", "31", "123")
PATTERNS = (
    "_1", "_12", "_X", "_1X", "_[12]X", "_[1-3]1", "_X.", "_1.", "_1!", "_N!", "_[3-1]X", "_1[2",
    "_",
    "_[1-2][1-3]", "_3[]",
)  # fmt: skip
DIALLED = [
    *("1", "2", "3"),
    *(first + second for first in "123" for second in "123"),
    *("111", "123", "213", "311", "3", "4"),
]
RULES = frozenset(
    {
        "unreachable-priority",
        "priority-gap",
        "missing-first-priority",
        "shadowed-extension",
        "wrong-pattern",
    }
)


def step(chance: random.Random, contexts: tuple[str, ...], line: int) -> str:
    """One application: a message with its line, or a jump to a later context."""
    kind = chance.random()
    if kind < 0.2:
        return "Goto(done,s,1)"
    if kind < 0.3 and contexts:
        target = f"{chance.choice(contexts)},{chance.choice(LITERALS)},{chance.randint(1, 4)}"
        return chance.choice((f"Goto({target})", f"GotoIf($[${{RAND}} = 1]?{target})"))
    return f"Log(NOTICE,ran {line} in ${{CHANNEL}})"


def dialplan(chance: random.Random, *, patterns: bool) -> str:
    """Contexts whose extensions have gaps, lack their first priority and hide each other; jumps go
    to later contexts, so that no call runs in circles.
    """
    lines = ["[done]", "exten => s,1,Hangup()"]
    for number, name in enumerate(CONTEXTS):
        lines.append(f"[{name}]")
        later = CONTEXTS[number + 1 :]
        lines += [f"include => {other}" for other in later if patterns and chance.random() < 0.3]
        pool = (*LITERALS, *PATTERNS) if patterns else LITERALS
        for extension in chance.sample(pool, chance.randint(2, 6)):
            for priority in range(1, 6):
                if chance.random() < 0.7:
                    label = "(here)" if patterns and chance.random() < 0.05 else ""
                    lines.append(
                        f"exten => {extension},{priority}{label},"
                        + step(chance, later, len(lines) + 1)
                    )
    return "\n".join([*lines, ""])


def reported(text: str, release: str) -> dict[int, list[str]]:
    """The rules that report each line."""
    files = MemoryFiles({"modules.conf": "\n".join([*MODULES, ""]), "extensions.conf": text})
    # The whitelist loads res_clioriginate, with which a program could redirect calls anywhere.
    target = Target(files, Release.parse(release), Settings(sealed=True))
    found = check_files(target, RuleSelection(RULES)).findings
    by_line: dict[int, list[str]] = {}
    for each in found:
        for line in (each.line, *(line for _, line in each.also)):
            by_line.setdefault(line, []).append(f"{each.rule}: {each.message}")
    return by_line


def ran(text: str, root: str) -> set[tuple[str, int]]:
    """The lines that calls run, with the context in which each call begins."""
    with boot(root, {"extensions.conf": text.encode()}, modules=MODULES) as asterisk:
        assert asterisk.up
        for context in CONTEXTS:
            for number in DIALLED:
                asterisk.cli(f"channel originate Local/{number}@{context} application Wait 0")
        time.sleep(1)
        log = asterisk.log
    return {
        (context, int(line)) for line, context in re.findall(r"ran (\d+) in Local/\w+@(\w+)-", log)
    }


SEEDS = range(int(os.environ.get("DIALPLANS", "2")))


def test_no_call_runs_what_the_rules_report(asterisk_root: str) -> None:
    release = asterisk_root.rpartition("-")[2]
    told: set[str] = set()
    for seed in SEEDS:
        text = dialplan(random.Random(seed), patterns=True)
        lines = text.splitlines()
        by_line = reported(text, release)
        calls = ran(text, asterisk_root)
        run_lines = {line for _, line in calls}
        wrong = {line: (lines[line - 1], by_line[line]) for line in by_line if line in run_lines}
        section = ""
        sections = {}
        for number, written in enumerate(lines, 1):
            section = written.strip("[]") if written.startswith("[") else section
            sections[number] = section
        for line in by_line:
            hidden = lines[line - 1].removeprefix("include => ")
            if any(
                context == sections[line] and sections[other] == hidden for context, other in calls
            ):
                wrong[line] = (hidden, by_line[line])
        assert not wrong, (seed, wrong)
        told.update(message.partition(":")[0] for each in by_line.values() for message in each)
    assert len(told) >= 3


def test_every_step_that_no_call_runs_is_reported(asterisk_root: str) -> None:
    release = asterisk_root.rpartition("-")[2]
    count = 0
    for seed in SEEDS:
        text = dialplan(random.Random(1000 + seed), patterns=False)
        by_line = reported(text, release)
        run_lines = {line for _, line in ran(text, asterisk_root)}
        # A jump that no call runs counts as one.
        jumps = {
            f"{context},{extension}" for context, extension in re.findall(r"(\w),(\d+),\d\)", text)
        }
        missed = []
        section = known = ""
        for number, line in enumerate(text.splitlines(), 1):
            section = line.strip("[]") if line.startswith("[") else section
            extension = line.removeprefix("exten => ").partition(",")[0]
            if number in by_line:  # what follows is reported with it
                known = f"{section},{extension}"
                count += 1
            elif (
                "Log(" in line
                and number not in run_lines
                and f"{section},{extension}" not in (known, *jumps)
            ):
                missed.append((number, line))
        assert not missed, (seed, missed, text)
    assert count > 10
