"""GitHub's workflow commands, which become annotations at the lines of a pull request."""

from asterisk_lint.model import Finding
from asterisk_lint.output.finding_order import gravest_first
from asterisk_lint.output.report import PbxReport, Report, repository_path

LEVELS = {"error": "error", "warning": "warning", "information": "notice"}


def render(report: Report) -> str:
    """Give a workflow command for each finding, the gravest first: GitHub shows ten of each kind
    and step.
    """
    return "".join(_command(pbx, finding) for pbx, finding in gravest_first(report))


def _command(pbx: PbxReport, finding: Finding) -> str:
    properties = {
        "title": f"{finding.rule} ({finding.code})",
        "file": repository_path(pbx, finding.file),
        "line": str(max(finding.line, 1)),
    }
    if finding.column:
        properties["col"] = str(finding.column)
        if finding.length:
            properties["endColumn"] = str(finding.column + finding.length)
    text = finding.message
    if finding.fix:
        text += f"\nfix: {finding.fix}"
    if finding.why:
        text += f"\nwhy: {finding.why}"
    if finding.help:
        text += f"\nhelp: {finding.help}"
    written = ",".join(f"{key}={escaped(value, ':,')}" for key, value in properties.items())
    return f"::{LEVELS[finding.severity]} {written}::{escaped(text)}\n"


def escaped(text: str, more: str = "") -> str:
    """Escape what would end a workflow command, or the properties in it (actions/toolkit,
    packages/core/src/command.ts).
    """
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = "".join(sign if sign.isprintable() or sign in "\t\r\n" else "\ufffd" for sign in text)
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
