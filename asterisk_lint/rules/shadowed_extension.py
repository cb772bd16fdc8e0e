"""## What it does
Reports a pattern if, for each number that it matches, Asterisk finds another extension of the
same context first.
Reports an include if a pattern that Asterisk searches earlier matches everything in the included
context, and that pattern's last priority never goes on.
Includes that only count at certain times hide nothing.
Nothing is reported where something that cannot be read could change the order.

## Why is this bad?
The extensions look as if calls reached them from there, and none does.

## What to do
Write a narrower pattern, or put the wide one into a context that is included last.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL325",
    name="shadowed-extension",
    severity="warning",
    summary="Asterisk always finds another extension first",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Playback(hello-world)
exten => _100,1,Hangup()
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
exten => _10[1-9],1,Hangup()
""",
    },
    check=lambda facts: oddities(RULE, facts),
)
