"""## What it does
Reports expressions `$[...]` with an odd number of quotation marks or with parentheses that do not
match, and as a warning substrings `${X:1:2}` whose numbers are none.

## Why is this bad?
Asterisk logs a syntax error in each call and takes the expression as empty, which is false.
A substring without a number is the whole text.

## What to do
Close the quotation marks and parentheses.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL330",
    name="malformed-expression",
    severity="error",
    summary="Asterisk cannot evaluate an expression",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,GotoIf($[("${EXTEN}" = "100"]?here)
 same => n(here),Hangup()
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,GotoIf($[("${EXTEN}" = "100")]?here)
 same => n(here),Hangup()
""",
    },
    check=lambda facts: oddities(RULE, facts),
)
