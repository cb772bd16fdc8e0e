"""Lines of a PBX's files as a terminal shows them, with a mark under the place that matters."""

from collections.abc import Iterator, Sequence

from asterisk_lint.output.colours import Paint
from asterisk_lint.output.report import PbxReport, displayed_path
from asterisk_lint.output.terminal import visible
from asterisk_lint.records import NamedTuple

WIDTH = 120  # a longer source line is shown partly, around the place
_ENDS = ";,|()"  # signs that, besides blanks, end what is marked where the length is not known


class Marked(NamedTuple):
    """A line of a file, and the underlined part."""

    number: int
    text: str
    column: int  # from 1; 0: the whole line
    length: int  # 0: unknown
    note: str  # after the carets
    style: str  # of the carets, a key of COLOURS
    changed: bool  # changed by the change that is checked


def source_lines(line: Marked, edge: str, paint: Paint) -> Iterator[str]:
    """Yield a source line with carets under the place; `+` instead of the bar marks a line of the
    change.
    """
    number, text, column, length, note, style, changed = line
    bar = paint("|", "frame")
    mark = paint("+", "fix") if changed else bar
    start = max(column - 1, 0)
    if column and not length:
        length = len(_first_word(text[start:]))
    before, marked, after = (
        visible(text[:start]),
        visible(text[start : start + max(length, 1)]),
        visible(text[start + max(length, 1) :]),
    )
    if len(before) + len(marked) + len(after) > WIDTH:
        if len(before) > WIDTH // 2:
            before = "..." + before[-WIDTH // 2 :]
        marked = marked[:WIDTH]
        room = max(WIDTH - len(before) - len(marked), 0)
        after = after if len(after) <= room else after[:room] + "..."
    yield (
        f"{paint(str(number).rjust(len(edge)), 'frame')} {mark} "
        f"{(before + marked + after).rstrip()}"
    ).rstrip()
    if column and marked:
        carets = paint("^" * (wide(marked) if length else 1), style, "strong")
        yield f"{edge} {bar} {' ' * wide(before)}{carets}{' ' if note else ''}{note}"
    elif note:
        yield f"{edge} {bar} {note}"


def _first_word(text: str) -> str:
    """Return the word with which a text begins; "" if it begins with something else."""
    for end in _ENDS:
        text = text.partition(end)[0]
    words = text.split(None, 1)
    return words[0] if words and text.startswith(words[0]) else ""


def wide(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def line_of(pbx: PbxReport, file: str, line: int) -> str | None:
    """Return the text of a line; None if there is none to show."""
    lines: Sequence[str] = pbx.sources(file) if line > 0 else ()
    return lines[line - 1] if 0 < line <= len(lines) else None


def position(pbx: PbxReport, file: str, line: int, column: int, paint: Paint | None = None) -> str:
    """Return `FILE:LINE:COLUMN` as the user may open it, without a line or column that is 0; with
    `paint` as a link, where the terminal understands it.
    """
    path = displayed_path(pbx, file)
    text = ":".join([visible(path), *(str(number) for number in (line, column) if number)])
    return text if paint is None else paint.link(text, path, line)
