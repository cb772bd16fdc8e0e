"""Which numbers in the arguments of steps have no meaning for a scan."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.dialplan.numbers_in_text import (
    Test,
    beside_numbers,
    has_number,
    is_irrelevant,
    is_irrelevant_beside_variables,
    is_of_word,
)

NUMBER = r"[0-9]{2,}|(?<![=\s:])[0-9]"
PATTERNS: Mapping[Test, re.Pattern[str]] = {
    is_irrelevant: re.compile(NUMBER, re.ASCII),
    is_irrelevant_beside_variables: re.compile(rf"(?<![\w:.-])(?:{NUMBER})(?!\w)", re.ASCII),
    is_of_word: re.compile(r"(?<=[A-Za-z_])[0-9]+(?!\w|\s*\()"),
}


@pytest.mark.parametrize("test", PATTERNS)
@given(text=st.text("1290aZ_=:.-$ \t(){}é²", max_size=20))
def test_numbers_are_those_of_a_regular_expression(test: Test, text: str) -> None:
    assert "#".join(beside_numbers(text, test)) == PATTERNS[test].sub("#", text)
    assert has_number(text, test) is (PATTERNS[test].search(text) is not None)


@pytest.mark.parametrize(
    ("text", "test", "without"),
    [
        ("SIP/100,20,L(60000:0)", is_irrelevant, "SIP/#,#,L(#:0)"),
        ("x=1", is_irrelevant, "x=1"),
        ("SIP/100&${TRUNK2}/${X:1:2},20", is_irrelevant_beside_variables,
         "SIP/#&${TRUNK2}/${X:1:2},#"),
        ("TRUNK2 LOG2(4)", is_of_word, "TRUNK# LOG2(4)"),
    ],
)  # fmt: skip
def test_a_number_that_can_matter_stays(text: str, test: Test, without: str) -> None:
    assert "#".join(beside_numbers(text, test)) == without
