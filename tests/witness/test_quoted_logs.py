"""The texts in a program file, and the lines of a log that consist of them."""

import re
import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.witness.quoted_logs import constants_in, gaps_of, known_words


def test_a_text_ends_with_a_zero_byte(tmp_path: Path) -> None:
    program = tmp_path / "app.so"
    program.write_bytes(b"\x01one text\0\x02no end\x03x\0two\n\0" + b"a" * 1500 + b"\0tail")
    assert list(constants_in([str(program)])) == ["one text", "two", "a" * 1000]


def test_a_long_run_without_an_end_is_read_once(tmp_path: Path) -> None:
    program = tmp_path / "app.so"
    program.write_bytes(b"a" * 2_000_000 + b"\x01")
    began = time.process_time()
    assert list(constants_in([str(program)])) == []
    assert time.process_time() - began < 2


@given(st.lists(st.text("ab", max_size=3), min_size=1, max_size=5), st.text("abc", max_size=12))
def test_gaps_are_those_of_a_regular_expression(parts: list[str], text: str) -> None:
    found = re.fullmatch("(.*?)".join(map(re.escape, parts)), text)
    assert gaps_of(parts, text) == (list(found.groups()) if found else None)


def test_a_message_with_many_variable_parts_does_not_stall() -> None:
    constant = "aaaaaaaaaa" + "%sa" * 40 + "b"
    began = time.process_time()
    assert known_words("a" * 4000 + "b" + "a", frozenset({constant})) == ""
    assert time.process_time() - began < 2
