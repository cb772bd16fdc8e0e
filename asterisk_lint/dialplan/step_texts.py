"""The arguments of all steps of a dialplan, in which words are looked for."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain

from asterisk_lint.dialplan.columns import ARGUMENTS, Columns, column, runs_of, values
from asterisk_lint.model import Step

_PIECE = 100_000  # characters that may be copied at once
_DIGITS = frozenset("0123456789")


class Texts:
    """The arguments of steps, in pieces of whole lines, one step on each line: all at once they
    take much memory. `alike`: the same with one step for all whose arguments differ in digits
    alone.
    """

    __slots__ = ("_alike", "_pieces", "_steps")

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._pieces: Sequence[str] | None = None
        self._alike: Sequence[str] | None = None

    @property
    def pieces(self) -> Sequence[str]:
        """The arguments of every step."""
        if self._pieces is None:
            self._pieces = _together(
                run.text() if isinstance(run, Columns) else _joined(run)
                for run in runs_of(self._steps)
            )
        return self._pieces

    @property
    def alike(self) -> Sequence[str]:
        """The arguments of one step for all that differ in digits alone."""
        if self._alike is None:
            runs = runs_of(self._steps)
            known = any(isinstance(run, Columns) for run in runs)
            self._alike = _together(_each_kind(runs)) if known else self.pieces
        return self._alike

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and any(word in piece for piece in self.where(word))

    def where(self, word: str) -> Sequence[str]:
        """Return the texts in which a word occurs if it does in the arguments of any step."""
        return self.alike if _DIGITS.isdisjoint(word) else self.pieces

    def found(self, pattern: str) -> Iterator[str]:
        """Yield every match of a pattern with one group."""
        import re

        return chain.from_iterable(re.findall(pattern, piece) for piece in self.pieces)


def _joined(steps: Iterable[Step]) -> str:
    return "\n".join(column(steps, ARGUMENTS))


def _each_kind(runs: Iterable[Sequence[Step]]) -> Iterator[str]:
    """Yield the arguments of a step of each kind, those of some on each line."""
    met: set[Hashable] = set()
    for run in runs:
        firsts = run.firsts() if isinstance(run, Columns) else None
        if not firsts:
            yield _joined(run)
        elif new := firsts.keys() - met:
            met |= new
            yield "\n".join(values(run, ARGUMENTS, sorted(map(firsts.__getitem__, new))))


def _together(texts: Iterable[str]) -> list[str]:
    """Return texts in pieces that are neither small nor large."""
    pieces: list[str] = []
    few: list[str] = []
    length = 0
    for text in texts:
        few.append(text)
        length += len(text)
        if length > _PIECE:
            pieces.append("\n".join(few) if len(few) > 1 else text)
            few, length = [], 0
    if few:
        pieces.append("\n".join(few))
    return pieces
