import re
from xml.etree import ElementTree

import pytest

from asterisk_lint.output.graph import Graph, Node, around, text_of_line
from asterisk_lint.output.graph_html import html
from asterisk_lint.output.graph_svg import svg
from asterisk_lint.output.graph_text import dot, mermaid

AWKWARD = 'x"]<&>\\ \x1b #1; \udce4'
GRAPH = Graph(
    f"etc, {AWKWARD}",
    (
        Node(
            "use:application:Queue", "Queue()", "use", 0, ("extensions.conf:42", "sales.conf:7"), ()
        ),
        Node("use:module:odd", AWKWARD, "use", 0, ("extensions.conf:1",), ()),
        Node("module:app_queue", "app_queue", "loaded", 1, ("modules.conf:3",), ()),
        Node("module:res_a", "res_a", "missing", 2, (), ("because",)),
        Node("module:res_b", "res_b", "missing", 3, (), ()),
        Node("module:app_page", "app_page", "unused", 4, ("modules.conf:9",), ()),
    ),
    (
        ("module:app_queue", "module:res_a"),
        ("module:res_a", "module:res_b"),
        ("module:res_b", "module:res_a"),
        ("use:application:Queue", "module:app_queue"),
        ("use:module:odd", "module:app_queue"),
    ),
)
SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_has_a_box_for_each_node_and_a_line_for_each_edge() -> None:
    root = ElementTree.fromstring(svg(GRAPH))
    boxes = {box.get("id"): box for box in root.iter(f"{SVG}g")}
    assert len(boxes) == len(GRAPH.nodes)
    assert len(list(root.iter(f"{SVG}path"))) == len(GRAPH.edges)
    tip = boxes["use:application:Queue"].findtext(f"{SVG}title") or ""
    assert "extensions.conf:42" in tip
    assert boxes["module:app_page"].findtext(f"{SVG}text") == "app_page"


def test_no_two_boxes_lie_on_each_other() -> None:
    root = ElementTree.fromstring(svg(GRAPH))
    places = [(box[1].get("x"), box[1].get("y")) for box in root.iter(f"{SVG}g")]
    assert len(set(places)) == len(places)
    width, height = int(root.get("width") or 0), int(root.get("height") or 0)
    for box in root.iter(f"{SVG}g"):
        assert int(box[1].get("x") or 0) + int(box[1].get("width") or 0) <= width
        assert int(box[1].get("y") or 0) + 20 <= height


def test_dot_names_every_node_and_edge() -> None:
    text = dot(GRAPH)
    assert text.count(" -> ") == len(GRAPH.edges)
    # Every line is made of words, brackets and whole strings: nothing gets out of its quotes.
    for line in text.splitlines():
        assert '"' not in re.sub(r'"(?:[^"\\]|\\.)*"', "", line)


def test_mermaid_labels_cannot_end_early() -> None:
    lines = mermaid(GRAPH).splitlines()
    assert lines[0] == "flowchart LR"
    nodes = [line for line in lines if ":::" in line]
    assert len(nodes) == len(GRAPH.nodes)
    for line in nodes:
        assert re.fullmatch(r'  n\d+(\["|\(\[")[^"<>]*("\]|"\]\)):::[a-z]+', line), line
    assert "  n2 --> n3" in lines


def test_the_page_stands_by_itself() -> None:
    page = html([GRAPH, GRAPH._replace(title="other")])
    assert not re.search(r'(src|href)="', page)
    assert page.count("<table>") == page.count("<svg") == 2
    assert AWKWARD not in page
    assert "Queue() <small>extensions.conf:42, sales.conf:7</small>" in page


def test_only_what_belongs_to_a_module() -> None:
    part = around(GRAPH, frozenset({"app_queue"}))
    assert {node.label for node in part.nodes} == {
        "Queue()",
        AWKWARD,
        "app_queue",
        "res_a",
        "res_b",
    }
    part = around(GRAPH, frozenset({"app_page"}))
    assert ([node.label for node in part.nodes], part.edges) == (["app_page"], ())


@pytest.mark.parametrize("render", [svg, dot, mermaid])
def test_an_empty_graph_is_a_picture_too(render: object) -> None:
    assert callable(render)
    assert render(Graph("nothing", (), ()))


@pytest.mark.parametrize(
    ("file", "line", "label"),
    [
        ("pjsip.conf", "auth = 1101", "auth = 1101"),
        ("pjsip.conf", "type=endpoint", "type = endpoint"),
        ("voicemail.conf", "1100 => 4242,The Office,office@example.org", "1100 = ..."),
        ("pjsip.conf", "password = letmein", "password = ..."),
        ("queues.conf", "member => PJSIP/101,1,Anna", "member = ..."),
        ("extensions.conf", "exten => 1,hint,PJSIP/1", "exten => 1,hint,PJSIP/1"),
        ("extensions.conf", "x" * 60, "x" * 37 + "..."),
    ],
)
def test_a_line_is_shown_without_what_could_be_a_secret(file: str, line: str, label: str) -> None:
    assert text_of_line(file, line) == label
