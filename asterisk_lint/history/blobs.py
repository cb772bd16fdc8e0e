"""The contents of a repository's blobs, read together where it is known which will be needed."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from asterisk_lint.tree.blobs import BlobReader

_AHEAD = 31  # blobs that are read together with one that is needed
_HELD = 8_000_000  # bytes of blobs that were read and may be needed once more


class Blobs(Mapping[str, bytes]):
    """The blobs of a repository by id; unreadable ones are empty."""

    def __init__(self, reader: BlobReader) -> None:
        self.reader = reader
        self._expected: Iterator[str] = iter(())
        self._held: dict[str, bytes] = {}
        self._size = 0

    def expect(self, blobs: Iterable[str]) -> None:
        """Say which blobs will be asked for, in about this order."""
        self._expected = iter(blobs)

    def __getitem__(self, blob: str) -> bytes:
        found = self._held.get(blob)
        if found is None:
            if self._size > _HELD:
                self._held, self._size = {}, 0
            ahead = (each for each in self._expected if each not in self._held)
            read = self.reader.read_several([blob, *islice(ahead, _AHEAD)])
            self._held.update(read)
            self._size += sum(map(len, read.values()))
            found = read[blob]
        return found

    def read(self, blob: str) -> bytes:
        """Return the content of a blob. Raises as `BlobReader.read` does."""
        return self[blob] or self.reader.read(blob)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
