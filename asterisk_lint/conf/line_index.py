"""The lines of a large file, as written, without a text for each of them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

_PIECE = 50_000  # characters that are split at once


class LineIndex(Sequence[str]):
    """The lines of a text, without line ends: the text itself, where its pieces begin, and the
    lines of the piece that was asked for last.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]  # of each piece, which begins with a line
        self._numbers = [0]  # of lines before each piece
        end = text.find("\n", _PIECE)
        while end >= 0:
            self._numbers.append(self._numbers[-1] + text.count("\n", self._starts[-1], end + 1))
            self._starts.append(end + 1)
            end = text.find("\n", end + _PIECE)
        self._length = self._numbers[-1] + text.count("\n", self._starts[-1]) + 1
        self._piece = -1
        self._lines: list[str] = []

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        if index < 0:
            index += self._length
        if not 0 <= index < self._length:
            raise IndexError(index)
        piece = bisect_right(self._numbers, index) - 1
        if piece != self._piece:
            start = self._starts[piece]
            last = piece + 1 == len(self._starts)
            text = self._text[start:] if last else self._text[start : self._starts[piece + 1] - 1]
            self._piece, self._lines = piece, text.split("\n")
        return self._lines[index - self._numbers[piece]].rstrip("\r")

    def __iter__(self) -> Iterator[str]:
        return (line.rstrip("\r") for line in self._text.split("\n"))
