"""The things that the files of one PBX declare, and the options that name some."""

from collections.abc import Callable, Iterator

from asterisk_lint.conf.values import Entry, Section, fold
from asterisk_lint.configuration import Configuration
from asterisk_lint.references.file_rows import (
    ALWAYS,
    DECLARES,
    NAMES,
    OPEN,
    Declares,
    Names,
)
from asterisk_lint.references.values import CONTEXT
from asterisk_lint.releases import Release
from asterisk_lint.usage.patterns import matcher, value_matcher


def files_of(kind: str, release: Release) -> frozenset[str]:
    """Return the files that declare things of a kind, besides those of the dialplan."""
    return frozenset(
        row.file
        for row in DECLARES
        if row.kind == kind and kind != CONTEXT and _applies(row, release)
    )


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


def declared(configuration: Configuration, kind: str) -> Iterator[str]:
    """Yield the names of the things of a kind that the files declare."""
    release, names = configuration.release, configuration.names()
    for row in DECLARES:
        if row.kind == kind and row.file in names and _applies(row, release):
            is_named, is_type = matcher(row.section), _type_test(row)
            for section in configuration.objects(row.file):
                if is_named(section.name) and (is_type is None or is_type(_type_of(section))):
                    if row.option:
                        yield from _by_options(section, row)
                    else:
                        yield section.name


def _by_options(section: Section, row: Declares) -> Iterator[str]:
    wanted = matcher(row.option)
    for position in section.shape.where(wanted):
        entry = section.entry(position)
        name = row.name.replace("{section}", section.name).replace("{option}", entry.key)
        yield name.replace("{value}", entry.value.partition(",")[0].strip())


def naming_options(
    configuration: Configuration, running: frozenset[str]
) -> Iterator[tuple[Names, Entry, Section]]:
    """Yield each entry whose option names things. `running`: the files that some module reads.

    What many sections inherit from a template counts once.
    """
    by_file: dict[str, dict[str, list[Names]]] = {}  # the rows of a file by option
    for row in NAMES:
        if row.file in running and _applies(row, configuration.release):
            options = by_file.setdefault(row.file, {})
            for option in row.option.split("|"):
                options.setdefault(option, []).append(row)
    for file in sorted(by_file.keys() & configuration.names()):
        seen: set[tuple[str, str, int]] = set()
        options = by_file[file]
        any_option = options.get("*", [])
        names = frozenset(options)
        for section in configuration.objects(file):
            for entry in section.entries if any_option else section.among(names):
                for row in options.get(fold(entry.key), any_option):
                    if _is_of(section, row):
                        if entry.inherited:
                            place = (row.kind, entry.file, entry.line)
                            if place in seen:
                                continue
                            seen.add(place)
                        yield row, entry, section


def _is_of(section: Section, row: Names) -> bool:
    is_type = _type_test(row)
    return matcher(row.section)(section.name) and (is_type is None or is_type(_type_of(section)))


def _type_test(row: Declares | Names) -> Callable[[str], bool] | None:
    return matcher(row.type) if row.type else None


def _type_of(section: Section) -> str:
    return section.value("type") or ""


def _applies(row: Declares | Names, release: Release) -> bool:
    return not row.releases or release.within(row.releases)
