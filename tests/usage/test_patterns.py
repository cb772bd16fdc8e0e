"""The patterns of the tables mean what they mean in `fnmatch`, whichever way they are tested."""

from fnmatch import fnmatchcase

from hypothesis import example, given
from hypothesis import strategies as st

from asterisk_lint.usage.patterns import matcher

PARTS = st.sampled_from(["a", "B", "ab", "*", "?", "[*]", "[ab]", "|", "\n"])


@given(
    st.lists(PARTS, min_size=1, max_size=6).map("".join),
    st.text("aBb*[]\n", max_size=5),
)
@example("*security*|*[*]*", "*,notice")
@example("*[*]*|a", "A")
@example("*[*]", "a*b")
@example("[*]*", "a*")
@example("*", "")
def test_a_name_meets_one_of_the_alternatives(pattern: str, name: str) -> None:
    small = name.lower()
    expected = any(fnmatchcase(small, glob) for glob in pattern.lower().split("|"))
    assert bool(matcher(pattern)(name)) == expected
    assert bool(matcher(f"!{pattern}")(name)) != expected
