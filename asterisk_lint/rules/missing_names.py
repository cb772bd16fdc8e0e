"""What the rules about names that refer to nothing have in common."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.references.values import Missing
from asterisk_lint.rules import MISSING_NAMES
from asterisk_lint.rules.declaring import DECLARING, what_to_type
from asterisk_lint.rules.marked import marked
from asterisk_lint.rules.proposals import Proposals
from asterisk_lint.rules.rule import Rule

_NONE: Mapping[str, str] = MappingProxyType({})


def missing_names(
    rule: Rule,
    facts: Facts,
    consequence: str,
    consequences: Mapping[str, str] = _NONE,
    sentences: Mapping[str, str] = _NONE,
) -> Iterator[Finding]:
    """Report each name of the rule's kinds that refers to nothing, once, with every place.

    `consequence` says in a sentence what a call meets there; `consequences` likewise for some of
    the kinds, or for what names them (`include =>`). `sentences` say what is wrong of kinds that
    are not simply absent.
    """
    for kind in MISSING_NAMES[rule.name]:
        file = DECLARING[kind].file
        groups: dict[tuple[str, str, str], list[Missing]] = {}
        for each in facts.references.missing(kind):
            groups.setdefault((each.name, each.inside, each.severity), []).append(each)
        proposals: dict[str, Proposals] = {}
        for (name, inside, severity), places in groups.items():
            first = places[0]
            if inside not in proposals:
                proposals[inside] = Proposals(first.known)
            by = first.place.by
            meets = consequences.get(by) or consequences.get(kind, consequence)
            where = f" in {inside}" if inside else f" in {file}" if file else ""
            if kind in sentences:
                near = first.known[0] if first.known else ""
                message, close = sentences[kind].format(name=name, near=near), bool(near)
            else:
                proposal = proposals[inside].of(name)
                message = f"there is no {kind} '{name}'{where}{proposal}"
                close = bool(proposal)
            at = first.place
            column, length = marked(facts, at.file, at.line, at.column, name)
            finding = rule.finding(
                message,
                at.file,
                at.line,
                column,
                length=length,
                why=f"{by}: {meets}" if by else meets,
                help=what_to_type(facts, kind, name, inside, close=close),
                also=tuple(
                    sorted(
                        {(each.place.file, each.place.line) for each in places}
                        - {(first.place.file, first.place.line)}
                    )
                ),
            )
            yield finding._replace(severity=severity) if severity else finding
