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
    counts: dict[tuple[int, str], int] = {}
    for _, finding in gravest_first(report):
        key = (rank(finding), f"{word(finding)}[{finding.rule}]")
        counts[key] = counts.get(key, 0) + 1
    ordered = sorted(counts.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))
    return [f"{number:6} {name}" for (_, name), number in ordered]
