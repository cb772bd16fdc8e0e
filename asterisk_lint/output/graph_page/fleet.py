"""Several PBXs on one page: a table of contents, what they share, and each of them."""

from collections import Counter
from collections.abc import Sequence

from asterisk_lint.output.graph import Graph
from asterisk_lint.output.graph_page.pbx import ATTENTION, pbx_sections, short_sections, summary
from asterisk_lint.output.markup import Markup, joined, tag
from asterisk_lint.output.summary import count

FEW = 5  # PBXs that are named
# With more PBXs that differ, each has only what needs attention and the names of its modules: a
# browser takes long to open a page of hundreds of pictures.
MOST_IN_FULL = 40
REQUIRED = frozenset({"loaded", "observed", "missing"})
HEADS = {"missing": "Missing", "unused": "Not needed", "presumed": "Probably not",
    "undecided": "Undecided", "unknown": "Unknown"}  # fmt: skip


def grouped(graphs: Sequence[Graph]) -> list[list[Graph]]:
    """Return the graphs, those that differ in nothing but their title together."""
    groups: dict[Graph, list[Graph]] = {}
    for graph in graphs:
        groups.setdefault(graph._replace(title=""), []).append(graph)
    return list(groups.values())


def fleet(groups: Sequence[Sequence[Graph]]) -> Markup:
    """Return the page of several PBXs."""
    return joined((_contents(groups), _shared(groups), _each(groups)), "\n")


def _contents(groups: Sequence[Sequence[Graph]]) -> Markup:
    """Return a row for each PBX, linked to its part of the page."""
    present = {node.state for group in groups for node in group[0].nodes}
    states = [state for state in ATTENTION if state in present]
    head = tag("tr", *(
        tag("th", text, scope="col") for text in ("PBX", "Required", *(HEADS[s] for s in states))
    ))  # fmt: skip
    rows = []
    for number, group in enumerate(groups):
        graph = group[0]
        numbers = Counter(node.state for node in graph.nodes)
        needed = numbers["loaded"] + numbers["observed"] + numbers["missing"]
        for each in group:
            cells = [
                tag("td", str(numbers[s]), class_=s)
                if numbers[s]
                else tag("td", "0", class_="none")
                for s in states
            ]
            name = tag("a", tag("bdi", each.title), href=f"#pbx-{number}")
            alike = ", autoload=yes" if graph.autoload else ""
            rows.append(
                tag("tr", tag("th", name, alike, scope="row"), tag("td", str(needed)), *cells)
            )
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="contents")
    return tag(
        "section",
        tag("h2", "PBXs", id="pbxs"),
        tag("div", table, class_="wide", tabindex=0, role="region", aria_label="Table of PBXs"),
    )


def _shared(groups: Sequence[Sequence[Graph]]) -> Markup:
    """Return which modules all of them need, and which only some of them do."""
    needing: dict[str, list[str]] = {}
    total = sum(map(len, groups))
    for group in groups:
        for node in group[0].nodes:
            if node.state in REQUIRED:
                needing.setdefault(node.label, []).extend(graph.title for graph in group)
    everywhere = sorted(name for name, titles in needing.items() if len(titles) == total)
    others = sorted(
        ((name, titles) for name, titles in needing.items() if len(titles) < total),
        key=lambda each: (-len(each[1]), each[0].lower()),
    )
    rows = []
    for name, titles in others:
        named = ", ".join(titles[:FEW]) + (", ..." if len(titles) > FEW else "")
        rows.append(
            tag(
                "tr",
                tag("th", tag("bdi", name), scope="row"),
                tag("td", str(len(titles))),
                tag("td", tag("bdi", named)),
            )
        )
    head = tag("tr", *(tag("th", text, scope="col") for text in ("Module", "PBXs", "Which")))
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="shared")
    lists = [
        tag("p", tag("bdi", ", ".join(everywhere)) if everywhere else "No module."),
        tag("h3", f"Required by some ({len(others)})"),
        tag("div", table, class_="wide", tabindex=0, role="region", aria_label="Shared modules"),
    ]
    return tag(
        "section",
        tag("h2", "What they share", id="shared"),
        tag("h3", f"Required by all {total} PBXs ({len(everywhere)})"),
        *lists,
    )


def _each(groups: Sequence[Sequence[Graph]]) -> Markup:
    """Return the part of each PBX, closed; PBXs that are alike have one."""
    parts = []
    sections = pbx_sections if len(groups) <= MOST_IN_FULL else short_sections
    for number, group in enumerate(groups):
        graph = group[0]
        more = f" and {count(len(group) - 1, 'PBX', 'PBXs')} like it" if len(group) > 1 else ""
        names = (
            [tag("p", "Alike: ", tag("bdi", ", ".join(each.title for each in group)))]
            if more
            else []
        )
        parts.append(
            tag(
                "details",
                tag("summary", tag("h2", tag("bdi", graph.title), more)),
                *names,
                summary(graph),
                sections(graph, f"p{number}-", level=3),
                class_="pbx",
                id=f"pbx-{number}",
            )
        )
    return joined(parts, "\n")
