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

# What to do about what the reader of .conf files reports, by a part of its message
ADVICE = (
    ("no '=' in this line", "write NAME = VALUE, or ; before a comment"),
    ("no name before the '='", "write the name of an option before the ="),
    ("is never closed with --;", "write --; where the comment ends"),
    ("comment that was never opened", "remove the --;, or write ;-- where the comment begins"),
    ("comments are nested", "write --; where each comment ends"),
    ("followed by anything that can be escaped", "remove the backslash"),
    ("not closed with ']'", "write ] after the section's name"),
    ("not closed with ')'", "write ) after the last template"),
    ("longer than Asterisk's buffer", "divide it into several lines, or remove what is not needed"),
    ("names no file", "write the file's name after it, or remove the line"),
    ("before the first [section]", "move it below the [section] that it belongs to"),
    ("eleventh level of #include", "include it from a file on a higher level"),
    ("is included again", "remove the #include that is not needed"),
    ("is included too often", "remove the #include that makes the circle"),
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
                help=_about_encoding(facts, problem) or problem.help or _advice(problem.message),
            )
            yield finding._replace(severity=problem.severity) if problem.severity else finding


def _about_encoding(facts: Facts, problem: Problem) -> str:
    """Return what to do where a file begins as Windows writes UTF-16; "" for any other."""
    if problem.line != 1 or not facts.configuration.line(problem.file, 1).startswith(UTF_16):
        return ""
    return f"{problem.file} is UTF-16, which Asterisk cannot read: save it as UTF-8"


def _advice(message: str) -> str:
    return next((advice for part, advice in ADVICE if part in message), "")
