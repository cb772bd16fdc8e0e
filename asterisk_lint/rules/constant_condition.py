"""## What it does
Reports conditions of GotoIf(), GosubIf(), ExecIf() and IF() in which nothing depends on the call,
comparisons that are not inside `$[ ]`, and conditions without `?`.
While(1) is left alone.
What extensions.ael compiles to is left to AEL's own compiler.

## Why is this bad?
Only one of the branches is ever taken.
Without `$[ ]`, Asterisk compares nothing: `GotoIf(${X} = 1?a:b)` looks only at the number at the
beginning of the text, and takes any other text as true.

## What to do
Write `$[ ]` around a comparison, and `${ }` around the name of a variable.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL329",
    name="constant-condition",
    severity="warning",
    summary="a condition is always true or always false",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,GotoIf("${CALLERID(num)}" = "200"?vip)
 same => n,Hangup()
 same => n(vip),Dial(PJSIP/anna)
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,GotoIf($["${CALLERID(num)}" = "200"]?vip)
 same => n,Hangup()
 same => n(vip),Dial(PJSIP/anna)
""",
    },
    check=lambda facts: oddities(RULE, facts),
)
