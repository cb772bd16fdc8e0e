"""Asterisk's warnings about AEL that it still loads, on the same lines. Each is confirmed by a real
Asterisk, 16 and 22.

Warnings that the log gives without a line (`WITHOUT_LINE`) are not covered.
"""

import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from asterisk_lint.dialplan.ael import read_ael
from asterisk_lint.dialplan.ael.expression import well_formed
from asterisk_lint.witness.boot import boot
from tests.dialplan.ael.asterisk_ael import MODULES, RealAsterisk
from tests.memory import MemoryFiles
from tests.pbx import lint

EXPRESSION = re.compile(r"ast_yyerror\(\): file \S+, line (\d+), columns")
HOW_MANY = int(os.environ.get("ASTERISK_LINT_RANDOM", "300"))

# Programs, and the lines of the warnings.
PROGRAMS: dict[str, list[int]] = {
    "macro m() {\n}\ncontext a { s => &m(); }": [1],
    "\nmacro m() {\n NoOp();\n}": [2],
    "macro m() {\n ; ;\n}": [1],
    "macro m() {\n NoOp();\n return;\n}": [],
    "macro m() {\n return;\n catch h { NoOp(); }\n}": [1],
    "macro m() {\n\n MacroExit;\n}": [1, 3],
    "context a {\n s => {\n Goto(a,s,1);\n }\n}": [3],
    "context a {\n s => {\n Goto;\n }\n}": [3],
    "context a {\n s => {\n GOTO (a,s,1);\n }\n}": [3],
    "context a {\n s => GotoIf(${x}?1);\n}": [2],
    "context a {\n s => GotoIfTime(*,*,*,*?1);\n}": [2],
    "context a {\n s => execif(${x}?NoOp());\n}": [2],
    "context a {\n s => ExecIfTime(*,*,*,*?NoOp());\n}": [2],
    "context a {\n s => { Gosub(a,s,1); GosubIf(${x}?a,s,1);\n StackPop();\n Return(); }\n}": [2,
        3],
    "context a {\n s => {\n While(${x});\n EndWhile();\n ContinueWhile;\n ExitWhile();\n }\n}": [3,
        4, 5, 6],
    "context a {\n s => {\n Macro(x);\n MacroIf(${x}?y);\n MacroExclusive(z);\n MacroExit();\n }\n"
    "}": [3, 4, 5, 6],
    "context a {\n s => {\n Random(50:1);\n NoOp(GotoIf());\n }\n}": [3],
    "context a {\n s => {\n 12: NoOp();\n a12: NoOp();\n }\n}": [3],
    "context a {\n s => switch (${x}) {\n case 1: NoOp();\n case 2:\n NoOp();\n }\n}": [4],
    "context a {\n s => switch (${x}) {\n pattern 1X: NoOp();\n default:\n NoOp();\n }\n}": [],
    "context a {\n s => &nobody(1);\n}": [2],
    "context a {\n s => {\n goto b|s|1;\n goto ${b}|s|1;\n jump 1@b;\n }\n}": [3, 5],
    "abstract context a {\n s => goto b|s|1;\n}": [1],
    "abstract context a {\n s => goto b|s|1;\n}\ncontext c {\n includes { a; }\n}": [2],
    "context x { s => NoOp(); }\nextend context a {\n s => NoOp();\n}": [2],
    "context x { s => NoOp(); }\nextend abstract context a {\n s => NoOp();\n}": [2],
    "macro m() {\n goto a|s|1;\n return;\n}\ncontext a { s => NoOp(); }": [2],
    "macro m() {\n goto m|s|x;\n x: return;\n}": [],
    "macro m() {\n goto b|t|1;\n return;\n}\ncontext b { includes { c; } }\n"
    "context c { t => NoOp(); }": [2],
    "context a {\n includes {\n b;\n c;\n }\n}": [2],
    "context a {\n includes {\n parkedcalls;\n }\n}": [],
    "macro m() {\n includes {\n b; }\n return;\n}": [2],
    "context a {\n includes { b|9:00-17:00|mon-fri|*|*; }\n}\ncontext b { s => NoOp(); }": [],
    "context a {\n includes { b|\n 9-17|\n mon-fry|\n 0|\n ja; }\n}\n"
    "context b { s => NoOp(); }": [3, 4, 5, 6],
    "context a {\n s => ifTime(\n 9:00-\n 25:00|\n MON-Sun|\n 1-32|\n *) NoOp();\n}": [3, 6],
    "context a {\n s => ifTime(9|x|x|x) ;\n}": [],
    "context a {\n s => ifTime(9|\nx|\nx|\nx) { }\n}": [2, 3, 4, 5],
    "context a {\n s => ifTime(24:00-24:01|\n*|\n*|\n*) { }\n}": [2],
    "context a {\n s => ifTime(*|\n*|\n*|\njan-x) { }\n}": [],
    "context a {\n s => ifTime(23:59 - 0:00|\nsat|\n31|\nDec) { }\n}": [],
    "context a {\n s => {\n x=1+1;\n y=${x}+1;\n z=12;\n }\n}": [3],
    "globals {\n x=1+1;\n y=hello world;\n}": [],
    "context a {\n x=1+1;\n s => NoOp();\n}": [2],
    "context a {\n s => {\n local x=a-b;\n CALLERID(name)=a b;\n }\n}": [3, 4],
    "context a {\n s => {\n x=$[${y}+1];\n y= $[1];\n z=1$[2];\n }\n}": [3, 4],
    "context a {\n s => {\n if (1=1) NoOp();\n if ($[${x}]) NoOp();\n if (${x} ${y}) NoOp();\n"
    " if (${x}=1 &&) NoOp(); else NoOp();\n }\n}": [3, 4, 5, 6],
    "context a {\n s => {\n while (1<2) { break; }\n while ($[${x}]) { break; }\n"
    " while (a b) { break; }\n }\n}": [3, 4, 5],
    "context a {\n s => {\n random (50-1) NoOp();\n random ($[50]) NoOp();\n"
    " random (a b) NoOp();\n random (50) NoOp();\n }\n}": [3, 4, 5],
    "context a {\n s => {\n for (x=1; 1<2; x=${x}+1) NoOp();\n for (x=1; ${x}<2; x=1) NoOp();\n"
    " for (x=1; ${x}<2; $[x]) NoOp();\n }\n}": [3, 4, 5],
    "context a {\n s => {\n for (x=a b; ${x}<2; x=${x}+1) NoOp();\n"
    " for (x=1; ${x} 2; x=${x}+1) NoOp();\n }\n}": [3, 4],
    "context a {\n s => {\n for (x=1; ${x}<2; x=${x} 1) NoOp();\n for (a b; ${x}; c d) NoOp();\n"
    " }\n}": [3],
    "context a {\n s => switch (1+1) {\n default: NoOp();\n }\n}": [],
    "context a {\n s => {\n if (\n${x}\n=\n) {\n NoOp();\n }\n }\n}": [3],
    "context b {\n _1[2 => NoOp();\n _1X => { l: NoOp(); }\n s => goto b|13|l;\n}": [2],
    "context b {\n _1X => { l: NoOp(); }\n _1[2 => NoOp();\n s => goto b|13|l;\n}": [],
    "context b {\n _1[2 => { l: NoOp(); }\n s => goto b|_1[2|l;\n}": [],
}  # fmt: skip

# Expressions, and whether Asterisk's parser takes them.
EXPRESSIONS = {
    "": True, " ": True, "1": True, "a b": False, "1 + 2": True, "1 +": False, "+ 1": False,
    "-1": True, "--1": True, "!${x}": True, "1 ! 2": False,
    "(1)": True, "(1": False, "()": False, "((1) & (2))": True, "1 ? 2 :: 3": True,
    "1 ? 2 : 3": False, "1 ? 2": False, "1 :: 2": False,
    "1 ? 2 ? 3 :: 4 :: 5": True, "1 ? 2 :: 3 ? 4 :: 5": True, "(1 ? 2) :: 3": False, "f(1)": True,
    "f (1,2)": True, "f(1,,)": True, "f()": False,
    "f(,1)": False, "f(1)(2)": False, "(f)(1)": False, "1,2": False, "(1,2)": False,
    "f((1,2))": False, "f(1 ? 2 :: 3,4)": True, '"a b"': True,
    '"a" "b"': False, '"${x}" = "y z"': True, "${x}${y}": True, "${x} ${y}": False,
    "${x:1}-${y}": True, "${x},y": True, "${x}(1)": True,
    "a=b=c": True, "a == b =~ c": True, "a~~b": True, "a ~ b": False, "a||b&&c": True,
    "a >= b <= c != d": True, "a => b": False, "${F(a b,c)} = 1": True,
    "a:b": True, "a$": True, "$[1]": True, "$[1+2]": True, "$a": True, "${a}x y": False,
    "x${a}": True, "x ${a}": False, "a\\;b": True, "é": True,
    "#a@b": True, "[a]": True, "a[b]": False, "1.5.2": True, "/tmp/x": False, "a/b": True,
    "a%b*c": True, "*": False, "a`b": False, "${${a}} b": False,
}  # fmt: skip


def read(program: str, **files: str) -> set[int]:
    dialplan = read_ael(
        MemoryFiles(
            {**{f"{name}.conf": text for name, text in files.items()}, "extensions.ael": program}
        )
    )
    return {problem.line for problem in dialplan.problems}


@pytest.fixture(scope="module")
def real_asterisk(asterisk_root: str) -> Iterator[RealAsterisk]:
    with boot(
        asterisk_root, {"extensions.ael": b"context a { s => NoOp(); }\n"}, modules=MODULES
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        yield RealAsterisk(asterisk)


@pytest.mark.parametrize("program", PROGRAMS)
def test_warnings(program: str) -> None:
    assert read(program) == set(PROGRAMS[program])


def test_asterisk_warns_on_the_same_lines(real_asterisk: RealAsterisk) -> None:
    for program in PROGRAMS:
        expected, ours = real_asterisk.read(program), real_asterisk.ours(program)
        assert {line for _, line in expected.warned} == set(PROGRAMS[program]), (
            f"{program}\n{real_asterisk.log}"
        )
        assert (ours.warned, ours.twice) == (expected.warned, expected.twice)
        assert expected.rows is not None, "none of these keeps Asterisk from loading the file"


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expressions(text: str) -> None:
    assert well_formed(text) == EXPRESSIONS[text]


def asterisk_takes(real_asterisk: RealAsterisk, texts: list[str]) -> list[bool]:
    """Whether each of the texts is an expression to Asterisk: one value on each line of a
    program.
    """
    real_asterisk.read("context a {\n" + "".join(f"x= {text};\n" for text in texts) + "}")
    wrong = {int(line) for line in EXPRESSION.findall(real_asterisk.log)}
    return [number not in wrong for number in range(2, len(texts) + 2)]


def test_asterisk_agrees_on_expressions(real_asterisk: RealAsterisk) -> None:
    assert asterisk_takes(real_asterisk, list(EXPRESSIONS)) == list(EXPRESSIONS.values())


PIECES = (
    "1", "a", "${x}", "${F(a,b)}", "${a${b}}", '"q r"', "f(", "(", ")", ",", "+", "-", "!", "?",
    "::", ":", "=", "==", "=~", "~~", "~", "|", "||", "&",
    ">", "<=", "!=", "*", "/", "%", "$", " ", " ", " ", ".5", "é", "[x]", "@",
)  # fmt: skip


def test_random_expressions(real_asterisk: RealAsterisk) -> None:
    chance = random.Random(1)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(1, 8))) for _ in range(HOW_MANY)]
    # What leaves a bracket open would not end at its semicolon; the scanner of AEL cuts a text
    # where a bracket has no partner.
    texts = [text for text in texts if balanced(text)]
    assert asterisk_takes(real_asterisk, texts) == [well_formed(text) for text in texts]


def balanced(text: str) -> bool:
    depths = [text[:end].count("(") - text[:end].count(")") for end in range(len(text) + 1)]
    return min(depths) == depths[-1] == 0


def test_a_context_that_is_there_twice_is_told_where_it_begins(real_asterisk: RealAsterisk) -> None:
    # Asterisk gives the name; its line is a random number for the first context of all, otherwise
    # that of the preceding text.
    program = (
        "\ncontext a { s => NoOp(1); }\nmacro b() { return; }\ncontext a { t => NoOp(2); }\n"
        "context b { u => NoOp(3); }\nextend context b { }"
    )
    assert real_asterisk.ours(program).twice == real_asterisk.read(program).twice == ["a", "b"]
    assert read(program) == {2, 3, 6}  # the last one is included nowhere


def test_what_extensions_conf_has_is_no_more_than_information() -> None:
    program = "context a { includes { b; c; } s => { goto b|s|1; &b(); &d(); } }"
    problems = read_ael(
        MemoryFiles({"extensions.ael": program, "extensions.conf": "[general]\n[b]\n"})
    ).problems
    assert sorted(
        (problem.severity, problem.message.split(":")[0].split(";")[0]) for problem in problems
    ) == [
        ("information", "no context b in the AEL files"),
        ("information", "no context b in the AEL files"),
        ("information", "no macro b in the AEL files"),
        ("warning", "no context c in the AEL files"),
        ("warning", "no macro d in the AEL files"),
    ]


def test_an_error_in_the_grammar_comes_first() -> None:
    assert read("macro m() { }\ncontext a { s => { Goto(a,s,1) } }") == {2}


def test_advice_changes_no_exit_status(tmp_path: Path) -> None:
    (tmp_path / "asterisk.conf").write_text("[options]\n")
    modules = ("res_ael_share", "pbx_ael", "app_stack", "func_dialplan")
    (tmp_path / "modules.conf").write_text(
        "[modules]\nautoload = no\n" + "".join(f"load = {module}.so\n" for module in modules)
    )
    for call, severity, status in (
        ("Goto(a,s,1);", "information", 0),
        ("x=hello world;", "warning", 1),
    ):
        (tmp_path / "extensions.ael").write_text(
            f"macro m() {{ return; }}\ncontext a {{ s => {{ &m(); {call} }} }}\n"
        )
        done = lint("--output-format", "json", str(tmp_path), status=status)
        found = json.loads(done.stdout)["pbx"][0]["findings"]
        assert [
            (each["rule"], each["severity"], each["line"])
            for each in found
            if each["file"] == "extensions.ael"
        ] == [("syntax-error", severity, 2)]
