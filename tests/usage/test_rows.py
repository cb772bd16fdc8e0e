"""The tables agree with the catalog."""

import ast
from pathlib import Path
from typing import get_args

import pytest

import asterisk_lint
from asterisk_lint.catalog.load import load, releases
from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.dialplan.arguments.row import Argument
from asterisk_lint.model import Need
from asterisk_lint.usage import load_tables
from asterisk_lint.usage.rows import (
    Choice,
    Declaration,
    FileRow,
    Invisible,
    OptionRow,
    Reader,
    Row,
    SectionRow,
    With,
)
from tests.catalog.changes import releases_of
from tests.usage.needed import reasons


def test_every_module_that_a_row_names_is_in_some_release_that_the_row_is_about() -> None:
    catalogs = {release: load(release) for series in releases() for release in releases_of(series)}
    unknown = set()
    for row in load_tables()[0]:
        named: list[str] = []
        if isinstance(row, (OptionRow, SectionRow, FileRow, With)):
            named = [
                need.name for need in row.needs if need.kind == "module" and "{" not in need.name
            ]
        elif isinstance(row, Choice):
            named = row.modules.split()
        elif isinstance(row, Invisible):
            named = [row.module]
        elif isinstance(row, Reader):
            named = row.modules.split()
        for name in named:
            if "*" not in name and not any(
                release.within(row.releases) and catalog.module(name)
                for release, catalog in catalogs.items()
            ):
                unknown.add(name)
    assert unknown <= {"res_fax_digium"}  # sold beside Asterisk


def test_a_file_that_no_module_of_the_release_reads_needs_nothing() -> None:
    assert not reasons({"pjsip.conf": "[phone]\ntype=endpoint\nauth=phone\n"}, "1.8")
    assert not reasons({"sip.conf": "[phone]\ntype=friend\n"}, "22")


ROWS = {row.__name__ for row in (*get_args(Row), *get_args(Declaration), Argument)}


def test_fields_after_the_fourth_are_named() -> None:
    """Readers cannot tell five texts in a row apart."""
    package = Path(asterisk_lint.__file__).parent
    found = [
        f"{path.name}:{node.lineno}"
        for place in ("usage", "dialplan/arguments")
        for path in (package / place).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ROWS
        if len(node.args) > 4
    ]
    assert found == []


@pytest.mark.parametrize("text", ["modul app_dial", "application Dial; codecc ulaw", "{value}"])
def test_a_kind_that_nothing_knows_is_refused(text: str) -> None:
    """The rows are made when their file is imported, so a misspelt kind cannot go unnoticed."""
    with pytest.raises(ValueError, match="no such kind of need"):
        needs(text)


def test_needs() -> None:
    assert needs("module res_x; codec {item};dial") == (
        Need("module", "res_x"),
        Need("codec", "{item}"),
        Need("dial", ""),
    )
    assert needs("") == ()
    assert str(need("module res_x")) == "module res_x"
