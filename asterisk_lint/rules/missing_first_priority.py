"""## What it does
Reports an extension without priority 1 into which nothing jumps.
Nothing is reported where another pattern that matches the same number has priority 1.
Nothing is reported where something that cannot be read could contain it, nor where an AMI client,
an ARI client, an AGI script or a program that writes call files could send calls past it.
`sealed: true` states that none of these programs does.

## Why is this bad?
A call begins at priority 1, so a call to this extension is refused.

## What to do
Number the first step 1.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL323",
    name="missing-first-priority",
    severity="error",
    summary="an extension does not have priority 1",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,2,Playback(hello-world)
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Playback(hello-world)
""",
    },
    check=lambda facts: oddities(RULE, facts, consequence="a call to it is refused"),
)
