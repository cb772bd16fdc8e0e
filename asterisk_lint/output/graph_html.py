"""Graphs as one self-contained HTML page: the picture, and a searchable table."""

from collections.abc import Iterator, Sequence

from asterisk_lint.output.graph import STATES, USE, Graph, Node
from asterisk_lint.output.graph_svg import svg
from asterisk_lint.output.graph_text import FILLS
from asterisk_lint.output.junit import attribute
from asterisk_lint.output.terminal import visible

STYLE = """
body { font: 15px/1.4 sans-serif; margin: 1.5em; color: #222; background: #fff; }
input { font: inherit; padding: .3em .6em; width: 24em; max-width: 100%; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { text-align: left; vertical-align: top; padding: .3em .8em; border-bottom: 1px solid #ddd; }
td.state { white-space: nowrap; }
ul { margin: 0; padding-left: 1.2em; }
.picture { overflow: auto; border: 1px solid #ddd; max-height: 80vh; }
"""

SCRIPT = """
const field = document.querySelector("input");
field.addEventListener("input", () => {
  const wanted = field.value.toLowerCase();
  for (const row of document.querySelectorAll("tbody tr")) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
  }
});
for (const picture of document.querySelectorAll(".picture")) {
  const lines = [...picture.querySelectorAll("path")], boxes = [...picture.querySelectorAll("g")];
  for (const box of boxes) {
    box.addEventListener("mouseenter", () => {
      const near = new Set([box.id]);
      for (const [from, to] of [["a", "b"], ["b", "a"]]) {
        const reached = new Set([box.id]);
        let more = true;
        while (more) {
          more = false;
          for (const line of lines) {
            if (reached.has(line.dataset[from]) && !reached.has(line.dataset[to])) {
              reached.add(line.dataset[to]);
              more = true;
            }
          }
        }
        for (const line of lines) {
          if (reached.has(line.dataset.a) && reached.has(line.dataset.b)) line.classList.add("on");
        }
        for (const id of reached) near.add(id);
      }
      for (const other of boxes) other.classList.toggle("off", !near.has(other.id));
    });
    box.addEventListener("mouseleave", () => {
      for (const line of lines) line.classList.remove("on");
      for (const other of boxes) other.classList.remove("off");
    });
  }
}
"""


def html(graphs: Sequence[Graph]) -> str:
    """Return the graphs as one page."""
    title = graphs[0].title if len(graphs) == 1 else f"{len(graphs)} PBXs"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{attribute(visible(title))}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        (
            '<p><label>Search: <input type="search" placeholder="module, application, file" '
            "autofocus></label></p>"
        ),
    ]
    for graph in graphs:
        parts.append(f"<h1>{attribute(visible(graph.title))}</h1>")
        parts += table(graph)
        parts.append(f'<div class="picture">\n{svg(graph)}</div>')
    return "\n".join([*parts, f"<script>{SCRIPT}</script>", "</body>", "</html>"]) + "\n"


def table(graph: Graph) -> Iterator[str]:
    """Yield a row for each module: its state, what uses it, what needs it, what it needs."""
    nodes = {node.id: node for node in graph.nodes}
    yield (
        "<table>\n<thead><tr><th>Module</th><th>State</th><th>Used by</th><th>Needed "
        "by</th><th>Needs</th></tr></thead>\n<tbody>"
    )
    for node in sorted(
        (node for node in graph.nodes if node.state != USE), key=lambda node: node.label.lower()
    ):
        before = [nodes[start] for start, end in graph.edges if end == node.id]
        after = [nodes[end] for start, end in graph.edges if start == node.id]
        uses = [use_text(each) for each in before if each.state == USE] + [
            attribute(visible(note)) for note in node.notes
        ]
        needed_by = ", ".join(
            sorted(attribute(visible(each.label)) for each in before if each.state != USE)
        )
        needs = ", ".join(sorted(attribute(visible(each.label)) for each in after))
        where = f"<br><small>{attribute(visible(node.places[0]))}</small>" if node.places else ""
        yield (
            f"<tr><td>{attribute(visible(node.label))}{where}</td>"
            f'<td class="state" style="background:{FILLS[node.state]}">{STATES[node.state]}</td>'
            f"<td>{bullets(uses)}</td><td>{needed_by}</td><td>{needs}</td></tr>"
        )
    yield "</tbody>\n</table>"


def use_text(node: Node) -> str:
    """Return a use with its places."""
    places = ", ".join(attribute(visible(place)) for place in node.places[:10])
    more = f" and {len(node.places) - 10} more" if len(node.places) > 10 else ""
    return f"{attribute(visible(node.label))} <small>{places}{more}</small>"


def bullets(items: Sequence[str]) -> str:
    """Return a list, or a single item without its bullet."""
    if len(items) < 2:
        return "".join(items)
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
