"""## What it does
Reports patterns that match nothing (a range that runs backwards, empty or unclosed brackets, `_`
alone), patterns with text behind `.` or `!`, at which Asterisk never looks, words in patterns whose
`n`, `x` or `z` match digits, and extensions that look like a pattern and do not begin with `_`.

## Why is this bad?
No call finds the extension, or calls find it that were meant for another one.

## What to do
Correct the pattern; a letter `n`, `x` or `z` is written `[n]`, `[x]` or `[z]`.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL324",
    name="wrong-pattern",
    severity="warning",
    summary="a pattern matches nothing, or less than it seems to",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => _[9-1]XX,1,Hangup()
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => _[1-9]XX,1,Hangup()
""",
    },
    check=lambda facts: oddities(RULE, facts),
)
