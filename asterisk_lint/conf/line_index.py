"""The lines of a large file, as written, without a text for each of them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, compress, islice


class LineIndex(Sequence[str]):
    """The lines of contents that follow each other, without line ends: the contents, where pieces
    of them begin, and the lines of the piece that was asked for last. `piece`: how many bytes are
    split at once. A content does not end with the line feed before the next one.
    """

    def __init__(self, *contents: bytes, piece: int = 50_000) -> None:
        self._contents = contents
        # Of each piece, which begins with a line: its content, where it begins there, and the
        # number of lines before it.
        self._content_of: list[int] = []
        self._starts: list[int] = []
        self._numbers: list[int] = []
        self._length = 0
        for number, content in enumerate(contents):
            start = 0
            while start >= 0:
                self._content_of.append(number)
                self._starts.append(start)
                self._numbers.append(self._length)
                before = start
                start = content.find(b"\n", start + piece) + 1 or -1
                end = start if start >= 0 else len(content)
                self._length += content.count(b"\n", before, end) + (start < 0)
        self._piece = -1
        self._lines: list[str] = []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LineIndex) and (
            self._contents == other._contents
            or b"\n".join(self._contents) == b"\n".join(other._contents)
        )

    def __hash__(self) -> int:
        return hash((self._length, self[0]))

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
        return self._lines[index - self._numbers[piece]]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(map(self._split, range(len(self._starts))))

    def at(self, numbers: Sequence[int]) -> Iterator[str]:
        """Yield the lines of these numbers, which count from 1 and ascend."""
        first, last = numbers[0] - 1, numbers[-1] - 1
        start = bisect_right(self._numbers, first) - 1
        stop = bisect_right(self._numbers, last)
        every = chain.from_iterable(map(self._split, range(start, stop)))
        those = islice(every, first - self._numbers[start], last + 1 - self._numbers[start])
        if isinstance(numbers, range):
            return those
        wanted = bytearray(last - first + 1)
        for number in numbers:
            wanted[number - 1 - first] = 1
        if wanted.count(1) < len(numbers):  # parts of long lines
            return (self[number - 1] for number in numbers)
        return compress(those, wanted)

    def _split(self, piece: int) -> list[str]:
        content = self._contents[self._content_of[piece]]
        last = self._content_of[piece + 1 : piece + 2] != self._content_of[piece : piece + 1]
        end = len(content) if last else self._starts[piece + 1] - 1
        text = content[self._starts[piece] : end].decode("utf-8", "surrogateescape")
        lines = text.split("\n")
        return [line.rstrip("\r") for line in lines] if "\r" in text else lines
