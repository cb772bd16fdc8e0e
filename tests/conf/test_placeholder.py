"""A look at a whole file never misses a placeholder."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.conf import placeholder
from asterisk_lint.conf.placeholder import has_name, is_placeholder, may_hold_placeholder

_PARTS = ["{", "%", "<", "$", "(", "@", "_", "A", "B1", "a", "é", " ", ">", "}", "\n", "\udcff"]


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.sampled_from(_PARTS), max_size=12).map("".join))
def test_a_file_with_a_placeholder_may_hold_one(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(placeholder, "_LARGE", 0)
        holds = may_hold_placeholder(text.encode("utf-8", "surrogateescape"))
    for line in text.split("\n"):
        if is_placeholder(line) or has_name(line) or "{%" in line or "<%" in line:
            assert holds, line


def test_a_large_file_without_one_holds_none() -> None:
    assert not may_hold_placeholder(b"mailboxes=1@default\ncallerid=User <1>\n" * 5000)
    assert may_hold_placeholder(b"x" * 100_000 + b"@HOST@")
