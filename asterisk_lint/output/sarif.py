"""SARIF 2.1.0, which GitHub code scanning and most other collectors accept."""

from collections.abc import Iterator, Mapping, Sequence

from asterisk_lint import __version__
from asterisk_lint.model import Finding, Related
from asterisk_lint.output.addresses import HOME, rule_page
from asterisk_lint.output.fingerprint import marked
from asterisk_lint.output.json import document
from asterisk_lint.output.report import PbxReport, Report, repository_path
from asterisk_lint.records import Any
from asterisk_lint.rules import load_rules
from asterisk_lint.rules.rule import Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST_REWRITTEN = 100_000  # lines, for the fixes of all findings together
MOST_COMPARED = 10_000  # pairs of lines, for the fix of one finding
LEVELS = {"error": "error", "warning": "warning", "information": "note"}


def render(report: Report) -> str:
    """Return a report as one SARIF log with every rule's help."""
    rules = load_rules(
        name for name in {finding.rule for pbx in report.pbxs for finding in pbx.findings}
    )
    indexes = {rule.name: index for index, rule in enumerate(rules)}
    results = [
        _result(pbx, finding, mark, indexes, number)
        for number, (pbx, finding, mark) in enumerate(marked(report))
    ]
    driver = {
        "name": "asterisk-lint",
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    text = rule.doc.strip()
    value: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "helpUri": rule_page(rule.name, rule.code),
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": ["asterisk", "security"] if rule.security_severity else ["asterisk"]
        },
    }
    if rule.security_severity:
        value["properties"]["security-severity"] = rule.security_severity
    return value


def _result(
    pbx: PbxReport, finding: Finding, mark: str, indexes: Mapping[str, int], number: int
) -> dict[str, Any]:
    text = (
        finding.message
        + (f"\nfix: {finding.fix}" if finding.fix else "")
        + (f"\nwhy: {finding.why}" if finding.why else "")
        + (f"\nhelp: {finding.help}" if finding.help else "")
    )
    value: dict[str, Any] = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(pbx, finding.file, finding.line, finding.column, finding.length)],
        "partialFingerprints": {"asteriskLint/v1": mark},
    }
    if finding.rule in indexes:
        value["ruleIndex"] = indexes[finding.rule]
    related = [*(Related(file, line) for file, line in finding.also), *finding.related]
    if related:
        value["relatedLocations"] = [
            {
                "id": number,
                **_location(pbx, place.file, place.line, place.column, 0),
                **({"message": {"text": place.note}} if place.note else {}),
            }
            for number, place in enumerate(related, 1)
        ]
    changes = _changes(pbx, finding, number)
    if changes:
        value["fixes"] = [
            {
                "description": {"text": finding.fix or "asterisk-lint --fix"},
                "artifactChanges": changes,
            }
        ]
    return value


def _location(pbx: PbxReport, file: str, line: int, column: int, length: int) -> dict[str, Any]:
    region = {"startLine": max(line, 1)}
    if column:
        region["startColumn"] = column
        if length:
            region["endColumn"] = column + length
    return {"physicalLocation": {"artifactLocation": _artifact(pbx, file), "region": region}}


def _artifact(pbx: PbxReport, file: str) -> dict[str, str]:
    from urllib.parse import quote_from_bytes

    path = repository_path(pbx, file).encode("utf-8", "surrogateescape")
    return {"uri": quote_from_bytes(path, safe="/~"), "uriBaseId": "%SRCROOT%"}


def _changes(pbx: PbxReport, finding: Finding, number: int) -> list[dict[str, Any]]:
    """Return what `--fix` would change for one finding, as replacements of whole lines; nothing if
    there are so many findings (this is the one with this `number`) that it would take long.
    """
    if not finding.fixable or pbx.fixed is None:
        return []
    files = {"modules.conf", *(edit.file for edit in finding.edits)} - {""}
    if number * sum(len(pbx.sources(file)) for file in files) > MOST_REWRITTEN:
        return []
    changed = pbx.fixed(finding)
    return [
        {"artifactLocation": _artifact(pbx, file), "replacements": replacements}
        for file in sorted(changed)
        if (replacements := _replacements(pbx.sources(file), changed[file]))
    ]


def _replacements(old: Sequence[str], content: bytes) -> list[dict[str, Any]]:
    old = [line.rstrip("\r\n") for line in old]
    text = content.decode("utf-8", "surrogateescape")
    end = "\r\n" if "\r\n" in text else "\n"
    new = [line.rstrip("\r") for line in text.split("\n")]
    while old and not old[-1]:
        old.pop()
    while new and not new[-1]:
        new.pop()
    found = []
    for start, stop, first, last in changed_ranges(old, new):
        if start:
            # From the end of the previous line: this is also correct for the last line, with or
            # without a line end.
            region = {
                "startLine": start,
                "startColumn": len(old[start - 1]) + 1,
                "endLine": stop,
                "endColumn": len(old[stop - 1]) + 1,
            }
            inserted = "".join(end + line for line in new[first:last])
        else:
            region = {"startLine": 1, "startColumn": 1, "endLine": stop + 1, "endColumn": 1}
            inserted = "".join(line + end for line in new[first:last])
        found.append({"deletedRegion": region, "insertedContent": {"text": inserted}})
    return found


def changed_ranges(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield what differs: lines START to STOP of the old text, FIRST to LAST of the new one,
    counted from 0, without the last.
    """
    same = min(len(old), len(new))
    head = next((at for at in range(same) if old[at] != new[at]), same)
    same -= head
    tail = next((at for at in range(same) if old[-1 - at] != new[-1 - at]), same)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(before) * len(after) > MOST_COMPARED:
        # (the standard library's comparison takes cubic time where the same line is repeated)
        yield head, len(old) - tail, head, len(new) - tail
    elif before or after:
        from difflib import SequenceMatcher

        for kind, start, stop, first, last in SequenceMatcher(
            None, before, after, autojunk=False
        ).get_opcodes():
            if kind != "equal":
                yield start + head, stop + head, first + head, last + head
