"""What a text that is only known during a call can be."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.references.unused import _test as can_be

TEXTS = st.text("ab@\n" + MARK, max_size=5)
NAMES = st.text("ab@\n", max_size=5)


@given(TEXTS, NAMES)
@example(MARK, "")
@example(f"a{MARK}a", "a")
@example(f"{MARK}@default", "100@default")
def test_it_is_what_the_regular_expression_says(text: str, name: str) -> None:
    pattern = ".*".join(map(re.escape, text.split(MARK)))
    assert bool(can_be(text)(name)) == bool(re.fullmatch(pattern, name, re.DOTALL))
