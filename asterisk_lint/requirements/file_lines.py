"""Many lines of files, without a value for each of them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from operator import lt

_FEW = 1000  # lines that need no array, which takes time to import


class FileLines(Sequence[tuple[str, int]]):
    """Pairs of file and line, in order, each once. A large dialplan has hundreds of thousands for
    each module that it uses.
    """

    __slots__ = ("_files", "_length", "_skipped")

    def __init__(self, lines: Mapping[str, Sequence[int]]) -> None:
        self._files = {file: _compact(_in_order(lines[file])) for file in sorted(lines)}
        self._length = sum(map(len, self._files.values()))
        self._skipped = 0

    def behind_first(self) -> "FileLines":
        """Return the same without the first one."""
        rest = FileLines({})
        rest._files, rest._length, rest._skipped = self._files, self._length - 1, self._skipped + 1
        return rest

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[tuple[str, int]]:
        every = chain.from_iterable(zip(repeat(file), self._files[file]) for file in self._files)
        return islice(every, self._skipped, None)

    def __getitem__(self, index: int | slice) -> tuple:  # type: ignore[type-arg]
        if isinstance(index, slice):
            return tuple(islice(self, *index.indices(self._length)))
        return next(islice(self, range(self._length)[index], None))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


def _in_order(lines: Sequence[int]) -> Sequence[int]:
    """Return lines in order, each once. Most are, and a set of so many takes much memory."""
    if all(map(lt, lines, islice(lines, 1, None))):
        return lines
    return sorted(set(lines))


def _compact(lines: Sequence[int]) -> Sequence[int]:
    if len(lines) < _FEW:
        return lines
    from array import array

    return array("I", lines)
