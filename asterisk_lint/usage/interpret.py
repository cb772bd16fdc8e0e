"""Convert the rows of the usage tables to uses, by reading the configuration files that they
name.
"""

from collections.abc import Iterator, Sequence

from asterisk_lint.conf.reader import Conf
from asterisk_lint.conf.shared_results import Origin, Results, Table, for_each_range
from asterisk_lint.conf.values import Entry as ConfEntry
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import PlacedUses, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release, Within
from asterisk_lint.usage.alike_sections import single_uses
from asterisk_lint.usage.conditional_choices import is_given
from asterisk_lint.usage.file_tests import FileTests, distinct
from asterisk_lint.usage.row_needs import Occurrence, needed_at
from asterisk_lint.usage.rows import (
    AboutFile,
    FileRow,
    OptionRow,
    Reader,
    RowsAbout,
    Sample,
    SectionRow,
)
from asterisk_lint.usage.shipped import is_shipped, is_shipped_whole


def row_uses(configuration: Configuration, rows: RowsAbout) -> Iterator[Use | PlacedUses]:
    """Yield every use that the rows about entries, sections and files find in one PBX, each place
    once. `rows`: those about each file.
    """
    names = configuration.names()
    there = [file for file in rows if file in names]
    if not there:
        return
    whitelist = configuration.whitelist()
    loaded = frozenset(whitelist.loaded()) if whitelist else frozenset()
    # All rows first: what they depend on is in files that are read before the others.
    tests = [(file, _tests(file, rows[file], configuration, loaded)) for file in there]
    for file, of_file in tests:
        read = configuration.conf(file) if of_file is not None else None
        if read is not None and of_file is not None:
            yield from _file_uses(read, of_file, configuration.results)


class _Force(NamedTuple):
    """The properties of one PBX that decide which rows about a file apply: places of rows that do
    not, and which of the relevant modules are loaded.
    """

    idle: tuple[int, ...]
    loaded: frozenset[str]


# By the file; with the rows
TESTS: Table[tuple[Release, str, _Force], tuple[Sequence[AboutFile], FileTests | None]] = Table()
_USES: Table[tuple[FileTests, Origin], list[Use | PlacedUses]] = Table()


def _tests(
    file: str, rows: Sequence[AboutFile], configuration: Configuration, loaded: frozenset[str]
) -> FileTests | None:
    """Return the rows about one file, prepared; None if none of them applies."""
    release, results = configuration.release, configuration.results
    sample: Sample | None = None
    for row in rows:
        if type(row) is Sample and release.within(row.releases):
            sample = row
    idle: list[int] = []
    wanted: set[str] = set()
    for number, row in enumerate(rows):
        if isinstance(row, (OptionRow, SectionRow, FileRow)):
            if (row.if_loaded and not _modules_of(row) <= loaded) or (
                row.given and not is_given(configuration, row.given)
            ):
                idle.append(number)
            elif sample is not None and sample.if_loaded:
                wanted |= _modules_of(row)
    force = _Force(tuple(idle), loaded & wanted)
    shared = results.of(TESTS) if results is not None else {}
    known = shared.get((release, file, force))
    if known is None or known[0] != rows:
        known = rows, _prepared(rows, release, sample, force)
        shared[release, file, force] = known
    return known[1]


def _prepared(
    rows: Sequence[AboutFile], release: Release, sample: Sample | None, force: _Force
) -> FileTests | None:
    within = Within(release)
    valid = [
        row for number, row in enumerate(rows) if within[row.releases] and number not in force.idle
    ]
    about = [row for row in valid if isinstance(row, (OptionRow, SectionRow, FileRow))]
    if not about:
        return None
    readers = [row.modules for row in valid if isinstance(row, Reader)] or [""]
    return FileTests(about, release, tuple(readers[-1].split()), sample, force.loaded)


def _modules_of(row: OptionRow | SectionRow | FileRow) -> set[str]:
    """Return the modules that a row names directly, in lower case."""
    return {name.lower() for kind, name in row.needs if kind == "module"}


def _file_uses(read: Conf, tests: FileTests, results: Results | None) -> Iterator[Use | PlacedUses]:
    """Yield what the rows find in one file, each place once; results for a section that PBXs share
    are stored.
    """
    if tests.whole and is_shipped_whole(read):
        return
    found = for_each_range(read.sections, read.origins, results, _USES, tests, tests.of_sections)
    # A template's line counts once, for the first section that inherits it.
    inherits = any(section.parents for section in read.sections)
    yield from distinct(single_uses(found)) if inherits else found
    for row in tests.present:
        own, shipped = _first_entries(read, tests.sample)
        for first in (own,) if own is not None else (shipped,):
            if first is not None:
                place = Occurrence(first.file, first.line, first.column, "", first.key, first.value)
                uses = tests.with_readers(
                    needed_at(row.needs, place, row.because, False, tests.release)
                )
                yield from uses if first is own else tests.of_loaded(uses)


def _first_entries(read: Conf, sample: Sample | None) -> tuple[ConfEntry | None, ConfEntry | None]:
    """Return the first entry that a person wrote, and the first one of a section as shipped (as far
    as that counts for anything).
    """
    shipped: ConfEntry | None = None
    for section in read.sections:
        if not section.template and section.entries:
            if sample is None or not is_shipped(sample.file, section):
                return section.entries[0], shipped
            if sample.if_loaded:
                shipped = shipped or section.entries[0]
    return None, shipped
