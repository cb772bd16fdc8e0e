"""Where an editor goes: from a use to its `load` line and back, to included files and contexts."""

import re
from collections.abc import Iterator

from asterisk_lint.editor.lookup import (
    Here,
    covering,
    listed_at,
    listed_of,
    modules_at,
    places_of_module,
)
from asterisk_lint.references.navigation import Name, declarations, things_at

MOST = 2000  # places: an editor cannot show more
Spot = tuple[str, int, int]  # file as findings name it, line, column


def definitions(here: Here) -> list[Spot]:
    """Return the places that define what is at a position: the included files; the context, the
    step, the queue or whatever else a name refers to; the `load` lines of the modules that a use
    needs; for a `load` line the uses.
    """
    included = _included(here)
    if included:
        return included
    listed = listed_at(here)
    if listed is not None:
        return list(_limited(places_of_module(here.pbx, listed.module)))
    found = list(_declarations(here))
    for module in modules_at(here):
        entry = listed_of(here.pbx, module)
        if entry is not None:
            found.append((entry.entry.file, entry.entry.line, entry.entry.value_column))
    return list(dict.fromkeys(found))


def references(here: Here) -> list[Spot]:
    """Return every place that names what the cursor is on (a context, a queue, ...), with where it
    is declared; otherwise every place that needs the modules of a `load` line, or those that a use
    needs, with their lines in modules.conf.
    """
    things = _things(here)
    if things:
        facts = here.pbx.checked.facts
        declared = [spot for thing in things for spot in declarations(facts.configuration, thing)]
        return list(dict.fromkeys([*declared, *facts.references.uses_of(things)]))[:MOST]
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


def _things(here: Here) -> list[Name]:
    """Return the things under the cursor that a line declares or names; not steps."""
    facts = here.pbx.checked.facts
    found = (
        *things_at(facts.configuration, here.file, here.line),
        *facts.references.names_in(here.file, here.line),
    )
    return [
        name for name in found if name.target is None and _covers(here, name.text.partition("@")[0])
    ]


def _declarations(here: Here) -> Iterator[Spot]:
    """Yield where the thing under the cursor is declared: a context, the step that a jump leads to,
    a queue, an endpoint, ...
    """
    facts = here.pbx.checked.facts
    for name in facts.references.names_in(here.file, here.line):
        if name.text and _covers(here, name.text):
            for file, line, column in declarations(facts.configuration, name):
                if (file, line) != (here.file, here.line):
                    yield file, line, column


def _covers(here: Here, text: str) -> bool:
    """Tell whether the cursor is in a text, or directly behind it, where the line has it as a
    word.
    """
    word = rf"(?<![\w-]){re.escape(text)}(?![\w-])"
    return covering(re.compile(word), here) is not None
