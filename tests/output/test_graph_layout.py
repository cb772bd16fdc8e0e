"""Where boxes and lines go: nothing overlaps, and no line passes under a box."""

from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.output.graph import Graph, Node
from asterisk_lint.output.graph_layout import BOX, place
from asterisk_lint.output.graph_relations import relate, without_implied
from tests.amount import examples

NAMES = [f"n{number}" for number in range(14)]
COLUMNS = st.fixed_dictionaries({name: st.integers(0, 4) for name in NAMES})
EDGES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(
        lambda edge: edge[0] != edge[1]
    ),
    unique=True,
    max_size=30,
)


@settings(max_examples=examples(40), deadline=None)
@given(COLUMNS, EDGES)
def test_boxes_and_lines_keep_apart(columns: dict[str, int], edges: list[tuple[str, str]]) -> None:
    widths = {name: 40 + 10 * number for number, name in enumerate(NAMES)}
    placed = place(columns, widths, edges)
    boxes = {name: (x, y, x + widths[name], y + BOX) for name, (x, y) in placed.corners.items()}
    assert set(boxes) == set(NAMES)
    for name, (left, top, right, bottom) in boxes.items():
        assert left >= 0
        assert right <= placed.width
        assert top >= 0
        assert bottom <= placed.height
        for other, (left2, top2, right2, bottom2) in boxes.items():
            apart = right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
            assert name == other or apart
    assert set(placed.lines) == set(edges)
    for (start, end), points in placed.lines.items():
        for name, (x, y) in ((start, points[0]), (end, points[-1])):
            left, top, right, bottom = boxes[name]
            assert x in {left, right}
            assert y == (top + bottom) // 2
        # Between its ends, a line is level where it passes a column: there it meets no box.
        for (x, y), (x2, y2) in zip(points[1:-1:2], points[2:-1:2], strict=True):
            assert y == y2
            for left, top, right, bottom in boxes.values():
                assert y < top or y > bottom or max(x, x2) <= left or right <= min(x, x2)


def test_a_picture_without_crossings_is_found() -> None:
    # a-y, b-x in this order would cross.
    columns = {"a": 0, "b": 0, "x": 1, "y": 1}
    placed = place(columns, dict.fromkeys(columns, 50), [("a", "y"), ("b", "x")])
    assert placed.corners["a"][1] == placed.corners["y"][1]
    assert placed.corners["b"][1] == placed.corners["x"][1]


def test_no_box_is_a_picture_too() -> None:
    assert place({}, {}, []).corners == {}


def test_a_line_that_others_imply_is_left_out() -> None:
    edges = {"file": ("a", "b", "c"), "a": ("b",), "b": ("c",)}
    assert without_implied(edges) == [("a", "b"), ("b", "c"), ("file", "a")]


def test_modules_that_need_each_other_keep_their_lines() -> None:
    edges = {"file": ("a", "b"), "a": ("b",), "b": ("a",)}
    assert without_implied(edges) == [("a", "b"), ("b", "a"), ("file", "a"), ("file", "b")]


def test_what_a_file_alone_needs_includes_what_that_needs() -> None:
    # iax.conf -> chan_iax2 -> res_crypto; both iax.conf and pjsip.conf -> res_srtp -> res_rtp
    nodes = (
        Node("use:i", "iax", "use", 0, ("iax.conf:1",), ()),
        Node("use:s", "encryption", "use", 0, ("iax.conf:5", "pjsip.conf:2"), ()),
        *(
            Node(f"module:{name}", name, "loaded", 1, (), ())
            for name in ("chan_iax2", "res_crypto", "res_srtp", "res_rtp")
        ),
    )
    edges = (
        ("use:i", "module:chan_iax2"),
        ("module:chan_iax2", "module:res_crypto"),
        ("use:s", "module:res_srtp"),
        ("module:res_srtp", "module:res_rtp"),
    )
    relations = relate(Graph("x", nodes, edges))
    alone = {file.name: file.alone for file in relations.files}
    assert alone == {"iax.conf": ("module:chan_iax2", "module:res_crypto"), "pjsip.conf": ()}
    assert relations.lost["module:res_rtp"] == ("module:res_srtp",)
    assert relations.lost["module:chan_iax2"] == ()
