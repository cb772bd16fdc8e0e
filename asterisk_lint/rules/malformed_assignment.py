"""## What it does
Reports Set() without `=`, and with a blank in the name of the variable, which becomes a part of the
name.

## Why is this bad?
The variable that the dialplan reads later is empty.

## What to do
Write `Set(NAME=value)` without a blank before the `=`.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL331",
    name="malformed-assignment",
    severity="error",
    summary="Set() does not set the variable",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Set(LIMIT = 20)
 same => n,Dial(PJSIP/anna,${LIMIT})
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Set(LIMIT=20)
 same => n,Dial(PJSIP/anna,${LIMIT})
""",
    },
    check=lambda facts: oddities(RULE, facts, consequence="the variable stays as it was"),
)
