"""## What it does
Reports a call without any argument of an application that does nothing without one, and as a
warning more arguments than it has.
What each release takes comes from its XML documentation and its C sources.

## Why is this bad?
Without an argument, Asterisk logs a warning and goes on or ends the call.
It adds what is too many to the last argument, which then is not what it should be.

## What to do
Write the missing argument; remove the others.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL327",
    name="wrong-argument-count",
    severity="error",
    summary="an application has too few or too many arguments",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Answer()
 same => n,Playback()
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Answer()
 same => n,Playback(hello-world)
""",
    },
    check=lambda facts: oddities(RULE, facts),
)
