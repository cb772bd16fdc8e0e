"""The text output for people: each finding with its line, what to type, and why."""

import re
from collections.abc import Iterator, Sequence

from asterisk_lint.model import Finding
from asterisk_lint.output.blocks import Block, blocks_of, places_of, single_blocks
from asterisk_lint.output.gravity import gravest_first, rank, word
from asterisk_lint.output.report import PbxReport, Report, place_of
from asterisk_lint.output.summary import count, summary
from asterisk_lint.output.terminal import visible
from asterisk_lint.records import NamedTuple, Protocol

WIDTH = 120  # a longer source line is shown partly, around the place

LONG = 10  # a report of more blocks than this ends with a count by rule
FEW_RELATED = 3  # so many are shown with a frame each
MOST_PLACES = 8  # of one block
MARKED = r"[^\s;,|()]+"
PLACE = r"(?<![\w/.-])([\w.+-][\w./+-]*):(\d+)(?!\w)"

COLOURS = {
    "security": "95",
    "error": "91",
    "warning": "33",
    "information": "36",
    "frame": "94",
    "fix": "32",
    "strong": "1",
}


class Marked(NamedTuple):
    """A line of a file, and the underlined part."""

    number: int
    text: str
    column: int  # from 1; 0: the whole line
    length: int  # 0: unknown
    note: str  # after the carets
    style: str  # of the carets, a key of COLOURS
    changed: bool  # changed by the change that is checked


class Paint(Protocol):
    """Formats a text in some styles (keys of COLOURS)."""

    def __call__(self, text: str, *styles: str) -> str:
        """Return the text with the escapes that set and end the styles, or unchanged."""


def render(
    report: Report, *, colour: bool = False, every: bool = False, findings_only: bool = False
) -> str:
    """Return a report for a terminal, with colours (ANSI) only if requested; ends with the summary
    line.

    `every`: each finding separately; otherwise related ones are combined into one block.
    `findings_only`: no hint, no summary.
    """
    paint = _paint if colour else _plain
    blocks = [
        (pbx, block)
        for pbx in report.pbxs
        for block in (single_blocks if every else blocks_of)(pbx.findings)
    ]
    shown = [_block(pbx, block, paint) for pbx, block in blocks]
    if findings_only:
        return "".join(text + "\n" for text in shown)
    hint = (
        [_silence_hint(blocks[0][1].findings[0].rule, paint)]
        if shown and report.silenceable
        else []
    )
    more = [*by_rule(report), ""] if len(blocks) > LONG else []
    folded = any(block.heading for _, block in blocks)
    last = [summary(report) + ("; -v shows each of them" if folded else "")]
    return "\n".join([*shown, *hint, *more, *last]) + "\n"


def by_rule(report: Report) -> list[str]:
    """How many findings each rule has, the gravest and most frequent first."""
    counts: dict[tuple[int, str], int] = {}
    for _, finding in gravest_first(report):
        key = (rank(finding), f"{word(finding)}[{finding.rule}]")
        counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))
    return [f"{number:6} {name}" for (_, name), number in ordered]


def _plain(text: str, *styles: str) -> str:
    return text


def _paint(text: str, *styles: str) -> str:
    return f"\033[{';'.join(COLOURS[style] for style in styles)}m{text}\033[0m" if text else ""


def _block(pbx: PbxReport, block: Block, paint: Paint) -> str:
    finding = block.findings[0]
    if not block.heading:
        return "\n".join(_finding(pbx, finding, paint)) + "\n"
    return "\n".join(_group(pbx, block, paint)) + "\n"


def _group(pbx: PbxReport, block: Block, paint: Paint) -> Iterator[str]:
    """A block of several findings: the first place with its line, the others as a list, what to
    do.
    """
    first = block.findings[0]
    yield _title(first, block.heading, paint)
    places = list(places_of(block))
    edge = " " * len(str(first.line))
    bar, mark = paint("|", "frame"), paint("=", "frame")
    yield f"{edge}{paint('-->', 'frame')} {_position(pbx, first.file, first.line, first.column)}"
    source = _line(pbx, first.file, first.line)
    if source is not None:
        yield f"{edge} {bar}"
        changed = first.line in pbx.changed.get(first.file, ())
        shown = Marked(first.line, source, first.column, first.length, "", word(first), changed)
        yield from _source(shown, edge, paint)
    yield f"{edge} {bar}"
    for finding, what in places[:MOST_PLACES]:
        where = _position(pbx, finding.file, finding.line, 0)
        yield from _wrapped(f"{edge} {mark} ", f"{where}: {clickable(pbx, what)}", len(edge) + 3)
    if len(places) > MOST_PLACES:
        yield f"{edge} {mark} and {count(len(places) - MOST_PLACES, 'more place')}"
    fixable = sum(finding.fixable for finding in block.findings)
    if fixable:
        yield (
            f"{edge} {mark} {paint('fix:', 'fix', 'strong')} asterisk-lint --fix ({fixable} of "
            f"{len(block.findings)})"
        )
    if first.module:
        yield (
            f"{edge} {mark} {paint('help:', 'strong')} asterisk-lint why MODULE explains each "
            "module; -v shows each finding"
        )


def _wrapped(start: str, text: str, indent: int) -> Iterator[str]:
    from textwrap import wrap

    lines = wrap(visible(text), WIDTH - indent, break_on_hyphens=False, break_long_words=False)
    for number, line in enumerate(lines):
        yield (start if not number else " " * indent + "  ") + line


def clickable(pbx: PbxReport, text: str) -> str:
    """A text in which each `FILE:LINE` of this PBX is written as seen from where the run was
    started.
    """

    def place(found: "re.Match[str]") -> str:
        return f"{place_of(pbx, found[1])}:{found[2]}" if pbx.sources(found[1]) else found[0]

    return re.sub(PLACE, place, text) if ":" in text else text


def _title(finding: Finding, text: str, paint: Paint) -> str:
    name = word(finding)
    return paint(f"{name}[{finding.rule}]", name, "strong") + paint(f": {visible(text)}", "strong")


def _finding(pbx: PbxReport, finding: Finding, paint: Paint) -> Iterator[str]:
    yield _title(finding, clickable(pbx, finding.message), paint)
    folded = _fold(pbx, finding)
    lines = [finding.line, *(place.line for place in finding.related)]
    edge = " " * len(str(max(lines)))
    bar = paint("|", "frame")
    yield (
        f"{edge}{paint('-->', 'frame')} "
        f"{_position(pbx, finding.file, finding.line, finding.column)}"
    )
    source = _line(pbx, finding.file, finding.line)
    if source is not None:
        yield f"{edge} {bar}"
        changed = finding.line in pbx.changed.get(finding.file, ())
        yield from _source(
            Marked(
                finding.line,
                source,
                finding.column,
                finding.length,
                folded,
                word(finding),
                changed,
            ),
            edge,
            paint,
        )
    elif folded:
        yield f"{edge} {bar} {folded}"
    if len(finding.related) > FEW_RELATED:
        yield from _related(pbx, finding, edge, paint)
    for place in finding.related if len(finding.related) <= FEW_RELATED else ():
        yield (
            f"{edge}{paint(':::', 'frame')} {_position(pbx, place.file, place.line, place.column)}"
        )
        source = _line(pbx, place.file, place.line)
        if source is not None:
            changed = place.line in pbx.changed.get(place.file, ())
            yield from _source(
                Marked(place.line, source, place.column, 0, place.note, "frame", changed),
                edge,
                paint,
            )
    if finding.fix or finding.why or finding.help:
        yield f"{edge} {bar}"
    if finding.fix:
        hint = "   (asterisk-lint --fix)" if finding.fixable and "--fix" not in finding.fix else ""
        yield (
            f"{edge} {paint('=', 'frame')} {paint('fix:', 'fix', 'strong')} "
            f"{visible(clickable(pbx, finding.fix))}{hint}"
        )
    if finding.why:
        yield (
            f"{edge} {paint('=', 'frame')} {paint('why:', 'strong')} "
            f"{visible(clickable(pbx, finding.why))}"
        )
    if finding.help:
        yield (
            f"{edge} {paint('=', 'frame')} {paint('help:', 'strong')} "
            f"{visible(clickable(pbx, finding.help))}"
        )


def _related(pbx: PbxReport, finding: Finding, edge: str, paint: Paint) -> Iterator[str]:
    """Many related places, one a line: where, and the line that is there."""
    mark = paint(":::", "frame")
    for place in finding.related[:MOST_PLACES]:
        source = (_line(pbx, place.file, place.line) or "").strip()
        text = visible(source[:WIDTH]) or visible(place.note)
        yield f"{edge}{mark} {_position(pbx, place.file, place.line, 0)}: {text}"
    if len(finding.related) > MOST_PLACES:
        yield f"{edge}{mark} and {len(finding.related) - MOST_PLACES} more"


def _fold(pbx: PbxReport, finding: Finding) -> str:
    """Shorten further uses without a note to a few words after the caret; other related places are
    shown with their line.
    """
    if not finding.also:
        return ""
    places = ", ".join(_position(pbx, file, line, 0) for file, line in finding.also[:3])
    more = ", ..." if len(finding.also) > 3 else ""
    return f"{count(len(finding.also), 'more use')}: {places}{more}"


def _source(line: Marked, edge: str, paint: Paint) -> Iterator[str]:
    """Yield a source line with carets under the place; `+` instead of the bar marks a line of the
    change.
    """
    number, text, column, length, note, style, changed = line
    bar = paint("|", "frame")
    mark = paint("+", "fix") if changed else bar
    start = max(column - 1, 0)
    if column and not length and (token := re.match(MARKED, text[start:])):
        length = len(token[0])
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


def wide(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def _line(pbx: PbxReport, file: str, line: int) -> str | None:
    """Return the text of a line; None if there is none to show."""
    lines: Sequence[str] = pbx.sources(file) if line > 0 else ()
    return lines[line - 1] if 0 < line <= len(lines) else None


def _position(pbx: PbxReport, file: str, line: int, column: int) -> str:
    return ":".join(
        [visible(place_of(pbx, file)), *(str(number) for number in (line, column) if number)]
    )


def _silence_hint(rule: str, paint: Paint) -> str:
    return paint(
        (
            f"To silence a finding, add `; asterisk-lint: ignore[{rule}]` to its line; "
            f"`asterisk-lint rule {rule}` explains the rule."
        ),
        "frame",
    )
