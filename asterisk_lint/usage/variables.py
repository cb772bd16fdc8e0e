"""Variables that are set outside the steps of the dialplan, with their values."""

from collections.abc import Iterator

from asterisk_lint.conf.reader import Section
from asterisk_lint.conf.shared_results import Origin, Table, for_each
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan import channel_variables

# None means anything else in the others' files
_SETTING_OPTIONS = frozenset(channel_variables.OPTIONS.values())
# By whether they are those of [globals]
_VARIABLES: Table[tuple[bool, Origin], list[tuple[str, str]]] = Table()


def assigned_variables(configuration: Configuration) -> Iterator[tuple[str, str]]:
    """Yield the variables that are set outside dialplan steps: [globals], AEL's globals, `setvar`
    of channels, call files.
    """
    from asterisk_lint.usage.originated_calls import assigned_by_calls

    yield from configuration.dialplan().variables
    yield from assigned_by_calls(configuration)
    for name in ("extensions.conf", *channel_variables.OPTIONS):
        conf = configuration.conf(name) if name in configuration.names() else None
        if conf is not None:
            find = _global_variables if name == "extensions.conf" else _channel_variables
            yield from for_each(
                conf.sections,
                conf.origins,
                configuration.results,
                _VARIABLES,
                name == "extensions.conf",
                find,
            )


def _global_variables(section: Section) -> Iterator[tuple[str, str]]:
    return (
        ((entry.key, entry.value) for entry in section.entries)
        if section.name == "globals"
        else iter(())
    )


def _channel_variables(section: Section) -> Iterator[tuple[str, str]]:
    if section.template:
        return
    for index in section.shape.among(_SETTING_OPTIONS):
        variable, _, value = section.value_at(index).partition("=")
        yield variable.strip(), value
