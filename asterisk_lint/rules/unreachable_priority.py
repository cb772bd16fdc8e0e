"""## What it does
Reports priorities behind one that never goes on to the next (Goto, Hangup, Return, Busy,
Congestion, ...) if they have no label and nothing jumps to them.
In extensions.ael, these are the statements behind return, goto, jump, break and continue.
A Hangup() or the like that only ends such an extension once more is not reported.
Nothing is reported where something that cannot be read or a jump to a place that is only known
during a call could lead there, nor where an AMI client, an ARI client, an AGI script or a program
that writes call files could send calls there. `sealed: true` states that none of these programs
does.
In a dialplan with thousands of patterns that would have to be compared with each other more than
two million times, the rest is not reported.

## Why is this bad?
The steps look as if they ran, and never do.

## What to do
Move them before the step that ends, give them a label and jump there, or remove them.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL321",
    name="unreachable-priority",
    severity="warning",
    summary="no call reaches a priority, because the one before it never goes on",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Dial(PJSIP/anna,20)
 same => n,Hangup()
 same => n,VoiceMail(100@default)
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Dial(PJSIP/anna,20)
 same => n,VoiceMail(100@default)
 same => n,Hangup()
""",
    },
    check=lambda facts: oddities(RULE, facts, consequence="no call runs this"),
)
