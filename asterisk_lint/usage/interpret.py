"""Convert the rows of the usage tables to uses, by reading the configuration files that they
name.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.reader import Conf
from asterisk_lint.conf.shared_results import Origin, Results, Table, for_each
from asterisk_lint.conf.values import Entry as ConfEntry
from asterisk_lint.conf.values import Section as ConfSection
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release, Within
from asterisk_lint.usage.conditional_choices import is_given
from asterisk_lint.usage.patterns import matcher, value_matcher
from asterisk_lint.usage.row_needs import Place, needed_at
from asterisk_lint.usage.rows import FileRow, OptionRow, Reader, Row, Sample, SectionRow
from asterisk_lint.usage.shipped import is_shipped, is_shipped_whole

Test = Callable[[str], bool]


class _EntryTest(NamedTuple):
    row: OptionRow
    section: Test
    option: Test
    value: Test
    kind: Test | None


def row_uses(configuration: Configuration, rows: Iterable[Row]) -> Iterator[Use]:
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


class _OfType(NamedTuple):
    """The rows that apply to sections of one type."""

    sections: list[tuple[SectionRow, Callable[[str], bool], Callable[[str], bool] | None]]
    entries: list[_EntryTest]
    by_option: dict[str, list[_EntryTest]]  # those about an option, as far as somebody asked

    def of(self, option: str) -> list[_EntryTest]:
        """Return the rows about an option."""
        found = self.by_option.get(option)
        if found is None:
            found = self.by_option[option] = [test for test in self.entries if test.option(option)]
        return found


class _Tests:
    """The rows of one file, prepared for comparison with its sections."""

    def __init__(
        self,
        rows: Iterable[OptionRow | SectionRow | FileRow],
        release: Release,
        readers: tuple[str, ...],
        sample: Sample | None,
        loaded: frozenset[str],
    ) -> None:
        rows = tuple(rows)
        self.release = release
        self.whole = sample is not None and sample.whole
        self.sample = None if self.whole else sample
        self.loaded = loaded
        self.readers = readers
        self.entries = [
            _EntryTest(
                row,
                matcher(row.section),
                matcher(row.option),
                value_matcher(row.value),
                matcher(row.type) if row.type else None,
            )
            for row in rows
            if isinstance(row, OptionRow)
        ]
        self.sections = [
            (row, matcher(row.section), matcher(row.type) if row.type else None)
            for row in rows
            if isinstance(row, SectionRow)
        ]
        self.present = [row for row in rows if isinstance(row, FileRow)]
        self.typed = any(test.kind for test in self.entries) or any(
            kind for _, _, kind in self.sections
        )
        self._of_type: dict[str, _OfType] = {}

    def of_type(self, kind: str) -> "_OfType":
        """Return the rows about sections of a type ("" for none), and about their entries."""
        found = self._of_type.get(kind)
        if found is None:
            found = self._of_type[kind] = _OfType(
                [each for each in self.sections if each[2] is None or each[2](kind)],
                [test for test in self.entries if test.kind is None or test.kind(kind)],
                {},
            )
        return found

    def of_section(self, section: ConfSection) -> Iterator[Use]:
        """Yield what the rows find in one section, with the modules that read the file."""
        uses = self.with_readers(distinct(self.uses(section)))
        if self.sample is None or not is_shipped(self.sample.file, section):
            return uses
        return self.of_loaded(uses) if self.sample.if_loaded else iter(())

    def of_loaded(self, uses: Iterator[Use]) -> Iterator[Use]:
        """Yield the uses of modules that modules.conf loads."""
        return (use for use in uses if use.kind == "module" and use.name.lower() in self.loaded)

    def with_readers(self, uses: Iterator[Use]) -> Iterator[Use]:
        """Yield the uses as they count: only if a module that reads the file is needed."""
        return (use._replace(readers=self.readers) for use in uses) if self.readers else uses

    def uses(self, section: ConfSection) -> Iterator[Use]:
        """Yield what the rows about sections and entries find in one section."""
        if section.template:
            return
        release = self.release
        type_entry = section.get("type") if self.typed else None
        kind = type_entry.value if type_entry else ""
        rows = self.of_type(kind)
        for wanted, names_match, type_matches in rows.sections:
            if names_match(section.name) and not _excepted(section, wanted.unless):
                place = type_entry if type_matches is not None and type_entry else section
                yield from needed_at(
                    wanted.needs,
                    Place(place.file, place.line, place.column, section.name),
                    wanted.because,
                    wanted.enforces,
                    release,
                )
        for entry in section.entries:
            for test in rows.of(entry.key):
                # A placeholder where protection can be requested might request it.
                if test.section(section.name) and (
                    test.value(entry.value) or (test.row.enforces and is_placeholder(entry.value))
                ):
                    yield from needed_at(
                        test.row.needs,
                        Place(
                            entry.file,
                            entry.line,
                            entry.value_column,
                            section.name,
                            entry.key,
                            entry.value,
                        ),
                        test.row.because,
                        test.row.enforces,
                        release,
                    )


class _Forces(NamedTuple):
    """The properties of one PBX that decide which rows apply: places of rows that do not, and which
    of the relevant modules are loaded.
    """

    idle: frozenset[int]
    loaded: frozenset[str]


def _in_force(configuration: Configuration, rows: tuple[Row, ...]) -> _Forces:
    from asterisk_lint.conf.whitelist import FILE, read_whitelist

    modules_conf = configuration.conf(FILE)
    loaded = frozenset(read_whitelist(modules_conf).loaded()) if modules_conf else frozenset()
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
    tuple[Release, frozenset[str], _Forces], tuple[tuple[Row, ...], Mapping[str, _Tests]]
] = Table()  # with the rows
_USES: Table[tuple[_Tests, Origin], list[Use]] = Table()


def _by_file(
    rows: tuple[Row, ...],
    release: Release,
    names: frozenset[str],
    forces: _Forces,
    results: Results | None,
) -> Mapping[str, _Tests]:
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
        file: _Tests(of_file, release, readers.get(file, ()), samples.get(file), forces.loaded)
        for file, of_file in rows_of.items()
    }
    shared[release, names, forces] = rows, tests
    return tests


def distinct(uses: Iterable[Use]) -> Iterator[Use]:
    """Yield the uses without those that name the same thing on the same line as an earlier one."""
    seen: set[tuple[str, str, str, int]] = set()
    for use in uses:
        key = (use.kind, use.name, use.file, use.line)
        if key not in seen:
            seen.add(key)
            yield use


def _file_uses(read: Conf, tests: _Tests, results: Results | None) -> Iterator[Use]:
    """Yield what the rows find in one file, each place once; results for a section that PBXs share
    are stored.
    """
    if tests.whole and is_shipped_whole(read):
        return
    found = for_each(read.sections, read.origins, results, _USES, tests, tests.of_section)
    # A template's line counts once, for the first section that inherits it.
    yield from distinct(found) if any(section.parents for section in read.sections) else found
    for row in tests.present:
        own, shipped = _first_entries(read, tests.sample)
        for first in (own,) if own is not None else (shipped,):
            if first is not None:
                place = Place(first.file, first.line, first.column, "", first.key, first.value)
                found = tests.with_readers(
                    needed_at(row.needs, place, row.because, False, tests.release)
                )
                yield from found if first is own else tests.of_loaded(found)


def _excepted(section: ConfSection, unless: str) -> bool:
    for condition in unless.split("; ") if unless else ():
        option, _, pattern = condition.partition("=")
        entry = section.get(option)
        if entry is not None and value_matcher(pattern)(entry.value):
            return True
    return False


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
