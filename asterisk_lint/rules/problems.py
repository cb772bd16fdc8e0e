"""What the rules about problems found by the readers have in common."""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.rule import Rule


def problem_check(rule: Rule, facts: Facts) -> Iterator[Finding]:
    """Report each problem that a reader assigned to this rule."""
    for problem in facts.problems:
        if problem.rule == rule.name:
            finding = rule.finding(problem.message, problem.file, problem.line, problem.column)
            yield finding._replace(severity=problem.severity) if problem.severity else finding
