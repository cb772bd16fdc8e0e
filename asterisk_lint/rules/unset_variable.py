"""## What it does
Reports a variable that the dialplan reads, that nothing sets, and whose name differs by one letter,
or in capital letters alone, from a variable that is set.
Nothing is reported of variables that Asterisk itself sets, or whose name occurs in another file
or in another place.
Nothing is reported where a program that cannot be read (an AMI or ARI client, an AGI script)
handles calls.

## Why is this bad?
The variable is empty. Names of variables are case-sensitive.

## What to do
Correct the name, or set the variable.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL341",
    name="unset-variable",
    severity="information",
    summary="a variable is read that nothing sets, and another has almost its name",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Set(CUSTOMER=${CALLERID(num)})
 same => n,Verbose(1,Call from ${CUSTMER})
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Set(CUSTOMER=${CALLERID(num)})
 same => n,Verbose(1,Call from ${CUSTOMER})
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "it is empty",
        sentences={"variable": "nothing sets the variable '{name}' (did you mean '{near}'?)"},
    ),
)
