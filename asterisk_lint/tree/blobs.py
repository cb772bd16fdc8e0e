"""Read many Git blobs through one `git cat-file --batch`."""

import os
from collections.abc import Sequence

from asterisk_lint.tree.files import TreeError, Unreadable, refuse_large
from asterisk_lint.tree.git import complaint, start_git, unnamed_file

_AT_ONCE = 32  # so few ids fit into any pipe, whatever git still has to write


class BlobReader:
    """A running `git cat-file --batch`, started when the first blob is requested; it ends with
    `close` or when it is no longer referenced.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self._process = 0
        self._owner = 0
        self._asking = -1
        self._answers = -1
        self._errors = -1
        self._rest = b""

    def read(self, blob: str) -> bytes:
        """Return the content of a blob. Raises Unreadable if the repository lacks it (a partial
        clone), TreeError if git cannot be run.
        """
        self._ask([blob])
        return self._answer(blob)

    def read_several(self, blobs: Sequence[str]) -> dict[str, bytes]:
        """Return the contents of some blobs, those that the repository lacks as empty. It does not
        wait for git after each one. Raises TreeError.
        """
        found: dict[str, bytes] = {}
        for start in range(0, len(blobs), _AT_ONCE):
            some = blobs[start : start + _AT_ONCE]
            self._ask(some)
            for blob in some:
                try:
                    found[blob] = self._answer(blob)
                except Unreadable:
                    found[blob] = b""
        return found

    def _ask(self, blobs: Sequence[str]) -> None:
        if (
            not self._process or self._owner != os.getpid()
        ):  # after a fork two readers of one pipe would take each other's answers
            self._start()
        try:
            os.write(self._asking, "".join([f"{blob}\n" for blob in blobs]).encode())
        except BrokenPipeError:
            raise TreeError(self._ending()) from None

    def _answer(self, blob: str) -> bytes:
        head = self._line().split(b" ")
        if head[-1] == b"missing" or len(head) != 3:
            raise Unreadable(f"Git has no content for it (object {blob[:10]} is missing)")
        try:
            refuse_large(int(head[2]))
        except Unreadable:
            self._skip(int(head[2]) + 1)
            raise
        content = self._take(int(head[2]) + 1)
        return content[:-1]

    def close(self) -> None:
        """End the process."""
        if self._process and self._owner == os.getpid():
            os.close(self._asking)
            os.close(self._answers)
            os.close(self._errors)
            os.waitpid(self._process, 0)
            self._process = 0

    def __del__(self) -> None:
        """End the process when it is no longer used: a long run looks at many repositories."""
        try:
            self.close()
        except OSError:  # another process has already waited for it
            self._process = 0

    def _start(self) -> None:
        # Descriptors made by os.pipe are closed in every process started later, so no other process
        # keeps these pipes open.
        self._owner = os.getpid()
        self._rest = b""
        given, self._asking = os.pipe()
        self._answers, taken = os.pipe()
        self._errors = unnamed_file()
        files = {0: given, 1: taken, 2: self._errors}
        try:
            self._process = start_git(self.root, ("cat-file", "--batch"), files)
        finally:
            os.close(given)
            os.close(taken)

    def _line(self) -> bytes:
        while b"\n" not in self._rest:
            self._more()
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _take(self, size: int) -> bytes:
        parts = [self._rest]
        length = len(self._rest)
        while length < size:
            self._rest = b""
            self._more()
            parts.append(self._rest)
            length += len(self._rest)
        content = b"".join(parts)
        self._rest = content[size:]
        return content[:size]

    def _skip(self, size: int) -> None:
        while len(self._rest) < size:
            size -= len(self._rest)
            self._rest = b""
            self._more()
        self._rest = self._rest[size:]

    def _more(self) -> None:
        part = os.read(self._answers, 1 << 18)
        if not part:
            raise TreeError(self._ending())
        self._rest += part

    def _ending(self) -> str:
        """Return why git has ended. (It ends at the first object that a partial clone lacks.)"""
        os.lseek(self._errors, 0, os.SEEK_SET)
        told = complaint(os.read(self._errors, 1 << 16))[:200]
        return f"git cat-file ended unexpectedly{f': {told}' if told else ''}"
