"""## What it does
Reports a dialplan function that no module of the Asterisk release in use provides.
Function names are case-sensitive, as in Asterisk.

It is information where something that cannot be read may provide it, and a warning where only your
own build of a module that Asterisk removed could.

## Why is this bad?
Asterisk evaluates an unknown function to empty text and continues.
The call takes a wrong turn, with only one line in the log.

## What to do
Correct the name, or declare the local module that provides it under `modules:` in
`.asterisk-lint.yaml`.
"""

from asterisk_lint.rules.rule import Rule
from asterisk_lint.rules.unprovided import unprovided_check

RULE: Rule = Rule(
    code="AL202",
    name="unknown-function",
    severity="error",
    summary="no module of this release provides the dialplan function",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp(${LENN(abc)})
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = func_strings.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp(${LEN(abc)})
""",
    },
    check=lambda facts: unprovided_check(RULE, facts, frozenset({"function"})),
)
