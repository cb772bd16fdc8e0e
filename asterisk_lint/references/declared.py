"""The things that the files of one PBX declare, and the options that name some."""

from collections.abc import Iterator

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.values import Entry, Section
from asterisk_lint.configuration import Configuration
from asterisk_lint.references.file_rows import (
    ALWAYS,
    DECLARES,
    NAMES,
    OPEN,
    Declares,
    Names,
)
from asterisk_lint.references.values import CONTEXT, Declared, Place, Reference
from asterisk_lint.releases import Release
from asterisk_lint.usage.patterns import matcher, value_matcher


def files_of(kind: str, release: Release) -> frozenset[str]:
    """Return the files that declare things of a kind."""
    return frozenset(
        row.file
        for row in DECLARES
        if row.kind == kind and kind != CONTEXT and _applies(row, release)
    )


def always(kind: str, name: str) -> bool:
    """Tell whether a thing exists without being declared."""
    return any(row.kind == kind and matcher(row.names)(name) for row in ALWAYS)


def is_open(configuration: Configuration, kind: str) -> bool:
    """Tell whether things of a kind may exist that no file declares."""
    return any(
        value_matcher(row.value)(entry.value)
        for row in OPEN
        if row.kind == kind and row.file in configuration.names()
        for section in configuration.named(row.file, row.section)
        for entry in section.all(row.option)
    )


def declared(configuration: Configuration, kind: str) -> Iterator[Declared]:
    """Yield what the files declare of a kind."""
    release, names = configuration.release, configuration.names()
    for row in DECLARES:
        if row.kind == kind and row.file in names and _applies(row, release):
            for section in _sections(configuration, row):
                if not row.option:
                    yield Declared(kind, section.name, section.file, section.line)
                for entry in _entries(section, row.option):
                    name = row.name.replace("{section}", section.name)
                    name = name.replace("{option}", entry.key)
                    name = name.replace("{value}", entry.value.partition(",")[0].strip())
                    yield Declared(kind, name, entry.file, entry.line)


def named_in_files(
    configuration: Configuration, running: frozenset[str]
) -> Iterator[tuple[Reference, str, Section]]:
    """Yield each name that an option gives, with the severity of a missing one ("": that of the
    rule) and the section. `running`: the files that some module reads.
    """
    by_file: dict[str, dict[str, list[Names]]] = {}  # the rows of a file by option
    for row in NAMES:
        if row.file in running and _applies(row, configuration.release):
            options = by_file.setdefault(row.file, {})
            for option in row.option.split("|"):
                options.setdefault(option, []).append(row)
    for file in by_file.keys() & configuration.names():
        seen: set[tuple[str, int]] = set()  # an entry of a template counts once
        options = by_file[file]
        for section in configuration.objects(file):
            for entry in section.entries:
                rows = options.get(entry.key) or options.get(entry.key.lower())
                if rows and (entry.file, entry.line) not in seen:
                    for row in rows:
                        if _is_of(section, row):
                            seen.add((entry.file, entry.line))
                            yield from _names_in(entry, row, section)


def _names_in(
    entry: Entry, row: Names, section: Section
) -> Iterator[tuple[Reference, str, Section]]:
    place = Place(entry.file, entry.line, entry.value_column, f"the option {entry.key}")
    for name in entry.value.split(",") if row.kind != "called devices" else [entry.value]:
        name = name.strip()
        if name and not is_placeholder(name):
            yield Reference(row.kind, name, place), row.severity, section


def _sections(configuration: Configuration, row: Declares) -> Iterator[Section]:
    return (section for section in configuration.objects(row.file) if _is_of(section, row))


def _is_of(section: Section, row: Declares | Names) -> bool:
    if not matcher(row.section)(section.name):
        return False
    entry = section.get("type") if row.type else None
    return not row.type or (entry is not None and matcher(row.type)(entry.value))


def _entries(section: Section, option: str) -> Iterator[Entry]:
    if option:
        wanted = matcher(option)
        for entry in section.entries:
            if wanted(entry.key):
                yield entry


def _applies(row: Declares | Names, release: Release) -> bool:
    return not row.releases or release.within(row.releases)
