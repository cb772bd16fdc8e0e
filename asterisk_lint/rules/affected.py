"""Where a change between releases affects a configuration (usage/changes.py)."""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.records import NamedTuple
from asterisk_lint.usage.conditional_choices import is_given
from asterisk_lint.usage.patterns import matcher, value_matcher


class Affected(NamedTuple):
    """A place in a configuration; column and length 0 stand for the whole line."""

    file: str
    line: int
    column: int = 0
    length: int = 0


def touched(configuration: Configuration, what: str, given: str) -> Iterator[Affected]:
    """Yield every place that `what` of a Change describes; none if its `given` is not fulfilled."""
    if not is_given(configuration, given):
        return
    kind, _, rest = what.partition(" ")
    if kind == "argument":
        name, _, where = rest.partition(" ")
        yield from _arguments(configuration, name, where)
    elif kind == "application":
        yield from _arguments(configuration, rest, "")
    elif kind == "variable":
        yield from _assigned(configuration, rest)
    elif kind == "read":
        yield from _read(configuration, rest)
    elif kind == "option":
        files, _, place = rest.partition(" ")
        for file in files.split("|"):
            yield from _entries(configuration, file, place)
    else:
        file, _, place = rest.partition(" ")
        if file in configuration.names() and not is_given(configuration, f"{file} {place}=*"):
            yield Affected(file, 1)


def _arguments(configuration: Configuration, name: str, where: str) -> Iterator[Affected]:
    from asterisk_lint.dialplan.arguments.positions import Taken, texts
    from asterisk_lint.dialplan.followed_variables import Variables

    known = Variables({})
    wanted = name.lower()
    separator = "|" if configuration.release.within("<1.6.0") else ","
    for step in configuration.dialplan().steps:
        if step.application.lower() == wanted:
            found, _ = texts(where, Taken(step.arguments, separator), known)
            option = ":" in where  # an option without a value in parentheses also counts
            if not where or (found if option else any(text.strip(", ") for text in found)):
                yield Affected(step.file, step.line, step.column, len(step.application))


def _assigned(configuration: Configuration, names: str) -> Iterator[Affected]:
    is_named = matcher(names)
    for step in configuration.dialplan().steps:
        if step.application.lower() in {"set", "mset"} and any(
            is_named(part.partition("=")[0].strip().lstrip("_"))
            for part in step.arguments.split(",")
        ):
            yield Affected(step.file, step.line, step.column, len(step.application))


def _read(configuration: Configuration, name: str) -> Iterator[Affected]:
    if f"${{{name}" not in configuration.arguments():
        return
    import re

    for step in configuration.dialplan().steps:
        if re.search(rf"\$\{{{name}\b", step.arguments):
            yield Affected(step.file, step.line, step.column, len(step.application))


def _entries(configuration: Configuration, file: str, place: str) -> Iterator[Affected]:
    section_pattern, _, option = place.partition("/")
    option_pattern, says, value = option.partition("=")
    in_section, is_option, fits = (
        matcher(section_pattern),
        matcher(option_pattern),
        value_matcher(value if says else "*"),
    )
    for section in configuration.objects(file):
        if in_section(section.name):
            for entry in section.entries:
                if is_option(entry.key) and fits(entry.value):
                    yield Affected(entry.file, entry.line, entry.column, len(entry.key))
