"""## What it does
Reports a context that an application, an `include`, a `switch => Loopback`, a channel driver's
`context` option, a `Local` channel, a conference's menu, a follow-me id or another file names and
that no file declares. For an `include` and a `switch` it is a warning.
The contexts of extensions.lua count where its table `extensions` can be followed.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
A call that is sent there ends: Asterisk logs that the extension does not exist, and the caller
hears nothing or an error tone.
An `include` of it adds no extensions; Asterisk logs a warning when it loads the dialplan.

## What to do
Correct the name, or write the context.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL301",
    name="unknown-context",
    severity="error",
    summary="a name refers to a context that does not exist",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Goto(sales,s,1)
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Goto(sales,s,1)

[sales]
exten => s,1,Hangup()
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "a call that is sent there ends",
        {
            "include =>": "it adds no extensions, and Asterisk warns when it loads the dialplan",
            **dict.fromkeys(("switch =>", "lswitch =>", "eswitch =>"), "it adds no extensions"),
        },
    ),
)
