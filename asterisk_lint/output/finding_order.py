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


def by_rule(report: Report) -> list[str]:
    """How many findings each rule has, the gravest and most frequent first."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for pbx in report.pbxs:
        for finding in pbx.findings:
            alike.setdefault((finding.rule, finding.severity), []).append(finding)
    ordered = sorted(
        (rank(first), -len(those), f"{word(first)}[{first.rule}]")
        for those in alike.values()
        for first in those[:1]
    )
    return [f"{-fewer:6} {name}" for _, fewer, name in ordered]
