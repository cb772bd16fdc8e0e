"""## What it does
Reports a channel technology, switch, codec, file format, configuration engine or sorcery wizard
that no module of the Asterisk release in use provides.

It is information where something that cannot be read may provide it, and a warning where only your
own build of a module that Asterisk removed could.

## Why is this bad?
Calls that use it fail, often with nothing more helpful in the log than "cause 66".

## What to do
Correct the name, or declare the local module that provides it under `modules:` in
`.asterisk-lint.yaml`.
"""

from asterisk_lint.rules.rule import Rule
from asterisk_lint.rules.unprovided import unprovided_check

RULE: Rule = Rule(
    code="AL203",
    name="unknown-capability",
    severity="error",
    summary="no module of this release provides the channel technology, switch, codec, format, ...",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_dial.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Dial(PJSPI/alice)
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_dial.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Dial(Local/2@default)
""",
    },
    check=lambda facts: unprovided_check(RULE, facts, None),
)
