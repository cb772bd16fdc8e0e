"""Convert the rows of the usage tables to uses, by reading the configuration files that they
name.
"""

from collections.abc import Iterable, Iterator, Mapping

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
from asterisk_lint.usage.rows import FileRow, OptionRow, Reader, Row, Sample, SectionRow
from asterisk_lint.usage.shipped import is_shipped, is_shipped_whole


def row_uses(configuration: Configuration, rows: Iterable[Row]) -> Iterator[Use | PlacedUses]:
    """Yield every use that the rows about entries, sections and files find in one PBX, each place
    once.
    """
    results = configuration.results
    rows = tuple(rows)
    for file, tests in _by_file(
        rows, configuration.release, configuration.names(), _in_force(configuration, rows), results
    ).items():
        read = configuration.conf(file)
        if read is not None:
            yield from _file_uses(read, tests, results)


class _Forces(NamedTuple):
    """The properties of one PBX that decide which rows apply: places of rows that do not, and which
    of the relevant modules are loaded.
    """

    idle: frozenset[int]
    loaded: frozenset[str]


def _in_force(configuration: Configuration, rows: tuple[Row, ...]) -> _Forces:
    whitelist = configuration.whitelist()
    loaded = frozenset(whitelist.loaded()) if whitelist else frozenset()
    idle: set[int] = set()
    wanted: set[str] = set()
    for number, row, sampled in _conditional(rows, configuration.results):
        if (row.if_loaded and not _modules_of(row) <= loaded) or not is_given(
            configuration, row.given
        ):
            idle.add(number)
        elif sampled:
            wanted |= _modules_of(row)
    return _Forces(frozenset(idle), loaded & wanted)


_Conditional = list[tuple[int, OptionRow | SectionRow | FileRow, bool]]


def _conditional(rows: tuple[Row, ...], results: Results | None) -> _Conditional:
    """Return the rows for which it depends on the PBX whether they apply, with their places and
    whether they are about a sample that counts for loaded modules.
    """
    known = results.of(CONDITIONAL) if results is not None else {}
    found = known.get(id(rows))
    if found is not None:
        return found[1]
    samples = {row.file for row in rows if isinstance(row, Sample) and row.if_loaded}
    conditional = [
        (number, row, row.file in samples)
        for number, row in enumerate(rows)
        if isinstance(row, (OptionRow, SectionRow, FileRow))
        and (row.if_loaded or row.given or row.file in samples)
    ]
    known[id(rows)] = rows, conditional
    return conditional


def _modules_of(row: OptionRow | SectionRow | FileRow) -> set[str]:
    """Return the modules that a row names directly, in lower case."""
    return {name.lower() for kind, name in row.needs if kind == "module"}


# By the identity of the rows, which are kept with it.
CONDITIONAL: Table[int, tuple[tuple[Row, ...], _Conditional]] = Table()
TESTS: Table[
    tuple[Release, frozenset[str], _Forces], tuple[tuple[Row, ...], Mapping[str, FileTests]]
] = Table()  # with the rows
_USES: Table[tuple[FileTests, Origin], list[Use | PlacedUses]] = Table()


def _by_file(
    rows: tuple[Row, ...],
    release: Release,
    names: frozenset[str],
    forces: _Forces,
    results: Results | None,
) -> Mapping[str, FileTests]:
    """Return the rows about each of the files."""
    shared = results.of(TESTS) if results is not None else {}
    known = shared.get((release, names, forces))
    if known is not None and known[0] == rows:
        return known[1]
    rows_of: dict[str, list[OptionRow | SectionRow | FileRow]] = {}
    readers: dict[str, tuple[str, ...]] = {}
    samples: dict[str, Sample] = {}
    within = Within(release)
    for number, row in enumerate(rows):
        if isinstance(row, Sample):
            samples[row.file] = row
        elif within[row.releases] and number not in forces.idle:
            if isinstance(row, (OptionRow, SectionRow, FileRow)) and row.file in names:
                rows_of.setdefault(row.file, []).append(row)
            elif isinstance(row, Reader):
                readers[row.file] = tuple(row.modules.split())
    tests = {
        file: FileTests(of_file, release, readers.get(file, ()), samples.get(file), forces.loaded)
        for file, of_file in rows_of.items()
    }
    shared[release, names, forces] = rows, tests
    return tests


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
