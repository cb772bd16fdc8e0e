"""Where an editor goes: from a use to its `load` line and back, to included files and contexts."""

from collections.abc import Iterator

from asterisk_lint.editor.lookup import (
    NAME,
    Here,
    covering,
    listed_at,
    listed_of,
    modules_at,
    places_of_module,
)

MOST = 2000  # places: an editor cannot show more
Spot = tuple[str, int, int]  # file as findings name it, line, column


def definitions(here: Here) -> list[Spot]:
    """Return the places that define what is at a position: the included files, the context, the
    `load` lines of the modules that a use needs; for a `load` line the uses.
    """
    included = _included(here)
    if included:
        return included
    listed = listed_at(here)
    if listed is not None:
        return list(_limited(places_of_module(here.pbx, listed.module)))
    found = list(_contexts(here))
    for module in modules_at(here):
        entry = listed_of(here.pbx, module)
        if entry is not None:
            found.append((entry.entry.file, entry.entry.line, entry.entry.value_column))
    return list(dict.fromkeys(found))


def references(here: Here) -> list[Spot]:
    """Return every place that needs the modules of a `load` line, or those that a use needs, with
    their lines in modules.conf.
    """
    listed = listed_at(here)
    modules = [listed.module] if listed is not None else modules_at(here)
    found: dict[Spot, None] = {}
    for module in modules:
        entry = listed_of(here.pbx, module)
        if entry is not None:
            found[entry.entry.file, entry.entry.line, entry.entry.value_column] = None
        found.update(dict.fromkeys(_limited(places_of_module(here.pbx, module))))
    return list(found)[:MOST]


def _limited(places: Iterator[Spot]) -> Iterator[Spot]:
    for _, place in zip(range(MOST), places, strict=False):
        yield place


def _included(here: Here) -> list[Spot]:
    """Return the files that an `#include` on this line finds."""
    if not here.text.lstrip().startswith("#"):
        return []
    return [
        (file, 1, 0)
        for conf in here.pbx.checked.facts.configuration.read_confs()
        for include in conf.includes
        if include.line == here.line and include.file == here.file
        for file in include.found
    ]


def _contexts(here: Here) -> Iterator[Spot]:
    """Yield the sections of extensions.conf that have the name under the cursor."""
    name = covering(NAME, here)
    configuration = here.pbx.checked.facts.configuration
    if name is None or "extensions.conf" not in configuration.names():
        return
    conf = configuration.conf("extensions.conf")
    for section in conf.sections if conf is not None else ():
        if section.name == name[0] and (section.file, section.line) != (here.file, here.line):
            yield section.file, section.line, section.column
