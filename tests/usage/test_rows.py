"""The tables agree with the catalog."""

from asterisk_lint.catalog.load import load, releases
from asterisk_lint.usage import load_tables
from asterisk_lint.usage.rows import Choice, Entry, Invisible, Present, Reader, Section, With
from tests.catalog.changes import releases_of
from tests.usage.needed import reasons


def test_every_module_that_a_row_names_is_in_some_release_that_the_row_is_about() -> None:
    catalogs = {release: load(release) for series in releases() for release in releases_of(series)}
    unknown = set()
    for row in load_tables()[0]:
        named: list[str] = []
        if isinstance(row, (Entry, Section, Present, With)):
            named = [
                need.split()[1]
                for need in row.needs.split(";")
                if need.split()[0] == "module" and "{" not in need
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
