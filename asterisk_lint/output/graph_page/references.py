"""What the files and contexts of one PBX name, on the page: the summary, the picture, what is not
declared, and each name.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from asterisk_lint.output.graph import STATES, Graph, Node
from asterisk_lint.output.graph_page.entries import definitions, link, links, places
from asterisk_lint.output.graph_page.picture import MOST_BOXES, figure, with_code
from asterisk_lint.output.graph_relations import Relations, relate
from asterisk_lint.output.graph_svg import MARKS
from asterisk_lint.output.markup import NOTHING, Markup, joined, tag
from asterisk_lint.output.summary import count

WORDS: Mapping[str, tuple[str, str]] = {
    "lost": ("name is not declared", "names are not declared"),
    "file": ("file", "files"),
    "context": ("context", "contexts"),
    "thing": ("other thing", "other things"),
}
ABOUT = (
    "Files and contexts on the left; an arrow leads to what is named. Arrows that others imply are "
    "left out: the list below has them all."
)
TOO_MANY = f"There are {{}} names, more than the {MOST_BOXES} that a picture can show."
LOST = (
    "Something names these, and nothing declares them. "
    "`asterisk-lint --select references` says what to type."
)


def summary(graph: Graph) -> Markup:
    """Return how many names there are, and how many are not declared."""
    numbers = Counter(node.state for node in graph.nodes)
    named = len({end for _, end in graph.edges})
    lost = numbers["lost"]
    result = f"{lost} of them not declared" if lost else "none of them known to be missing"
    text = f"Files and contexts name {count(named, 'thing')}, {result}."
    if not named:
        text = "No file and no context names anything that is looked up."
    counts = [
        tag("li", tag("span", f"{MARKS.get(state, '')}{number} {words[number > 1]}"), class_=state)
        for state, words in WORDS.items()
        for number in [numbers[state]]
        if number
    ]
    return joined((tag("p", text), tag("ul", *counts, class_="counts") if counts else NOTHING))


def reference_sections(graph: Graph) -> Markup:
    """Return the sections of the page."""
    relations = relate(graph)
    ids = {node.id: f"t-{number}" for number, node in enumerate(graph.nodes)}
    lost = [node for node in graph.nodes if node.state == "lost"]
    rows = [
        tag("li", link(node, ids), ": named in ", places(node.places, ids, most=3)) for node in lost
    ]
    entries = (_entry(node, relations, ids) for node in sorted(graph.nodes, key=_in_order))
    parts = [
        figure(graph, relations, "", ids, "h2", ABOUT, TOO_MANY),
        tag(
            "section",
            tag("h2", "What needs attention", id="attention"),
            *(
                [tag("p", *with_code(LOST)), tag("ul", *rows)]
                if rows
                else [tag("p", "Nothing: no name is known to be missing.")]
            ),
            class_="attention",
        ),
        tag(
            "section",
            tag("h2", "Names", id="names"),
            tag("p", "What names each, and what it names in turn."),
            *entries,
            class_="entries",
        ),
    ]
    return joined(parts, "\n")


def _in_order(node: Node) -> tuple[str, str]:
    return node.label.lower(), node.id


def _entry(node: Node, relations: Relations, ids: Mapping[str, str]) -> Markup:
    """Return one name: its state and what names it, and everything about it when it is opened."""
    before = [relations.nodes[each] for each in relations.needed_by[node.id]]
    after = [relations.nodes[each] for each in relations.needs.get(node.id, ())]
    rows: list[tuple[str, str | Markup]] = []
    if node.places:
        rows.append(("Named in", places(node.places, ids)))
    rows += [(name, links(those, ids)) for name, those in _related(before, after) if those]
    kind = "file" if node.state == "file" else f"named {node.state}"
    first = tag(
        "summary",
        tag("bdi", node.label, class_="name"),
        tag("span", f"{MARKS.get(node.state, '')}{STATES[node.state]}", class_="state"),
        tag("span", _short(node, before, after), class_="why"),
    )
    return tag("details", first, definitions(rows), class_=f"entry {kind}", id=ids[node.id])


def _related(
    before: Sequence[Node], after: Sequence[Node]
) -> tuple[tuple[str, Sequence[Node]], tuple[str, Sequence[Node]]]:
    return ("Named by", before), ("Names", after)


def _short(node: Node, before: Sequence[Node], after: Sequence[Node]) -> str:
    """Return the first one that names it, or how much it names."""
    if before:
        more = f" and {len(before) - 1} more" if len(before) > 1 else ""
        return f"named by {before[0].label}{more}"
    return f"names {count(len(after), 'thing')}"
