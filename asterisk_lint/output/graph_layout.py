"""Where the boxes and lines of a picture go: columns from left to right, lines around the boxes.

A line that passes a column gets a place of its own there; lines to the same box share it. The order
within a column follows the average position of what a box is connected to, repeated in both
directions, and the arrangement with the fewest crossings wins (the method of Sugiyama, Tagawa and
Toda). Then each box moves as close to its neighbours as the order allows.
"""

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise

from asterisk_lint.records import NamedTuple

BOX = 24  # height
GAP = 8  # between two boxes
LANE = 6  # height of the place of a passing line
BETWEEN = 56  # columns
SWEEPS = 8


class Placed(NamedTuple):
    """A picture without its colours: the left upper corner of each box, its width, and for each
    line the points that it passes.
    """

    corners: Mapping[str, tuple[int, int]]
    widths: Mapping[str, int]
    lines: Mapping[tuple[str, str], tuple[tuple[int, int], ...]]
    width: int
    height: int


def place(
    columns: Mapping[str, int], widths: Mapping[str, int], edges: Sequence[tuple[str, str]]
) -> Placed:
    """Return the places of the boxes of `columns` (each with its column) for these lines."""
    numbers = {column: at for at, column in enumerate(sorted(set(columns.values())))}
    level = {node: numbers[column] for node, column in columns.items()}
    layers: list[list[str]] = [[] for _ in numbers]
    for node in columns:
        layers[level[node]].append(node)
    chains: dict[tuple[str, str], list[str]] = {}
    parts: dict[tuple[str, str], None] = {}
    for start, end in edges:
        low, high = sorted((start, end), key=lambda node: level[node])
        chain = [low]
        for at in range(level[low] + 1, level[high]):
            lane = f"\0{high}\0{at}"  # shared by all lines to this box
            if lane not in level:
                level[lane] = at
                layers[at].append(lane)
            chain.append(lane)
        chain.append(high)
        if level[low] != level[high]:
            parts.update(dict.fromkeys(pairwise(chain)))
        chains[start, end] = chain if low == start else chain[::-1]
    ordered = _ordered(layers, list(parts))
    tops = _tops(ordered, list(parts))
    lefts, column_widths, left = [], [], 0
    for layer in ordered:
        lefts.append(left)
        column_widths.append(max((widths[node] for node in layer if node in widths), default=0))
        left += column_widths[-1] + BETWEEN
    corners = {node: (lefts[level[node]], tops[node]) for node in columns}
    middle = {node: top + (BOX if node in widths else LANE) // 2 for node, top in tops.items()}
    lines = {}
    for edge, chain in chains.items():
        points = []
        for at, node in enumerate(chain):
            x, y = lefts[level[node]], middle[node]
            first, last = at == 0, at == len(chain) - 1
            forward = level[chain[0]] <= level[chain[-1]]
            right = x + (widths[node] if node in widths else column_widths[level[node]])
            enter, leave = (x, right) if forward else (right, x)
            points += [(enter, y)] if last else [(leave, y)] if first else [(enter, y), (leave, y)]
        lines[edge] = tuple(points)
    height = max((tops[node] + BOX for node in columns), default=0)
    return Placed(corners, widths, lines, max(left - BETWEEN, 0), height)


def _ordered(layers: Sequence[Sequence[str]], parts: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return each layer in an order in which few lines cross."""
    near: dict[str, tuple[list[str], list[str]]] = {
        node: ([], []) for layer in layers for node in layer
    }
    for start, end in parts:
        near[end][0].append(start)
        near[start][1].append(end)
    current = [list(layer) for layer in layers]
    best, fewest = current, -1
    for sweep in range(2 * SWEEPS):
        back = sweep % 2
        indexes = range(len(current) - 2, -1, -1) if back else range(1, len(current))
        current = [list(layer) for layer in current]
        for at in indexes:
            other = current[at + 1 if back else at - 1]
            current[at] = _by_neighbours(current[at], other, near, back)
        crossing = sum(
            _crossings(current[at], current[at + 1], near) for at in range(len(current) - 1)
        )
        if fewest < 0 or crossing < fewest:
            best, fewest = current, crossing
    return best


def _by_neighbours(
    layer: Sequence[str],
    other: Sequence[str],
    near: Mapping[str, tuple[list[str], list[str]]],
    side: int,
) -> list[str]:
    """Return a layer in the order of the average positions of what is connected in the other one;
    what is not connected keeps its share.
    """
    position = {node: number / len(other) for number, node in enumerate(other)}
    shares = []
    for number, node in enumerate(layer):
        found = [position[each] for each in near[node][side] if each in position]
        share = sum(found) / len(found) if found else number / len(layer)
        shares.append((share, number, node))
    return [node for _, _, node in sorted(shares)]


def _crossings(
    left: Sequence[str], right: Sequence[str], near: Mapping[str, tuple[list[str], list[str]]]
) -> int:
    position = {node: number for number, node in enumerate(right)}
    passed: list[int] = []
    total = 0
    for node in left:
        ends = sorted(position[end] for end in near[node][1] if end in position)
        total += sum(len(passed) - bisect_right(passed, end) for end in ends)
        for end in ends:
            insort(passed, end)
    return total


def _tops(layers: Sequence[Sequence[str]], parts: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the upper edge of each box and lane: close to its neighbours, in the given order."""
    size = {node: LANE if node.startswith("\0") else BOX for layer in layers for node in layer}
    near: dict[str, list[str]] = {node: [] for node in size}
    for start, end in parts:
        near[start].append(end)
        near[end].append(start)
    tops: dict[str, float] = {}
    for layer in layers:
        top = 0
        for node in layer:
            tops[node] = top
            top += size[node] + GAP
    for sweep in range(SWEEPS):
        for layer in layers[:: -1 if sweep % 2 else 1]:
            wanted = []
            for node in layer:
                found = [tops[each] + size[each] / 2 for each in near[node]]
                wanted.append(sum(found) / len(found) - size[node] / 2 if found else tops[node])
            tops.update(
                zip(layer, _apart(wanted, [size[node] + GAP for node in layer]), strict=True)
            )
    least = min(tops.values(), default=0)
    return {node: round(top - least) for node, top in tops.items()}


def _apart(wanted: Sequence[float], sizes: Sequence[int]) -> list[float]:
    """Return the places nearest to the wanted ones in which each thing begins after the end of the
    one before (an isotonic regression: neighbours that would overlap move as one block).
    """
    offsets, total = [], 0
    for size in sizes:
        offsets.append(total)
        total += size
    blocks: list[tuple[float, int]] = []  # the sum of what its members want, and their number
    for place, offset in zip(wanted, offsets, strict=True):
        blocks.append((place - offset, 1))
        while len(blocks) > 1 and (blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]):
            last, before = blocks.pop(), blocks.pop()
            blocks.append((before[0] + last[0], before[1] + last[1]))
    places = [total / number for total, number in blocks for _ in range(number)]
    return [place + offset for place, offset in zip(places, offsets, strict=True)]
