"""Read logs of any length in little memory: what they ask for, how often, when last."""

from collections.abc import Callable, Iterable
from typing import BinaryIO, cast

from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.witness.recognize import RecognizedLine, Recognizer

if TYPE_CHECKING:
    import re
    from io import BufferedIOBase, BufferedReader

BLOCK = 1 << 20  # bytes read at a time
LONGEST_LINE = 1 << 20  # longer text is not a log line; the rest is skipped
MOST = (
    5000  # maximum number of different things; names come from callers too, and memory is limited
)
PLACES = 5  # places stored for each
TIME = (
    rb'^\[([^\]\n]{4,40})\]|"timestamp": ?"([^"\n]{4,40})"|'
    rb"^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ][\d:.,+-]{5,20})"
)


class LoggedRequest(NamedTuple):
    """One thing that a log asks for."""

    told: RecognizedLine  # by its first line
    times: int
    file: str  # of the last line
    line: int
    time: str  # as the log writes it
    text: str  # the last line itself
    places: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Summary:
    """What was found in all logs read so far."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, ...], LoggedRequest] = {}
        self.lines = 0
        self.bytes = 0
        self.passed_over = 0  # messages about things beyond MOST

    def add(self, told: RecognizedLine, file: str, line: int, time: str, text: str) -> None:
        """Count one message."""
        key = (told.message.kind, told.name, *told.beside)
        old = self.seen.get(key)
        if old is None:
            if len(self.seen) >= MOST:
                self.passed_over += 1
                return
            old = LoggedRequest(told, 0, file, line, time, text)
        better = old.told if old.told.is_specific or not told.is_specific else told
        places = (
            old.places
            if not told.place or told.place in old.places or len(old.places) >= PLACES
            else (*old.places, told.place)
        )
        self.seen[key] = LoggedRequest(
            better,
            old.times + 1,
            file,
            line,
            time or old.time,
            text,
            places,
            tuple(dict.fromkeys(old.missing + told.missing)),
        )


def read_log(
    stream: "BinaryIO | BufferedIOBase",
    name: str,
    summary: Summary,
    recognizer: Recognizer,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Read one log to its end into the summary; `progress` is called with the bytes read so far.
    Raises OSError if it cannot be read.
    """
    import re

    time = re.compile(TIME)
    reader = _Reader(name, summary, recognizer, time)
    rest = b""
    while block := stream.read(BLOCK):
        summary.bytes += len(block)
        if progress is not None:
            progress(summary.bytes)
        block = rest + block
        cut = block.rfind(b"\n") + 1
        if cut:
            reader.take(block, cut)
            rest = block[cut:]
        else:
            rest = block[:LONGEST_LINE]
    if rest:
        reader.take(rest, len(rest))
    summary.lines += reader.line


class _Reader:
    """The state between two blocks of one log."""

    def __init__(
        self, name: str, summary: Summary, recognizer: Recognizer, time: "re.Pattern[bytes]"
    ) -> None:
        self.name = name
        self.summary = summary
        self.recognizer = recognizer
        self.time = time
        self.line = 0  # lines before the block

    def take(self, block: bytes, cut: int) -> None:
        """Read whole lines: the block up to `cut`."""
        found = [
            (start, end, told)
            for anchor in self.recognizer.anchors
            for start, end, told in self._hits(block, cut, anchor)
        ]
        found.sort(key=lambda hit: hit[:2])
        at, number = 0, self.line + 1
        for start, end, told in found:
            number += block.count(b"\n", at, start)
            at = start
            line = plain(block[start:end])
            self.summary.add(
                told,
                self.name,
                number,
                self._time_of(block, start, line),
                line[:500].decode("utf-8", "surrogateescape"),
            )
        self.line = number - 1 + block.count(b"\n", at, cut)

    def _hits(
        self, block: bytes, cut: int, anchor: bytes
    ) -> Iterable[tuple[int, int, RecognizedLine]]:
        position = block.find(anchor, 0, cut)
        while position >= 0:
            start = block.rfind(b"\n", 0, position) + 1
            end = block.find(b"\n", position, cut)
            end = cut if end < 0 else end
            for told in self.recognizer.told(plain(block[start:end]), anchor):
                yield start, end, told
            position = block.find(anchor, end, cut)

    def _time_of(self, block: bytes, start: int, line: bytes) -> str:
        found = self.time.search(line)
        if found is None:
            # A line that continues an entry: the entry's first line has the time.
            head = block.rfind(b"\n[", max(0, start - 65536), start) + 1
            found = self.time.search(plain(block[head : head + 200]))
        return (
            next((group for group in found.groups() if group), b"").decode("utf-8", "replace")
            if found
            else ""
        )


def plain(line: bytes) -> bytes:
    """Return a line without terminal colours."""
    if b"\x1b" not in line:
        return line
    import re

    return re.sub(rb"\x1b\[[0-9;]*m", b"", line)


def open_log(path: str) -> "BufferedIOBase":
    """Open a log file, plain or compressed (gzip, bzip2, xz, by its first bytes); "-" is standard
    input. Raises OSError if it cannot be opened.
    """
    import sys

    return unpacked(cast("BufferedReader", sys.stdin.buffer) if path == "-" else open(path, "rb"))


def length_of(path: str) -> int:
    """Return the number of bytes in a log; 0 where only reading it tells."""
    import os
    from stat import S_ISREG

    try:
        status = os.stat(path)
        if path == "-" or not S_ISREG(status.st_mode):
            return 0
        with open(path, "rb") as raw:
            return status.st_size if unpacked(raw) is raw else 0
    except OSError:
        return 0


def unpacked(raw: "BufferedReader") -> "BufferedIOBase":
    """Return the content of a file, decompressed if its first bytes say so."""
    begins = raw.peek(6)[:6]
    if begins.startswith(b"\x1f\x8b"):
        import gzip

        return gzip.GzipFile(fileobj=raw)
    if begins.startswith(b"BZh"):
        import bz2

        return bz2.BZ2File(raw)
    if begins.startswith(b"\xfd7zXZ"):
        import lzma

        return lzma.LZMAFile(raw)
    return raw
