"""## What it does
Reports a second [general] in extensions.conf and an option that is given twice in one section of
func_odbc.conf: Asterisk reads the first one alone.
Reports a section of func_odbc.conf without a query, for which Asterisk creates no function.
Reports, as information, the old names of options in func_odbc.conf about which Asterisk logs a
warning.

## Why is this bad?
What looks as if it counted does not.

## What to do
Move the options into the first section, and remove the repeated one.
"""

from asterisk_lint.rules.oddities import oddities
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL332",
    name="ignored-setting",
    severity="warning",
    summary="Asterisk ignores a setting, or a whole section",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[general]
static = yes

[general]
autofallthrough = no

[default]
exten => 100,1,Answer()
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[general]
static = yes
autofallthrough = no

[default]
exten => 100,1,Answer()
""",
    },
    check=lambda facts: oddities(RULE, facts),
)
