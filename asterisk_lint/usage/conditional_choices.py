"""Which of the tables' choices hold in one PBX: some only where its configuration says a certain thing."""

from collections.abc import Iterable

from asterisk_lint.configuration import Configuration
from asterisk_lint.usage.patterns import matcher
from asterisk_lint.usage.rows import Choice


def standing(configuration: Configuration, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choices that hold: of each need's the first whose `given` is there."""
    kept: dict[str, Choice] = {}
    for row in choices:
        need = row.need.lower()
        if need not in kept and configuration.release.within(row.releases) and _is_given(configuration, row.given):
            kept[need] = row
    return tuple(kept.values())


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
