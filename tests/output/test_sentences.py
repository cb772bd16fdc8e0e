"""Long sentences on a terminal, and the places in them."""

import re
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.output.report import PbxReport
from asterisk_lint.output.sentences import clickable, wrapped


@given(st.text("ab- \\/é", max_size=60), st.integers(3, 20))
def test_lines_are_divided_as_textwrap_does(text: str, width: int) -> None:
    expected = wrap(text, width, break_on_hyphens=False, break_long_words=False)
    assert wrapped(text, width) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("run `asterisk-lint --fix` now", ["run", "`asterisk-lint --fix`", "now"]),
        ("an open ` quote stays divisible", ["an open ` quote", "stays divisible"]),
        ("`a b` and `c d e f g h i j`", ["`a b` and", "`c d e f g h i j`"]),
    ],
)
def test_a_command_stays_on_one_line(text: str, lines: list[str]) -> None:
    assert wrapped(text, 16) == lines


PIECES = st.sampled_from(["a", "x", "b.conf", "é", "/", "+", "-", ":", "12", " ", "(", "_"])
REPORT = PbxReport(
    directory="pbx", asterisk="22", autoload=False, whitelist=(), required=(), findings=(),
    sources=lambda name: () if "x" in name else ("a line",),
)  # fmt: skip


@given(
    st.lists(st.sampled_from(["a", "x", "b.conf", "é", "/", "+", "-", ":", "12", " ", "(", "_"]))
)
def test_a_place_is_a_file_and_the_number_of_a_line(pieces: list[str]) -> None:
    text = "".join(pieces)
    expected = re.sub(
        r"(?<![\w/.-])([\w.+-][\w./+-]*):(\d+)(?!\w)",
        lambda found: f"pbx/{found[0]}" if REPORT.sources(found[1]) else found[0],
        text,
    )
    assert clickable(REPORT, text) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("after modules.conf:18;", "after pbx/modules.conf:18;"),
        ("(sub/a.conf:1, b.conf:22)", "(pbx/sub/a.conf:1, pbx/b.conf:22)"),
        ("at 10:30am or /etc/a.conf:3", "at 10:30am or /etc/a.conf:3"),
    ],
)
def test_places_are_shown_from_where_the_run_was_started(text: str, shown: str) -> None:
    assert clickable(REPORT, text) == shown
