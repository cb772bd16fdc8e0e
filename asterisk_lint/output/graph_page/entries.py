"""One module, and one file, in the lists of the page."""

from collections.abc import Iterable, Mapping, Sequence

from asterisk_lint.observed.values import NAME as OBSERVED
from asterisk_lint.output.graph import STATES, Node
from asterisk_lint.output.graph_relations import File, Relations, file_and_line
from asterisk_lint.output.graph_svg import MARKS
from asterisk_lint.output.markup import NOTHING, Markup, joined, tag
from asterisk_lint.output.summary import count
from asterisk_lint.settings.values import NAME as SETTINGS

MOST_PLACES = 10
MOST_NAMES = 3  # in the first line of an entry


def module_entry(
    node: Node, relations: Relations, ids: Mapping[str, str], *, autoload: bool
) -> Markup:
    """Return one module: its state and first reason, and everything about it when it is opened."""
    uses = relations.uses[node.id]
    before = [relations.nodes[each] for each in relations.needed_by[node.id]]
    after = [relations.nodes[each] for each in relations.needs.get(node.id, ())]
    lost = [relations.nodes[each] for each in relations.lost[node.id]]
    where = (
        places(node.places, ids)
        if node.places
        else "no line, but autoload=yes loads it"
        if autoload
        else "no line loads it"
    )
    rows = [("In modules.conf", where)]
    if uses:
        rows.append(("Used by", _list(_use(use, ids) for use in uses)))
    if node.notes:
        label = "Reason" if uses or before else "Might be needed by"
        more = len(node.notes) - MOST_PLACES
        notes = [tag("bdi", note) for note in node.notes[:MOST_PLACES]]
        rows.append((label, _list([*notes, *([Markup(f"and {more} more")] if more > 0 else [])])))
    rows += _module_rows(("Needed by", before), ("Needs", after), ids=ids)
    rows.append(("Without it", _without(node, uses, lost, ids)))
    if node.cost is not None:
        threads = count(round(node.cost.threads), "thread") if node.cost.threads >= 1 else ""
        text = f"{memory(node.cost.memory)} of memory"
        rows.append(("Cost", f"{text}, {threads}" if threads else text))
    state = f"{MARKS.get(node.state, '')}{STATES[node.state]}"
    security = tag("strong", "security", class_="security") if node.protects else NOTHING
    first = tag(
        "summary",
        tag("bdi", node.label, class_="name"),
        tag("span", security, " " if node.protects else "", state, class_="state"),
        tag("span", _short(uses, before), class_="why"),
        tag("span", memory(node.cost.memory) if node.cost else "", class_="cost"),
    )
    return tag(
        "details", first, definitions(rows), class_=f"entry module {node.state}", id=ids[node.id]
    )


def file_entry(file: File, relations: Relations, ids: Mapping[str, str]) -> Markup:
    """Return one file: how much it asks for, and each use when it is opened."""
    rows = []
    for use in file.uses:
        lines = ", ".join(map(str, use.lines[:MOST_PLACES]))
        more = len(use.lines) - MOST_PLACES
        rows.append(
            tag(
                "tr",
                tag("th", tag("bdi", use.label), scope="row"),
                tag("td", f"{lines} and {more} more" if more > 0 else lines),
                tag("td", links((relations.nodes[each] for each in use.needs), ids)),
            )
        )
    head = tag("tr", *(tag("th", text, scope="col") for text in ("Asks for", "Lines", "Needs")))
    alone = [relations.nodes[each] for each in file.alone]
    only = (
        links(alone, ids) if alone else "nothing: each of its modules is needed elsewhere as well"
    )
    first = tag(
        "summary",
        tag("bdi", file.name, class_="name"),
        tag("span", _origin(file.name), count(len(file.uses), "use"), class_="state"),
        tag(
            "span",
            f"needs {count(file.total, 'module')}, {len(alone)} for this file alone",
            class_="why",
        ),
        tag("span", _sum(alone), class_="cost"),
    )
    table = tag("table", tag("thead", head), tag("tbody", *rows))
    return tag(
        "details",
        first,
        tag(
            "div",
            table,
            class_="wide",
            tabindex=0,
            role="region",
            aria_label=f"Uses in {file.name}",
        ),
        definitions([("For this file alone", only)]),
        class_="entry file",
        id=ids[file.id],
    )


def memory(kibibytes: float) -> str:
    """Return an amount of memory for people."""
    return f"{kibibytes / 1024:.1f} MB" if kibibytes >= 1000 else f"{kibibytes:.0f} KB"


def _sum(nodes: Iterable[Node]) -> str:
    total = sum(node.cost.memory for node in nodes if node.cost is not None)
    return f"about {memory(total)}" if total else ""


def link(node: Node, ids: Mapping[str, str]) -> Markup:
    """Return a module's name, as a link to its entry if there is one."""
    target = ids.get(node.id)
    name = tag("bdi", node.label)
    return tag("a", name, href=f"#{target}") if target else name


def places(found: Sequence[str], ids: Mapping[str, str], most: int = MOST_PLACES) -> Markup:
    """Return places, each linked to the entry of its file if there is one; at most `most`."""
    shown = []
    for place in found[:most]:
        file, _ = file_and_line(place)
        target = ids.get(f"file:{file}")
        text = tag("bdi", place)
        shown.append(tag("a", text, href=f"#{target}") if target else text)
    more = [f"{len(found) - most} more"] if len(found) > most else []
    return tag("span", joined(shown, ", "), *(f" and {each}" for each in more), class_="places")


def _use(use: Node, ids: Mapping[str, str]) -> Markup:
    files = {file_and_line(place)[0] for place in use.places}
    origin = joined(_origin(file) for file in sorted(files))
    return joined((tag("bdi", use.label), " ", places(use.places, ids), " ", origin))


def _origin(file: str) -> Markup:
    """Tell where a use comes from that no configuration file shows."""
    name = file.rpartition("/")[2]
    words = {OBSERVED: "observed on the machine", SETTINGS: "declared in the settings"}
    return tag("em", words[name], " ", class_="origin") if name in words else NOTHING


def _without(
    node: Node, uses: Sequence[Node], lost: Sequence[Node], ids: Mapping[str, str]
) -> Markup:
    """Return what stops working without a module."""
    if node.state not in {"loaded", "observed", "missing"}:
        return Markup("nothing that was read stops working")
    parts: list[str | Markup] = []
    if node.protects:
        parts.append("the protection that the configuration asks for is missing; ")
    elif uses:
        parts.append("its uses fail; ")
    if not lost:
        return joined((*parts, "no other module needs it"))
    verb = "needs" if len(lost) == 1 else "need"
    number = count(len(lost), "other module")
    return joined((*parts, f"{number} {verb} it, directly or not: ", links(lost, ids)))


def _short(uses: Sequence[Node], before: Sequence[Node]) -> Markup:
    """Return the first reason in a few words."""
    if uses:
        use = uses[0]
        total = sum(max(len(each.places), 1) for each in uses)
        more = f" and {total - 1} more" if total > 1 else ""
        place = f" {use.places[0]}" if use.places else ""
        return joined((tag("bdi", use.label), tag("bdi", place, class_="places"), more))
    names = ", ".join(node.label for node in before[:MOST_NAMES])
    more = f" and {len(before) - MOST_NAMES} more" if len(before) > MOST_NAMES else ""
    return joined((f"needed by {names}{more}",)) if before else NOTHING


def links(nodes: Iterable[Node], ids: Mapping[str, str]) -> Markup:
    """Return the names of nodes, each as `link` does it, sorted."""
    ordered = sorted(set(nodes), key=lambda node: node.label.lower())
    return joined((link(node, ids) for node in ordered), ", ")


def _module_rows(
    *named: tuple[str, Sequence[Node]], ids: Mapping[str, str]
) -> list[tuple[str, Markup]]:
    return [(name, links(nodes, ids)) for name, nodes in named if nodes]


def _list(items: Iterable[Markup]) -> Markup:
    found = list(items)
    return found[0] if len(found) == 1 else tag("ul", *(tag("li", item) for item in found))


def definitions(rows: Iterable[tuple[str, str | Markup]]) -> Markup:
    """Return a list of what each thing is."""
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", text)) for name, text in rows))
