"""## What it does
Reports a bridge profile, user profile or menu that ConfBridge() names and that confbridge.conf does
not declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
ConfBridge() refuses to let the caller in.

## What to do
Correct the name, or declare the profile in confbridge.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL306",
    name="unknown-conference-profile",
    severity="error",
    summary="a profile or menu is named that confbridge.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,ConfBridge(1,board)
""",
        "confbridge.conf": """\
[team]
type = bridge
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,ConfBridge(1,team)
""",
        "confbridge.conf": """\
[team]
type = bridge
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "the caller does not get into the conference",
    ),
)
