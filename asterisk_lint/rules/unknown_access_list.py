"""## What it does
Reports a named access list (ACL) that a channel driver or manager.conf names and that acl.conf does
not declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
Asterisk refuses everybody for a list that it does not find.

## What to do
Correct the name, or declare the list in acl.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL312",
    name="unknown-access-list",
    severity="error",
    summary="an access list is named that acl.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "pjsip.conf": """\
[lan]
type = acl
acl = offce
""",
        "acl.conf": """\
[office]
permit = 192.0.2.0/24
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "pjsip.conf": """\
[lan]
type = acl
acl = office
""",
        "acl.conf": """\
[office]
permit = 192.0.2.0/24
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "Asterisk refuses every address for a list that it does not find",
    ),
)
