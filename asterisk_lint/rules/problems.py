"""What the rules about problems found by the readers have in common."""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding, Problem
from asterisk_lint.rules.rule import Rule

# The byte order marks, decoded as text is here (docs/architecture.md, Conventions).
UTF_16 = (
    b"\xff\xfe".decode("utf-8", "surrogateescape"),
    b"\xfe\xff".decode("utf-8", "surrogateescape"),
)


def problem_check(rule: Rule, facts: Facts) -> Iterator[Finding]:
    """Report each problem that a reader assigned to this rule."""
    for problem in facts.problems:
        if problem.rule == rule.name:
            finding = rule.finding(
                problem.message,
                problem.file,
                problem.line,
                problem.column,
                help=_about_encoding(facts, problem) or problem.help,
            )
            yield finding._replace(severity=problem.severity) if problem.severity else finding


def _about_encoding(facts: Facts, problem: Problem) -> str:
    """Return what to do where a file begins as Windows writes UTF-16; "" for any other."""
    if problem.line != 1 or not facts.configuration.line(problem.file, 1).startswith(UTF_16):
        return ""
    return f"{problem.file} is UTF-16, which Asterisk cannot read: save it as UTF-8"
