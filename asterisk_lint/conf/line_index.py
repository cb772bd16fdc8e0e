"""The lines of a large file, as written, without a text for each of them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence


class LineIndex(Sequence[str]):
    """The lines of a file, without line ends: its content, where pieces of it begin, and the lines
    of the piece that was asked for last. `piece`: how many bytes are split at once.
    """

    def __init__(self, content: bytes, piece: int = 50_000) -> None:
        self._content = content
        self._starts = [0]  # of each piece, which begins with a line
        self._numbers = [0]  # of lines before each piece
        end = content.find(b"\n", piece)
        while end >= 0:
            self._numbers.append(
                self._numbers[-1] + content.count(b"\n", self._starts[-1], end + 1)
            )
            self._starts.append(end + 1)
            end = content.find(b"\n", end + piece)
        self._length = self._numbers[-1] + content.count(b"\n", self._starts[-1]) + 1
        self._piece = -1
        self._lines: list[str] = []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LineIndex) and self._content == other._content

    def __hash__(self) -> int:
        return hash(self._content)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        if index < 0:
            index += self._length
        if not 0 <= index < self._length:
            raise IndexError(index)
        piece = bisect_right(self._numbers, index) - 1
        if piece != self._piece:
            self._piece, self._lines = piece, self._split(piece)
        return self._lines[index - self._numbers[piece]].rstrip("\r")

    def __iter__(self) -> Iterator[str]:
        for piece in range(len(self._starts)):
            for line in self._split(piece):
                yield line.rstrip("\r")

    def _split(self, piece: int) -> list[str]:
        last = piece + 1 == len(self._starts)
        end = len(self._content) if last else self._starts[piece + 1] - 1
        return (
            self._content[self._starts[piece] : end].decode("utf-8", "surrogateescape").split("\n")
        )
