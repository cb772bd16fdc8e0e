"""Positions in a text as an editor counts them: lines from 0, and columns in the units of an
encoding (UTF-16 unless both sides agree on another).

An editor ends a line at LF, CRLF and CR alone (LSP 3.17, "Text Documents"); Asterisk, and with it
every finding, ends a line at LF only.
"""

from collections.abc import Sequence

from asterisk_lint.records import NamedTuple

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"


class Position(NamedTuple):
    """A position as an editor gives it."""

    line: int
    character: int


class Change(NamedTuple):
    """One change of an open text; without a start, `text` replaces everything."""

    text: str
    start: Position | None = None
    end: Position | None = None


def units(text: str, encoding: str) -> int:
    """Return how many units of an encoding a text takes."""
    if text.isascii() or encoding == UTF32:
        return len(text)
    if encoding == UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)


def index_at(line: str, character: int, encoding: str) -> int:
    """Return the index in a line for a column in units; the end of the line for one beyond it, and
    the beginning of a character for one inside it.
    """
    if line.isascii() or encoding == UTF32:
        return min(max(character, 0), len(line))
    taken = 0
    for index, letter in enumerate(line):
        taken += units(letter, encoding)
        if taken > character:
            return index
    return len(line)


def changed(text: str, changes: Sequence[Change], encoding: str) -> str:
    """Return a text after changes, each of which applies to the result of the one before."""
    for change in changes:
        if change.start is None or change.end is None:
            text = change.text
            continue
        start = offset(text, change.start, encoding)
        end = max(offset(text, change.end, encoding), start)
        text = text[:start] + change.text + text[end:]
    return text


def offset(text: str, place: Position, encoding: str) -> int:
    """Return the index in a text for a place; the end of the text for one beyond it."""
    start = line_start(text, place.line)
    return start + index_at(text[start : line_end(text, start)], place.character, encoding)


def line_start(text: str, line: int) -> int:
    """Return the index at which a line begins; the end of the text for a line beyond it."""
    at = 0
    alone = has_lone_cr(text)
    for _ in range(line):
        end = line_end(text, at) if alone else text.find("\n", at)
        if end < 0 or end >= len(text):
            return len(text)
        at = end + (2 if text.startswith("\r\n", end) else 1)
    return at


def line_end(text: str, start: int) -> int:
    """Return the index at which the line that begins at `start` ends, without its line end."""
    feed = text.find("\n", start)
    feed = len(text) if feed < 0 else feed
    carriage = text.find("\r", start, feed)
    return feed if carriage < 0 else carriage


def has_lone_cr(text: str) -> bool:
    """Tell whether a text has a CR that does not belong to a CRLF."""
    return "\r" in text and text.count("\r") != text.count("\r\n")


class Lines:
    """The lines of a file, for positions of findings (from 1, ended by LF only)."""

    def __init__(self, lines: Sequence[str], encoding: str = UTF16) -> None:
        self.lines = lines
        self.encoding = encoding
        self._extra: list[int] | None = None

    def text(self, line: int) -> str:
        """Return a line, from 1, without its line end; "" if there is none."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def place(self, line: int, column: int) -> Position:
        """Return the place of a column (from 1) in a line (from 1). Lines beyond the end are the
        last one, columns beyond the end of the line its end.
        """
        line = min(max(line, 1), max(len(self.lines), 1))
        before = self.text(line)[: max(column - 1, 0)]
        shift = self._shift(line)
        if "\r" in before:
            shift += before.count("\r")
            before = before.rpartition("\r")[2]
        return Position(line - 1 + shift, units(before, self.encoding))

    def position(self, place: Position) -> tuple[int, int]:
        """Return line and column, both from 1, of an editor's place."""
        line = place.line
        if self._extras():
            line = next(
                (
                    number
                    for number in range(len(self.lines))
                    if number + self._shift(number + 1) + self.lines[number].count("\r") >= line
                ),
                len(self.lines),
            )
            first = line + self._shift(line + 1)
            parts = self.text(line + 1).split("\r")
            inside = min(max(place.line - first, 0), len(parts) - 1)
            before = sum(len(part) + 1 for part in parts[:inside])
            return line + 1, before + index_at(parts[inside], place.character, self.encoding) + 1
        return line + 1, index_at(self.text(line + 1), place.character, self.encoding) + 1

    def _shift(self, line: int) -> int:
        """How many line ends the editor sees before a line that Asterisk does not."""
        extras = self._extras()
        return extras[line - 1] if extras else 0

    def _extras(self) -> list[int]:
        if self._extra is None:
            self._extra = []
            if any("\r" in line for line in self.lines):
                seen = 0
                for line in self.lines:
                    self._extra.append(seen)
                    seen += line.count("\r")
        return self._extra
