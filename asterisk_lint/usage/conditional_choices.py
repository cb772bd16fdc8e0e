"""Which of the tables' choices apply to one PBX: some depend on its configuration."""

from collections.abc import Iterable

from asterisk_lint.configuration import Configuration
from asterisk_lint.usage.patterns import matcher, value_matcher
from asterisk_lint.usage.rows import Choice


def choices_in_force(configuration: Configuration, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Return the choices that apply: for each need, the first whose `given` is fulfilled."""
    kept: dict[tuple[str, str], Choice] = {}
    for row in choices:
        need = (row.need.kind, row.need.name.lower())
        if (
            need not in kept
            and configuration.release.within(row.releases)
            and is_given(configuration, row.given)
        ):
            kept[need] = row
    return tuple(kept.values())


def is_given(configuration: Configuration, given: str) -> bool:
    """Tell whether a row's `given` is fulfilled (see rows.Choice); "" always is."""
    if not given:
        return True
    if given.startswith("!"):
        return not is_given(configuration, given[1:])
    file, _, place = given.partition(" ")
    section_pattern, _, option = place.partition("/")
    option_pattern, says, value = option.partition("=")
    read = configuration.conf(file)
    if read is None:
        return configuration.observed is not None and given in configuration.observed.conditions
    in_section, is_option, fits = (
        matcher(section_pattern),
        matcher(option_pattern),
        value_matcher(value if says else "?*"),
    )
    return any(
        fits(section.value_at(position))
        for section in read.objects()
        if in_section(section.name)
        for position in section.shape.where(is_option)
    )
