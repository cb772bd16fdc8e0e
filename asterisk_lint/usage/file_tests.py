"""The rows of the usage tables about one file, compared with its sections."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.values import Section as ConfSection
from asterisk_lint.conf.values import Shape
from asterisk_lint.model import Need, PlacedUses, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.usage.alike_sections import Looks, Verdict, remembered, uses_of_alike
from asterisk_lint.usage.patterns import matcher, name_tests, value_matcher
from asterisk_lint.usage.row_needs import Occurrence, needed_at
from asterisk_lint.usage.rows import FileRow, OptionRow, Sample, SectionRow
from asterisk_lint.usage.shipped import is_shipped

Test = Callable[[str], bool]


class _EntryTest(NamedTuple):
    row: OptionRow
    section: Test
    option: Test
    value: Test
    kind: Test | None


class _OfType(NamedTuple):
    """The rows that apply to sections of one type."""

    sections: list[tuple[SectionRow, Callable[[str], bool], Callable[[str], bool] | None]]
    entries: "_Entries"
    names: dict[str, Test]  # what the rows about entries say about a section's name
    by_names: dict[tuple[str, ...], "_Entries"]  # by those of `names` that a section meets

    def in_section(self, name: str) -> "_Entries":
        """Return the rows about the entries of a section."""
        met = tuple([pattern for pattern, test in self.names.items() if test(name)])
        found = self.by_names.get(met)
        if found is None:
            found = self.by_names[met] = _Entries(
                [test for test in self.entries.tests if test.row.section in met], {}
            )
        return found


class _Entries(NamedTuple):
    """Rows about entries."""

    tests: list[_EntryTest]
    by_option: dict[str, list[_EntryTest]]  # those about an option, as far as somebody asked

    def of(self, option: str) -> list[_EntryTest]:
        """Return the rows about an option."""
        found = self.by_option.get(option)
        if found is None:
            found = self.by_option[option] = [test for test in self.tests if test.option(option)]
        return found


class FileTests:
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
            tests = [test for test in self.entries if test.kind is None or test.kind(kind)]
            found = self._of_type[kind] = _OfType(
                [each for each in self.sections if each[2] is None or each[2](kind)],
                _Entries(tests, {}),
                {test.row.section: test.section for test in tests},
                {},
            )
        return found

    def of_section(self, section: ConfSection) -> Iterator[Use]:
        """Yield what the rows find in one section, with the modules that read the file."""
        uses = self.with_readers(distinct(self.uses(section)))
        if self.sample is None or not is_shipped(self.sample.file, section):
            return uses
        return self.of_loaded(uses) if self.sample.if_loaded else iter(())

    def of_sections(self, sections: Sequence[ConfSection]) -> Iterator[Use | PlacedUses]:
        """Yield what the rows find in sections."""
        looked: dict[tuple[str, str], Callable[[str], Verdict] | None] = {}

        def looks(shape: Shape, kind: str) -> Looks:
            rows = self.of_type(kind)
            values = []
            names = {row.section for row, _, _ in rows.sections}
            for position, option in enumerate(shape.keys):
                tests = rows.entries.of(option)
                if tests:
                    names.update(test.row.section for test in tests)
                    verdict = looked.get((kind, option))
                    if verdict is None:
                        verdict = looked[kind, option] = remembered(_verdict(tests))
                    values.append((position, verdict))
            tests_of_names, special = name_tests(names)
            return Looks(tests_of_names, special, values, (*self._of_whole(rows),))

        return uses_of_alike(sections, looks, self.of_section, typed=self.typed)

    def _of_whole(self, rows: _OfType) -> Iterator[Callable[[ConfSection], Verdict]]:
        sample = self.sample
        if sample is not None:
            yield lambda section: None if is_shipped(sample.file, section) else 0
        for row, is_named, _ in rows.sections:
            if row.unless or _depends(row.needs):
                yield partial(_exception, row, is_named)

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
                    Occurrence(place.file, place.line, place.column, section.name),
                    wanted.because,
                    wanted.enforces,
                    release,
                )
        entries = rows.in_section(section.name)
        for entry in section.each_entry() if entries.tests else ():
            for test in entries.of(entry.key):
                # A placeholder where protection can be requested might request it.
                if test.value(entry.value) or (test.row.enforces and is_placeholder(entry.value)):
                    yield from needed_at(
                        test.row.needs,
                        Occurrence(
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


def _depends(needs: Iterable[Need]) -> bool:
    """Tell whether what is needed depends on the text of the entry or section."""
    return any("{" in name for _, name in needs)


def _verdict(tests: Iterable[_EntryTest]) -> Callable[[str], Verdict]:
    """Return what says which of some rows apply to a value."""
    several = [
        (number, test.value, test.row.enforces, _depends(test.row.needs))
        for number, test in enumerate(tests)
    ]

    def verdict(value: str) -> Verdict:
        met = 1
        for number, is_met, enforces, depends in several:
            if is_met(value) or (enforces and is_placeholder(value)):
                if depends:
                    return None
                met |= 2 << number
        return met

    return verdict


def _exception(row: SectionRow, is_named: Test, section: ConfSection) -> Verdict:
    if not is_named(section.name):
        return 0
    return None if _depends(row.needs) else _excepted(section, row.unless)


def distinct(uses: Iterable[Use]) -> Iterator[Use]:
    """Yield the uses without those that name the same thing on the same line as an earlier one."""
    seen: set[tuple[str, str, str, int]] = set()
    for use in uses:
        key = (use.kind, use.name, use.file, use.line)
        if key not in seen:
            seen.add(key)
            yield use


def _excepted(section: ConfSection, unless: str) -> bool:
    for condition in unless.split("; ") if unless else ():
        option, _, pattern = condition.partition("=")
        entry = section.get(option)
        if entry is not None and value_matcher(pattern)(entry.value):
            return True
    return False
