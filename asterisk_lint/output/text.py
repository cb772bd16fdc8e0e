"""The text output for people: each finding with its line, what to type, and why."""

import os
from collections.abc import Iterator, Sequence

from asterisk_lint.conf.suppressions import SIGNS
from asterisk_lint.model import Finding, Related
from asterisk_lint.output.blocks import Block, blocks_of, modules_of, places_of, single_blocks
from asterisk_lint.output.colours import Paint
from asterisk_lint.output.excerpt import WIDTH, Marked, line_of, position, source_lines
from asterisk_lint.output.finding_order import by_rule, word
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.output.sentences import clickable, wrapped
from asterisk_lint.output.summary import count, summary
from asterisk_lint.output.terminal import visible

LONG = 10  # a report of more blocks than this ends with a count by rule
FEW_RELATED = 3  # so many are shown with a frame each
MOST_PLACES = 8  # of one block
MORE = "; -v shows each finding, `asterisk-lint why MODULE` explains a module"


def render(
    report: Report,
    *,
    colour: bool = False,
    links: str = "",
    every: bool = False,
    findings_only: bool = False,
    totals: bool = True,
) -> str:
    """Return a report for a terminal, with colours (ANSI) only if requested; ends with the summary
    line.

    `links`: which links it understands (output/links.py).
    `every`: each finding separately; otherwise related ones are combined into one block.
    `findings_only`: no hint, no summary. `totals`: a long report counts the findings of each rule.
    """
    paint = Paint(colour, links)
    blocks = [
        (pbx, block)
        for pbx in report.pbxs
        for block in (single_blocks if every else blocks_of)(pbx.findings)
    ]
    shown = [_block(pbx, block, paint) for pbx, block in blocks]
    if findings_only:
        return "".join(text + "\n" for text in shown)
    hint = (
        [_silence_hint([block.findings[0] for _, block in blocks], paint)]
        if shown and report.silenceable
        else []
    )
    more = [*by_rule(report), ""] if totals and len(blocks) > LONG else []
    folded = any(block.heading for _, block in blocks)
    last = [summary(report) + (MORE if folded else "")]
    return "\n".join([*shown, *hint, *more, *last]) + "\n"


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
    at = position(pbx, first.file, first.line, first.column, paint)
    yield f"{edge}{paint('-->', 'frame')} {at}"
    source = line_of(pbx, first.file, first.line)
    if source is not None:
        yield f"{edge} {bar}"
        changed = first.line in pbx.changed.get(first.file, ())
        shown = Marked(first.line, source, first.column, first.length, "", word(first), changed)
        yield from source_lines(shown, edge, paint)
    yield f"{edge} {bar}"
    if len(places) == 1:
        for what in modules_of(block):
            yield from _wrapped(f"{edge} {mark} ", clickable(pbx, what), len(edge) + 3)
    for finding, what in places[:MOST_PLACES] if len(places) > 1 else ():
        where = position(pbx, finding.file, finding.line, 0)
        yield from _wrapped(f"{edge} {mark} ", f"{where}: {clickable(pbx, what)}", len(edge) + 3)
    if len(places) > MOST_PLACES:
        yield f"{edge} {mark} and {count(len(places) - MOST_PLACES, 'more place')}"
    fixable = sum(finding.fixable for finding in block.findings)
    if fixable:
        part = f" ({fixable} of {len(block.findings)})" if fixable < len(block.findings) else ""
        yield f"{edge} {mark} {paint('fix:', 'fix', 'strong')} asterisk-lint --fix{part}"


def _wrapped(start: str, text: str, indent: int) -> Iterator[str]:
    for number, line in enumerate(wrapped(visible(text), WIDTH - indent)):
        yield (start if not number else " " * indent + "  ") + line


def _title(finding: Finding, text: str, paint: Paint) -> str:
    name = word(finding)
    return paint(f"{name}[{finding.rule}]", name, "strong") + paint(f": {visible(text)}", "strong")


def _finding(pbx: PbxReport, finding: Finding, paint: Paint) -> Iterator[str]:
    text, names = _apart(finding)
    yield _title(finding, clickable(pbx, text), paint)
    folded = _fold(pbx, finding, paint)
    lines = [finding.line, *(place.line for place in finding.related)]
    edge = " " * len(str(max(lines)))
    bar = paint("|", "frame")
    at = position(pbx, finding.file, finding.line, finding.column, paint)
    yield f"{edge}{paint('-->', 'frame')} {at}"
    source = line_of(pbx, finding.file, finding.line)
    if source is not None:
        yield f"{edge} {bar}"
        changed = finding.line in pbx.changed.get(finding.file, ())
        yield from source_lines(
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
    related = [each for each in finding.related if each[:2] != (finding.file, finding.line)]
    many = len(related) > FEW_RELATED
    # A list would repeat what the message names.
    if many and not all(place.note and place.note in finding.message for place in related):
        yield from _related(pbx, related, edge, paint)
    for place in () if many else related:
        at = position(pbx, place.file, place.line, place.column, paint)
        yield f"{edge}{paint(':::', 'frame')} {at}"
        source = line_of(pbx, place.file, place.line)
        if source is not None:
            changed = place.line in pbx.changed.get(place.file, ())
            note = "" if place.note in source else place.note
            yield from source_lines(
                Marked(place.line, source, place.column, 0, note, "frame", changed),
                edge,
                paint,
            )
    if finding.fix or finding.why or finding.help or names:
        yield f"{edge} {bar}"
    if names:
        yield from _wrapped(f"{edge} {paint('=', 'frame')} ", names, len(edge) + 3)
    if finding.fix:
        hint = "   (asterisk-lint --fix)" if finding.fixable and "--fix" not in finding.fix else ""
        yield (
            f"{edge} {paint('=', 'frame')} {paint('fix:', 'fix', 'strong')} "
            f"{visible(clickable(pbx, finding.fix))}{hint}"
        )
    mark = paint("=", "frame")
    for name, text in (("why:", finding.why), ("help:", finding.help)):
        if text:
            start = f"{edge} {mark} {paint(name, 'strong')} "
            yield from _wrapped(start, clickable(pbx, text), len(edge) + len(name) + 2)


def _apart(finding: Finding) -> tuple[str, str]:
    """Return the message, and apart from it the long list of modules with which it ends."""
    names = ", ".join(finding.modules)
    if len(finding.modules) > FEW_RELATED and finding.message.endswith(f": {names}"):
        return finding.message.removesuffix(f": {names}"), names
    return finding.message, ""


def _related(pbx: PbxReport, related: Sequence[Related], edge: str, paint: Paint) -> Iterator[str]:
    """Many related places, one a line: where, and the line that is there."""
    mark = paint(":::", "frame")
    for place in related[:MOST_PLACES]:
        source = (line_of(pbx, place.file, place.line) or "").strip()
        text = visible(source[:WIDTH]) or visible(place.note)
        yield f"{edge}{mark} {position(pbx, place.file, place.line, 0, paint)}: {text}"
    if len(related) > MOST_PLACES:
        yield f"{edge}{mark} and {len(related) - MOST_PLACES} more"


def _fold(pbx: PbxReport, finding: Finding, paint: Paint) -> str:
    """Shorten further uses without a note to a few words after the caret; other related places are
    shown with their line.
    """
    if not finding.also:
        return ""
    places = ", ".join(position(pbx, file, line, 0, paint) for file, line in finding.also[:3])
    more = ", ..." if len(finding.also) > 3 else ""
    return f"{count(len(finding.also), 'more use')}: {places}{more}"


def _silence_hint(findings: Sequence[Finding], paint: Paint) -> str:
    """Say how to silence the first finding that a comment on its line can silence (none in the
    settings can), and how to read about its rule.
    """
    for finding in findings:
        sign = SIGNS.get(os.path.splitext(finding.file)[1])
        if sign is not None:
            comment = f"`{sign} asterisk-lint: ignore[{finding.rule}]`"
            hint = f"To silence a finding, add {comment} to its line; "
            return paint(f"{hint}`asterisk-lint rule {finding.rule}` explains the rule.", "frame")
    return paint(f"`asterisk-lint rule {findings[0].rule}` explains the rule.", "frame")
