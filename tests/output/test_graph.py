import re
from xml.etree import ElementTree

import pytest

from asterisk_lint.output.graph import Graph, Node, around, text_of_line
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


def test_the_picture_has_a_box_for_each_file_and_module_and_a_line_for_each_need() -> None:
    root = ElementTree.fromstring(svg(GRAPH))
    boxes = {box.findtext(f"{SVG}text"): box for box in root.iter(f"{SVG}g") if box.get("data-n")}
    assert set(boxes) == {
        "extensions.conf",
        "sales.conf",
        "app_queue",
        "\N{MULTIPLICATION X} res_a",
        "\N{MULTIPLICATION X} res_b",
        "\N{EN DASH} app_page",
    }
    numbers = {name: box.get("data-n") for name, box in boxes.items()}
    lines = {
        (path.get("data-a"), path.get("data-b"))
        for path in root.iter(f"{SVG}path")
        if path.get("data-a")
    }
    a, b = numbers["\N{MULTIPLICATION X} res_a"], numbers["\N{MULTIPLICATION X} res_b"]
    queue = numbers["app_queue"]
    assert lines == {
        (numbers["extensions.conf"], queue),
        (numbers["sales.conf"], queue),
        (queue, a),
        (a, b),
        (b, a),
    }
    tip = boxes["extensions.conf"].findtext(f"{SVG}title") or ""
    assert "Queue(): 42" in tip
    assert boxes["\N{EN DASH} app_page"].get("class") == "unused"


def test_no_two_boxes_lie_on_each_other() -> None:
    root = ElementTree.fromstring(svg(GRAPH))
    rects = [box[1] for box in root.iter(f"{SVG}g") if box.get("data-n")]
    places = [(rect.get("x"), rect.get("y")) for rect in rects]
    assert len(set(places)) == len(places)
    width, height = int(root.get("width") or 0), int(root.get("height") or 0)
    for rect in rects:
        assert int(rect.get("x") or 0) + int(rect.get("width") or 0) <= width
        assert int(rect.get("y") or 0) + int(rect.get("height") or 0) <= height


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
