"""Findings that people silence, by comments in the files and in the settings."""

from collections.abc import Iterable, Mapping

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


def without_doubtful_removals(found: Iterable[Finding], facts: Facts) -> list[Finding]:
    """Return the findings without the edits that remove a line which somebody tried to keep: its
    comment for asterisk-lint is wrong, or a `keep` is on the line above. A person has to say what
    was meant.
    """
    entries = {(listed.entry.file, listed.entry.line) for listed in facts.whitelist.entries}
    doubtful: dict[tuple[str, int], int] = {}
    for mark in facts.suppressions:
        if mark.wrong:
            doubtful[mark.file, mark.line] = mark.line
        if (mark.wrong or mark.keep) and (mark.file, mark.line) not in entries:
            doubtful[mark.file, mark.line + 1] = mark.line
    if not doubtful:
        return list(found)
    return [_held(finding, doubtful) for finding in found]


def _held(finding: Finding, doubtful: Mapping[tuple[str, int], int]) -> Finding:
    held = [
        edit
        for edit in finding.edits
        if edit.action == "remove" and (edit.file, edit.line) in doubtful
    ]
    if not held:
        return finding
    place = f"{held[0].file}:{doubtful[held[0].file, held[0].line]}"
    return finding._replace(
        edits=tuple(edit for edit in finding.edits if edit not in held),
        help=f"--fix leaves this line alone until the comment at {place} is corrected or removed",
    )


def without_ignored(found: Iterable[Finding], facts: Facts) -> list[Finding]:
    """Return the findings that `ignore` and `per-file-ignores` in the settings do not silence."""
    return [
        finding
        for finding in found
        if not facts.settings.ignored(facts.target.path(finding.file), finding.rule)
    ]
