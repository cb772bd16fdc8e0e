"""## What it does
Reports arguments separated by `|` in a release since 1.6, for applications none of whose arguments
can contain one.

## Why is this bad?
Asterisk takes everything as the first argument: `Dial(PJSIP/anna|20)` calls `anna|20`.

## What to do
Write commas.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL328",
    name="old-separator",
    severity="error",
    summary="arguments are separated by | instead of commas",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Dial(PJSIP/anna|20|t)
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Dial(PJSIP/anna,20,t)
""",
    },
    check=lambda facts: oddities(RULE, facts),
)
