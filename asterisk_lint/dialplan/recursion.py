"""A deeper recursion limit for deeply nested programs."""

from collections.abc import Iterator
from contextlib import contextmanager

_FRAMES = 20_000


@contextmanager
def deep() -> Iterator[None]:
    """Allow a recursion depth of some thousands of calls while the context is active."""
    import sys

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
