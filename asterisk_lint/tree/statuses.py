"""What earlier runs knew about the files on disk: as long as a file's status is the same, so is its
content, and nobody needs to read it.

Git's index works like this too. It is not asked, because it says nothing about files that Git does
not track, about those marked as assume-unchanged or skip-worktree, and about line ends and filters
that make a file differ from its blob.
"""

import os
from collections.abc import Mapping, Sequence
from operator import attrgetter, itemgetter

# The mode, the size, both times in nanoseconds, the inode and the device of a file.
Status = tuple[int, ...]
_STATUS, _BLOB = itemgetter(0), itemgetter(1)  # of what is known of a file
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
        self._now = dict(known)  # and what this run read
        self._limit = started - _STEP
        self._read: dict[str, tuple[Status, bytes]] = {}
        self.used: dict[str, tuple[Status, str]] = {}  # what a later run can go by

    def blobs(self, paths: Sequence[str], places: Sequence[str]) -> list[str | None]:
        """Return the blob id of each file from its status; None if the file must be read. `places`:
        their absolute paths, without symbolic links; "" for a file that is not there.
        """
        try:
            # (`map` of functions in C: for 10,000 files every instruction counts)
            known = list(map(self._now.__getitem__, paths))
            if list(map(status_of, map(os.lstat, places))) == list(map(_STATUS, known)):
                self.used.update(zip(paths, known, strict=True))
                return list(map(_BLOB, known))
        except (KeyError, OSError):
            pass
        if len(paths) == 1:
            return [None]
        return [self.blobs([path], [place])[0] for path, place in zip(paths, places, strict=True)]

    def read(self, path: str, status: os.stat_result, content: bytes) -> None:
        """Note what a file contained, and its status before it was read."""
        self._read[path] = (status_of(status), content)

    def settle(self, path: str, content: bytes, blob: str) -> None:
        """Note the blob id of a content that was read. A file that changed so recently that its
        status cannot tell is left out.
        """
        status, read = self._read.pop(path, ((), b""))
        if read is content and status and max(status[2], status[3]) < self._limit:
            self.used[path] = self._now[path] = (status, blob)
        else:
            self.used.pop(path, None)
            self._now.pop(path, None)

    @property
    def changed(self) -> bool:
        """Whether a later run can go by something else than this one could."""
        return self.used != self._known
