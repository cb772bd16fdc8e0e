"""## What it does
Reports an extension that an application names and that no extension or pattern of its context, or
of those that it includes, matches.
Nothing is reported where the context has the extension `i`, at which Goto() continues.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
A call that is sent there ends.

## What to do
Correct the extension, or write it.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL302",
    name="unknown-extension",
    severity="error",
    summary="a name refers to an extension that its context does not have",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Goto(sales,200,1)

[sales]
exten => 100,1,Hangup()
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Goto(sales,200,1)

[sales]
exten => _2XX,1,Hangup()
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "a call that is sent there ends",
    ),
)
