"""The lines of a large file are those that splitting it gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.conf.line_index import LineIndex

PIECES = st.sampled_from([b"a", b"b", b"\r", b"\n", "ä".encode(), b"\xc3", b"\xe2\x82", b"\xff"])
CONTENTS = st.lists(PIECES, max_size=60).map(b"".join)


@given(CONTENTS, st.integers(min_value=1, max_value=7))
def test_each_line_is_that_of_the_split_text(content: bytes, piece: int) -> None:
    text = content.decode("utf-8", "surrogateescape")
    check(LineIndex(content, piece=piece), text)


@given(st.lists(CONTENTS, min_size=1, max_size=5), st.integers(min_value=1, max_value=7))
def test_contents_that_follow_each_other(contents: list[bytes], piece: int) -> None:
    lines = LineIndex(*contents, piece=piece)
    whole = LineIndex(b"\n".join(contents))
    check(lines, b"\n".join(contents).decode("utf-8", "surrogateescape"))
    assert lines == whole
    assert hash(lines) == hash(whole)
    assert lines != LineIndex(*contents, b"")


def check(lines: LineIndex, text: str) -> None:
    expected = [line.rstrip("\r") for line in text.split("\n")]
    assert list(lines) == expected
    assert len(lines) == len(expected)
    assert [lines[index] for index in range(len(lines))] == expected
    assert [lines[index - len(lines)] for index in range(len(lines))] == expected
    with pytest.raises(IndexError):
        lines[len(lines)]
    content = text.encode("utf-8", "surrogateescape")
    assert lines == LineIndex(content)
    assert lines != LineIndex(content + b"x")
