"""Which statements calls run in random AEL programs, asked of a real Asterisk and of the rules.

`DIALPLANS=20 pytest tests/references/test_ael_flow_against_asterisk.py` tries more programs.
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

MODULES = ["[modules]", "autoload=no"] + [
    f"load={name}"
    for name in (
        "res_ael_share", "pbx_ael", "pbx_config", "res_clioriginate", "app_verbose", "app_stack",
        "func_rand", "func_logic", "func_strings", "func_callerid", "func_dialplan",
    )
]  # fmt: skip
EXTENSIONS = 12
RULE = frozenset({"unreachable-priority"})


class Program:
    """Writes a program, one statement a line."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.lines = ["context a {"]
        self.labels = 0
        for extension in range(EXTENSIONS):
            self.lines.append(f"  {extension} => {{")
            self.block(2, loop=False)
            self.lines.append("  };")
        self.lines += ["};", ""]

    def add(self, text: str) -> None:
        self.lines.append(text)

    def block(self, depth: int, *, loop: bool) -> None:
        for _ in range(self.chance.randint(1, 4)):
            self.statement(depth, loop=loop)

    def log(self) -> None:
        self.add(f"Log(NOTICE,ran {len(self.lines) + 1});")

    def statement(self, depth: int, *, loop: bool) -> None:
        kind = self.chance.random()
        coin = '"${RAND(0,1)}" = "1"'
        if kind < 0.4 or depth == 0:
            self.log()
        elif kind < 0.5:
            self.add(f"if ({coin}) {{")
            self.block(depth - 1, loop=loop)
            if self.chance.random() < 0.5:
                self.add("} else {")
                self.block(depth - 1, loop=loop)
            self.add("};")
        elif kind < 0.58:
            self.add(f"while ({coin}) {{")
            self.block(depth - 1, loop=True)
            self.add("};")
        elif kind < 0.66:
            self.add("for (i=0; ${i} < 2; i=${i}+1) {")
            self.block(depth - 1, loop=True)
            self.add("};")
        elif kind < 0.74:
            self.add("switch (${RAND(1,3)}) {")
            for case in ("case 1:", "pattern 2:", "default:"):
                self.add(case)
                self.block(depth - 1, loop=False)
                if self.chance.random() < 0.6:
                    self.add("break;")
                    if self.chance.random() < 0.3:
                        self.log()
            self.add("};")
        elif kind < 0.82:
            self.labels += 1
            self.add(f"goto l{self.labels};")
            if self.chance.random() < 0.6:
                self.log()
            self.add(f"l{self.labels}:")
            self.log()
        else:
            # (a `continue` in a loop that never ends would run for ever)
            self.add(self.chance.choice(["return;", "Hangup();"] + ["break;"] * 3 * loop))


def test_no_call_runs_what_the_rule_reports(asterisk_root: str) -> None:
    release = Release.parse(asterisk_root.rpartition("-")[2])
    told = 0
    for seed in range(int(os.environ.get("DIALPLANS", "1"))):
        lines = Program(random.Random(seed)).lines
        text = "\n".join(lines)
        files = {"modules.conf": "\n".join([*MODULES, ""]), "extensions.ael": text}
        target = Target(MemoryFiles(files), release, Settings(sealed=True))
        reported = {each.line for each in check_files(target, RuleSelection(RULE)).findings}
        with boot(asterisk_root, {"extensions.ael": text.encode()}, modules=MODULES) as asterisk:
            assert asterisk.up
            for number in range(EXTENSIONS):
                for _ in range(8):
                    asterisk.cli(f"channel originate Local/{number}@a application Wait 0")
            time.sleep(2)
            log = asterisk.log
        ran = set(map(int, re.findall(r"ran (\d+)", log)))
        assert ran
        wrong = {line: lines[line - 1] for line in reported & ran}
        assert not wrong, (seed, wrong, text)
        told += len(reported)
    assert told
