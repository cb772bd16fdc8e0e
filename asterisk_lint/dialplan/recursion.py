"""Room for programs that nest deeply."""

from collections.abc import Iterator
from contextlib import contextmanager

_FRAMES = 20_000


@contextmanager
def deep() -> Iterator[None]:
    """While it lasts, functions may call each other some thousands of levels deep."""
    import sys

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
