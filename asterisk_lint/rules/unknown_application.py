"""## What it does
Reports an application in the dialplan, or inside another application's arguments, that no module of
the Asterisk release in use provides.

It is information where something that cannot be read may provide it, and a warning where only your
own build of a module that Asterisk removed could.

## Why is this bad?
A call that reaches this line ends with "No application 'X' for extension".

## What to do
Correct the name, or declare the local module that provides it under `modules:` in
`.asterisk-lint.yaml`.
"""

from asterisk_lint.rules.rule import Rule
from asterisk_lint.rules.unprovided import unprovided_check

RULE: Rule = Rule(
    code="AL201",
    name="unknown-application",
    severity="error",
    summary="no module of this release provides the application",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Answr()
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Answer()
""",
    },
    check=lambda facts: unprovided_check(RULE, facts, frozenset({"application"})),
)
