"""Random dialplans with broken references: what a call through each finds is what the rules say.

`DIALPLANS=300 pytest tests/references/test_dialplans_against_asterisk.py` tries more.
"""

import os
import random
import re
from collections.abc import Iterator

from asterisk_lint.check import check_files
from asterisk_lint.model import Finding
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.calls_end import wait_for_calls
from tests.memory import MemoryFiles
from tests.references.random_dialplans import CALLS, FIRST, Dialplan, dialplan, joined

MODULES = [
    "[modules]",
    "autoload=yes",
    "noload=app_voicemail_odbc.so",
    "noload=app_voicemail_imap.so",
]
JUMPS = frozenset({"unknown-context", "unknown-extension", "unknown-priority"})
NAMES = frozenset({
    "unknown-queue", "unknown-mailbox", "unknown-conference-profile", "unknown-peer",
    "unknown-music-class", "unknown-parking-lot", "unknown-follow-me", "unknown-agent",
})  # fmt: skip
LOST = re.compile(
    r"(?:Unable to join queue|[Hh]old class|parking lot:|config file for) 'q?(1\d{5})'"
    r"|endpoint '(1\d{5})' was not found|Extension '(1\d{5})@f1\d{5}' doesn't exist"
    r"|(?:queue|profile|requested,|name) (1\d{5}),? "
    r"(?:was not found|does not exist|not found|is lost)"
)
GONE = re.compile(r"[cC]ontext '(\w+)' tries to include nonexistent context '(\w+)'")
SETS = int(os.environ.get("DIALPLANS", "20"))
AT_ONCE = 20  # dialplans of one Asterisk


def checked(files: dict[str, str], release: Release) -> tuple[Finding, ...]:
    target = Target(MemoryFiles({**files, "modules.conf": "\n".join([*MODULES, ""])}), release)
    return check_files(target, RuleSelection(JUMPS | NAMES)).findings


def places(found: tuple[Finding, ...], rules: frozenset[str]) -> Iterator[tuple[str, int, str]]:
    for each in found:
        if each.rule in rules:
            for file, line in ((each.file, each.line), *each.also):
                yield file, line, each.message


def reported(plan: Dialplan, release: Release) -> tuple[set[int], set[tuple[str, str]]]:
    """The calls that find nothing by the rules, and the includes of contexts that are not there."""
    files = joined([plan])
    found = checked(files, release)
    lines = files["extensions.conf"].splitlines()
    by_line = {line + 1: call for call, line in plan.jumps.items()}  # (the file begins empty)
    calls: set[int] = set()
    includes = set()
    for file, line, message in places(found, JUMPS):
        if file == "extensions.conf" and line in by_line:
            calls.add(by_line[line])
        elif file == "extensions.conf" and lines[line - 1].startswith("include"):
            context = next(each for each in reversed(lines[:line]) if each.startswith("["))
            includes.add((context.strip("[]"), lines[line - 1].rpartition(" ")[2]))
        elif file == "followme.conf":
            calls.add(int(re.findall(r"f?(1\d{5})", message)[0]))
    calls.update(
        int(re.findall(r"'(1\d{5})", message)[0]) for _, _, message in places(found, NAMES)
    )
    return calls, includes


def observed(plans: list[Dialplan], root: str) -> tuple[set[int], set[tuple[str, str]]]:
    """The calls that find nothing in Asterisk, and the includes that it complains about."""
    content = {name: text.encode() for name, text in joined(plans).items()}
    content["moh/tone.ulaw"] = b"\xff" * 16000
    with boot(root, content, modules=MODULES) as asterisk:
        assert asterisk.up
        for plan in plans:
            for call in (*plan.jumps, *plan.names):
                asterisk.cli(f"channel originate Local/{call}@{plan.start} application Wait 8")
        wait_for_calls(asterisk)
        log = asterisk.log
    arrived = set(map(int, re.findall(r"arrived (\d+)", log)))
    jumps = {call for plan in plans for call in plan.jumps}
    lost = {int(next(filter(None, each.groups()))) for each in LOST.finditer(log)}
    return (jumps - arrived) | lost, set(GONE.findall(log))


def opened(plan: Dialplan) -> set[int]:
    """The jumps into contexts that nobody can see whole."""
    lines = plan.lines["extensions.conf"]
    return {
        call
        for call, line in plan.jumps.items()
        if any(re.search(rf"\b{name}\b", lines[line - 1]) for name in plan.open)
    }


def test_calls_find_nothing_where_the_rules_say(asterisk_root: str) -> None:
    release = Release.parse(asterisk_root.rpartition("-")[2])
    plans = [dialplan(random.Random(1800 + number), number) for number in range(SETS)]
    told = 0
    for start in range(0, len(plans), AT_ONCE):
        together = plans[start : start + AT_ONCE]
        lost, gone = observed(together, asterisk_root)
        for plan in together:
            calls, includes = reported(plan, release)
            own = {call for call in lost if call in plan.jumps or call in plan.names}
            assert calls - own == set(), (plan.start, plan.lines)
            assert own - calls <= opened(plan), (plan.start, plan.lines)
            headings = plan.lines["extensions.conf"]
            assert includes == {each for each in gone if f"[{each[0]}]" in headings}
            told += len(calls)
    assert told > SETS * CALLS / 10
    assert told < SETS * CALLS * 9 / 10
    assert FIRST + SETS * CALLS < 200_000
