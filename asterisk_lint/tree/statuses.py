"""What earlier runs knew about the files on disk: as long as a file's status is the same, so is its
content, and nobody needs to read it.

Git's index works like this too. It is not asked, because it says nothing about files that Git does
not track, about those marked as assume-unchanged or skip-worktree, and about line ends and filters
that make a file differ from its blob.
"""

import os
from collections.abc import Mapping, Sequence
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

    def __init__(self, known: Mapping[str, tuple[Status, str]], started: int) -> None:
        """`known`: by path, from an earlier run. `started`: when this run began, in nanoseconds."""
        self._known = known
        self._limit = started - _STEP
        self._read: dict[str, tuple[Status, bytes]] = {}
        self.used: dict[str, tuple[Status, str]] = {}  # what a later run can go by

    def blobs(self, paths: Sequence[str], places: Sequence[str | None]) -> list[str | None]:
        """Return the blob id of each file from its status; None if the file must be read. `places`:
        their absolute paths, without symbolic links; None for a file that is not there.
        """
        used, before, lstat = self.used, self._known, os.lstat
        blobs: list[str | None] = []
        for path, place in zip(paths, places, strict=True):
            known = used.get(path) or before.get(path)
            blob = None
            if known is not None and place is not None:
                try:
                    if status_of(lstat(place)) == known[0]:
                        used[path] = known
                        blob = known[1]
                except OSError:
                    pass
            blobs.append(blob)
        return blobs

    def read(self, path: str, status: os.stat_result, content: bytes) -> None:
        """Note what a file contained, and its status before it was read."""
        self._read[path] = (status_of(status), content)

    def settle(self, path: str, content: bytes, blob: str) -> None:
        """Note the blob id of a content that was read. A file that changed so recently that its
        status cannot tell is left out.
        """
        status, read = self._read.pop(path, ((), b""))
        if read is content and status and max(status[2], status[3]) < self._limit:
            self.used[path] = (status, blob)
        elif path in self.used:
            del self.used[path]

    @property
    def changed(self) -> bool:
        """Whether a later run can go by something else than this one could."""
        return self.used != self._known
