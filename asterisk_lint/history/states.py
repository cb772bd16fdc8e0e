"""Whether a module was needed in each commit of a branch, computed from the end that matters."""

from collections.abc import Callable, Iterable

_PARTS = 16  # in which a long history is computed: each part starts with all its files
_LEAST = 64  # commits of a part


class States:
    """One answer for each commit, oldest first; nobody waits for those that nobody asks for."""

    def __init__(self, number: int, compute: Callable[[int, int], Iterable[bool]]) -> None:
        """`number`: of commits, at least one. `compute` returns the answers from one commit up to,
        without, another.
        """
        self._known: list[bool | None] = [None] * number
        self._compute = compute
        self._size = max(number // _PARTS, _LEAST)

    def last(self) -> bool:
        """Return the answer for the newest commit."""
        return self._at(len(self._known) - 1)

    def last_other(self) -> int:
        """Return the newest commit whose answer is not that of the newest of all; -1 if there is
        none.
        """
        now = self.last()
        at = len(self._known) - 1
        while at >= 0 and self._at(at) == now:
            at -= 1
        return at

    def first_true(self) -> int:
        """Return the oldest commit whose answer is true; that of the newest must be."""
        return next(at for at in range(len(self._known)) if self._at(at))

    def _at(self, index: int) -> bool:
        known = self._known[index]
        if known is None:
            first = index - index % self._size
            after = min(first + self._size, len(self._known))
            self._known[first:after] = list(self._compute(first, after))
            known = self._known[index]
            assert known is not None
        return known
