"""Variables that are set outside the steps of the dialplan, with their values."""

from collections.abc import Iterator, Sequence

from asterisk_lint.conf.shared_results import Origin, Table, for_each_range
from asterisk_lint.conf.values import Section, of_shapes
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan import channel_variables
from asterisk_lint.usage.call_files import HOLDING_CALLS

# None means anything else in the others' files
_SETTING_OPTIONS = frozenset(channel_variables.OPTIONS.values())
# By whether they are those of [globals]
_VARIABLES: Table[tuple[bool, Origin], list[tuple[str, str]]] = Table()


def assigned_variables(configuration: Configuration) -> Iterator[tuple[str, str]]:
    """Yield the variables that are set outside dialplan steps: [globals], AEL's globals, `setvar`
    of channels, call files.
    """
    yield from configuration.dialplan().variables
    if any(name.endswith(HOLDING_CALLS) for name in configuration.names()):
        from asterisk_lint.usage.originated_calls import assigned_by_calls

        yield from assigned_by_calls(configuration)
    for name in ("extensions.conf", *channel_variables.OPTIONS):
        conf = configuration.conf(name) if name in configuration.names() else None
        if conf is not None:
            find = _global_variables if name == "extensions.conf" else _channel_variables
            yield from for_each_range(
                conf.sections,
                conf.origins,
                configuration.results,
                _VARIABLES,
                name == "extensions.conf",
                find,
            )


def _global_variables(sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    for section in sections:
        if section.name == "globals":
            yield from ((entry.key, entry.value) for entry in section.entries)


def _channel_variables(sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    for section in of_shapes(sections, lambda shape: shape.among(_SETTING_OPTIONS)):
        if not section.template:
            for index in section.shape.among(_SETTING_OPTIONS):
                variable, _, value = section.value_at(index).partition("=")
                yield variable.strip(), value
