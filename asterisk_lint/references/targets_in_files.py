"""Places in the dialplan that files besides it name: call files in the tree, menus of conferences,
the numbers of follow-me ids.
"""

from collections.abc import Iterator

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.values import Section
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.extensions.numbers import number
from asterisk_lint.references.targets import Destination
from asterisk_lint.references.values import Place

# A menu's action that runs dialplan (apps/confbridge/conf_config_parser.c,
# add_menu_entry()); its parentheses hold no others.
_DIALPLAN_EXEC = r"(?i)dialplan_exec\(([^()]*)\)"


def targets_in_files(
    configuration: Configuration, running: frozenset[str]
) -> Iterator[tuple[Place, Destination, Section | None]]:
    """Yield each place in the dialplan that such a file names, with where it does, and in which
    section. `running`: the files that some module reads.
    """
    for name in sorted(configuration.names()):
        if name.endswith(".call"):
            for place, target in _of_call_file(configuration, name):
                yield place, target, None
    if "confbridge.conf" in running:
        yield from _of_menus(configuration)
    if "followme.conf" in running:
        yield from _of_numbers(configuration)


def _of_call_file(configuration: Configuration, name: str) -> Iterator[tuple[Place, Destination]]:
    """Yield the place that a call file names: a call goes to `s,1` of its context unless the file
    says otherwise (pbx/pbx_spool.c).
    """
    given: dict[str, tuple[str, int, int]] = {}
    for line_number, line in enumerate(configuration.lines(name), 1):
        key, colon, value = line.partition(":")
        text = value.partition(";")[0].strip()
        if colon and text and not line.lstrip().startswith(("#", ";")):
            given[key.strip().lower()] = (text, line_number, line.index(text) + 1)
    if "context" in given and "application" not in given:
        context, line_number, column = given["context"]
        extension = given.get("extension", ("s", 0, 0))[0]
        priority = given.get("priority", ("1", 0, 0))[0]
        if priority.isdecimal() and not any("{" in part for part in (context, extension)):
            place = Place(name, line_number, column, "the call file")
            yield place, Destination(context, extension, priority, int(priority))


def _of_menus(configuration: Configuration) -> Iterator[tuple[Place, Destination, Section]]:
    for section in configuration.objects("confbridge.conf", "general"):
        if (section.value("type") or "").lower() != "menu":
            continue
        for entry in section.entries:
            if "(" not in entry.value:
                continue
            import re

            for found in re.finditer(_DIALPLAN_EXEC, entry.value):
                context, extension, priority = (*map(str.strip, found[1].split(",")), "", "")[:3]
                if context and extension and not _is_filled_in(found[1]):
                    column = entry.value_column + found.start(1)
                    place = Place(entry.file, entry.line, column, "dialplan_exec()")
                    priority = priority or "1"
                    yield (
                        place,
                        Destination(context, extension, priority, number(priority) or 1),
                        section,
                    )


def _of_numbers(configuration: Configuration) -> Iterator[tuple[Place, Destination, Section]]:
    """Yield the extensions that follow-me ids call: those of their context, "default" without one
    (apps/app_followme.c, findmeexec()).
    """
    for section in configuration.objects("followme.conf", "general"):
        context = section.value("context") or "default"
        for entry in section.all("number"):
            for each in entry.value.partition(",")[0].split("&"):
                if each.strip() and not any(map(_is_filled_in, (each, context))):
                    place = Place(entry.file, entry.line, entry.value_column, "FollowMe()")
                    yield place, Destination(context, each.strip(), "1", 1), section


def _is_filled_in(text: str) -> bool:
    return "$" in text or is_placeholder(text)
