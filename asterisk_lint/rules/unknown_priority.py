"""## What it does
Reports a priority, or a label in its place, that an application names and that the extension does
not have.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
The call ends there: `Priority 'x' must be a number > 0, or valid label`.

## What to do
Correct the label, or give it to the priority that is meant.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL303",
    name="unknown-priority",
    severity="error",
    summary="a name refers to a priority or label that its extension does not have",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Goto(busy)
 same => n(bussy),Busy()
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Goto(busy)
 same => n(busy),Busy()
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "the call ends there",
    ),
)
