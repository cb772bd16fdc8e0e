"""How much a run of the tests does: with TESTS=all (as in CI) everything; otherwise what two
processors do in less than five minutes (CONTRIBUTING.md says what is less).
"""

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

ALL = os.environ.get("TESTS") == "all"
PART = 4  # otherwise one in so many


def examples(number: int) -> int:
    """How many random examples a property is tried with."""
    return number if ALL else max(number // PART, 10)


def in_turn(ways: Sequence[T], turn: int) -> Sequence[T]:
    """Of the ways to do something, those whose turn it is: each is taken in one of PART turns."""
    return ways if ALL else ways[turn % PART :: PART]
