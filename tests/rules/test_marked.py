"""A name is found on its line as an expression with `\\w` finds it."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from asterisk_lint.rules.marked import whole_word

TEXTS = st.text("aA1_-( é", max_size=8)


@given(st.text("aA_1-é", max_size=2), TEXTS, st.integers(0, 9))
@example("a", "aa a", 0)
@example("a", "ba", 1)
@example("K", "\N{KELVIN SIGN}", 0)
def test_a_name_is_found_as_a_word(name: str, text: str, start: int) -> None:
    found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE).search(text, start)
    assert whole_word(name, text, start) == (found.start() if found else -1)
