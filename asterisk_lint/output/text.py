"""The text for people: each finding with its line, what to type, and why."""

from collections.abc import Iterable, Iterator, Sequence

from asterisk_lint.model import Finding
from asterisk_lint.output.report import PbxReport, Report, place_of
from asterisk_lint.output.terminal import visible
from asterisk_lint.records import NamedTuple, Protocol

WIDTH = 120  # a longer source line is shown in part, around the place

COLOURS = {
    "error": "31",
    "warning": "33",
    "information": "36",
    "frame": "34",
    "fix": "32",
    "strong": "1",
}


class Marked(NamedTuple):
    """A line of a file, and what is underlined in it."""

    number: int
    text: str
    column: int  # from 1; 0: the whole line
    length: int  # 0: unknown
    note: str  # behind the carets
    style: str  # of the carets, a key of COLOURS
    changed: bool  # by the change that is checked


class Paint(Protocol):
    """Gives a text in some styles (keys of COLOURS)."""

    def __call__(self, text: str, *styles: str) -> str:
        """The text with the escapes that set and end the styles, or as it is."""


def render(report: Report, *, colour: bool = False) -> str:
    """Give a report for a terminal, colours (ANSI) only where asked for; ends with the summary line."""
    paint = _paint if colour else _plain
    shown = [text for pbx in report.pbxs for text in _pbx(pbx, paint)]
    hint = [_silence_hint(report, paint)] if shown else []
    return "\n".join([*shown, *hint, summary(report)]) + "\n"


def summary(report: Report) -> str:
    """Say in one line how much was found, how much of it `--fix` settles, and what was left out."""
    findings = [finding for pbx in report.pbxs for finding in pbx.findings]
    where = count(len(report.pbxs), "PBX", "PBXs")
    if findings:
        fixable = sum(finding.fixable for finding in findings)
        more = f" ({fixable} fixable with --fix)" if fixable else ""
        line = f"{count(len(findings), 'finding')} in {where}{more}"
    else:
        line = f"No findings in {where}"
    if report.known:
        line += f"; {count(report.known, 'older finding')} left out"
    return line


def count(number: int, one: str, many: str = "") -> str:
    """Give a number with its noun: "1 finding", "2 findings"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _plain(text: str, *styles: str) -> str:
    return text


def _paint(text: str, *styles: str) -> str:
    return f"\033[{';'.join(COLOURS[style] for style in styles)}m{text}\033[0m" if text else ""


def _pbx(pbx: PbxReport, paint: Paint) -> Iterator[str]:
    for finding in pbx.findings:
        yield "\n".join(_finding(pbx, finding, paint)) + "\n"


def _finding(pbx: PbxReport, finding: Finding, paint: Paint) -> Iterator[str]:
    label = f"{finding.severity}[{finding.rule}]"
    yield paint(label, finding.severity, "strong") + paint(
        f": {visible(finding.message)}", "strong"
    )
    folded = _fold(finding)
    lines = [finding.line, *(place.line for place in finding.related)]
    edge = " " * len(str(max(lines)))
    bar = paint("|", "frame")
    yield f"{edge}{paint('-->', 'frame')} {_position(pbx, finding.file, finding.line, finding.column)}"
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
                finding.severity,
                changed,
            ),
            edge,
            paint,
        )
    elif folded:
        yield f"{edge} {bar} {folded}"
    for place in finding.related:
        yield f"{edge}{paint(':::', 'frame')} {_position(pbx, place.file, place.line, place.column)}"
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
        yield f"{edge} {paint('=', 'frame')} {paint('fix:', 'fix', 'strong')} {visible(finding.fix)}{hint}"
    if finding.why:
        yield f"{edge} {paint('=', 'frame')} {paint('why:', 'strong')} {visible(finding.why)}"
    if finding.help:
        yield f"{edge} {paint('=', 'frame')} {paint('help:', 'strong')} {visible(finding.help)}"


def _fold(finding: Finding) -> str:
    """Further uses without a note of their own become a few words behind the caret; other related places are shown with their line."""
    if not finding.also:
        return ""
    places = ", ".join(f"{visible(file)}:{line}" for file, line in finding.also[:3])
    more = ", ..." if len(finding.also) > 3 else ""
    return f"{count(len(finding.also), 'more use')}: {places}{more}"


def _source(line: Marked, edge: str, paint: Paint) -> Iterator[str]:
    """A source line with carets under the place; `+` instead of the bar marks a line of the change."""
    number, text, column, length, note, style, changed = line
    bar = paint("|", "frame")
    mark = paint("+", "fix") if changed else bar
    start = max(column - 1, 0)
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
    yield f"{paint(str(number).rjust(len(edge)), 'frame')} {mark} {(before + marked + after).rstrip()}".rstrip()
    if column and marked:
        carets = paint("^" * (wide(marked) if length else 1), style, "strong")
        yield f"{edge} {bar} {' ' * wide(before)}{carets}{' ' if note else ''}{note}"
    elif note:
        yield f"{edge} {bar} {note}"


def wide(text: str) -> int:
    """How many columns a terminal gives to text."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def _line(pbx: PbxReport, file: str, line: int) -> str | None:
    """The text of a line; None where there is none to show."""
    lines: Sequence[str] = pbx.sources(file) if line > 0 else ()
    return lines[line - 1] if 0 < line <= len(lines) else None


def _position(pbx: PbxReport, file: str, line: int, column: int) -> str:
    return ":".join(
        [visible(place_of(pbx, file)), *(str(number) for number in (line, column) if number)]
    )


def _silence_hint(report: Report, paint: Paint) -> str:
    rules: Iterable[str] = dict.fromkeys(
        finding.rule for pbx in report.pbxs for finding in pbx.findings
    )
    rule = next(iter(rules))
    return paint(
        f"To silence a finding, add `; asterisk-lint: ignore[{rule}]` to its line; `asterisk-lint rule {rule}` explains the rule.",
        "frame",
    )
