"""The table of arguments against Asterisk's own documentation: no application may be forgotten."""

import re
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import load, releases
from asterisk_lint.catalog.needs import needs
from asterisk_lint.dialplan.arguments.row import Argument
from asterisk_lint.dialplan.arguments.table import arguments, named_by, rows, sentence
from asterisk_lint.model import Need
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot

DOCUMENTATION = "usr/share/asterisk/documentation/core-en_US.xml"


def test_every_documented_application_is_in_the_table(asterisk_root: str) -> None:
    text = (Path(asterisk_root) / DOCUMENTATION).read_text()
    documented = set(re.findall(r'<application name="([^"]+)"', text))
    assert len(documented) > 150
    assert sorted(documented - {row.name for row in rows()}) == []


def test_every_registered_application_is_in_the_table(asterisk_root: str) -> None:
    with boot(asterisk_root, modules=["[modules]", "autoload=yes"]) as asterisk:
        registered = asterisk.applications()
    assert len(registered) > 100
    assert sorted(set(registered) - {row.name for row in rows()}) == []


def test_every_option_named_is_one_that_asterisk_documents(asterisk_root: str) -> None:
    from xml.etree import ElementTree

    tree = ElementTree.parse(Path(asterisk_root) / DOCUMENTATION)
    documented: dict[str, dict[int, set[str]]] = {}
    for application in tree.iterfind("application"):
        for number, parameter in enumerate(application.iterfind("syntax/parameter"), 1):
            names = {
                option.get("name", "")[:1] for option in parameter.iterfind("optionlist/option")
            }
            documented.setdefault(application.get("name", "").lower(), {}).setdefault(
                number, set()
            ).update(names)
    unknown = []
    for name, found in arguments(Release.parse(asterisk_root.rpartition("-")[2])).items():
        for row in found:
            place, colon, letters = row.where.partition(":")
            if colon and name in documented:
                unknown += [
                    f"{row.name} {place}:{letter}"
                    for letter in letters.lstrip("!")
                    if letter not in documented[name].get(int(place), ())
                ]
    assert unknown == []


def test_each_row_says_where_it_comes_from() -> None:
    assert [row for row in rows() if not re.fullmatch(r"[a-z]+(/[a-z_0-9]+)+\.c", row.source)] == []


def test_no_application_is_both_looked_at_and_said_to_run_nothing() -> None:
    something = {row.name for row in rows() if row.needs}
    nothing = [row.name for row in rows() if not row.needs]
    assert len(nothing) == len(set(nothing))
    assert sorted(something & set(nothing)) == []


@pytest.mark.parametrize(
    ("release", "macro"),
    [
        ("1.4", True),
        ("1.8", True),
        ("16", True),
        ("20", True),
        ("21", False),
        ("22", False),
        ("master", False),
    ],
)
def test_macros_end_with_20(release: str, macro: bool) -> None:
    assert (
        any(
            row.needs == needs("macro") and row.name == "Dial"
            for row in arguments(Release.parse(release))["dial"]
        )
        is macro
    )


@pytest.mark.parametrize("release", releases())
def test_what_the_rows_need_is_there(release: str) -> None:
    """Every application, function, module, format that a row names exists in the releases that the
    row is for.
    """
    catalog = load(Release.parse(release))
    applications = set(map(str.lower, catalog.names("application")))
    missing = set()
    for name, found in arguments(Release.parse(release)).items():
        if name.endswith("()") and not catalog.providers("function", name[:-2]):
            # written in a release that does not have the function: unknown-function says so
            continue
        if not name.endswith(("()", "=")) and name not in applications:
            continue
        for row in found:
            for need in row.needs:
                kind, wanted = need
                if wanted and "{" not in wanted and kind not in {"in", "options"}:
                    there = (
                        catalog.module(wanted)
                        if kind == "module"
                        else catalog.providers(kind, wanted)
                    )
                    if not there:
                        missing.add(f"{row.name} {row.where}: {need}")
    assert sorted(missing) == []


@pytest.mark.parametrize("release", releases())
def test_every_application_of_the_catalog_is_in_the_table(release: str) -> None:
    table = {row.name.lower() for row in rows()}
    assert (
        sorted(
            name
            for name in load(Release.parse(release)).names("application")
            if name.lower() not in table
        )
        == []
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            Argument("Dial", "3:U", needs("gosub"), "apps/app_dial.c", because="a subroutine runs"),
            "Dial(), option U: a subroutine runs",
        ),
        (
            Argument("Dial", "3:kK", needs("application Park"), "apps/app_dial.c"),
            "Dial(), option k or K",
        ),
        (
            Argument("Queue", "2:!r", needs("module x"), "apps/app_queue.c", because="music"),
            "Queue() without option r: music",
        ),
        (
            Argument("Queue", "6", needs("agi"), "apps/app_queue.c", because="a script runs"),
            "Queue(), argument 6: a script runs",
        ),
        (
            Argument("DISA", "", needs("application ResetCDR"), "apps/app_disa.c", because="again"),
            "DISA(): again",
        ),
        (
            Argument("CHANNEL()", "= if a|b", needs("gosub"), "funcs/x.c", because="runs"),
            "CHANNEL(a, b) is set: runs",
        ),
        (Argument("TOUCH=", "", needs("formats"), "x/x.c"), "the variable TOUCH"),
    ],
)
def test_rows_in_words(row: Argument, expected: str) -> None:
    assert sentence(row) == expected


def test_what_rows_name_outright() -> None:
    assert named_by(Argument("A", "1", needs("gosub"), "")) == [Need("application", "Gosub")]
    assert named_by(Argument("A", "1", needs("module x; application Y"), "")) == [
        Need("module", "x"),
        Need("application", "Y"),
    ]
    for text in ("in Dial", "codec {value}", "dial"):
        assert named_by(Argument("A", "1", needs(text), "")) == []
