"""Where jumps into random Lua contexts lead, asked of a real Asterisk and of the rules."""

import random
import re

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.calls_end import wait_for_calls
from tests.memory import MemoryFiles

JUMPS = 80
MODULES = ["[modules]", "autoload=no"] + [
    f"load={name}"
    for name in ("pbx_config", "pbx_lua", "res_clioriginate", "app_verbose", "func_logic")
]
CONTEXTS = "abcd"
EXTENSIONS = ("s", "100", "101", "_1XX", "_2X.", "*97", "i")
DIALLED = ("s", "100", "101", "177", "250", "4", "*97")
RULES = frozenset({"unknown-context", "unknown-extension", "unknown-priority"})
ARRIVED = 'app.log("NOTICE", "arrived " .. channel.JUMP:get())'


def lua(chance: random.Random) -> str:
    """Contexts that include each other, written as a constructor or as assignments."""
    lines = [f"local function arrive() {ARRIVED} end", "extensions = {}"]
    for name in CONTEXTS:
        fields = [f'["{each}"] = arrive' for each in EXTENSIONS if chance.random() < 0.35]
        included = [f'"{other}"' for other in CONTEXTS if other > name and chance.random() < 0.3]
        if included:
            fields.append(f"include = {{{', '.join(included)}}}")
        lines.append(f"extensions.{name} = {{{', '.join(fields)}}}")
        if chance.random() < 0.5:
            lines.append(f'extensions["{name}"]["101"] = function() {ARRIVED} end')
    return "\n".join([*lines, ""])


def test_jumps_into_lua_end_where_the_rules_say(asterisk_root: str) -> None:
    chance = random.Random(1805)
    lines = ["[start]"]
    places = {}
    for number in range(JUMPS):
        lines += [f"exten => {9000 + number},1,Set(__JUMP={number})"]
        target = ",".join(
            (chance.choice((*CONTEXTS, "nowhere")), chance.choice(DIALLED), chance.choice("1112"))
        )
        lines.append(
            " same => n," + chance.choice((f"Goto({target})", f"GotoIf($[1 = 1]?{target})"))
        )
        places[len(lines)] = number
    files = {"extensions.conf": "\n".join([*lines, ""]), "extensions.lua": lua(chance)}
    release = Release.parse(asterisk_root.rpartition("-")[2])
    target_of = Target(MemoryFiles({**files, "modules.conf": "\n".join([*MODULES, ""])}), release)
    found = check_files(target_of, RuleSelection(RULES)).findings
    ours = {
        places[line] for each in found for line in (each.line, *(also for _, also in each.also))
    }
    assert JUMPS / 10 < len(ours) < JUMPS * 9 / 10
    content = {name: text.encode() for name, text in files.items()}
    with boot(asterisk_root, content, modules=MODULES) as asterisk:
        assert asterisk.up
        for number in range(JUMPS):
            asterisk.cli(f"channel originate Local/{9000 + number}@start application Wait 1")
        wait_for_calls(asterisk)
        log = asterisk.log
    arrived = set(map(int, re.findall(r"arrived (\d+)", log)))
    wrong = {
        number: lines[line - 1]
        for line, number in places.items()
        if (number in ours) == (number in arrived)
    }
    assert not wrong
