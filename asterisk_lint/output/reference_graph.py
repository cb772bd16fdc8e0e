"""What the files and contexts of a PBX name, as a graph: contexts, queues, endpoints, ..."""

from collections.abc import Iterable

from asterisk_lint.facts import Facts
from asterisk_lint.output.graph import Graph, Node, by_line
from asterisk_lint.references.links import FILE
from asterisk_lint.references.values import CONTEXT

Thing = tuple[str, str]  # kind and name


def build_references(facts: Facts, title: str) -> Graph:
    """Return the graph of one PBX: who names what, and what is named and not declared."""
    found: dict[Thing, dict[str, None]] = {}
    edges: dict[tuple[Thing, Thing], None] = {}
    for start, end, file, line in facts.references.links():
        if start != end and start[1]:
            edges[start, end] = None
            found.setdefault(start, {})
            found.setdefault(end, {})[f"{file}:{line}"] = None
    lost = {
        (kind, each.name)
        for kind in {kind for kind, _ in found}
        for each in facts.references.missing(kind)
    }
    columns = _columns(found, edges)
    nodes = [
        Node(
            _id(thing),
            thing[1] if thing[0] == FILE else f"{thing[0]} {thing[1]}",
            "lost" if thing in lost else thing[0] if thing[0] in {FILE, CONTEXT} else "thing",
            columns[thing],
            places,
            (),
        )
        for thing, named in sorted(found.items())
        for places in [tuple(sorted((place for place in named if place != ":0"), key=by_line))]
    ]
    return Graph(title, tuple(nodes), tuple(sorted((_id(start), _id(end)) for start, end in edges)))


def _id(thing: Thing) -> str:
    return f"{thing[0]}:{thing[1]}"


def _columns(things: Iterable[Thing], edges: Iterable[tuple[Thing, Thing]]) -> dict[Thing, int]:
    """Return each thing's distance from what nothing names; of those in a circle, from the first
    one by name.
    """
    after: dict[Thing, list[Thing]] = {}
    for start, end in edges:
        after.setdefault(start, []).append(end)
    named = {end for _, end in edges}
    found: dict[Thing, int] = {}
    for first in sorted(things, key=lambda thing: (thing in named, thing)):
        level = [first] if first not in found else []
        column = 0
        while level:
            found.update(dict.fromkeys(level, column))
            column += 1
            level = [
                end
                for end in dict.fromkeys(end for start in level for end in after.get(start, ()))
                if end not in found
            ]
    return found
