"""A graph as a picture: columns from the uses in the configuration to the modules that they finally
need.
"""

from asterisk_lint.output.excerpt import wide
from asterisk_lint.output.graph import STATES, Graph, Node
from asterisk_lint.output.graph_text import FILLS
from asterisk_lint.output.junit import attribute
from asterisk_lint.output.terminal import visible

ROW = 26
BOX = 20
GAP = 90
MARGIN = 20
LETTER = 7  # the width of a letter in 12 px sans-serif, rounded up
LONGEST = 44

STYLE = (
    "text{font:12px sans-serif;fill:#222}rect{stroke:#888;rx:4}path{fill:none;stroke:#aaa}"
    ".title{font-weight:bold}"
    "path.on{stroke:#c33;stroke-width:2}g.off{opacity:.2}"
    "@media(prefers-color-scheme:dark){svg:root{background:#fff}}"
)


def svg(graph: Graph) -> str:
    """Return a graph as an SVG picture; each box shows its reasons on hovering."""
    columns: dict[int, list[Node]] = {}
    for node in graph.nodes:
        columns.setdefault(node.column, []).append(node)
    rows = ordered(graph, columns)
    lefts: dict[int, int] = {}
    widths: dict[int, int] = {}
    left = MARGIN
    for column in sorted(columns):
        lefts[column] = left
        widths[column] = (
            max(wide(shortened(node.label)) for node in columns[column]) * LETTER + 2 * LETTER
        )
        left += widths[column] + GAP
    top = MARGIN + 2 * ROW
    width = max(left - GAP + MARGIN, 640)
    height = top + max((len(nodes) for nodes in columns.values()), default=0) * ROW + MARGIN
    columns_of = {node.id: node.column for node in graph.nodes}
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img">'
        ),
        f"<title>{attribute(visible(graph.title))}</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff" stroke="none"/>',
        (
            f'<text class="title" x="{MARGIN}" '
            f'y="{MARGIN + 6}">{attribute(visible(graph.title))}</text>'
        ),
        *legend(graph),
    ]
    for start, end in graph.edges:
        x1, y1 = (
            lefts[columns_of[start]] + widths[columns_of[start]],
            top + rows[start] * ROW + BOX // 2,
        )
        x2, y2 = lefts[columns_of[end]], top + rows[end] * ROW + BOX // 2
        if x2 < x1:  # two modules that need each other: around the right side
            x2 = lefts[columns_of[end]] + widths[columns_of[end]]
        bend = (x2 - x1) // 2 if x2 > x1 + GAP // 2 else GAP // 2
        second = x2 - bend if x2 > x1 + GAP // 2 else x2 + bend
        ends = f'data-a="{attribute(start)}" data-b="{attribute(end)}"'
        lines.append(f'<path {ends} d="M{x1} {y1}C{x1 + bend} {y1} {second} {y2} {x2} {y2}"/>')
    for node in graph.nodes:
        x, y = lefts[node.column], top + rows[node.id] * ROW
        tip = "\n".join(
            (
                f"{node.label}: {STATES[node.state]}",
                *node.notes,
                *node.places[:20],
                *(["..."] if len(node.places) > 20 else []),
            )
        )
        box = (
            f'<rect x="{x}" y="{y}" width="{widths[node.column]}" height="{BOX}" '
            f'fill="{FILLS[node.state]}"/>'
        )
        text = f'<text x="{x + LETTER}" y="{y + 14}">{attribute(shortened(node.label))}</text>'
        lines.append(
            f'<g id="{attribute(node.id)}"><title>{attribute(visible_lines(tip))}</title>'
            f"{box}{text}</g>"
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def ordered(graph: Graph, columns: dict[int, list[Node]]) -> dict[str, int]:
    """Return the row of each node in its column: near the nodes that it is connected to, so that
    few lines cross.
    """
    before: dict[str, list[str]] = {}
    for start, end in graph.edges:
        before.setdefault(end, []).append(start)
    rows: dict[str, int] = {}
    longest = max((len(nodes) for nodes in columns.values()), default=0)
    for column in sorted(columns):
        nodes = columns[column]

        def middle(node: Node) -> tuple[float, str]:
            placed = [rows[other] for other in before.get(node.id, ()) if other in rows]
            return (sum(placed) / len(placed) if placed else float("inf"), node.label)

        # Next to the connected nodes, as far as there is room: a column never gets longer than the
        # longest of them for that.
        free = 0
        in_order = sorted(nodes, key=middle)
        for index, node in enumerate(in_order):
            wanted = middle(node)[0]
            latest = max(longest - (len(in_order) - index), free)
            rows[node.id] = (
                free if wanted == float("inf") else min(max(free, round(wanted)), latest)
            )
            free = rows[node.id] + 1
    return rows


def legend(graph: Graph) -> list[str]:
    """Explain the colours that the picture has."""
    lines = []
    x = MARGIN
    for state, meaning in STATES.items():
        number = sum(node.state == state for node in graph.nodes)
        if number:
            text = f"{meaning}: {number}"
            lines.append(
                f'<rect x="{x}" y="{MARGIN + 16}" width="12" height="12" fill="{FILLS[state]}"/>'
            )
            lines.append(f'<text x="{x + 18}" y="{MARGIN + 26}">{text}</text>')
            x += 18 + len(text) * LETTER + 20
    return lines


def shortened(text: str) -> str:
    """Shorten a label so that it fits into its box."""
    text = visible(text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "\u2026"


def visible_lines(text: str) -> str:
    """Return several lines without invisible or control characters."""
    return "\n".join(visible(line) for line in text.split("\n"))
