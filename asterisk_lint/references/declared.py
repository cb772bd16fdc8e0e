"""The things that the files of one PBX declare, and the options that name some."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial

from asterisk_lint.conf.shared_results import Origin, Table, for_each_range
from asterisk_lint.conf.values import Entry, Section, Shape, fold
from asterisk_lint.configuration import Configuration
from asterisk_lint.records import NamedTuple, TypeVar
from asterisk_lint.references.file_rows import (
    ALWAYS,
    DECLARES,
    NAMES,
    OPEN,
    Declares,
    Names,
)
from asterisk_lint.references.values import CONTEXT
from asterisk_lint.releases import Release, Within
from asterisk_lint.usage.patterns import matcher, value_matcher

R = TypeVar("R")

# By release and file.
_DECLARED: Table[tuple[tuple[Release, str], Origin], list[tuple[str, str]]] = Table()
_NAMING: Table[tuple[tuple[Release, str], Origin], list[tuple[Names, Section, int]]] = Table()
_Test = Callable[[str], bool]  # of a section's name


class _OfType(NamedTuple):
    """The rows about sections of one type: what they declare, and by option (in lower case, `*` for
    any) what the option names.
    """

    declares: list[tuple[Declares, _Test]]
    names: dict[str, list[tuple[Names, _Test]]]


class _OfShape(NamedTuple):
    """The rows about sections of one shape and type: what they declare, and the positions of
    entries whose options name things.
    """

    declares: list[tuple[Declares, _Test]]
    names: list[tuple[int, Names, _Test]]


class _RowsOfFile:
    """The rows about one file."""

    def __init__(self) -> None:
        self.declares: list[Declares] = []
        self.kinds: set[str] = set()  # of what they declare
        self.names: list[Names] = []
        self._of_type: dict[str, _OfType] = {}

    def _of(self, kind: str) -> _OfType:
        """Return the rows that can apply to sections of a type."""
        found = self._of_type.get(kind)
        if found is None:
            found = self._of_type[kind] = _OfType([], {})
            for row in self.declares:
                if not row.type or matcher(row.type)(kind):
                    found.declares.append((row, matcher(row.section)))
            for naming in self.names:
                if not naming.type or matcher(naming.type)(kind):
                    for option in naming.option.split("|"):
                        test = naming, matcher(naming.section)
                        found.names.setdefault(option, []).append(test)
        return found

    def _of_shape(self, shape: Shape, kind: str) -> _OfShape:
        of_type = self._of(kind)
        any_option = of_type.names.get("*", [])
        return _OfShape(
            of_type.declares,
            [
                (position, row, is_named)
                for position, key in enumerate(shape.keys)
                for row, is_named in of_type.names.get(fold(key), any_option)
            ],
        )

    def of_each(self, sections: Iterable[Section]) -> Iterator[tuple[Section, _OfShape]]:
        """Yield the sections, except templates, with the rows that can apply to each."""
        known: dict[tuple[Shape, str | None], _OfShape] = {}
        for section in sections:
            if not section.template:
                key = section.shape, section.value("type")
                found = known.get(key)
                if found is None:
                    found = known[key] = self._of_shape(key[0], key[1] or "")
                yield section, found


@lru_cache(maxsize=4)  # a run has few releases
def _rows_of(release: Release) -> dict[str, _RowsOfFile]:
    """Return the rows that apply in a release, by file."""
    found: dict[str, _RowsOfFile] = {}
    within = Within(release)
    for row in DECLARES:
        if within[row.releases]:
            of_file = found.setdefault(row.file, _RowsOfFile())
            of_file.declares.append(row)
            of_file.kinds.add(row.kind)
    for naming in NAMES:
        if within[naming.releases]:
            found.setdefault(naming.file, _RowsOfFile()).names.append(naming)
    return found


@lru_cache(maxsize=4)
def _files_by_kind(release: Release) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for file, rows in _rows_of(release).items():
        for row in rows.declares:
            if row.kind != CONTEXT:
                found.setdefault(row.kind, set()).add(file)
    return {kind: frozenset(files) for kind, files in found.items()}


def files_of(kind: str, release: Release) -> frozenset[str]:
    """Return the files that declare things of a kind, besides those of the dialplan."""
    return _files_by_kind(release).get(kind, frozenset())


def always(kind: str, name: str) -> bool:
    """Tell whether a thing exists without being declared."""
    return any(row.kind == kind and matcher(row.names)(name) for row in ALWAYS)


def always_named(kind: str) -> Iterator[str]:
    """Yield the names of a kind that exist without being declared, except patterns."""
    for row in ALWAYS:
        if row.kind == kind:
            yield from (name for name in row.names.split("|") if "*" not in name)


def is_open(configuration: Configuration, kind: str) -> bool:
    """Tell whether things of a kind may exist that no file declares."""
    return any(
        value_matcher(row.value)(entry.value)
        for row in OPEN
        if row.kind == kind and row.file in configuration.names()
        for section in configuration.named(row.file, row.section)
        for entry in section.all(row.option)
    )


class DeclaredNames:
    """The names that the files of one PBX declare; each file is looked through once."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._rows = _rows_of(configuration.release)
        self._found: dict[str, dict[str, list[str]]] = {}  # by file and kind

    def of(self, kind: str) -> Iterator[str]:
        """Yield the names of the things of a kind."""
        for file, rows in self._rows.items():
            if kind in rows.kinds:
                yield from self._in(file, rows).get(kind, ())

    def _in(self, file: str, rows: _RowsOfFile) -> dict[str, list[str]]:
        found = self._found.get(file)
        if found is None:
            found = self._found[file] = {}
            find = partial(_declared, rows)
            for kind, name in _of_sections(self._configuration, file, _DECLARED, find):
                found.setdefault(kind, []).append(name)
        return found


def _of_sections(
    configuration: Configuration,
    file: str,
    table: Table[tuple[tuple[Release, str], Origin], list[R]],
    find: Callable[[Sequence[Section]], Iterable[R]],
) -> Iterator[R]:
    """Yield what is found in the sections of a file; those that PBXs share are looked through
    once.
    """
    conf = configuration.conf(file) if file in configuration.names() else None
    if conf is not None:
        key = configuration.release, file
        yield from for_each_range(
            conf.sections, conf.origins, configuration.results, table, key, find
        )


def _declared(rows: _RowsOfFile, sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    """Yield the kind and name of what sections declare."""
    for section, of_shape in rows.of_each(sections):
        for row, is_named in of_shape.declares:
            if is_named(section.name):
                if row.option:
                    for name in _by_options(section, row):
                        yield row.kind, name
                else:
                    yield row.kind, section.name


def _by_options(section: Section, row: Declares) -> Iterator[str]:
    wanted = matcher(row.option)
    for position in section.shape.where(wanted):
        entry = section.entry(position)
        name = row.name.replace("{section}", section.name).replace("{option}", entry.key)
        yield name.replace("{value}", entry.value.partition(",")[0].strip())


def naming_options(
    configuration: Configuration, running: frozenset[str]
) -> Iterator[tuple[Names, Entry, Section]]:
    """Yield each entry whose option names things; parameter as for `naming_positions`."""
    for row, section, position in naming_positions(configuration, running):
        yield row, section.entry(position), section


def naming_positions(
    configuration: Configuration, running: frozenset[str]
) -> Iterator[tuple[Names, Section, int]]:
    """Yield the section and position of each entry whose option names things. `running`: the files
    that some module reads.

    What many sections inherit from a template counts once.
    """
    for file, rows in sorted(_rows_of(configuration.release).items()):
        if rows.names and file in running:
            seen: set[tuple[str, str, int]] = set()
            for found in _of_sections(configuration, file, _NAMING, partial(_naming, rows)):
                row, section, position = found
                if not section.is_plain:
                    entry = section.entries[position]
                    place = (row.kind, entry.file, entry.line)
                    if entry.inherited:
                        if place in seen:
                            continue
                        seen.add(place)
                yield found


def _naming(rows: _RowsOfFile, sections: Sequence[Section]) -> Iterator[tuple[Names, Section, int]]:
    """Yield the entries of sections whose options name things."""
    for section, of_shape in rows.of_each(sections):
        for position, row, is_named in of_shape.names:
            if is_named(section.name):
                yield row, section, position
