"""Convert a file's bytes to the lines that Asterisk parses: its buffer, its comments
(config_text_file_load() in main/config.c).
"""

from collections.abc import Iterator, Sequence

from asterisk_lint.conf.zeroed import ZEROS
from asterisk_lint.records import NamedTuple

BUFFER = 8191  # the maximum number of bytes that one fgets() call returns
SHORT = BUFFER // 4 - 1  # this many characters always fit into the buffer
_PIECE = 1 << 15  # bytes of a file that are split at once: a form is known in the next ones
_FIRST = 1 << 12  # at first: most forms of lines are known after that
NESTED = 128  # the maximum depth of nested comments


def numbered(
    data: bytes, *, byte_order_mark: bool, skips_long_lines: bool
) -> Iterator[tuple[Sequence[int], Sequence[str | None], Sequence[bytes | None]]]:
    """Yield the file's lines, some at a time: their real numbers, the lines without the line feed,
    and with every digit as 0 (None if the line ends elsewhere for Asterisk than in the file).

    A line that is longer than Asterisk's buffer is None if the release skips it (otherwise its
    pieces are separate lines). A NUL byte ends a line for Asterisk.
    """
    if byte_order_mark and data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    first = 1
    for start, stop in pieces(data):
        piece = data[start:stop]
        text = piece.decode("utf-8", "surrogateescape")
        lines = text.split("\n")
        if "\0" not in text and not _has_long_line(piece):
            numbers = range(first, first + len(lines))
            yield numbers, lines, piece.translate(ZEROS).split(b"\n")
        elif cut := list(_buffered(data[start : stop + 1], first, skips_long_lines)):
            yield [number for number, _ in cut], [line for _, line in cut], [None] * len(cut)
        first += len(lines)


def _has_long_line(data: bytes) -> bool:
    """Tell whether a line may be longer than Asterisk's buffer."""
    start = 0
    while len(data) - start > SHORT:
        start = data.rfind(b"\n", start, start + SHORT + 1) + 1
        if not start:
            return True
    return False


def pieces(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of a file begin, each some lines, and where the line feed is that ends
    each of them.
    """
    start, size = 0, min(_FIRST, _PIECE)
    while (stop := data.find(b"\n", start + size)) >= 0:
        yield start, stop
        start, size = stop + 1, min(2 * size, _PIECE)
    yield start, len(data)


def _buffered(data: bytes, first: int, skips_long_lines: bool) -> Iterator[tuple[int, str | None]]:
    skipping = False
    for number, chunk in _chunks(data):
        seen = chunk.partition(b"\0")[0]
        full = len(seen) == BUFFER and not seen.endswith(b"\n")
        line = first + number
        if skipping:
            skipping = full
        elif full and skips_long_lines:
            skipping = True
            yield line, None
        else:
            yield line, seen.removesuffix(b"\n").decode("utf-8", "surrogateescape")


def _chunks(data: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    for number in range(data.count(b"\n") + 1):
        stop = data.find(b"\n", start) + 1 or len(data)
        for at in range(start, stop, BUFFER):
            yield number, data[at : min(at + BUFFER, stop)]
        start = stop


class CommentState(NamedTuple):
    """The nesting of comments at the start or end of a file; it carries over to the next file of a
    pattern, as in Asterisk.

    `depth` is negative after a comment is closed that was never opened: Asterisk then ignores the
    rest.
    """

    depth: int = 0
    began: tuple[int, ...] = ()  # the line on which the comment of each depth begins
    endless: bool = False  # deeper than Asterisk can handle: it never returns


NO_COMMENT = CommentState()


class Comments:
    """Tracks the nesting of comments during parsing; the fields are those of `CommentState`."""

    def __init__(self, state: CommentState = NO_COMMENT) -> None:
        self.depth = state.depth
        self.began = list(state.began)
        self.endless = state.endless

    def state(self) -> CommentState:
        """Return the current state."""
        return CommentState(self.depth, tuple(self.began[: max(self.depth, 0)]), self.endless)

    def strip(self, raw: str, number: int, *, unescapes: bool) -> tuple[str, list[int]] | None:
        """Return what Asterisk parses of a line that contains a semicolon or is in a comment, with
        the column of each character.

        None: Asterisk parses nothing. The steps follow the C code, with a NUL where it writes one.
        """
        chars = [*raw, "\0"]
        columns = list(range(1, len(chars) + 1))
        start = None if self.depth else 0
        fresh = 0
        while (at := _semicolon(chars, fresh)) >= 0:
            if at > fresh and chars[at - 1] == "\\":
                if unescapes:
                    del chars[at - 1], columns[at - 1]
                    fresh = at
                else:
                    fresh = at + 1
            elif chars[at + 1] == "-" and chars[at + 2] == "-" and chars[at + 3] != "-":
                if self.depth >= NESTED:
                    self.endless = True
                    return None
                chars[at] = "\0"
                fresh = at + 3
                self.depth += 1
                if self.depth > 0:
                    self.began[self.depth - 1 :] = [number]
            elif at >= fresh + 2 and chars[at - 1] == "-" and chars[at - 2] == "-":
                self.depth -= 1
                fresh = at + 1
                if not self.depth:
                    if start is None:
                        start = fresh
                    else:
                        end = chars.index("\0", start)
                        del chars[end:fresh], columns[end:fresh]
                        fresh = end
            elif not self.depth:
                chars[at] = "\0"
                fresh = at
            else:
                fresh = at + 1
        if start is None:
            return None
        end = chars.index("\0", start)
        return "".join(chars[start:end]), columns[start : end + 1]


def _semicolon(chars: list[str], start: int) -> int:
    """Return where strchr() finds the next semicolon, before the next NUL; -1 if there is none."""
    for at in range(start, len(chars)):
        if chars[at] == ";":
            return at
        if chars[at] == "\0":
            return -1
    return -1
