"""## What it does
Reports a parking lot that the dialplan or a channel driver names and that res_parking.conf does not
declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
The call cannot be parked there, or be picked up.

## What to do
Correct the name, or declare the parking lot in res_parking.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL308",
    name="unknown-parking-lot",
    severity="error",
    summary="a parking lot is named that res_parking.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Park(vips)
""",
        "res_parking.conf": """\
[vip]
parkpos = 701-720
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Park(vip)
""",
        "res_parking.conf": """\
[vip]
parkpos = 701-720
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "no call can be parked there",
    ),
)
