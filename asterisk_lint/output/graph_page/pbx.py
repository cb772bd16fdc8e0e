"""One PBX on the page: the summary, the picture, what needs attention, the files, the modules."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from asterisk_lint.output.graph import USE, Graph, Node
from asterisk_lint.output.graph_page.entries import file_entry, link, module_entry, places
from asterisk_lint.output.graph_page.picture import figure, with_code
from asterisk_lint.output.graph_relations import Relations, relate
from asterisk_lint.output.graph_svg import MARKS
from asterisk_lint.output.markup import NOTHING, Markup, joined, tag
from asterisk_lint.output.summary import count

# What each state means on the page, and what to do about it; the first ones matter most.
ATTENTION: Mapping[str, tuple[str, str]] = {
    "missing": (
        "Required, but not loaded",
        "The configuration needs these modules, and modules.conf does not load them. "
        "`asterisk-lint --fix` adds them.",
    ),
    "unused": (
        "Loaded, but not needed",
        "Everything that could use these modules was read, and nothing does. `asterisk-lint --fix` "
        "removes them, except from a `require` line.",
    ),
    "presumed": (
        "Loaded, and probably not needed",
        "Nothing here uses these modules, but their own configuration file is missing. "
        "`asterisk-lint --fix --unsafe-fixes` removes them.",
    ),
    "undecided": (
        "Undecided",
        "Nothing that was read needs these modules, but something that cannot be read here might. "
        "They stay. `asterisk-lint observe` on the machine settles most of them.",
    ),
    "unknown": (
        "Unknown",
        "This release is not known to have these modules. They stay. `modules:` in the settings "
        "says what they provide.",
    ),
}
WORDS: Mapping[str, str] = {
    "loaded": "required and loaded",
    "observed": "required, as only the machine shows",
    "missing": "missing",
    "unused": "not needed",
    "presumed": "probably not needed",
    "undecided": "undecided",
    "unknown": "unknown",
}
ADOPT = (
    "`autoload=yes` loads modules that nothing uses. `asterisk-lint init` makes a whitelist; it "
    "shows the change and asks before it writes."
)
ABOUT = (
    "Files on the left; an arrow leads to what is needed. Arrows that others imply are left out: "
    "the lists below have every reason."
)
TOO_MANY = (
    "There are {} files and modules, too many for a picture. `--module NAME` draws what one module "
    "needs and what needs it."
)
COSTS = (
    "Memory and threads were measured on Debian's Asterisk {}, without configuration, module by "
    "module. Together, modules take up to a fifth less than the sum."
)


def summary(graph: Graph) -> Markup:
    """Return the numbers of each state."""
    numbers = Counter(node.state for node in graph.nodes)
    required = numbers["loaded"] + numbers["observed"] + numbers["missing"]
    if graph.autoload:
        text = (
            "There is no whitelist: with autoload=yes Asterisk loads every module that is "
            f"installed. The configuration needs {required} of them."
            + (f" A whitelist would save about {graph.saving}." if graph.saving else "")
        )
    elif numbers["missing"]:
        text = (
            f"The configuration needs {count(required, 'module')}; modules.conf does not load "
            f"{numbers['missing']} of them."
        )
    else:
        text = f"The configuration needs {count(required, 'module')}, and all of them are loaded."
    counts = [
        tag("li", tag("span", f"{MARKS.get(state, '')}{numbers[state]} {word}"), class_=state)
        for state, word in WORDS.items()
        if numbers[state] and not (graph.autoload and state == "loaded")
    ]
    return joined((tag("p", text), tag("ul", *counts, class_="counts") if counts else NOTHING))


def pbx_sections(graph: Graph, prefix: str, level: int = 2) -> Markup:
    """Return the sections of one PBX; `prefix` makes its ids unique, `level` is that of its
    headings.
    """
    relations = relate(graph)
    ids = {
        node.id: f"{prefix}m-{node.label.lower() if node.label.isidentifier() else number}"
        for number, node in enumerate(graph.nodes)
        if node.state != USE
    }
    ids.update({file.id: f"{prefix}f-{number}" for number, file in enumerate(relations.files)})
    heading = f"h{level}"
    modules = _modules(graph)
    parts = [
        figure(graph, relations, prefix, ids, heading, ABOUT, TOO_MANY),
        _attention(graph, relations, ids, prefix, level),
        tag(
            "section",
            tag(heading, "Files", id=f"{prefix}files"),
            tag(
                "p",
                "What each file asks for, and what that needs in turn. The last number counts the "
                "modules that no other file needs.",
            ),
            *(file_entry(file, relations, ids) for file in relations.files),
            class_="entries",
        ),
        tag(
            "section",
            tag(heading, "Modules", id=f"{prefix}modules"),
            tag("p", COSTS.format(graph.measured)) if graph.measured else NOTHING,
            *(module_entry(node, relations, ids, autoload=graph.autoload) for node in modules),
            class_="entries",
        ),
    ]
    return joined(parts, "\n")


def _modules(graph: Graph) -> list[Node]:
    """Return the modules by name."""
    found = (node for node in graph.nodes if node.state != USE)
    return sorted(found, key=lambda node: node.label.lower())


def short_sections(graph: Graph, prefix: str, level: int = 2) -> Markup:
    """Return what needs attention in one of many PBXs, and the names of the modules that it needs;
    like `pbx_sections`.
    """
    modules = _modules(graph)
    required = [node.label for node in modules if node.state in {"loaded", "observed", "missing"}]
    return joined(
        (
            _attention(graph, relate(graph), {}, prefix, level),
            tag(
                "section",
                tag(f"h{level}", "Required modules"),
                tag("p", tag("bdi", ", ".join(required)) if required else "None."),
                tag(
                    "p",
                    "The page of this PBX alone has the picture and every reason: ",
                    tag("code", "asterisk-lint graph PATH --output-format html"),
                ),
            ),
        )
    )


def _attention(
    graph: Graph,
    relations: Relations,
    ids: Mapping[str, str],
    prefix: str,
    level: int,
) -> Markup:
    """Return what differs between the whitelist and what is needed, the gravest first."""
    modules = _modules(graph)
    blocks = [
        block
        for state in ATTENTION
        for block in _block(state, modules, relations, ids, f"h{level + 1}")
    ]
    if graph.autoload:
        blocks.insert(0, tag("p", *with_code(ADOPT)))
    elif not blocks:
        blocks = [tag("p", "Nothing: modules.conf loads what is needed, and nothing else.")]
    heading = tag(f"h{level}", "What needs attention", id=f"{prefix}attention")
    return tag("section", heading, *blocks, class_="attention")


def _block(
    state: str,
    modules: Sequence[Node],
    relations: Relations,
    ids: Mapping[str, str],
    heading: str,
) -> Iterator[Markup]:
    found = [node for node in modules if node.state == state]
    if not found:
        return
    title, text = ATTENTION[state]
    yield tag(heading, f"{MARKS.get(state, '')}{title} ({len(found)})", class_=state)
    yield tag("p", *with_code(text))
    causes: dict[tuple[str, ...], list[Node]] = {}
    for node in sorted(found, key=lambda node: not node.protects):
        shared = node.notes[:1] if state in {"undecided", "presumed"} else ()
        causes.setdefault(shared, []).append(node)
    rows = []
    for cause, nodes in causes.items():
        if cause:
            links = joined((link(node, ids) for node in nodes), ", ")
            rows.append(tag("li", tag("bdi", cause[0]), ": ", links))
            continue
        for node in nodes:
            mark = tag("strong", "security ", class_="security") if node.protects else NOTHING
            rows.append(tag("li", mark, link(node, ids), *_first_reason(node, relations, ids)))
    yield tag("ul", *rows)


def _first_reason(
    node: Node, relations: Relations, ids: Mapping[str, str]
) -> Iterable[str | Markup]:
    uses = relations.uses[node.id]
    if uses:
        return ": ", tag("bdi", uses[0].label), " ", places(uses[0].places, ids, most=1)
    before = relations.needed_by[node.id]
    if before:
        return (": needed by ", link(relations.nodes[before[0]], ids))
    return ()
