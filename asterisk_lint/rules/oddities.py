"""What the rules about dialplan that cannot do what it says have in common."""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.references.sense.values import Oddity
from asterisk_lint.rules.rule import Rule


def oddities(rule: Rule, facts: Facts, *, consequence: str = "") -> Iterator[Finding]:
    """Report each oddity of a rule, the same one once with all its places. `consequence` says in a
    sentence what a call meets there.
    """
    groups: dict[tuple[str, str, str, str], list[Oddity]] = {}
    for each in facts.references.oddities(rule.name):
        groups.setdefault((each.message, each.fix, each.help, each.severity), []).append(each)
    for (message, fix, advice, severity), places in groups.items():
        first = places[0]
        finding = rule.finding(
            message,
            first.file,
            first.line,
            first.column,
            fix=fix,
            why=consequence,
            help=advice,
            also=tuple(
                sorted({(each.file, each.line) for each in places} - {(first.file, first.line)})
            ),
        )
        yield finding._replace(severity=severity) if severity else finding
