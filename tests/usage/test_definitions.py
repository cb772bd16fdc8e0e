"""No module without a word on what makes it used."""

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.commands.module_usage import usage_of
from asterisk_lint.dialplan.arguments.table import arguments
from asterisk_lint.releases import Release
from asterisk_lint.usage import load_tables
from asterisk_lint.usage.patterns import matcher
from asterisk_lint.usage.rows import Choice, Invisible, Reader, Sample, With

# What a line of dialplan, a codec list, a file name, extconfig.conf or sorcery.conf names outright.
NAMED_OUTRIGHT = {"application", "function", "channel", "switch", "codec", "format", "engine", "wizard", "agi_command"}


@pytest.mark.parametrize("release", ["22", "16"])
def test_every_module_has_a_definition(release: str) -> None:
    catalog = load(Release.parse(release))
    rows = [row for row in load_tables()[0] if Release.parse(release).within(row.releases)]
    defined: set[str] = set()
    for row in rows:
        if isinstance(row, Choice):
            defined.update(name.lower() for name in row.modules.split())
        elif not isinstance(row, (Invisible, Reader, Sample)):
            for need in row.needs.split(";"):
                kind, _, name = need.strip().partition(" ")
                defined.update([name.lower()] if kind == "module" else [module.lower() for module in catalog.providers(kind, name)])
    for argument_rows in arguments(Release.parse(release)).values():
        for argument in argument_rows:
            defined.update(need.strip()[7:].lower() for need in argument.needs.split(";") if need.strip().startswith("module "))
    invisible = [matcher(row.module) for row in rows if isinstance(row, Invisible)]
    undefined = {
        name
        for name, module in catalog.modules.items()
        if name.lower() not in defined
        and not any(is_it(name) for is_it in invisible)
        and not any(provided for kind, provided in module.provides.items() if kind in NAMED_OUTRIGHT)
    }
    assert undefined == set()


@pytest.mark.parametrize("release", ["22", "16"])
def test_every_module_has_a_sentence_for_people(release: str) -> None:
    catalog = load(Release.parse(release))
    assert [name for name, module in catalog.modules.items() if not usage_of(module, catalog)] == []


def test_every_row_gives_a_reason_and_a_source() -> None:
    for row in load_tables()[0]:
        if isinstance(row, Sample):
            continue
        if not isinstance(row, Reader):
            assert len(row.because.split()) >= 3, row
        assert row.source, row
        if isinstance(row, With):
            assert " " in row.when, row
