"""What identifies a finding when lines move and files are renamed."""

from collections.abc import Iterator

from asterisk_lint.model import Finding
from asterisk_lint.output.finding_order import rank
from asterisk_lint.output.report import PbxReport, Report, repository_directory
from asterisk_lint.tree.digests import sha256


def fingerprint_key(finding: Finding) -> tuple[str, str, str]:
    """Return rule, module and reason of a finding, which stay when lines move and files are
    renamed.

    A finding about a module is the same wherever it is; for the others the reason is the message
    without the places in it.
    """
    if finding.module:
        return finding.rule, finding.module.lower(), ""
    return finding.rule, "", _without_places(finding.message)


def _without_places(message: str) -> str:
    """Remove every `file:line` from a message."""
    words = []
    for word in message.split():
        file, colon, line = word.strip("(),;.").rpartition(":")
        words.append("" if colon and file and line.isdigit() else word)
    return " ".join(words)


def fingerprints(pbx: PbxReport) -> Iterator[tuple[Finding, str]]:
    """Yield each finding of a PBX with an id that does not change when lines move: 64 hexadecimal
    digits, different for each finding.
    """
    seen: dict[tuple[str, str, str], int] = {}
    for finding in pbx.findings:
        key = fingerprint_key(finding)
        seen[key] = seen.get(key, 0) + 1
        text = "\0".join((repository_directory(pbx), *key, str(seen[key])))
        yield finding, sha256(text.encode("utf-8", "surrogateescape"))


def marked(report: Report) -> list[tuple[PbxReport, Finding, str]]:
    """Every finding of a run with its PBX and its id, the gravest first."""
    found = [(pbx, finding, mark) for pbx in report.pbxs for finding, mark in fingerprints(pbx)]
    return sorted(found, key=lambda each: rank(each[1]))
