"""What follows from a graph: which file asks for which module, what stops working without a
module, and which lines a picture can leave out.
"""

from collections import Counter
from collections.abc import Iterable, KeysView, Mapping

from asterisk_lint.output.graph import USE, Graph, Node
from asterisk_lint.records import NamedTuple

NOWHERE = "(without a line)"  # the file of a use whose place is unknown


class Asked(NamedTuple):
    """A use, and its lines in one file."""

    label: str
    lines: tuple[int, ...]
    needs: tuple[str, ...]  # the ids of the modules that it needs directly


class File(NamedTuple):
    """What one file of the configuration asks for."""

    id: str  # "file:NAME", in the picture
    name: str
    uses: tuple[Asked, ...]
    modules: tuple[str, ...]  # the ids of the modules that these uses need directly
    total: int  # how many modules they need, directly or not
    alone: tuple[str, ...]  # the ids of those that no other file needs


class Relations(NamedTuple):
    """What follows from a graph; everything by id, and sorted as the graph is."""

    nodes: Mapping[str, Node]
    needs: Mapping[str, tuple[str, ...]]  # of a node, directly
    needed_by: Mapping[str, tuple[str, ...]]  # the modules, directly
    uses: Mapping[str, tuple[Node, ...]]  # of a module, directly
    lost: Mapping[str, tuple[str, ...]]  # the modules that need a module in some way
    files: tuple[File, ...]


def relate(graph: Graph) -> Relations:
    """Return what follows from the graph."""
    nodes = {node.id: node for node in graph.nodes}
    needs: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for start, end in graph.edges:
        needs.setdefault(start, []).append(end)
        before.setdefault(end, []).append(start)
    modules = [node.id for node in graph.nodes if node.state != USE]
    only_modules = {
        module: tuple(each for each in before.get(module, ()) if nodes[each].state != USE)
        for module in modules
    }
    return Relations(
        nodes,
        {start: tuple(ends) for start, ends in needs.items()},
        only_modules,
        {
            module: tuple(
                nodes[each] for each in before.get(module, ()) if nodes[each].state == USE
            )
            for module in modules
        },
        {module: tuple(reached([module], only_modules) - {module}) for module in modules},
        _files(graph, needs),
    )


def _files(graph: Graph, needs: Mapping[str, Iterable[str]]) -> tuple[File, ...]:
    uses: dict[str, dict[str, list[int]]] = {}
    direct: dict[str, dict[str, None]] = {}
    wanted: dict[str, dict[str, None]] = {}  # by label
    for node in graph.nodes:
        if node.state == USE:
            wanted.setdefault(node.label, {}).update(dict.fromkeys(needs.get(node.id, ())))
            for file, line in map(file_and_line, node.places or (NOWHERE,)):
                lines = uses.setdefault(file, {}).setdefault(node.label, [])
                lines += [line] if line else []
                direct.setdefault(file, {}).update(dict.fromkeys(needs.get(node.id, ())))
    askers: dict[str, set[str]] = {}
    for file, modules in direct.items():
        for module in reached(modules, needs):
            askers.setdefault(module, set()).add(file)
    totals: Counter[str] = Counter()
    alone: dict[str, list[str]] = {}
    for node in graph.nodes:
        files = askers.get(node.id, ())
        totals.update(files)
        if len(files) == 1:
            (only,) = files
            alone.setdefault(only, []).append(node.id)
    return tuple(
        File(
            f"file:{file}",
            file,
            tuple(
                Asked(label, tuple(sorted(lines)), tuple(wanted[label]))
                for label, lines in found.items()
            ),
            tuple(direct[file]),
            totals[file],
            tuple(alone.get(file, ())),
        )
        for file, found in sorted(uses.items())
    )


def file_and_line(place: str) -> tuple[str, int]:
    """Return the file and line of a "file:line"; line 0 without one."""
    file, colon, line = place.rpartition(":")
    return (file, int(line)) if colon and line.isdecimal() else (place, 0)


def reached(start: Iterable[str], edges: Mapping[str, Iterable[str]]) -> KeysView[str]:
    """Return the start and everything that can be reached from it."""
    found = dict.fromkeys(start)
    waiting = list(found)
    while waiting:
        for end in edges.get(waiting.pop(), ()):
            if end not in found:
                found[end] = None
                waiting.append(end)
    return found.keys()


def without_implied(edges: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the edges that no way over other edges implies, sorted; in a circle all of them."""
    ways = {start: [reached([end], edges) for end in ends] for start, ends in edges.items()}
    kept = []
    for start, ends in sorted(edges.items()):
        for at, end in enumerate(ends):
            implied = any(
                end in way and start not in way and ends[other] not in ways[start][at]
                for other, way in enumerate(ways[start])
                if other != at
            )
            if not implied and end != start:
                kept.append((start, end))
    return kept
