"""What is at a position: an entry of modules.conf, an application or function, and the modules
that the line needs.
"""

import re
from collections.abc import Iterator

from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.editor.answers import PbxAnswer
from asterisk_lint.model import GroupedUses, Reason, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.grouped_uses import at_place

WORD = re.compile(r"[A-Za-z_][\w-]*")
NAME = re.compile(r"[^\s;,|()\[\]\"'${}&@:!?=>]+")


class Here(NamedTuple):
    """One position in a file of a PBX; line and column from 1."""

    pbx: PbxAnswer
    file: str
    line: int
    column: int
    text: str  # the line


class Word(NamedTuple):
    """An application or a function under the cursor, as the catalog spells it."""

    kind: str  # "application" or "function"
    name: str
    start: int  # index in the line
    stop: int


def listed_at(here: Here) -> Listed | None:
    """Return the entry about a module (load, noload, ...) on a line; None if there is none."""
    if not here.text.strip():
        return None
    whitelist = here.pbx.checked.facts.whitelist
    entries = (*whitelist.entries, *(ignored.listed for ignored in whitelist.ignored))
    return next(
        (
            listed
            for listed in entries
            if listed.entry.line == here.line and listed.entry.file == here.file
        ),
        None,
    )


def word_at(here: Here) -> Word | None:
    """Return the application or the function under the cursor; None if the word there is neither.

    A name in `${...}`, or one in capitals before a parenthesis, is first looked for as a function.
    """
    found = covering(WORD, here)
    if found is None:
        return None
    catalog = here.pbx.checked.facts.catalog
    name, after = found[0], here.text[found.end() :]
    before = here.text[: found.start()]
    kinds = ["application", "function"]
    if before.rstrip().endswith("${") or (after.startswith("(") and name.isupper()):
        kinds.reverse()
    for kind in kinds:
        spelled = catalog.spelling(kind, name)
        if spelled is not None and (
            kind == "application" or after.startswith("(") or before.endswith("${")
        ):
            return Word(kind, spelled, found.start(), found.end())
    return None


def covering(pattern: "re.Pattern[str]", here: Here) -> "re.Match[str] | None":
    """Return the match of a pattern in the line that the cursor is in or directly behind."""
    at = here.column - 1
    for found in pattern.finditer(here.text):
        if found.start() <= at <= found.end():
            return found
        if found.start() > at:
            break
    return None


def uses_at(here: Here) -> list[Use | Reason]:
    """Return what the line uses; what is under the cursor if anything is, otherwise all of it."""
    found = at_place(here.pbx.checked.facts.uses, (here.file, here.line))
    under = [
        use
        for use in found
        if use.column and use.column <= here.column <= use.column + max(len(use.name), 1)
    ]
    return under or found


def modules_at(here: Here) -> list[str]:
    """Return the modules that the uses of the line need directly, in order."""
    facts = here.pbx.checked.facts
    found: dict[str, None] = {}
    for use in uses_at(here):
        found.update(dict.fromkeys(modules_for(here.pbx, use)))
    if not found:
        word = word_at(here)
        if word is not None:
            providers = facts.catalog.providers(word.kind, word.name)
            found.update(dict.fromkeys(name for name in providers if name))
    return list(found)


def modules_for(pbx: PbxAnswer, use: Use | Reason) -> list[str]:
    """Return the required modules that provide what a use needs."""
    facts = pbx.checked.facts
    if use.kind == "module":
        module = facts.catalog.module(use.name)
        return [module.name] if module is not None and module.name else []
    providers = [name for name in facts.catalog.providers(use.kind, use.name) if name]
    needed = [name for name in providers if name.lower() in facts.required]
    return needed or providers[:1]


def listed_of(pbx: PbxAnswer, module: str) -> Listed | None:
    """Return the first entry of modules.conf about a module; None if it does not name it."""
    return next(
        (listed for listed in pbx.checked.facts.whitelist.entries if listed.key == module.lower()),
        None,
    )


def places_of_module(pbx: PbxAnswer, module: str) -> Iterator[tuple[str, int, int]]:
    """Yield file, line and column of each use that needs a module."""
    requirement = pbx.checked.facts.required.get(module.lower())
    for reason in requirement.reasons if requirement is not None else ():
        for each in reason.uses() if isinstance(reason, GroupedUses) else (reason,):
            if each.file is not None and each.line:
                yield each.file, each.line, each.column
