"""The lines of a large text are those that splitting it gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.conf import line_index
from asterisk_lint.conf.line_index import LineIndex

TEXTS = st.text(st.sampled_from("ab\r\n"), max_size=60)


@given(TEXTS, st.integers(min_value=1, max_value=7))
def test_each_line_is_that_of_the_split_text(text: str, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(line_index, "_PIECE", piece)
        lines = LineIndex(text)
        expected = [line.rstrip("\r") for line in text.split("\n")]
        assert list(lines) == expected
        assert len(lines) == len(expected)
        assert [lines[index] for index in range(len(lines))] == expected
        assert [lines[index - len(lines)] for index in range(len(lines))] == expected
        with pytest.raises(IndexError):
            lines[len(lines)]
