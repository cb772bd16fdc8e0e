"""The JSON output that scripts rely on."""

from asterisk_lint.model import Finding, Reason, Use
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.records import Any
from asterisk_lint.requirements.grouped_uses import each_use


def render(report: Report) -> str:
    """Return a report as one JSON document."""
    return document({"version": 1, "pbx": [_pbx(pbx) for pbx in report.pbxs]})


def document(value: Any) -> str:
    """Return any value as JSON text in this project's layout: indented by two, UTF-8, with U+FFFD
    for bytes that are not UTF-8.
    """
    import json

    text = json.dumps(value, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") + "\n"


def _pbx(pbx: PbxReport) -> dict[str, Any]:
    return {
        "directory": pbx.directory,
        "asterisk": pbx.asterisk,
        "autoload": pbx.autoload,
        "whitelist": [entry._asdict() for entry in pbx.whitelist],
        "required": [
            {
                "module": need.module,
                "reasons": [reason_of(reason) for reason in each_use(need.reasons)],
            }
            for need in pbx.required
        ],
        "findings": [_finding(finding) for finding in pbx.findings],
    }


def reason_of(reason: Use | Reason) -> dict[str, Any]:
    """Return one reason: a dependency has no place."""
    value: dict[str, Any] = {"kind": reason.kind, "name": reason.name}
    if reason.file is not None:
        value["file"] = reason.file
        value["line"] = reason.line
    return value


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column or None,
        "module": finding.module,
        **({"modules": list(finding.modules)} if finding.modules else {}),
        "fixable": finding.fixable,
        "unsafe_fixable": finding.unsafe_fixable,
        "related": [
            {"file": file, "line": line}
            for file, line in (*finding.also, *(place[:2] for place in finding.related))
        ],
    }
