"""Which of the tables' choices hold in one PBX: some only where its configuration says a certain thing."""

from collections.abc import Iterable

from asterisk_lint.configuration import Configuration
from asterisk_lint.usage.patterns import matcher, release_matches
from asterisk_lint.usage.rows import Choice, Row


def standing(configuration: Configuration, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Give the rows again without the choices that do not hold: of each need's choices the first whose `given` is there stays."""
    decided: set[str] = set()
    kept: list[Row] = []
    for row in rows:
        if isinstance(row, Choice):
            if row.need.lower() in decided or not release_matches(row.releases, configuration.release) or not _is_given(configuration, row.given):
                continue
            decided.add(row.need.lower())
        kept.append(row)
    return tuple(kept)


def _is_given(configuration: Configuration, given: str) -> bool:
    if not given:
        return True
    file, _, place = given.partition(" ")
    section_pattern, _, option_pattern = place.partition("/")
    read = configuration.conf(file)
    if read is None:
        return False
    in_section, is_option = matcher(section_pattern), matcher(option_pattern)
    return any(
        is_option(entry.key) and entry.value
        for section in read.sections
        if not section.template and in_section(section.name)
        for entry in section.entries
    )
