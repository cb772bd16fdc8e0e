"""Patterns of #include: the C library's glob() decides what matches, and no pattern takes long."""

import fnmatch
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.conf.include import IncludeMatches, find
from tests.amount import examples


class Names:
    """Files whose content does not matter."""

    def __init__(self, *names: str) -> None:
        self._names = tuple(sorted(names))

    def names(self) -> Sequence[str]:
        return self._names

    def read(self, name: str) -> bytes:
        raise FileNotFoundError(name)


def found(pattern: str, *names: str) -> list[str]:
    return list(find(Names(*names), pattern, "/etc/asterisk").names)


@settings(max_examples=examples(500), deadline=None)
@given(
    st.text("ab*?", min_size=1, max_size=8).filter(lambda text: "*" in text or "?" in text),
    st.text("ab", min_size=1, max_size=8),
)
def test_stars(pattern: str, name: str) -> None:
    assert found(pattern, name) == ([name] if fnmatch.fnmatchcase(name, pattern) else [])


@pytest.mark.parametrize(
    "pattern",
    ["*a" * 60 + "b", "*?" * 60 + "b", "*[a]" * 60 + "b", "*" * 200 + "b", "d/" + "*a" * 60 + "b"],
)
def test_no_pattern_explodes(pattern: str) -> None:
    start = time.process_time()
    assert found(pattern, "a" * 200, "d/" + "a" * 200) == []
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("d/*.conf", ["d/1.conf", "d/2.conf"]),
        ("d*/*", ["d/1.conf", "d/2.conf", "dd/1.conf"]),
        ("d/[12].conf", ["d/1.conf", "d/2.conf"]),
        ("\\d/1*", ["d/1.conf"]),
        ("d/{2,1}.conf", ["d/2.conf", "d/1.conf"]),
        ("/etc/asterisk/d/?.conf", ["d/1.conf", "d/2.conf"]),
        ("*", ["e"]),
        (".*", [".hidden"]),
    ],
)
def test_only_names_with_the_same_beginning_are_compared(pattern: str, expected: list[str]) -> None:
    assert (
        found(pattern, "d/1.conf", "d/2.conf", "dd/1.conf", "e", ".hidden", "d/.3.conf") == expected
    )


def test_braces_that_stand_for_too_many_paths_are_unseen() -> None:
    assert find(Names("x"), "{,x}" * 30, "/etc/asterisk") == IncludeMatches(outside=True)
