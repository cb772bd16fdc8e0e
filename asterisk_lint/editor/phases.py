"""A large PBX is checked in two phases: the names that refer to nothing, which take longest, come
after everything else.
"""

from collections.abc import Sequence

from asterisk_lint.check import find_all
from asterisk_lint.editor.answers import Answer, PbxAnswer
from asterisk_lint.model import Finding
from asterisk_lint.rules import rule_names
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.run.displayed_paths import report_for

LAST = frozenset(rule_names()["references"])
FIRST = RuleSelection(ignore=LAST)


def with_earlier(new: Answer, old: Answer | None) -> Answer:
    """Return an answer of the first phase with the findings of the second one as they were before,
    in files that have as many lines as then.
    """
    known = {each.pbx.directory: each for each in old.pbxs} if old is not None else {}
    return new._replace(
        pbxs=tuple(
            _with(each, [*each.checked.findings, *_still(each, known.get(each.pbx.directory))])
            for each in new.pbxs
        )
    )


def completed(answers: Sequence[Answer]) -> list[Answer]:
    """Return answers of the first phase with all findings."""
    return [
        answer._replace(
            pbxs=tuple(
                _with(each, find_all(each.checked.facts, RuleSelection())) for each in answer.pbxs
            )
        )
        for answer in answers
    ]


def _still(new: PbxAnswer, old: PbxAnswer | None) -> list[Finding]:
    return [
        finding
        for finding in (old.checked.findings if old is not None else ())
        if finding.rule in LAST
        and old is not None
        and len(old.checked.facts.configuration.lines(finding.file))
        == len(new.checked.facts.configuration.lines(finding.file))
    ]


def _with(pbx: PbxAnswer, findings: Sequence[Finding]) -> PbxAnswer:
    checked = pbx.checked._replace(findings=tuple(findings))
    return pbx._replace(checked=checked, report=report_for(pbx.project, pbx.pbx, checked))
