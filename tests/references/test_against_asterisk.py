"""Where a call goes that random jumps send on, asked of a real Asterisk and of the rules."""

import random
import re
import time

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.memory import MemoryFiles

JUMPS = 300
MODULES = [
    "[modules]",
    "autoload=no",
    *(
        f"load={name}"
        for name in (
            "pbx_config", "res_clioriginate", "app_exec", "app_verbose", "app_stack", "app_dial",
            "func_logic", "func_global",
        )
    ),
]  # fmt: skip
CONTEXTS = "abcdef"
EXTENSIONS = ("s", "100", "101", "250", "_1XX", "_2X.", "_[3-5]!", "i")
LABELS = ("x", "y", "z")
DIALLED = ("s", "100", "101", "177", "200", "250", "4", "99", "h")
# Blanks are part of a context, an extension and a label, but not of a number.
SPELLINGS = ("{}",) * 16 + (" {}", "{} ")
RULES = frozenset({"unknown-context", "unknown-extension", "unknown-priority"})


def dialplan(chance: random.Random) -> tuple[str, dict[int, int]]:
    """Contexts that include each other, and as many jumps into them; and the line of each jump."""
    lines = []
    for name in CONTEXTS:
        lines.append(f"[{name}]")
        lines += [
            f"include => {other}" for other in CONTEXTS if other != name and chance.random() < 0.15
        ]
        for extension in EXTENSIONS:
            if chance.random() < 0.35:
                for number in range(chance.choice((1, 1, 2, 3))):
                    label = f"({chance.choice(LABELS)}{number})" if chance.random() < 0.4 else ""
                    lines.append(
                        f"exten => {extension},{number + 1}{label},Log(NOTICE,arrived ${{JUMP}})"
                    )
    lines.append("[start]")
    places = {}
    for number in range(JUMPS):
        lines += [f"exten => {9000 + number},1,Set(__JUMP={number})"]
        context, extension = chance.choice((*CONTEXTS, "nowhere")), chance.choice(DIALLED)
        parts = [
            context,
            extension,
            chance.choice(("1", "1", "1", "2", "4", "x0", "y1", "z0", "lost", "1x", "2 x")),
        ]
        target = ",".join(chance.choice(SPELLINGS).format(part) for part in parts)
        lines.append(
            " same => n,"
            + chance.choice(
                (
                    f"Goto({target})",
                    f"GotoIf($[1 = 1]?{target})",
                    f"GotoIf($[1 = 2]?start,{9000 + number},1:{target})",
                    f"ExecIf($[1 = 1]?Goto({target}))",
                    f"Gosub({target}(one,two))",
                    f"GosubIf($[1 = 1]?{target}(one):)",
                    f"Dial(Local/{extension}@{context})",
                )
            )
        )
        places[len(lines)] = number
    return "\n".join([*lines, ""]), places


def test_calls_end_where_the_rules_say(asterisk_root: str) -> None:
    text, places = dialplan(random.Random(18))
    release = Release.parse(asterisk_root.rpartition("-")[2])
    files = MemoryFiles({"modules.conf": "\n".join([*MODULES, ""]), "extensions.conf": text})
    found = check_files(Target(files, release), RuleSelection(RULES)).findings
    ours = {
        places[line] for each in found for line in (each.line, *(also for _, also in each.also))
    }
    assert JUMPS / 10 < len(ours) < JUMPS * 9 / 10
    with boot(asterisk_root, {"extensions.conf": text.encode()}, modules=MODULES) as asterisk:
        assert asterisk.up
        for number in range(JUMPS):
            asterisk.cli(f"channel originate Local/{9000 + number}@start application Wait 1")
        time.sleep(3)
        log = asterisk.log
    arrived = set(map(int, re.findall(r"arrived (\d+)", log)))
    lines = text.splitlines()
    wrong = {
        number: lines[line - 1]
        for line, number in places.items()
        if (number in ours) == (number in arrived)
    }
    assert not wrong
