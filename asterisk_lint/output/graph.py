"""The modules of a PBX and why each is there, as nodes and edges."""

import re
from collections.abc import Mapping, Sequence

from asterisk_lint.catalog.costs import Cost, costs_of, measured_series, saved
from asterisk_lint.facts import Facts
from asterisk_lint.records import NamedTuple
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.requirements.observed_only import only_observed
from asterisk_lint.requirements.reasons import in_words
from asterisk_lint.requirements.verdicts import PRESUMED, UNDECIDED, UNKNOWN, UNUSED, Verdict

USE = "use"
LABEL = 40  # characters
STATES: Mapping[str, str] = {
    "loaded": "required and loaded",
    "observed": "loaded, and only the machine shows that it is required",
    "missing": "required but not loaded",
    "unused": "loaded but not needed",
    "presumed": "loaded, nothing here needs it, and its own file is missing",
    "undecided": "loaded, and only something unreadable might need it",
    "unknown": "loaded, and this release is not known to have it",
    "use": "a use in the configuration",
    "file": "a file of the configuration",
    "context": "a context of the dialplan",
    "thing": "a thing that something names",
    "lost": "named, and not declared",
}


class Node(NamedTuple):
    """A module, or something that the configuration uses."""

    id: str
    label: str
    state: str  # one of STATES
    # 0: uses; 1: modules that are used; then their dependencies, by distance; the last one: modules
    # that nothing needs
    column: int
    places: tuple[str, ...]  # "file:line", of a use, or of a module in modules.conf
    notes: tuple[str, ...]  # the reasons, as sentences
    protects: bool = False  # the configuration asks for protection, which this module enforces
    cost: Cost | None = None  # measured


class Graph(NamedTuple):
    """The graph, sorted, so that the same PBX gives the same picture."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]  # from the node that needs to the node that is needed, by id
    autoload: bool = False  # there is no whitelist: Asterisk loads every module
    measured: str = ""  # the series that costs were measured on; "" for none
    saving: str = ""  # what a whitelist would save; "" with one, or if nothing was measured


def build(facts: Facts, title: str) -> Graph:
    """Return the graph of one PBX."""
    uses: dict[tuple[str, str], dict[str, None]] = {}
    notes: dict[str, dict[str, None]] = {}
    edges: dict[tuple[str, str], None] = {}
    protecting: set[str] = set()
    for key, need in facts.required.items():
        for reason in each_use(need.reasons):
            if reason.because:
                notes.setdefault(key, {})[reason.because] = None
            if reason.enforces:
                protecting.add(key)
            if reason.kind == "dependency":
                edges[module_id(reason.name), module_id(key)] = None
            else:
                kind = (reason.kind, reason.name)
                place = f"{reason.file}:{reason.line}" if reason.file is not None else ""
                uses.setdefault(kind, {})[place] = None
                edges[use_id(*kind), module_id(key)] = None
    loaded = facts.whitelist.loaded()
    observed = only_observed(facts.required) if facts.target.observed else frozenset[str]()
    columns = distances(facts, edges)
    last = max(columns.values(), default=0) + 1
    nodes = [
        Node(
            use_id(kind, name),
            use_label(facts, kind, name, places),
            USE,
            0,
            tuple(places),
            (),
        )
        for (kind, name), found in sorted(uses.items())
        for places in [sorted(filter(None, found), key=by_line)]
    ]
    for key, need in sorted(facts.required.items()):
        listed = loaded.get(key)
        there = listed or facts.whitelist.autoload
        state = "missing" if not there else "observed" if key in observed else "loaded"
        places = (f"{listed.entry.file}:{listed.entry.line}",) if listed else ()
        nodes.append(
            Node(
                module_id(key),
                need.module,
                state,
                columns.get(module_id(key), 1),
                places,
                tuple(notes.get(key, ())),
                key in protecting,
            )
        )
    for key, listed in sorted(loaded.items()):
        if key not in facts.required:
            place = f"{listed.entry.file}:{listed.entry.line}"
            state, why = _unneeded(facts.verdicts.get(key))
            nodes.append(Node(module_id(key), listed.module, state, last, (place,), why))
    known = {node.id for node in nodes}
    release = facts.configuration.release
    costs = {module_id(name): cost for name, cost in costs_of(release).items()}
    nodes = [node._replace(cost=costs.get(node.id)) for node in nodes]
    return Graph(
        title,
        tuple(nodes),
        tuple(sorted(edge for edge in edges if edge[0] in known and edge[1] in known)),
        facts.whitelist.autoload,
        measured_series(release) or "",
        str(saved(release, facts.required, facts.target.inventory) or "")
        if facts.whitelist.autoload
        else "",
    )


def _unneeded(verdict: Verdict | None) -> tuple[str, tuple[str, ...]]:
    """Return the state of a loaded module that is not required, and what could need it all the
    same.
    """
    if verdict is None:
        return "unused", ()
    states = {UNDECIDED: "undecided", PRESUMED: "presumed", UNKNOWN: "unknown", UNUSED: "unused"}
    why = [f"{thing.what} ({thing.file}:{thing.line})" for thing in verdict.because]
    return states.get(verdict.state, "unused"), (
        *why,
        *([verdict.invisible] if verdict.invisible else []),
    )


def distances(facts: Facts, edges: Mapping[tuple[str, str], None]) -> dict[str, int]:
    """Return the column of each required module: one after the last node that needs it, so that
    lines run in one direction (except for modules in a circle).
    """
    needed: dict[str, list[str]] = {}
    waiting: dict[str, int] = {module_id(key): 0 for key in facts.required}
    for start, end in edges:
        if start in waiting and end in waiting and start != end:
            needed.setdefault(start, []).append(end)
            waiting[end] += 1
    found: dict[str, int] = {}
    column = 1
    while waiting:
        # In a circle nothing is free: the node that waits for the fewest others goes first.
        least = min(waiting.values())
        level = sorted(node for node, number in waiting.items() if number == least)[
            : None if least == 0 else 1
        ]
        for node in level:
            del waiting[node]
            found[node] = column
        for node in level:
            for end in needed.get(node, ()):
                if end in waiting:
                    waiting[end] -= 1
        column += 1
    return found


def around(graph: Graph, modules: frozenset[str]) -> Graph:
    """Return only what these modules (names in lower case) need, and what needs them."""
    wanted = {module_id(name) for name in modules}
    for forward in (True, False):
        waiting = [module_id(name) for name in modules]
        seen = set(waiting)
        while waiting:
            node = waiting.pop()
            for start, end in graph.edges:
                here, there = (start, end) if forward else (end, start)
                if here == node and there not in seen:
                    seen.add(there)
                    waiting.append(there)
        wanted |= seen
    edges = tuple((start, end) for start, end in graph.edges if start in wanted and end in wanted)
    nodes = tuple(node for node in graph.nodes if node.id in wanted)
    return graph._replace(nodes=nodes, edges=edges)


def module_id(name: str) -> str:
    """Return the id of a module's node."""
    return f"module:{name.lower()}"


def use_id(kind: str, name: str) -> str:
    """Return the id of a use's node."""
    return f"use:{kind}:{name}"


def use_label(facts: Facts, kind: str, name: str, places: Sequence[str]) -> str:
    """Return the label of a use's node; for a module that a line asks for, that line."""
    if kind == "kept":
        return f"{name} is kept on purpose"
    if kind != "module":
        return in_words(kind, name)
    for place in places:
        file, _, line = place.rpartition(":")
        text = facts.configuration.line(file, int(line)).partition(";")[0].strip()
        if text:
            return text_of_line(file, text)
    return f"a declaration of {name}"


def text_of_line(file: str, text: str) -> str:
    """Return a line as a picture may show it: `auth = 101`, `1100 = ...`.

    Pictures are passed on, so a value that could be a secret is left out.
    """
    key, equals, value = (part.strip() for part in text.partition("="))
    value = value.removeprefix(">").strip()
    if equals and not file.startswith("extensions."):
        plain = re.fullmatch(r"[A-Za-z][\w@./-]*|[0-9]{1,6}(@\w+)?", value)
        if not plain or key.isdigit() or re.search(r"pass|secret|pin|key|md5|token", key.lower()):
            return f"{key} = ..."
        text = f"{key} = {value}"
    return text if len(text) <= LABEL else text[: LABEL - 3] + "..."


def by_line(place: str) -> tuple[str, int]:
    """Sort places by file and line."""
    file, _, line = place.rpartition(":")
    return file, int(line) if line.isdigit() else 0
