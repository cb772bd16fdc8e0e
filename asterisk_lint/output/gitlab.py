"""GitLab's code quality report, a subset of the Code Climate format."""

from asterisk_lint.model import Finding
from asterisk_lint.output.fingerprint import marked
from asterisk_lint.output.json import document
from asterisk_lint.output.report import PbxReport, Report, repository_path
from asterisk_lint.records import Any
from asterisk_lint.rules import load_rule

SEVERITIES = {"error": "major", "warning": "minor", "information": "info"}


def render(report: Report) -> str:
    """Return the report as one JSON list."""
    return document([_issue(pbx, finding, mark) for pbx, finding, mark in marked(report)])


def _issue(pbx: PbxReport, finding: Finding, mark: str) -> dict[str, Any]:
    return {
        "description": finding.message + (f" (fix: {finding.fix})" if finding.fix else ""),
        "check_name": finding.rule,
        "fingerprint": mark,
        "severity": load_rule(finding.rule).gitlab_severity or SEVERITIES[finding.severity],
        "location": {
            "path": repository_path(pbx, finding.file),
            "lines": {"begin": max(finding.line, 1)},
        },
    }
