"""What earlier runs knew about the files on disk: as long as a file's status is the same, so is its
content, and nobody needs to read it.

Git's index works like this too. It is not asked, because it says nothing about files that Git does
not track, about those marked as assume-unchanged or skip-worktree, and about line ends and filters
that make a file differ from its blob.
"""

import os
from collections.abc import Sequence
from marshal import dumps, loads
from operator import attrgetter

# The mode, the size, both times in nanoseconds, the inode and the device of a file.
Status = tuple[int, ...]
status_of = attrgetter("st_mode", "st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_dev")

# A file that changed less than this before the run began could change again without another time:
# the clock of a file system moves in steps, of two seconds on FAT.
_STEP = 3_000_000_000


class Statuses:
    """The files of one work tree, with the status and the blob id that each had when it was
    read.
    """

    def __init__(self, started: int) -> None:
        """`started`: when this run began, in nanoseconds."""
        self._limit = started - _STEP
        self._blobs: dict[tuple[str, Status], str] = {}  # by path
        self._read: dict[str, tuple[Status, bytes]] = {}
        self._now: dict[str, Status] = {}  # of each file whose content is known

    def are_as(self, places: Sequence[str], packed: bytes) -> bool:
        """Tell whether files have the statuses that `packed` holds. `places`: their absolute paths,
        without symbolic links; "" for a file that is not there.
        """
        try:
            # (`map` of functions in C: for 10,000 files every instruction counts)
            return _packed(list(map(status_of, map(os.lstat, places)))) == packed
        except OSError:
            return False

    def expect(self, paths: Sequence[str], packed: bytes, blobs: Sequence[str]) -> None:
        """Go by what an earlier run knew: the statuses of files, and the blob id that each has as
        long as it has that status.
        """
        statuses = loads(packed)  # noqa: S302 - from `packed`
        self._blobs.update(zip(zip(paths, statuses, strict=True), blobs, strict=True))

    def blobs(self, paths: Sequence[str], places: Sequence[str]) -> list[str | None]:
        """Return the blob id of each file from its status; None if the file must be read. `places`
        as in `are_as`.
        """
        found: list[str | None] = []
        for path, place in zip(paths, places, strict=True):
            try:
                status = status_of(os.lstat(place))
            except OSError:
                found.append(None)
                continue
            blob = self._blobs.get((path, status))
            if blob is not None:
                self._now[path] = status
            found.append(blob)
        return found

    def read(self, path: str, status: os.stat_result, content: bytes) -> None:
        """Note what a file contained, and its status before it was read."""
        self._read[path] = (status_of(status), content)

    def settle(self, path: str, content: bytes, blob: str) -> None:
        """Note the blob id of a content that was read. A file that changed so recently that its
        status cannot tell is left out.
        """
        status, read = self._read.pop(path, ((), b""))
        if read is content and status and max(status[2], status[3]) < self._limit:
            self._now[path] = status
            self._blobs[path, status] = blob
        else:
            self._now.pop(path, None)

    def packed(self, paths: Sequence[str]) -> bytes:
        """Return the statuses of files whose content this run knows, for `are_as` in later runs; no
        file has the one of a file whose content is not known.
        """
        return _packed([self._now.get(path, ()) for path in paths])


def _packed(statuses: list[Status]) -> bytes:
    return dumps(statuses, 2)  # version 2 writes equal values alike
