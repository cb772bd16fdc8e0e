"""Findings that people silence, by comments in the files and in the settings."""

from collections.abc import Iterable

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.rule import Place


def without_commented(
    found: Iterable[Finding], facts: Facts
) -> tuple[list[Finding], frozenset[Place]]:
    """Return the findings that no `ignore[...]` comment silences, and the places of those that one
    does.
    """
    ignored = {
        (comment.file, comment.line, rule)
        for comment in facts.suppressions
        if not comment.keep
        for rule in comment.rules
    }
    kept: list[Finding] = []
    silenced: set[Place] = set()
    for finding in found:
        place = (finding.file, finding.line, finding.rule)
        if place in ignored:
            silenced.add(place)
        else:
            kept.append(finding)
    return kept, frozenset(silenced)


def without_ignored(found: Iterable[Finding], facts: Facts) -> list[Finding]:
    """Return the findings that `ignore` and `per-file-ignores` in the settings do not silence."""
    return [
        finding
        for finding in found
        if not facts.settings.ignored(facts.target.path(finding.file), finding.rule)
    ]
