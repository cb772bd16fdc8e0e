"""## What it does
Reports letters in the options of an application that this release does not know.
The letters are those that the XML documentation and the option table of each release agree on;
nothing is reported of an application for which they do not.
Nothing is reported where a variable holds a part of the options.

## Why is this bad?
Asterisk ignores the letter, and the call goes on without what it was for.
Releases since 16.24 and 18.10 log `Unrecognized option` in each call, earlier ones log nothing.

## What to do
Remove the letter, or write the one that this release has; `core show application NAME` lists them.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL326",
    name="unknown-application-option",
    severity="warning",
    summary="an application does not have the option",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 100,1,Dial(PJSIP/anna,20,qt)
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
