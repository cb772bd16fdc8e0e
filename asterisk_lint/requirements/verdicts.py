"""Of each whitelisted module: is it required, unused, or undecided because something out of sight could use it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.model import OutOfSight, Requirement
from asterisk_lint.usage.rows import Entry, Invisible, Present, Row, Section, With

REQUIRED = "required"
UNUSED = "unused"
UNDECIDED = "undecided"
UNKNOWN = "unknown"


class Verdict(NamedTuple):
    """What is known of one whitelisted module."""

    listed: Listed
    state: str
    because: tuple[OutOfSight, ...] = ()  # what could use it, when undecided
    invisible: str = ""  # why no configuration can show its use, when that is so


def judge(
    loaded: Mapping[str, Listed],
    required: Mapping[str, Requirement],
    catalog: Catalog,
    rows: Iterable[Row],
    out_of_sight: Iterable[OutOfSight],
    waiting: Mapping[str, frozenset[str]],
) -> Mapping[str, Verdict]:
    """Judge every whitelisted module (names in small letters); nothing is called unused that anything out of sight could use.

    `waiting`: what a module that nothing requires would need as well, were it there (`requirements.Resolved`).
    """
    verdicts: dict[str, Verdict] = {}
    suspects: dict[str, Listed] = {}
    for name, listed in loaded.items():
        if name in required:
            verdicts[name] = Verdict(listed, REQUIRED)
        elif catalog.module(name) is None:
            verdicts[name] = Verdict(listed, UNKNOWN)
        else:
            suspects[name] = listed
    if not suspects:
        return verdicts
    rows = tuple(row for row in rows if catalog.release.within(row.releases))
    unseen = tuple(out_of_sight)
    invisible = {row.module.lower(): row for row in unseeable(rows, required)}
    ways = ways_of(catalog, rows, suspects) if unseen else {}
    for name, listed in suspects.items():
        because = tuple(thing for thing in unseen if not thing.reaches.isdisjoint(ways[name]))
        if because:
            verdicts[name] = Verdict(listed, UNDECIDED, because)
        elif name in invisible:
            verdicts[name] = Verdict(listed, UNDECIDED, (), invisible[name].because)
        else:
            verdicts[name] = Verdict(listed, UNUSED)
    _follow_dependencies(verdicts, catalog, rows, waiting)
    return verdicts


def unseeable(rows: Iterable[Row], required: Mapping[str, Requirement]) -> tuple[Invisible, ...]:
    """The modules whose use no configuration can show, as far as what they go with is needed at all."""
    return tuple(row for row in rows if isinstance(row, Invisible) and not row.never and _possible(row, required))


def _possible(row: Invisible, required: Mapping[str, Requirement]) -> bool:
    """Tell whether what an invisible use goes with is needed at all."""
    return not row.when or any(one.strip().removeprefix("module ").lower() in required for one in row.when.split(";"))


def _follow_dependencies(verdicts: dict[str, Verdict], catalog: Catalog, rows: tuple[Row, ...], would_need: Mapping[str, frozenset[str]]) -> None:
    """What an undecided module needs is undecided with it."""
    companions: dict[str, list[str]] = {}
    for row in rows:
        if isinstance(row, With) and row.when.startswith("module "):
            for need in row.needs.split(";"):
                kind, _, needed = need.strip().partition(" ")
                modules = (needed,) if kind == "module" else providers_of(catalog, kind, needed)
                companions.setdefault(row.when[7:].lower(), []).extend(modules)
    waiting = [name for name, verdict in verdicts.items() if verdict.state in {UNDECIDED, UNKNOWN}]
    while waiting:
        name = waiting.pop()
        known = catalog.module(name)
        for needed in (*(known.requires if known else ()), *companions.get(name, ()), *would_need.get(name, ())):
            verdict = verdicts.get(needed.lower())
            if verdict is not None and verdict.state == UNUSED:
                thing = OutOfSight(f"{name} (itself undecided), which needs it", verdict.listed.entry.file, verdict.listed.entry.line, frozenset())
                verdicts[needed.lower()] = verdict._replace(state=UNDECIDED, because=(thing,))
                waiting.append(needed.lower())


def providers_of(catalog: Catalog, kind: str, name: str) -> tuple[str, ...]:
    """Every module that provides a capability; of any name, where the name is `*` or has a placeholder."""
    names = catalog.names(kind) if name == "*" or "{" in name else (name,)
    return tuple(dict.fromkeys(module for each in names for module in catalog.providers(kind, each) if module))


def ways_of(catalog: Catalog, rows: Iterable[Row], suspects: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """In which ways each module could be used: the kinds of its capabilities, and the files whose entries can ask for it."""
    ways: dict[str, set[str]] = {name: {f"module:{name}"} for name in suspects}
    for name, found in ways.items():
        known = catalog.module(name)
        if known is not None:
            found.update(kind for kind, provided in known.provides.items() if provided)
    for row in rows:
        if isinstance(row, (Entry, Section, Present)):
            for need in row.needs.split(";"):
                kind, _, needed = need.strip().partition(" ")
                inner = {"expression": ("function",), "call": ("application", "function"), "dial": ("channel",)}.get(kind)
                if kind == "module":
                    modules: tuple[str, ...] = (needed.lower(),)
                elif inner:
                    modules = tuple(name for name in ways if not ways[name].isdisjoint(inner))
                elif kind == "gosub":
                    modules = ("app_stack",)
                else:
                    modules = tuple(module.lower() for module in providers_of(catalog, kind, needed))
                for module in modules:
                    if module in ways:
                        ways[module].add(f"file:{row.file}")
    return {name: frozenset(found) for name, found in ways.items()}
