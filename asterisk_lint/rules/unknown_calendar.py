"""## What it does
Reports a calendar that the dialplan names and that calendar.conf does not declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
The function returns nothing: a line that asks whether a calendar is busy always takes the same
branch.

## What to do
Correct the name, or declare the calendar in calendar.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL317",
    name="unknown-calendar",
    severity="error",
    summary="a calendar is named that calendar.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,GotoIf(${CALENDAR_BUSY(ofice)}?1,2:1,2)
 same => n,Answer()
""",
        "calendar.conf": """\
[office]
type = ical
url = https://example.com/office.ics
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,GotoIf(${CALENDAR_BUSY(office)}?1,2:1,2)
 same => n,Answer()
""",
        "calendar.conf": """\
[office]
type = ical
url = https://example.com/office.ics
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "the function returns nothing",
    ),
)
