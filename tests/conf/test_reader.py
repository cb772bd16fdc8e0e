"""The configuration reader, one construct at a time; expectations by hand from main/config.c."""

import time

import pytest

from asterisk_lint.conf.reader import Conf, read_conf
from asterisk_lint.releases import Release
from tests.memory import MemoryFiles


def read(
    files: dict[str, str | bytes] | str | bytes, *, release: str = "22", etc: str = "/etc/asterisk"
) -> Conf:
    content = {"x.conf": files} if isinstance(files, (str, bytes)) else files
    conf = read_conf(MemoryFiles(content), "x.conf", release=Release.parse(release), etc=etc)
    assert conf is not None
    return conf


def entries(conf: Conf) -> list[tuple[str, str, str]]:
    return [
        (section.name, entry.key, entry.value)
        for section in conf.sections
        for entry in section.entries
    ]


def problems(conf: Conf) -> list[tuple[str, str, int]]:
    return [(problem.rule, problem.file, problem.line) for problem in conf.problems]


def test_no_such_file() -> None:
    assert read_conf(MemoryFiles({}), "x.conf") is None


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("k=v", "k", "v"),
        ("k = v", "k", "v"),
        ("k=>v", "k", "v"),
        ("k => v", "k", "v"),
        ("  k\t=\tv\t", "k", "v"),
        ("k=v\r", "k", "v"),
        ("k= >v", "k", ">v"),
        ("k==v", "k", "=v"),
        ("k=a=b", "k", "a=b"),
        ("k=", "k", ""),
        ("k=v;c", "k", "v"),
        ("k=v ; c", "k", "v"),
        ("k=a\\;b", "k", "a;b"),
        ("k=a\\\\;b", "k", "a\\;b"),
        ("k=\\;\\;", "k", ";;"),
        ("k=a\\b", "k", "a\\b"),
        ("k=a ;-- b --; c", "k", "a  c"),
        ("k=a;-- ;-- b --; --;c", "k", "ac"),
        (";-- x --; k=v", "k", "v"),
        ("k=a;--- b", "k", "a"),
        ("\\[k=v", "[k", "v"),
        ("\\#k=v", "#k", "v"),
        ("\\\\k=v", "\\k", "v"),
        ("\\==v", "=", "v"),
        ("k+=v", "k", "v"),
        ("k+=>v", "k", ">v"),
        ("k + = v", "k +", "v"),
        ('k="v"', "k", '"v"'),
        ("k=v\0w", "k", "v"),
        ("k=v\x7f", "k", "v\x7f"),
        ("k=v\x01\x1f", "k", "v"),
        ("k=\u00a0v", "k", "\u00a0v"),
    ],
)
def test_one_entry(line: str, key: str, value: str) -> None:
    conf = read(f"[a]\n{line}\n")
    assert entries(conf) == [("a", key, value)]
    assert conf.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "column", "value_column"),
    [
        ("[a]\nk=v", 2, 1, 3),
        ("[a]\n  k  =>  v", 2, 3, 10),
        ("[a]\n\n;c\n\tk=v", 4, 2, 4),
        ("[a]\n;-- x --; k = v", 2, 11, 15),
        ("[a]\nk=a ;-- x --; ", 2, 1, 3),
        ("\ufeff[a]\nk=v", 2, 1, 3),
    ],
)
def test_places(text: str, line: int, column: int, value_column: int) -> None:
    (entry,) = read(text).sections[0].entries
    assert (entry.line, entry.column, entry.value_column) == (line, column, value_column)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a]\nk=1\nk+=2", [("a", "k", "12")]),
        ("[a]\nk=1\nk += 2", [("a", "k", "1 2")]),
        ("[a]\nk=1\nj=3\nk=2\nk+=x", [("a", "k", "1"), ("a", "j", "3"), ("a", "k", "2x")]),
        # The name is looked for with its case, but the first entry that is alike without case is
        # what changes.
        ("[a]\nk=1\nK+=2", [("a", "k", "1"), ("a", "K", "2")]),
        ("[a]\nK=1\nk=1\nk+=2", [("a", "k", "12"), ("a", "k", "1")]),
        ("[a]\nk=1\nk=\nk+=2", [("a", "k", "2"), ("a", "k", "")]),
    ],
)
def test_appending(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert entries(read(text)) == expected


def test_before_1_6_there_is_no_appending() -> None:
    assert entries(read("[a]\nk=1\nk+=2", release="1.4")) == [("a", "k", "1"), ("a", "k+", "2")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[t](!)\nk=1\n[a](t)\nj=2", {"t": (True, ["k=1"]), "a": (False, ["k=1", "j=2"])}),
        (
            "[t](!)\nk=1\n[u](!)\nk=2\n[a](t,u)",
            {"t": (True, ["k=1"]), "u": (True, ["k=2"]), "a": (False, ["k=1", "k=2"])},
        ),
        ("[t]\nk=1\n[a](T)", {"t": (False, ["k=1"]), "a": (False, ["k=1"])}),
        ("[t](!)\nk=1\n[a](t,!)", {"t": (True, ["k=1"]), "a": (True, ["k=1"])}),
        ("[a]\nk=1\n[b]\n[a](+)\nj=2", {"a": (False, ["k=1", "j=2"]), "b": (False, [])}),
        ("[a]\nk=1\n[A](+)\nj=2", {"a": (False, ["k=1", "j=2"])}),
        ("[t](!)\nk=1\n[t](+TEMPLATES=include)\nj=2", {"t": (True, ["k=1", "j=2"])}),
        ("[a]\nk=1\n[a](+k=^1$)\nj=2", {"a": (False, ["k=1", "j=2"])}),
        ("[a]x\nk=1", {"a": (False, ["k=1"])}),
        ("[a] (t)\nk=1", {"a": (False, ["k=1"])}),
        # Nothing between the parentheses inherits from the first section of all.
        ("[t](!)\nk=1\n[a]()", {"t": (True, ["k=1"]), "a": (False, ["k=1"])}),
        (f"[{'x' * 90}]\nk=1", {"x" * 79: (False, ["k=1"])}),
    ],
)
def test_sections(text: str, expected: dict[str, tuple[bool, list[str]]]) -> None:
    conf = read(text)
    assert {
        s.name: (s.template, [f"{e.key}={e.value}" for e in s.entries]) for s in conf.sections
    } == expected
    assert conf.problems == ()


def test_inherited_entries_know_where_they_were_written() -> None:
    conf = read("[t](!)\nk=1\n[a](t)\nj=2")
    assert [(entry.line, entry.inherited) for entry in conf.sections[1].entries] == [
        (2, True),
        (4, False),
    ]
    assert conf.sections[1].parents == ("t",)


def test_two_sections_of_one_name_stay_two() -> None:
    conf = read("[a]\nk=1\n[a]\nk=2")
    assert entries(conf) == [("a", "k", "1"), ("a", "k", "2")]
    assert len(conf.sections) == 2


def test_get_gives_the_first_entry_whatever_its_case() -> None:
    section = read("[a]\nK=1\nk=2").sections[0]
    first = section.get("k")
    assert first is not None
    assert first.value == "1"
    assert [entry.value for entry in section.all("k")] == ["1", "2"]
    assert section.get("j") is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("k=1\n[a]", 1),
        ("[a]\n[b\nk=1", 2),
        ("[a]\n[b](c\nk=1", 2),
        ("[a]\n[b](c)\nk=1", 2),
        ("[a]\n[b](+)\nk=1", 2),
        ("[a](!)\n[a](+)\nk=1", 2),
        ("[a]\n\\ k=1", 2),
        ("[a]\n\\\u00e9=1", 2),
    ],
)
def test_what_makes_asterisk_reject_the_file(text: str, line: int) -> None:
    conf = read(text)
    assert conf.rejected
    assert problems(conf) == [("syntax-error", "x.conf", line)]
    assert "rejects the whole file" in conf.problems[0].message


def test_reading_goes_on_behind_a_mistake() -> None:
    assert entries(read("[a]\nk=1\n[b](nope)\nk=2")) == [("a", "k", "1"), ("b", "k", "2")]


def test_what_only_makes_asterisk_skip_the_line() -> None:
    conf = read("[a]\nnothing\n=1\n# comment\n#include\n#nope x\nk=1\n")
    assert problems(conf) == [("syntax-error", "x.conf", line) for line in (2, 3, 4, 5, 6)]
    assert entries(conf) == [("a", "k", "1")]
    assert not conf.rejected


def test_lines_at_the_end_of_the_buffer() -> None:
    # A line fills the buffer of 8191 bytes with its line feed, or is too long by one.
    conf = read("[a]\nk=" + "x" * 8188 + "\nk=" + "y" * 8189 + "\nk=z\n")
    assert [value[:1] for _, _, value in entries(conf)] == ["x", "z"]
    assert problems(conf) == [("syntax-error", "x.conf", 3)]
    # Bytes count, not characters.
    assert [value for _, _, value in entries(read("[a]\nk=" + "\u00e9" * 4095 + "\nk=z\n"))] == [
        "z"
    ]


def test_comments_over_lines() -> None:
    conf = read("[a]\n;-- one\nk=1\n;-- two\n--;\nk=2\n--; k=3\nk=4")
    assert entries(conf) == [("a", "k", "3"), ("a", "k", "4")]


def test_a_comment_that_is_never_ended() -> None:
    conf = read("[a]\nk=1\n;-- from here\nk=2\n")
    assert entries(conf) == [("a", "k", "1")]
    assert problems(conf) == [("syntax-error", "x.conf", 3)]


def test_a_comment_that_is_ended_without_a_beginning_hides_what_follows() -> None:
    conf = read("[a]\nk=1 --; x\nk=2\nk=3\n")
    assert entries(conf) == [("a", "k", "1 --; x")]
    assert problems(conf) == [("syntax-error", "x.conf", 2)]


def test_bytes_that_are_no_utf_8_come_back_as_they_were() -> None:
    (entry,) = read(b"[a]\nk=caf\xe9\n").sections[0].entries
    assert entry.value.encode("utf-8", "surrogateescape") == b"caf\xe9"


@pytest.mark.parametrize(
    "written",
    [
        '"y.conf"',
        "<y.conf>",
        "y.conf",
        "./y.conf",
        "d/../y.conf",
        "/etc/asterisk/y.conf",
        "[y].conf",
        "[!x].con?",
        "{y,z}.conf",
    ],
)
def test_include(written: str) -> None:
    conf = read(
        {
            "x.conf": f"[a]\nk=1\n#include {written}\nk=3\n",
            "y.conf": "k=2\n[b]\nj=1\n",
            "d/z.conf": "",
        }
    )
    assert entries(conf) == [("a", "k", "1"), ("a", "k", "2"), ("a", "k", "3"), ("b", "j", "1")]
    assert "y.conf" in conf.includes[0].found
    assert (conf.includes[0].kind, conf.includes[0].line) == ("include", 3)


def test_includes_are_relative_to_the_directory_not_to_the_file() -> None:
    conf = read(
        {
            "x.conf": "[a]\n#include d/y.conf\n",
            "d/y.conf": "#include z.conf\n",
            "z.conf": "k=1\n",
            "d/z.conf": "k=2\n",
        }
    )
    assert entries(conf) == [("a", "k", "1")]


def test_a_glob_is_read_in_order_and_knows_its_lines() -> None:
    conf = read(
        {
            "x.conf": "[a]\n#include d/*.conf\n",
            "d/2.conf": "\nk=2",
            "d/1.conf": "\nk=1\n",
            "d/.3.conf": "k=3",
            "d/e/4.conf": "k=4",
        }
    )
    assert [(entry.file, entry.line, entry.value) for entry in conf.sections[0].entries] == [
        ("d/1.conf", 2, "1"),
        ("d/2.conf", 2, "2"),
    ]


def test_the_next_include_begins_where_the_last_one_ended() -> None:
    conf = read(
        {
            "x.conf": "[a]\n#include y.conf\n#include z.conf\nk=1\n",
            "y.conf": "[b]\n",
            "z.conf": "k=2\n",
        }
    )
    assert entries(conf) == [("a", "k", "1"), ("b", "k", "2")]


@pytest.mark.parametrize(
    ("written", "rejected"),
    [
        ("nope.conf", True),
        ("*.nope", True),
        ("../y.conf", False),
        ("/srv/y.conf", False),
        ("/etc/asterisk/../y.conf", False),
        ("d", True),
    ],
)
def test_missing_include(written: str, rejected: bool) -> None:
    conf = read({"x.conf": f"[a]\n#include {written}\nk=1\n", "d/y.conf": ""})
    assert ("missing-include", "x.conf", 2) in problems(conf)
    assert conf.rejected == rejected
    assert ("is outside this directory" in conf.problems[-1].message) != rejected
    assert entries(conf) == [("a", "k", "1")]


def test_another_configuration_directory() -> None:
    assert entries(
        read({"x.conf": "[a]\n#include /srv/pbx/y.conf\n", "y.conf": "k=1"}, etc="/srv/pbx")
    ) == [("a", "k", "1")]


def test_before_1_6_a_missing_include_rejects_nothing() -> None:
    conf = read("[a]\n#include nope.conf\n", release="1.4")
    assert problems(conf) == [("missing-include", "x.conf", 2)]
    assert not conf.rejected


def test_tryinclude_may_miss() -> None:
    conf = read("[a]\n#tryinclude nope.conf\n#tryinclude /srv/x\nk=1\n")
    assert conf.problems == ()
    assert [(include.kind, include.found) for include in conf.includes] == [
        ("tryinclude", ()),
        ("tryinclude", ()),
    ]


def test_exec_is_never_run() -> None:
    conf = read('[a]\n#exec "/bin/echo k=1"\nk=2\n')
    assert problems(conf) == [("exec-include", "x.conf", 2)]
    assert entries(conf) == [("a", "k", "2")]
    assert conf.includes[0].target == "/bin/echo k=1"


def test_a_file_that_includes_itself_is_read_eleven_times() -> None:
    conf = read("[a]\nk=1\n#tryinclude x.conf\n")
    assert len(entries(conf)) == 11
    assert not conf.rejected


def test_files_that_include_each_other_over_and_over_come_to_an_end() -> None:
    conf = read("[a]\nk=1\n" + "#include x.conf\n" * 40)
    assert any("included too often" in problem.message for problem in conf.problems)


def test_a_mistake_in_an_included_file_rejects_that_file_alone() -> None:
    conf = read({"x.conf": "[a]\n#include y.conf\nk=1\n", "y.conf": "[b](nope)\n"})
    assert not conf.rejected
    assert "skips the rest of this file" in conf.problems[0].message


def test_a_section_that_inherits_from_itself() -> None:
    conf = read("[a]\nk=1\n[a](+,a)\nj=1\n")
    assert conf.rejected
    assert "hangs" in conf.problems[0].message


def test_filters_are_held_against_a_bounded_number_of_sections() -> None:
    start = time.process_time()
    conf = read(
        "".join(
            f"[x]\ntype = a{number}\n[x](+type=(a*)*{number}b)\nk = v\n" for number in range(2000)
        )
    )
    assert time.process_time() - start < 20
    assert conf.rejected
