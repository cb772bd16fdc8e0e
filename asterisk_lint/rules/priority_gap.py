"""## What it does
Reports a priority whose predecessor is missing, if it has no label and nothing jumps to it.
Nothing is reported where another pattern that matches the same number has the missing priority,
because a call goes on there.
Nothing is reported where something that cannot be read could contain it, nor where an AMI client,
an ARI client, an AGI script or a program that writes call files could send calls past it.
`sealed: true` states that none of these programs does.
In a dialplan with thousands of patterns that would have to be compared with each other more than
two million times, the rest is not reported.

## Why is this bad?
The call ends at the gap: Asterisk looks for the next number and finds none.

## What to do
Write `n` in place of the numbers, or fill the gap.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL322",
    name="priority-gap",
    severity="warning",
    summary="no call reaches a priority, because the one before it is missing",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Answer()
exten => 100,3,Playback(hello-world)
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
exten => 100,n,Playback(hello-world)
""",
    },
    check=lambda facts: oddities(RULE, facts, consequence="a call ends before it"),
)
