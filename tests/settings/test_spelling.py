"""The nearest name is the one that the standard library finds."""

from difflib import get_close_matches

from hypothesis import example, given
from hypothesis import strategies as st

from asterisk_lint.settings.spelling import nearest

# Few letters, so that many names are as near as others.
NAMES = st.text("ab1-", max_size=6)


@given(NAMES, st.lists(NAMES, max_size=12), st.sampled_from([0.0, 0.4, 0.6, 0.85, 1.0]))
@example("app_dail", ["app_dial", "app_dahdiras", "app_db"], 0.6)
@example("", [""], 0.6)
def test_it_is_what_difflib_returns(name: str, known: list[str], cutoff: float) -> None:
    close = get_close_matches(name, known, n=1, cutoff=cutoff)
    assert nearest(name, known, cutoff) == (close[0] if close else None)
