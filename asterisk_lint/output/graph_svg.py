"""A graph as a picture: the files on the left, then the modules that they need, then what those
modules need.
"""

from collections.abc import Iterable, Mapping, Sequence

from asterisk_lint.output.excerpt import wide
from asterisk_lint.output.graph import STATES, USE, Graph, Node
from asterisk_lint.output.graph_layout import BOX, GAP, place
from asterisk_lint.output.graph_relations import File, Relations, relate, without_implied
from asterisk_lint.output.markup import Markup, joined, tag
from asterisk_lint.output.terminal import visible
from asterisk_lint.records import NamedTuple

MARGIN = 16
HEAD = 64  # the title and the legend
LETTER = 7  # the width of a letter in 12 px sans-serif, rounded up
PADDING = 10
LONGEST = 44
NARROWEST = 640
MARKS: Mapping[str, str] = {  # so that colour is not all that tells states apart
    "observed": "\N{BULLSEYE} ",
    "missing": "\N{MULTIPLICATION X} ",
    "lost": "\N{MULTIPLICATION X} ",
    "unused": "\N{EN DASH} ",
    "presumed": "\N{EN DASH} ",
    "undecided": "? ",
    "unknown": "? ",
}
STYLE = """
text { font: 12px sans-serif; fill: #1f2328; unicode-bidi: isolate; }
.title { font-weight: bold; }
rect { fill: #dff3e4; stroke: #2f7d46; rx: 4px; }
.file rect { fill: #fff; stroke: #57606a; }
.observed rect, .thing rect { fill: #dbeafe; stroke: #1d5fa8; }
.missing rect, .lost rect { fill: #ffe1de; stroke: #b3261e; stroke-width: 2px; }
.unused rect, .presumed rect { fill: #eceff2; stroke: #6b7380; stroke-dasharray: 2 2; }
.undecided rect { fill: #fdf0c4; stroke: #8a6100; stroke-dasharray: 5 3; }
.unknown rect { fill: #ece3fb; stroke: #6a4bb0; stroke-dasharray: 5 3; }
path { fill: none; stroke: #8c959f; }
marker path { fill: #8c959f; stroke: none; }
svg { background: #fff; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
rect { fill: #16341f; stroke: #58b872; }
.file rect { fill: #22272e; stroke: #9aa4af; }
.observed rect, .thing rect { fill: #12304f; stroke: #6cb1f5; }
.missing rect, .lost rect { fill: #4a1a17; stroke: #ff8a80; }
.unused rect, .presumed rect { fill: #2b3036; stroke: #9aa4af; }
.undecided rect { fill: #3d3110; stroke: #e0b040; }
.unknown rect { fill: #2f2547; stroke: #b89cf5; }
path { stroke: #768390; }
marker path { fill: #768390; }
svg { background: #14181d; }
}
"""


class Box(NamedTuple):
    """One box of the picture."""

    id: str
    name: str
    text: str  # the name as far as there is room, with the mark of its state
    style: str  # "file", or one of STATES
    column: int
    tip: str


def svg(graph: Graph) -> str:
    """Return a graph as an SVG picture of its own; each box shows its reasons on hovering."""
    relations = relate(graph)
    inside, width, height = picture(graph, relations, "", links={})
    title = visible(graph.title)
    width = max(width, NARROWEST)
    return (
        tag(
            "svg",
            tag("title", title),
            tag("style", Markup(STYLE)),
            tag("text", title, class_="title", x=MARGIN, y=MARGIN + 8),
            *_legend(graph),
            tag("g", inside, transform=f"translate(0 {HEAD})"),
            xmlns="http://www.w3.org/2000/svg",
            width=width,
            height=height + HEAD,
            viewBox=f"0 0 {width} {height + HEAD}",
            role="img",
        ).text
        + "\n"
    )


def picture(
    graph: Graph, relations: Relations, prefix: str, links: Mapping[str, str]
) -> tuple[Markup, int, int]:
    """Return the boxes and lines, with the width and height that they take.

    `prefix`: of the ids, which are unique in a page. `links`: by a box's id, the id of the element
    that tells more about it; without one, the box leads nowhere.
    """
    boxes = {box.id: box for box in _boxes(graph, relations)}
    edges = _edges(relations, boxes)
    connected = {node for edge in edges for node in edge}
    widths = {box.id: wide(box.text) * LETTER + 2 * PADDING for box in boxes.values()}
    placed = place(
        {box.id: box.column for box in boxes.values() if box.id in connected}, widths, edges
    )
    corners = dict(placed.corners)
    alone = [box for box in boxes.values() if box.id not in connected]
    width = max(placed.width, NARROWEST - 2 * MARGIN)
    bottom = _grid(alone, widths, width, placed.height + (2 * GAP if connected else 0), corners)
    numbers = {box: str(number) for number, box in enumerate(boxes)}
    marker = f"{prefix}arrow"
    parts = [
        tag(
            "marker",
            tag("path", d="M0 0L8 4L0 8z"),
            id=marker,
            viewBox="0 0 8 8",
            refX=8,
            refY=4,
            markerWidth=7,
            markerHeight=7,
            markerUnits="userSpaceOnUse",
            orient="auto",
        )
    ]
    for (start, end), points in placed.lines.items():
        ends = {"data-a": numbers[start], "data-b": numbers[end]}
        parts.append(tag("path", d=_curve(points), marker_end=f"url(#{marker})", **ends))
    for box in boxes.values():
        x, y = corners[box.id]
        inside = (
            tag("title", "\n".join(visible(line) for line in box.tip.split("\n"))),
            tag("rect", x=x + MARGIN, y=y + MARGIN, width=widths[box.id], height=BOX),
            tag("text", box.text, x=x + MARGIN + PADDING, y=y + MARGIN + 16),
        )
        target = links.get(box.id)
        name = f"{box.name}, {STATES.get(box.style, box.style)}"
        body = tag("a", *inside, href=f"#{target}", aria_label=name) if target else joined(inside)
        parts.append(tag("g", body, class_=box.style, data_n=numbers[box.id]))
    return joined(parts), width + 2 * MARGIN, bottom + 2 * MARGIN


def _boxes(graph: Graph, relations: Relations) -> Iterable[Box]:
    for file in relations.files:
        yield Box(file.id, file.name, shortened(file.name), "file", 0, _file_tip(file))
    for node in graph.nodes:
        if node.state != USE:
            text = shortened(MARKS.get(node.state, "") + node.label)
            yield Box(
                node.id, node.label, text, node.state, node.column, _module_tip(node, relations)
            )


def _edges(relations: Relations, boxes: Mapping[str, Box]) -> list[tuple[str, str]]:
    """Return the lines from files to modules and between modules, without those that follow from
    others.
    """
    needs = {file.id: file.modules for file in relations.files}
    needs.update({start: ends for start, ends in relations.needs.items() if start in boxes})
    return without_implied(needs)


def _grid(
    boxes: Iterable[Box],
    widths: Mapping[str, int],
    width: int,
    top: int,
    corners: dict[str, tuple[int, int]],
) -> int:
    """Place the boxes without a line in rows, beginning at `top`; return where they end."""
    left = bottom = 0
    for box in boxes:
        if left and left + widths[box.id] > width:
            left, top = 0, top + BOX + GAP
        corners[box.id] = (left, top)
        left += widths[box.id] + GAP
        bottom = top + BOX
    return max(bottom, top if not left else 0)


def _curve(points: Sequence[tuple[int, int]]) -> str:
    """Return a line through these points: curves between two columns, straight past a column."""
    shifted = [(x + MARGIN, y + MARGIN) for x, y in points]
    (x, y), *rest = shifted
    parts = [f"M{x} {y}"]
    for at, (next_x, next_y) in enumerate(rest):
        if at % 2:
            parts.append(f"H{next_x}")
        elif x == next_x or (x == shifted[-1][0] and len(shifted) == 2):
            parts.append(f"C{x + 40} {y} {next_x + 40} {next_y} {next_x} {next_y}")
        else:
            middle = (x + next_x) // 2
            parts.append(f"C{middle} {y} {middle} {next_y} {next_x} {next_y}")
        x, y = next_x, next_y
    return "".join(parts)


def _legend(graph: Graph) -> list[Markup]:
    """Explain the colours that the picture has."""
    parts = []
    x = MARGIN
    for state, meaning in STATES.items():
        number = sum(node.state == state for node in graph.nodes)
        if number and state != USE:
            text = f"{MARKS.get(state, '')}{meaning}: {number}"
            box = tag("rect", x=x, y=MARGIN + 22, width=14, height=14)
            parts.append(tag("g", box, tag("text", text, x=x + 20, y=MARGIN + 33), class_=state))
            x += 20 + len(text) * LETTER + 16
    return parts


def _file_tip(file: File) -> str:
    lines = [
        f"{use.label}: {', '.join(map(str, use.lines[:10]))}{', ...' if use.lines[10:] else ''}"
        for use in file.uses[:20]
    ]
    return "\n".join([file.name, *lines, *(["..."] if len(file.uses) > 20 else [])])


def _module_tip(node: Node, relations: Relations) -> str:
    uses = [f"{use.label}: {', '.join(use.places[:3])}" for use in relations.uses[node.id][:10]]
    return "\n".join(
        [f"{node.label}: {STATES[node.state]}", *node.notes[:10], *(uses or node.places[:10])]
    )


def shortened(text: str) -> str:
    """Shorten a label so that it fits into its box."""
    text = visible(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
