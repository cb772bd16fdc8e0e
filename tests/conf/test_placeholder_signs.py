"""Placeholders are found by the same signs, whichever is looked for first."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from asterisk_lint.conf.placeholder import is_placeholder

SIGNS = (
    r"\{[{%]|<%|\$[{(]|@\w+@|%%?\w+%|__\w+__|\$[A-Za-z_]\w+|<[A-Za-z_]\w+>|[%#]\{|\[\[(?!:)|\(\(|"
    r"[#{][A-Z][A-Z0-9_]+[#}]"
)


@given(st.text("Aa1_{%<$@(>}#[: ", max_size=6))
@example("${")
@example("$AB")
@example("#AB#")
@example("[[a")
def test_they_are_what_the_signs_say(value: str) -> None:
    assert is_placeholder(value) == (re.search(SIGNS, value) is not None)
