"""Which finding comes first: security, then errors, warnings, information; in the order of the
files within each.
"""

from asterisk_lint.model import Finding
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.rules import load_rule

SECURITY = "security"
WORDS = (SECURITY, "error", "warning", "information")


def word(finding: Finding) -> str:
    """What a finding is called: its severity, or "security" where something that protects is not
    enforced.
    """
    if finding.severity == "error" and load_rule(finding.rule).security_severity:
        return SECURITY
    return finding.severity


def rank(finding: Finding) -> int:
    """The place of a finding among others: 0 for the gravest."""
    return WORDS.index(word(finding))


def gravest_first(report: Report) -> list[tuple[PbxReport, Finding]]:
    """Every finding of a run with its PBX; PBXs and files stay in their order where findings weigh
    the same.
    """
    return sorted(
        ((pbx, finding) for pbx in report.pbxs for finding in pbx.findings),
        key=lambda each: rank(each[1]),
    )
