"""What a real Asterisk logs about arguments, conditions and expressions that the rules report.

`EXPRESSIONS=2000 pytest tests/references/test_texts_against_asterisk.py` tries more expressions.
"""

import os
import random
import re
import string
from collections.abc import Mapping

from asterisk_lint.catalog.application_arguments import application_arguments
from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.calls_end import wait_for_calls
from tests.memory import MemoryFiles

EVERYTHING = ["[modules]", "autoload=yes", "noload=chan_dahdi.so"]
FEW = [
    "[modules]",
    "autoload=no",
    *(
        f"load={name}"
        for name in ("pbx_config", "res_clioriginate", "app_verbose", "app_exec", "func_logic")
    ),
]
COUNT = int(os.environ.get("EXPRESSIONS", "150"))
# They wait for something else before they look at their options, or stop without a number that is
# configured.
MOST_SILENT = 25


def logged(root: str, steps: Mapping[str, str], modules: list[str]) -> dict[str, list[str]]:
    """What Asterisk logs during a call through each of these steps: lines by the step's name."""
    lines = ["[t]"]
    for name, step in steps.items():
        lines += [f"exten => {name},1,Log(NOTICE,begin {name})", f" same => n,{step}"]
    text = "\n".join([*lines, ""])
    with boot(root, {"extensions.conf": text.encode()}, modules=modules) as asterisk:
        assert asterisk.up
        for name in steps:
            asterisk.cli(f"channel originate Local/{name}@t application Wait 1")
        wait_for_calls(asterisk)
        log = asterisk.log
    names: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for line in log.splitlines():
        call = re.search(r"\[(C-\w+)\]", line)
        if call:
            begin = re.search(r"begin (\w+)$", line)
            if begin:
                names[call[1]] = begin[1]
            found.setdefault(names.get(call[1], ""), []).append(line)
    assert steps.keys() <= found.keys()
    return found


def reported(steps: Mapping[str, str], rule: str, release: str, *severities: str) -> set[str]:
    """The steps that a rule reports."""
    lines = ["[t]", *(f"exten => {name},1,{step}" for name, step in steps.items()), ""]
    files = {"modules.conf": "[modules]\nautoload=yes\n", "extensions.conf": "\n".join(lines)}
    scope = RuleSelection(frozenset({rule}))
    found = check_files(Target(MemoryFiles(files), Release.parse(release)), scope).findings
    found = tuple(each for each in found if not severities or each.severity in severities)
    numbers = {line for each in found for line in (each.line, *(one for _, one in each.also))}
    return {name for number, name in enumerate(steps, 2) if number in numbers}


def test_asterisk_knows_no_other_option(asterisk_22: str) -> None:
    known = application_arguments(Release.parse("22"))
    unknown: dict[str, str] = {}
    steps = {}
    for name in sorted(known):
        takes = known.get(name)
        assert takes is not None
        for place, letters in takes.options.items():
            others = "".join(
                letter for letter in string.ascii_letters + string.digits if letter not in letters
            )
            first = ["Local/1@nowhere"] if name == "dial" else ["1"] * (place > 1)
            arguments = ",".join([*first, *["1"] * (place - 1 - len(first)), others])
            unknown[f"{name}{place}"] = others
            steps[f"{name}{place}"] = f"{takes.name}({arguments})"
    silent = 0
    for name, log in logged(asterisk_22, steps, EVERYTHING).items():
        met = re.findall(r"Unrecognized option: '(.)'", "\n".join(log))
        silent += not met
        assert not met or set(met) >= set(unknown[name]), name
    assert silent < MOST_SILENT


def test_applications_that_need_an_argument_say_so(asterisk_root: str) -> None:
    release = asterisk_root.rpartition("-")[2]
    known = application_arguments(Release.parse(release))
    steps = {
        name: f"{takes.name}()"
        for name in sorted(known)
        if (takes := known.get(name)) is not None and takes.needs
    }
    lacking = {
        name
        for name, log in logged(asterisk_root, steps, EVERYTHING).items()
        if name and not re.search(r" (?:WARNING|ERROR)\[", "\n".join(log))
    }
    assert not lacking


def expression(chance: random.Random) -> str:
    """A text of a few words and signs of expressions."""
    signs = ("1", "a", '"b c"', "${EXTEN}", "=", "+", "&", "(", ")", '"', "<", ":", '"(x"')
    return " ".join(chance.choice(signs) for _ in range(chance.randint(1, 7)))


def test_asterisk_cannot_evaluate_what_is_reported(asterisk_root: str) -> None:
    chance = random.Random(18)
    steps = {f"e{number}": f"NoOp($[{expression(chance)}])" for number in range(COUNT)}
    release = asterisk_root.rpartition("-")[2]
    found = reported(steps, "malformed-expression", release, "error")
    assert COUNT / 10 < len(found) < COUNT
    logs = logged(asterisk_root, steps, FEW)
    accepted = {name: steps[name] for name in found if "syntax error" not in "\n".join(logs[name])}
    assert not accepted


def test_conditions_that_are_reported_never_change(asterisk_root: str) -> None:
    conditions = (
        "1", "0", "", "x", "00", "-1", "$[1]", "$[0]", '$["a" = "a"]', "$[FOO = 1]", "$[${X}]",
        "${X}",
        "$[${X} = 1]", '$["${X}" != "1"]', "$[1 + 1]",
    )  # fmt: skip
    steps = {}
    for number, condition in enumerate(conditions):
        for value in "012":
            steps[f"c{number}v{value}"] = (
                f"Set(X={value})\n same => n,GotoIf({condition}?yes)\n"
                " same => n,Log(NOTICE,not taken)\n same => n,Hangup()\n"
                " same => n(yes),Log(NOTICE,taken)"
            )
    logs = logged(asterisk_root, steps, FEW)
    alone = {f"c{number}": f"GotoIf({condition}?1)" for number, condition in enumerate(conditions)}
    found = reported(alone, "constant-condition", asterisk_root.rpartition("-")[2])
    changing = {
        name
        for name in alone
        if len({"not taken" in "\n".join(logs[f"{name}v{value}"]) for value in "012"}) > 1
    }
    assert found == alone.keys() - changing


def test_assignments_that_are_reported_set_nothing_that_is_read(asterisk_root: str) -> None:
    texts = ("A", "A =1", "A=1", " A=1", "A= 1", "__A=1", "A B=1", "A=1=2")
    alone = {f"s{number}": f"Set({text})" for number, text in enumerate(texts)}
    steps = {name: f"{step}\n same => n,Log(NOTICE,value=${{A}}.)" for name, step in alone.items()}
    found = reported(alone, "malformed-assignment", asterisk_root.rpartition("-")[2])
    logs = logged(asterisk_root, steps, FEW)
    assert found == {name for name in alone if "value=." in "\n".join(logs[name])}
