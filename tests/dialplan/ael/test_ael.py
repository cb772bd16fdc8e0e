"""AEL, one construct at a time. Each expectation was derived from res/ael/pval.c and is confirmed
by a real Asterisk.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from asterisk_lint.dialplan.ael import read_ael
from asterisk_lint.dialplan.ael.steps import BUBBLE
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.model import Problem
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot
from tests.dialplan.ael.asterisk_ael import MODULES, RealAsterisk, rows_of, without_bubble
from tests.memory import MemoryFiles

# The text of extension s of context a, and its compiled form.
STATEMENTS = {
    "NoOp;": ["NoOp()"],
    "NoOp();": ["NoOp()"],
    "NoOp( );": ["NoOp( )"],
    "NoOp( a , b );": ["NoOp( a , b )"],
    "NoOp(a,,b);": ["NoOp(a,,b)"],
    "NoOp((a,b),[c,d]);": ["NoOp((a,b),[c,d])"],
    "NoOp(a\\,b);": ["NoOp(a\\,b)"],
    'NoOp("a;b");': ['NoOp("a;b")'],
    "NoOp(a // b, /* c */);": ["NoOp(a // b, /* c */)"],
    "NoOp(a); // b;": ["NoOp(a)"],
    "/* NoOp(a); */ NoOp(b);": ["NoOp(b)"],
    "NoOp(a]b);": ["NoOp(a]b)"],
    "x = 1;": ["MSet(x=$[ 1])"],
    "x=${y} + 1;": ["MSet(x=$[${y} + 1])"],
    "local x=1;": ["MSet(LOCAL(x)=$[1])"],
    "CDR(a,b) = c;": ["MSet(CDR(a,b)=$[ c])"],
    "x=(a;": ["MSet(x=$[(a])"],
    "if (${x}) NoOp(1);": ["GotoIf($[${x}]?2:3)", "NoOp(1)", "NoOp(Finish if_a_1)"],
    "if (${x}) NoOp(1); else NoOp(2);": ["GotoIf($[${x}]?2:4)", "NoOp(1)", "Goto(5)", "NoOp(2)",
        "NoOp(Finish if_a_1)"],
    "if ( ${x} ) ;": ["GotoIf($[ ${x} ]?2:2)", "NoOp(Finish if_a_1)"],
    "if () NoOp(1);": ["GotoIf($[]?2:3)", "NoOp(1)", "NoOp(Finish if_a_1)"],
    "random(30) NoOp(1);": ["GotoIf($[${RAND(0,99)} < (30)]?2:3)", "NoOp(1)",
        "NoOp(Finish if_a_1)"],
    "ifTime(9:00-17:00|mon - fri|*|*) NoOp(1);": ["GotoIfTime(9:00-17:00,mon-fri,*,*?3)", "Goto(4)",
        "NoOp(1)", "NoOp(Finish iftime_a_1)"],
    "ifTime(*|*|*|*) NoOp(1); else NoOp(2);": [
        "GotoIfTime(*,*,*,*?3)", "Goto(5)", "NoOp(1)", "Goto(6)", "NoOp(2)",
        "NoOp(Finish iftime_a_1)",
    ],
    "while (${x}) { NoOp(1); break; continue; }": [
        "GotoIf($[${x}]?2:6)", "NoOp(1)", "Goto(6)", "Goto(1)", "Goto(1)", "NoOp(Finish while_a_1)",
    ],
    "for (x=0; ${x} < 3; x=${x}+1) { NoOp(${x}); continue; }": [
        "MSet(x=$[0])", "GotoIf($[ ${x} < 3]?3:7)", "NoOp(${x})", "Goto(5)", "MSet(x=$[${x}+1])",
        "Goto(2)", "NoOp(Finish for_a_1)",
    ],
    "for (NoOp(1); 1; &m(2)) ;": ["NoOp(1)", "GotoIf($[ 1]?3:5)", "Gosub(m,2)", "Goto(2)",
        "NoOp(Finish for_a_1)"],
    "for (; ; ) ;": ["MSet()", "GotoIf($[ ]?3:5)", "()", "Goto(2)", "NoOp(Finish for_a_1)"],
    "goto x; NoOp(1); x: NoOp(2);": ["Goto(x)", "NoOp(1)", "NoOp(2)"],
    "goto ${x}|s|1;": ["Goto(${x},s,1)"],
    "Goto(nowhere,s,1);": ["Goto(nowhere,s,1)"],
    "jump 100@nowhere;": ["Goto(nowhere,100,1)"],
    "jump ${x},2@default;": ["Goto(default,${x},2)"],
    "x:": ["NoOp(A NoOp to follow a trailing label x)"],
    "return;": ["Return()"],
    "MacroExit();": ["Return()"],
    "&m();": ["Gosub(m,~~s~~,1)"],
    "&m(1, 2);": ["Gosub(m,~~s~~,1(1, 2))"],
    "&m( one two);": ["Gosub(m,~~s~~,1(one two))"],
    '&m("x:y",z);': ['Gosub(m,~~s~~,1("x:y",z))'],
    "switchx(1);": ["switchx(1)"],
    "{ { NoOp(1); } ; }": ["NoOp(1)"],
}  # fmt: skip

# Whole programs: their compiled form as context, extension, caller id, priority, application.
PROGRAMS: dict[str, list[tuple[str, str, str | None, int | str, str]]] = {
    "context a { s => { switch (${EXTEN}) { case 1: NoOp(${EXTEN}); break; pattern 2X: "
    "NoOp(b); } } }": [
        ("a", "s", None, 1, "MSet(~~EXTEN~~=${EXTEN})"),
        ("a", "s", None, 2, "Goto(sw_1_${~~EXTEN~~},10)"),
        ("a", "s", None, 3, "NoOp(Finish switch_a_1)"),
        ("a", "sw_1_1", None, 10, "NoOp(${~~EXTEN~~})"),
        ("a", "sw_1_1", None, 11, "Goto(s,3)"),
        ("a", "_sw_1_2X", None, 10, "NoOp(b)"),
        ("a", "_sw_1_2X", None, 11, "Goto(sw_1_.,10)"),
        ("a", "sw_1_", None, 10, "Goto(sw_1_.,10)"),
        ("a", "_sw_1_.", None, 10, "Goto(s,3)"),
    ],
    "context a { s => switch (x) { case 1: pattern [2-4]X!: l: NoOp(1); goto l; } }": [
        ("a", "s", None, 1, "MSet(~~EXTEN~~=${EXTEN})"),
        ("a", "s", None, 2, "Goto(sw_1_x,10)"),
        ("a", "s", None, 3, "NoOp(Finish switch_a_1)"),
        ("a", "sw_1_1", None, 10, "Goto(sw_1_29!,10)"),
        ("a", "_sw_1_[2-4]X!", None, 10, "NoOp(1)"),
        ("a", "_sw_1_[2-4]X!", None, 11, "Goto(_sw_1_[2-4]X!,l)"),
        ("a", "sw_1_", None, 10, "Goto(sw_1_.,10)"),
        ("a", "_sw_1_.", None, 10, "Goto(s,3)"),
    ],
    "macro m(a, b-1) { NoOp(${a}); catch h { NoOp(2); } }": [
        ("m", "~~s~~", None, 1, "MSet(LOCAL(a)=${ARG1})"),
        ("m", "~~s~~", None, 2, "MSet(LOCAL(b-1)=${ARG2})"),
        ("m", "~~s~~", None, 3, "NoOp(${a})"),
        ("m", "~~s~~", None, 4, "Return()"),
        ("m", "h", None, 1, "NoOp(2)"),
    ],
    "macro m() { switch (${EXTEN}) { default: return; } }": [
        ("m", "~~s~~", None, 1, "MSet(LOCAL(~~EXTEN~~)=${EXTEN})"),
        ("m", "~~s~~", None, 2, "MSet(LOCAL(~~EXTEN~~)=${~~EXTEN~~})"),
        ("m", "~~s~~", None, 3, "Goto(sw_1_${~~EXTEN~~},10)"),
        ("m", "~~s~~", None, 4, "NoOp(Finish switch_m_1)"),
        ("m", "~~s~~", None, 5, "Return()"),
        ("m", "sw_1_", None, 10, "Goto(sw_1_.,10)"),
        ("m", "_sw_1_.", None, 10, "Return()"),
    ],
    "context a { hint(SIP/1&SIP/2) 1 => NoOp(); regexten 2 => NoOp(); _1-X/2-0 => NoOp(); "
    "3@x => NoOp(); }": [
        ("a", "1", None, "hint", "SIP/1&SIP/2"),
        ("a", "1", None, 1, "NoOp()"),
        ("a", "2", None, 2, "NoOp()"),
        ("a", "_1-X", "20", 1, "NoOp()"),
        ("a", "3@x", None, 1, "NoOp()"),
    ],
    "context a { 1 => NoOp(1); 1 => NoOp(2); } context a { 1 => { NoOp(3); NoOp(4); } }": [
        ("a", "1", None, 1, "NoOp(1)"),
        ("a", "1", None, 2, "NoOp(4)"),
    ],
    "globals { T=SIP; } context a { ${T}-1 => NoOp(${T}); ${NONE} => NoOp(); }": [
        ("a", "SIP-1", None, 1, "NoOp(${T})")
    ],
    "context default { s => Hangup; } abstract context x { t => ; } extend context default "
    "{ t => Hangup(); }": [
        ("default", "s", None, 1, "Hangup()"),
        ("default", "t", None, 1, "Hangup()"),
    ],
    "context a { if$ => NoOp(); elses => NoOp(); 'x' => NoOp(); \\;y => NoOp(); }": [
        ("a", "if$", None, 1, "NoOp()"),
        ("a", "elses", None, 1, "NoOp()"),
        ("a", "'x'", None, 1, "NoOp()"),
        ("a", "\\;y", None, 1, "NoOp()"),
    ],
    ";": [],
}

# Programs that Asterisk refuses, and the line at which it says so first.
REFUSED = {
    "": 1,
    "// nothing": 1,
    "exten => s,1,NoOp()": 1,
    "context a {\n s => {\n NoOp(x)\n Hangup();\n }\n}": 4,
    "context a {\n s => NoOp(1);\n": 3,
    "context a {\n /***** no end *****/\n s => NoOp();\n}": 4,
    "context a {\n if => NoOp();\n}": 2,
    "context a {\n s => switch (x) { NoOp(); }\n}": 2,
    "context a {\n s => {\n goto x,;\n }\n}": 3,
    "context a {\n includes { b }\n}": 2,
    "context a {\n s => break;\n}": 2,
    "context a {\n s => { while(1) { }\n continue; }\n}": 3,
    "context a {\n s => { x: NoOp();\n x: NoOp(); }\n}": 3,
    "context a {\n s => goto x;\n}": 2,
    "context a {\n s => goto t|x;\n t => NoOp();\n}": 2,
    "context a { s => goto b,s,x; }\ncontext b { t => NoOp(); }": 1,
    "macro m() { NoOp(); }\ncontext a {\n s => m();\n}": 3,
    "macro m(x) { NoOp(); }\ncontext a {\n s => &m();\n}": 3,
    "context a { s => NoOp(); }\ncontext b {\n s => &a();\n}": 3,
}

CRASHES = (
    "context a { s => switch (1) { } }",
    "context a { s => Goto(); }",
    "context a { s => while (1) { switch (1) { case 1: continue; } } }",
    "context a { includes { b; } s => goto 1|x; }\ncontext b { includes { a; } }",
)

HANGS = "context a { includes { b; b; } s => NoOp(); }\ncontext b { includes { a; } }"


def read(program: str, files: dict[str, str | bytes] | None = None) -> Dialplan:
    return read_ael(MemoryFiles({**(files or {}), "extensions.ael": program}))


def places(dialplan: Dialplan) -> list[tuple[str, str, int]]:
    return [(problem.rule, problem.file, problem.line) for problem in dialplan.problems]


@pytest.fixture(scope="module")
def real_asterisk(asterisk_root: str) -> Iterator[RealAsterisk]:
    with boot(
        asterisk_root, {"extensions.ael": b"context a { s => NoOp(); }\n"}, modules=MODULES
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        yield RealAsterisk(asterisk)


def program_of(statements: str) -> str:
    return f"context a {{ s => {{ {statements}\n }} }}"


@pytest.mark.parametrize("statements", STATEMENTS)
def test_statements(statements: str) -> None:
    dialplan = read(program_of(statements))
    assert [(row[3], row[4]) for row in rows_of(dialplan)] == list(
        enumerate(STATEMENTS[statements], 1)
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_programs(program: str) -> None:
    rows = [row for row in rows_of(read(program)) if row[0] != BUBBLE]
    assert sorted(rows, key=repr) == sorted(PROGRAMS[program], key=repr)


def test_asterisk_agrees_on_what_is_accepted(real_asterisk: RealAsterisk) -> None:
    for program in [*map(program_of, STATEMENTS), *PROGRAMS]:
        expected = real_asterisk.read(program)
        ours = real_asterisk.ours(program)
        assert ours.rows == without_bubble(expected.rows, ours.rows), program
        assert ours.rows is not None


@pytest.mark.parametrize("program", REFUSED)
def test_refused(program: str) -> None:
    dialplan = read(program)
    assert (
        dialplan.problems[0].line == REFUSED[program]
        or "is never closed" in dialplan.problems[0].message
    )
    assert any(
        problem.line == REFUSED[program] and "loads nothing" in problem.message
        for problem in dialplan.problems
    )


def test_asterisk_agrees_on_what_is_refused(real_asterisk: RealAsterisk) -> None:
    for program, line in REFUSED.items():
        if program.strip() in ("", "// nothing"):
            continue  # the real_asterisk adds a context to know the end by
        expected = real_asterisk.read(program)
        assert expected.rows is None, program
        if (
            program.endswith("}") and "File: (null)" not in real_asterisk.log
        ):  # at the end of the file Asterisk no longer knows where it is
            assert line in {*expected.lines, expected.syntax}, (program, real_asterisk.log)


@pytest.mark.parametrize("program", CRASHES)
def test_what_crashes_asterisk_is_told(program: str) -> None:
    assert any("crashes" in problem.message for problem in read(program).problems)


@pytest.mark.parametrize("program", CRASHES)
def test_asterisk_crashes(program: str, asterisk_22: str) -> None:
    with boot(asterisk_22, {"extensions.ael": program.encode()}, modules=MODULES) as asterisk:
        assert not asterisk.up
        assert asterisk.exit_status is not None
        assert asterisk.exit_status < 0


def test_what_hangs_asterisk_is_told(asterisk_22: str) -> None:
    assert [problem.line for problem in read(HANGS).problems if "lifetime" in problem.message] == [
        1
    ]
    with boot(
        asterisk_22, {"extensions.ael": HANGS.encode()}, modules=MODULES, timeout=3
    ) as asterisk:
        assert not asterisk.up
        assert asterisk.exit_status is None


def test_no_file_is_no_dialplan() -> None:
    assert read_ael(MemoryFiles({"extensions.conf": "[a]\n"})) == Dialplan()


def test_the_example_that_asterisk_ships_is_no_dialplan(asterisk_root: str) -> None:
    sample = (Path(asterisk_root) / "etc/asterisk/extensions.ael").read_bytes()
    assert read_ael(MemoryFiles({"extensions.ael": sample})) == Dialplan()
    assert read_ael(
        MemoryFiles({"extensions.ael": sample + b"context mine { s => NoOp(); }"})
    ).steps


def test_switches_are_uses_of_their_kind() -> None:
    dialplan = read(
        "context a {\n switches {\n  DUNDi/e164;\n  IAX2/u@h/c;\n }\n"
        " eswitches { Realtime/${X}; }\n}"
    )
    assert [
        (use.name, use.line, use.column, use.context)
        for use in dialplan.uses
        if use.kind == "switch"
    ] == [
        ("DUNDi", 3, 3, "a"),
        ("IAX2", 4, 3, "a"),
        ("Realtime", 6, 14, "a"),
    ]


def test_steps_know_their_place() -> None:
    dialplan = read(
        "context a {\n  s => {\n    NoOp(1);\n    if (1) {\n      Dial(SIP/1);\n    }\n"
        "    &m(1);\n  }\n}\n"
    )
    assert [(step.application, step.line, step.column) for step in dialplan.steps] == [
        ("NoOp", 3, 5),
        ("GotoIf", 4, 5),
        ("Dial", 5, 7),
        ("NoOp", 4, 5),
        ("Gosub", 7, 6),
    ]


def test_labels_stay_with_the_step_after_them() -> None:
    dialplan = read("context a { s => { one: two: NoOp(1); three: NoOp(2); NoOp(3); } }")
    assert [step.label for step in dialplan.steps] == ["two", "three", None]


def test_what_the_dialplan_leaves_out_is_reported_where_it_is() -> None:
    dialplan = read(
        "context a {\n 1 => NoOp(1);\n 1 => NoOp(2);\n _N => NoOp(3);\n _n => NoOp(4);\n"
        " ${X} => NoOp(5);\n}"
    )
    assert places(dialplan) == [
        ("syntax-error", "extensions.ael", 3),
        ("syntax-error", "extensions.ael", 5),
        ("syntax-error", "extensions.ael", 6),
    ]


def test_an_error_hides_no_other_use() -> None:
    dialplan = read(
        "context a {\n 1 => { Dial(SIP/1) Hangup(); Queue(x); }\n 2 => Playback(y);\n}\n"
        "context b { 3 => Echo(); }"
    )
    assert places(dialplan) == [("syntax-error", "extensions.ael", 2)]
    assert [step.application for step in dialplan.steps] == ["Queue", "Playback", "Echo"]


def test_includes_are_read_in_their_place() -> None:
    files: dict[str, str | bytes] = {
        "a.ael": "context a { s => NoOp(a); }\n",
        "more/1.ael": "context one { s => NoOp(1); }\n",
        "more/2.ael": "context two {\n s => NoOp(2);\n}\n",
    }
    dialplan = read(
        '#include "a.ael"\n#include "/etc/asterisk/more/*.ael"\ncontext last { s => NoOp(3); }\n',
        files,
    )
    assert [(step.file, step.line, step.arguments) for step in dialplan.steps] == [
        ("a.ael", 1, "a"),
        ("more/1.ael", 1, "1"),
        ("more/2.ael", 2, "2"),
        ("extensions.ael", 3, "3"),
    ]
    assert dialplan.problems == ()


def test_an_include_inside_a_context(real_asterisk: RealAsterisk) -> None:
    program, files = (
        'context a {\n#include "inner.ael"\n t => NoOp(t);\n}',
        {"inner.ael": "s => {\n NoOp(s);\n}\n"},
    )
    assert real_asterisk.read(program, files).rows is not None
    assert real_asterisk.ours(program, files).rows == without_bubble(
        real_asterisk.read(program, files).rows, []
    )


@pytest.mark.parametrize(
    "target", ["missing.ael", "missing/*.ael", "../outside.ael", "/srv/outside.ael"]
)
def test_a_missing_include_is_reported_and_unseen(target: str) -> None:
    dialplan = read(f'context a {{ s => NoOp(); }}\n#include "{target}"\n')
    assert places(dialplan) == [("missing-include", "extensions.ael", 2)]
    assert [(unseen.file, unseen.line) for unseen in dialplan.unseen] == [("extensions.ael", 2)]
    assert len(dialplan.steps) == 1


def test_a_file_that_includes_itself_is_read_twice(real_asterisk: RealAsterisk) -> None:
    program = '#include "extensions.ael"\ncontext a { s => NoOp(); }'
    expected, ours = real_asterisk.read(program), real_asterisk.ours(program)
    assert ours.rows == without_bubble(expected.rows, ours.rows)
    assert ours.twice == expected.twice
    assert [problem.rule for problem in read(program).problems if not problem.severity] == [
        "syntax-error",
        "syntax-error",
    ]


def test_carriage_returns_are_told_once(real_asterisk: RealAsterisk) -> None:
    program = "context a {\r\n s => {\r\n NoOp(1);\r\n x=2\r\n;\r\n }\r\n}\r\n"
    assert [problem.line for problem in read(program).problems] == [1]
    assert real_asterisk.ours(program).rows == without_bubble(real_asterisk.read(program).rows, [])


def test_bytes_that_are_no_utf8_are_kept() -> None:
    dialplan = read_ael(
        MemoryFiles({"extensions.ael": b"context a { \xe9t\xe9 => NoOp(\xff); } // \xe9\n"})
    )
    assert rows_of(dialplan) == [("a", "\udce9t\udce9", None, 1, "NoOp(\udcff)")]


def test_deep_nesting_is_read(real_asterisk: RealAsterisk) -> None:
    program = "context a { s => " + "if (1) { " * 20 + "{ " * 60 + "NoOp(in);" + " }" * 80 + " }"
    assert real_asterisk.ours(program).rows == without_bubble(real_asterisk.read(program).rows, [])


def test_very_deep_nesting_is_read() -> None:
    assert (
        len(read("context a { s => " + "{ " * 1500 + "NoOp(in);" + " }" * 1500 + " }").steps) == 1
    )


def test_nesting_without_end_is_a_problem() -> None:
    assert [problem.rule for problem in read("context a { s => " + "{" * 100_000).problems][:1] == [
        "syntax-error"
    ]


def test_hangup_in_a_macro_needs_what_the_compiler_adds() -> None:
    steps = [
        (step.extension, step.priority, step.application, step.line)
        for step in read("\nmacro m() { return; }").steps
        if step.context == BUBBLE
    ]
    assert ("h", 9994, "StackPop", 2) in steps
    assert [
        step for step in read("context a { s => NoOp(); }").steps if step.context == BUBBLE
    ] == []


def test_the_compilers_own_context_is_asterisks(real_asterisk: RealAsterisk) -> None:
    program = "macro m() { return; }"
    expected = real_asterisk.read(program).rows
    assert expected is not None
    assert sorted(row for row in rows_of(read(program)) if row[0] == BUBBLE) == sorted(
        row for row in expected if row[0] == BUBBLE
    )


def test_a_problem_names_what_is_found_and_what_is_wanted() -> None:
    assert read("context a {\n s => NoOp(1)\n}\n").problems == (
        Problem(
            "syntax-error",
            "`}` where AEL expects `;`: Asterisk loads nothing from this file",
            "extensions.ael",
            3,
            1,
        ),
    )


def test_macros_of_1_4_are_macros() -> None:
    program = (
        "macro m(a) { NoOp(${a},b\\,c); return; } context x { s => { &m(1,2); y = 1; for "
        "(&m(3); 1; ) ; } }"
    )
    steps = read_ael(MemoryFiles({"extensions.ael": program}), release=Release.parse("1.4")).steps
    made = [(step.context, step.extension, step.application, step.arguments) for step in steps]
    assert ("macro-m", "s", "Set", "a=${ARG1}") in made
    assert ("macro-m", "s", "NoOp", "${a}|b,c") in made
    assert ("x", "s", "Macro", "m|1|2") in made
    assert ("x", "s", "Set", "y=$[ 1]") in made
    assert ("x", "s", "Macro", "m|3") in made


@pytest.mark.parametrize(
    ("release", "application"),
    [
        ("1.8", "Macro"),
        ("12", "Macro"),
        ("13", "Gosub"),
        ("15", "Macro"),
        ("16", "Gosub"),
        ("22.10", "Gosub"),
    ],
)
def test_calls_in_a_for_are_those_of_the_release(release: str, application: str) -> None:
    steps = read_ael(
        MemoryFiles({"extensions.ael": "context x { s => { for (&m(3); 1; ) ; } }"}),
        release=Release.parse(release),
    ).steps
    assert steps[0].application == application


def test_long_names_are_cut_as_asterisk_cuts_them(real_asterisk: RealAsterisk) -> None:
    for name in ("x" * 79, "x" * 80, "_" + "é" * 39, "_" + "é" * 60):
        program = (
            f"context {'c' * 100} {{ {name} => switch({'v' * 90}) {{ case {'w' * 90}: "
            f"NoOp({'a' * 1900}); }} }}"
        )
        expected, ours = real_asterisk.read(program), real_asterisk.ours(program)
        assert ours.rows == without_bubble(expected.rows, ours.rows)
