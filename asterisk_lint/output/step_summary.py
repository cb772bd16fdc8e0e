"""The summary of a step in GitHub's Markdown: how much was found, the most serious first."""

from asterisk_lint.output.finding_order import gravest_first, word
from asterisk_lint.output.report import Report, repository_path
from asterisk_lint.output.summary import summary

MARKUP = frozenset("&<>\\`*[]|!@#~$")  # (an underscore inside a word is not markup)
MOST = 50  # rows; the rest is in the log


def render(report: Report) -> str:
    """Return a heading, and a table of the findings."""
    found = gravest_first(report)
    lines = ["## asterisk-lint", "", summary(report) + ".", ""]
    if found:
        lines += ["| | rule | place | finding |", "|---|---|---|---|"]
    for pbx, finding in found[:MOST]:
        place = f"{repository_path(pbx, finding.file)}:{max(finding.line, 1)}"
        cells = (word(finding), finding.rule, place, finding.message)
        lines.append("| " + " | ".join(map(cell, cells)) + " |")
    if len(found) > MOST:
        lines += ["", f"{len(found) - MOST} more are in the log of this step."]
    return "\n".join(lines) + "\n\n"


def cell(text: str) -> str:
    """Return a text that Markdown shows unchanged, in one cell: markup in file names has no
    effect.
    """
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    return "".join(f"&#{ord(sign)};" if sign in MARKUP else sign for sign in text)
