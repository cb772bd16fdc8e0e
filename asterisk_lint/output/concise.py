"""One line for each finding, `file:line:col: code message`, as editors and grep expect it."""

from asterisk_lint.output.report import Report, displayed_path
from asterisk_lint.output.terminal import visible


def render(report: Report) -> str:
    """Return a line for each finding; "" if there is none."""
    return "".join(
        f"{visible(displayed_path(pbx, finding.file))}:"
        f"{max(finding.line, 1)}:{max(finding.column, 1)}: "
        f"{finding.code} {visible(finding.message)}\n"
        for pbx in report.pbxs
        for finding in pbx.findings
    )
