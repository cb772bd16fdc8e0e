"""A graph as text for other programs: Graphviz's dot and Mermaid."""

from asterisk_lint.output.graph import USE, Graph
from asterisk_lint.output.terminal import visible

FILLS = {
    "loaded": "#d9f2d9",
    "observed": "#dbeafe",
    "missing": "#f9d0d0",
    "unused": "#e0e0e0",
    "presumed": "#ececec",
    "undecided": "#fdf0c4",
    "unknown": "#e6dcf5",
    "use": "#ffffff",
    "file": "#ffffff",
    "context": "#d9f2d9",
    "thing": "#dbeafe",
    "lost": "#f9d0d0",
}


def dot(graph: Graph) -> str:
    """Return a graph in Graphviz's language."""
    lines = [
        "digraph asterisk {",
        "  rankdir=LR;",
        f"  label={_quoted(graph.title)};",
        '  node [shape=box, style="rounded,filled", fontname="sans-serif", fontsize=10];',
    ]
    for node in graph.nodes:
        shape = ", shape=plaintext" if node.state == USE else ""
        tip = "; ".join((*node.notes, *node.places[:10]))
        lines.append(
            f"  {_quoted(node.id)} [label={_quoted(node.label)}, "
            f"fillcolor={_quoted(FILLS[node.state])}, tooltip={_quoted(tip)}{shape}];"
        )
    lines += [f"  {_quoted(start)} -> {_quoted(end)};" for start, end in graph.edges]
    return "\n".join([*lines, "}"]) + "\n"


def mermaid(graph: Graph) -> str:
    """Return a graph in Mermaid's language, as GitHub and GitLab show it in Markdown."""
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node in graph.nodes:
        text = (
            visible(node.label)
            .replace("#", "#35;")
            .replace('"', "#quot;")
            .replace("<", "#lt;")
            .replace(">", "#gt;")
        )
        opening, closing = ("([", "])") if node.state == USE else ("[", "]")
        lines.append(f'  {names[node.id]}{opening}"{text}"{closing}:::{node.state}')
    lines += [f"  {names[start]} --> {names[end]}" for start, end in graph.edges]
    states = {node.state for node in graph.nodes}
    lines += [
        f"  classDef {state} fill:{fill},stroke:#666,color:#000"
        for state, fill in FILLS.items()
        if state in states
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
