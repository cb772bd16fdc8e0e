"""extensions.conf: what a release does its own way, where names stand, and what is a use before any
call.
"""

from pathlib import Path

import pytest

from asterisk_lint.conf.reader import read_conf
from asterisk_lint.dialplan.extensions.read import read_extensions
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.releases import Release
from asterisk_lint.tree.files import Unreadable
from tests.dialplan.extensions.asterisk_dialplan import RealAsterisk, places_of, rows_of
from tests.memory import MemoryFiles


def read(text: str, release: str = "22", **others: str) -> Dialplan:
    files = {
        "extensions.conf": text,
        **{name.replace("_", "."): content for name, content in others.items()},
    }
    return read_extensions(MemoryFiles(files), release=Release.parse(release))


def shown(dialplan: Dialplan) -> list[str]:
    return [f"{row[1]} {row[3]} {row[4]}" for row in rows_of(dialplan)]


def lines(dialplan: Dialplan) -> list[int]:
    return [problem.line for problem in dialplan.problems]


def test_no_extensions_conf() -> None:
    assert read_extensions(MemoryFiles({"users.conf": "[1]\nhasiax=yes\n"})) == Dialplan()


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("exten => 100,1,NoOp(x)", 16),
        ("exten=>100,1,NoOp(x)", 14),
        ("  exten => 100, 1(label),  NoOp(x)", 28),
        ("exten => _[1,2]X,1,NoOp(x)", 20),
        ("exten => 100/200,n+2,NoOp", 22),
        ("exten => 100,hint,NoOp", 19),
    ],
)
def test_a_step_knows_where_its_application_is(line: str, column: int) -> None:
    first, step = read(f"[a]\nexten => 1,1,A\n{line}\n").steps
    assert (step.file, step.line, step.column) == ("extensions.conf", 3, column)
    assert line[column - 1 :].startswith("NoOp")
    assert first.column == 14


def test_a_step_knows_its_label_and_caller_id() -> None:
    first, second = read("[a]\nexten => 100/555-1,1(begin),A\nsame => n,B\n").steps
    assert (first.label, first.caller_id) == ("begin", "5551")
    assert (second.label, second.caller_id) == (None, "5551")


def test_what_is_evaluated_while_the_dialplan_is_read_uses_functions() -> None:
    before = "[globals]\nX=${TOUPPER(a)}\nDB(a/b)=c\n"
    context = (
        "[a]\nexten => 1${LEN(${X})},1,NoOp(${CDR(src)})\n"
        "exten => 2,hint,SIP/${FILTER(0-9,${EXTEN})}\ninclude => ${HASH(a,b)}\n"
    )
    dialplan = read(before + context)
    assert [(use.kind, use.name, use.line) for use in dialplan.uses] == [
        ("function", "TOUPPER", 2),
        ("function", "DB", 3),
        ("function", "LEN", 5),
        ("function", "FILTER", 6),
        ("function", "HASH", 7),
    ]
    # What only a running Asterisk can compute stays as it is written.
    assert shown(dialplan)[1] == "2 hint SIP/${FILTER(0-9,${EXTEN})}"


def test_a_function_of_an_eswitch_is_used() -> None:
    dialplan = read("[a]\neswitch => Realtime/${DB(a/b)}\n")
    assert [(use.kind, use.name) for use in dialplan.uses] == [
        ("function", "DB"),
        ("switch", "Realtime"),
    ]


def test_a_variable_that_is_not_closed() -> None:
    dialplan = read("[globals]\nA=1\n[a]\nexten => 5${A,1,NoOp()\n")
    assert set(lines(dialplan)) == {4}


def test_a_rejected_file_still_shows_its_steps() -> None:
    text = "[a]\nexten => 100,1,NoOp(x)\n[b](nope)\nexten => 200,1,NoOp(y)\n"
    assert shown(read(text)) == ["100 1 NoOp(x)", "200 1 NoOp(y)"]
    assert shown(read_extensions(MemoryFiles({"extensions.conf": text}), stop=True)) == [
        "100 1 NoOp(x)"
    ]


def test_a_file_read_before_is_not_read_again() -> None:
    files = MemoryFiles({"extensions.conf": "[a]\nexten => 100,1,NoOp(x)\n"})
    conf = read_conf(files, "extensions.conf")
    assert shown(read_extensions(MemoryFiles({}), conf=conf)) == ["100 1 NoOp(x)"]


# Release 1.4: expectations by hand from its pbx/pbx_config.c.
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("exten => 100,1,Dial,SIP/1|20|tT", "100 1 Dial(SIP/1|20|tT)"),
        ("exten => 100,1,Dial(SIP/1|20|tT)", "100 1 Dial(SIP/1|20|tT)"),
        ("exten => 100,1,Dial(SIP/1,20,tT)", "100 1 Dial(SIP/1|20|tT)"),
        ("exten => 100,1,NoOp('a,b',c)", "100 1 NoOp(a,b|c)"),
        ("exten => 100,1,NoOp(a\\,b)", "100 1 NoOp(a,b)"),
        ("exten => 100,1,NoOp,(a,b)", "100 1 NoOp((a,b))"),
        ("exten => 100,1,Answer", "100 1 Answer()"),
        ("exten => 100,1,${APP}(x)", "100 1 ${APP}(x)()"),
        ("exten => 100,1(x),GotoIf($[1 = 1]?5)", "100 1 GotoIf($[1 = 1]?5)"),
        ("exten => 100,hint,SIP/1", "100 hint SIP/1"),
    ],
)
def test_the_ways_of_1_4(line: str, expected: str) -> None:
    dialplan = read(f"[a]\n{line}\n", "1.4")
    assert shown(dialplan) == [expected]
    assert dialplan.problems == ()


@pytest.mark.parametrize(
    "line",
    ["exten => 100", "exten => 100,1", "exten => 100,1,", "exten => 100,n,A", "exten => 100,x,A"],
)
def test_what_1_4_skips(line: str) -> None:
    dialplan = read(f"[a]\n{line}\n", "1.4")
    assert dialplan.steps == ()
    assert lines(dialplan) == [2]


def test_1_4_knows_no_same_and_passes_over_unknown_words() -> None:
    dialplan = read("[a]\nexten => 100,1,A\nsame => n,B\nfoo => bar\nexten => 100,n,C\n", "1.4")
    assert shown(dialplan) == ["100 1 A()", "100 2 C()"]
    assert dialplan.problems == ()


def test_priority_jumping_of_old_dialplans() -> None:
    text = "[a]\nexten => 100,1,Dial(SIP/1)\nexten => 100,n,Hangup\nexten => 100,1+101,Busy\n"
    for release in ("1.4", "1.8", "22"):
        assert shown(read(text, release)) == [
            "100 1 Dial(SIP/1)",
            "100 2 Hangup()",
            "100 102 Busy()",
        ]


@pytest.mark.parametrize(
    ("release", "known"), [("1.8", False), ("13", False), ("14", True), ("22", True)]
)
def test_autohints_since_14(release: str, known: bool) -> None:
    assert lines(read("[a]\nautohints=yes\n", release)) == ([] if known else [2])


@pytest.mark.parametrize(("release", "extension"), [("11", "1"), ("13", "2"), ("22", "2")])
def test_a_second_globals_section_counts_since_13(release: str, extension: str) -> None:
    assert shown(read("[globals]\nA=1\n[globals]\nA=2\n[a]\nexten => ${A},1,X\n", release)) == [
        f"{extension} 1 X()"
    ]


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("1.4", ["6001 hint SIP/6001&IAX2/6001", "6001 1 Macro(stdexten|6001|${HINT})"]),
        ("1.8", ["6001 hint SIP/6001&IAX2/6001", "6001 1 Macro(stdexten,6001,${HINT})"]),
        ("16", ["6001 hint SIP/6001&IAX2/6001", "6001 1 Gosub(6001,stdexten(${HINT}))"]),
        ("22", ["6001 hint IAX2/6001", "6001 1 Gosub(6001,stdexten(${HINT}))"]),
        ("23", []),
    ],
)
def test_users_conf_in_each_release(release: str, expected: list[str]) -> None:
    dialplan = read(
        "[general]\n", release, users_conf="[6001]\nhassip=yes\nhasiax=yes\nhasvoicemail=yes\n"
    )
    assert shown(dialplan) == expected


def test_users_conf_in_a_real_asterisk(asterisk_root: str) -> None:
    real_asterisk = RealAsterisk(asterisk_root)
    try:
        users = (
            "[general]\nhasvoicemail=yes\n[6001]\nhassip=yes\nhasiax=yes\nalternateexts=7,8\n"
            "[t](!)\nhasiax=yes\n[6002](t)\ndahdichan=5-3,x\n"
        )
        files = {"extensions.conf": b"[a]\nexten => 100,1,NoOp(x)\n", "users.conf": users.encode()}
        seen = real_asterisk.read_alone(files)
        ours = rows_of(
            read_extensions(MemoryFiles(files), release=Release.parse(real_asterisk.release))
        )
        assert sorted(ours, key=repr) == seen.rows
        assert len(ours) == 7
    finally:
        real_asterisk.stack.close()


def test_globals_can_be_set_and_read_through_their_function() -> None:
    dialplan = read("[globals]\nGLOBAL(A)=7\n[a]\nexten => 1${GLOBAL(A)},1,NoOp()\n")
    assert shown(dialplan) == ["17 1 NoOp()"]
    assert {(use.kind, use.name) for use in dialplan.uses} == {("function", "GLOBAL")}


def test_a_users_conf_that_cannot_be_read() -> None:
    class Locked(MemoryFiles):
        def read(self, name: str) -> bytes:
            if name == "users.conf":
                raise Unreadable("permission denied")
            return super().read(name)

    dialplan = read_extensions(
        Locked({"extensions.conf": "[a]\nexten => 1,1,A\n", "users.conf": ""})
    )
    assert shown(dialplan) == ["1 1 A()"]
    assert [(problem.file, problem.message) for problem in dialplan.problems] == [
        ("users.conf", "users.conf cannot be read: permission denied")
    ]


def test_the_sample_dialplan_of_debian(asterisk_root: str) -> None:
    directory = Path(asterisk_root, "etc/asterisk")
    files = {
        name: (directory / name).read_bytes()
        for name in ("extensions.conf", "extensions_minivm.conf", "users.conf")
        if (directory / name).exists()
    }
    real_asterisk = RealAsterisk(asterisk_root)
    try:
        seen = real_asterisk.read_alone(files)
        dialplan = read_extensions(MemoryFiles(files), release=Release.parse(real_asterisk.release))
        assert sorted(rows_of(dialplan), key=repr) == seen.rows
        assert places_of(dialplan.problems) == seen.places
        assert len(dialplan.steps) > 100
    finally:
        real_asterisk.stack.close()
