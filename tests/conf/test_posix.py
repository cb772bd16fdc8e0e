"""POSIX expressions, compared with the C library."""

import ctypes
import ctypes.util
import platform
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from asterisk_lint.conf.posix import Expression
from asterisk_lint.conf.posix_parser import WrongExpression
from tests.amount import examples

_EXTENDED_NOSUB = 1 | 8


def libc_search(expression: str, text: str) -> bool | None:
    """What regcomp() and regexec() say; None: no expression."""
    libc = ctypes.CDLL(ctypes.util.find_library("c"))
    compiled = ctypes.create_string_buffer(512)  # more than a regex_t
    if libc.regcomp(compiled, expression.encode(), _EXTENDED_NOSUB):
        return None
    try:
        return bool(libc.regexec(compiled, text.encode(), 0, None, 0) == 0)
    finally:
        libc.regfree(compiled)


def search(expression: str, text: str) -> bool | None:
    try:
        return Expression(expression).search(text)
    except WrongExpression:
        return None


_PIECES = st.sampled_from(
    [
        *"aab1-*+?()|[]^$.{},2 _",
        "[^a]",
        "[a-c]",
        "[[:digit:]_]",
        "\\w",
        "\\W",
        "\\b",
        "\\<",
        "\\>",
        "\\.",
        "{2}",
        "{0,2}",
        "(a|b)",
        "[]a]",
    ]
)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="Asterisk itself asks the C library")
@settings(max_examples=examples(500), deadline=None)
@given(st.lists(_PIECES, max_size=8).map("".join), st.text("ab1-_ c*", max_size=8))
@example("a**b+?", "ab")
@example("(a*)+", "b")
@example("()", "")
@example("^*", "a")
@example("a|", "b")
@example("a{2,1}", "aa")
@example("a{,2}$", "aaa")
def test_as_the_c_library(expression: str, text: str) -> None:
    assert search(expression, text) == libc_search(expression, text)


@pytest.mark.parametrize(
    "expression",
    ["(a*)*b", "(a|aa)+$b", ".*.*.*.*.*.*.*.*b", "(.*)*(.*)*b", "((a+)+)+b", "(a?){50}a{50}b"],
)
def test_no_expression_explodes(expression: str) -> None:
    start = time.process_time()
    assert search(expression, "a" * 2000) is False
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "expression",
    ["(" * 5000, "a{30000}", "((a{99}){99}){99}", "a" * 9000, "(a)\\1", "a{2}" + "{2}" * 500],
)
def test_what_is_too_much_is_no_expression(expression: str) -> None:
    assert search(expression, "aa") is None
