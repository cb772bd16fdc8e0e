"""No module without a description of what makes it used."""

from collections.abc import Mapping

import pytest

from asterisk_lint.catalog.load import Catalog, load, releases
from asterisk_lint.commands.module_usage import usage_of
from asterisk_lint.dialplan.arguments.table import arguments
from asterisk_lint.model import Need
from asterisk_lint.releases import Release
from asterisk_lint.usage import load_tables
from asterisk_lint.usage.patterns import matcher
from asterisk_lint.usage.rows import (
    Choice,
    FileRow,
    Invisible,
    OptionRow,
    Reader,
    Row,
    Sample,
    SectionRow,
    With,
)
from tests.amount import in_turn
from tests.catalog.changes import releases_of

# What a line of dialplan, a codec list, a file name, extconfig.conf or sorcery.conf names outright.
NAMED_OUTRIGHT = {
    "application",
    "function",
    "channel",
    "switch",
    "codec",
    "format",
    "engine",
    "wizard",
    "agi_command",
}


def _can_hold(row: Row, catalog: Catalog, read: frozenset[str]) -> bool:
    """Whether anything in the release can make the row hold: a file that some module reads,
    something that is there to be with.
    """
    if isinstance(row, OptionRow | SectionRow | FileRow):
        return row.file in read
    if isinstance(row, With):
        return all(_there(each, catalog) for each in (row.when, row.also) if each)
    return True


def _there(when: Need, catalog: Catalog) -> bool:
    kind, name = when
    return kind == "kind" or bool(
        catalog.module(name) if kind == "module" else catalog.providers(kind, name)
    )


def _undefined(catalog: Catalog) -> set[str]:
    read = frozenset(catalog.core.reads).union(
        *(module.reads for module in catalog.modules.values())
    )
    rows = [
        row
        for row in load_tables()[0]
        if catalog.release.within(row.releases) and _can_hold(row, catalog, read)
    ]
    defined: set[str] = set()
    for row in rows:
        if isinstance(row, Choice):
            defined.update(name.lower() for name in row.modules.split())
        elif not isinstance(row, (Invisible, Reader, Sample)):
            for kind, name in row.needs:
                defined.update(
                    [name.lower()]
                    if kind == "module"
                    else [module.lower() for module in catalog.providers(kind, name)]
                )
    for argument_rows in arguments(catalog.release).values():
        for argument in argument_rows:
            defined.update(need.name.lower() for need in argument.needs if need.kind == "module")
    invisible = [matcher(row.module) for row in rows if isinstance(row, Invisible)]
    return {
        name
        for name, module in catalog.modules.items()
        if name.lower() not in defined
        and not any(is_it(name) for is_it in invisible)
        and not any(
            provided for kind, provided in module.provides.items() if kind in NAMED_OUTRIGHT
        )
    }


@pytest.mark.parametrize("series", releases())
def test_every_module_has_a_definition_in_every_release(series: str) -> None:
    found = {
        release.text: undefined
        for release in releases_of(series)
        if (undefined := _undefined(load(release)))
    }
    nothing: Mapping[str, set[str]] = {}
    assert found == nothing


@pytest.mark.parametrize("series", in_turn(releases()[::-1], 2))  # 22 is always among them
def test_every_module_has_a_sentence_for_people(series: str) -> None:
    catalog = load(Release.parse(series))
    assert [name for name, module in catalog.modules.items() if not usage_of(module, catalog)] == []


def test_every_row_gives_a_reason_and_a_source() -> None:
    for row in load_tables()[0]:
        if isinstance(row, Sample):
            continue
        if not isinstance(row, Reader):
            assert len(row.because.split()) >= 3, row
        assert row.source, row
        if isinstance(row, With):
            assert row.when.name, row
