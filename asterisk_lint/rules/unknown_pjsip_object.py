"""## What it does
Reports an aor, an auth or a transport that an object of pjsip.conf names and that is not declared.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
The object does not work: an endpoint without its aor cannot be called, one without its auth refuses
every request.

## What to do
Correct the name, or declare the object.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL311",
    name="unknown-pjsip-object",
    severity="error",
    summary="pjsip.conf names an aor, auth or transport that it does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "pjsip.conf": """\
[anna]
type = endpoint
aors = ana

[anna]
type = aor
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "pjsip.conf": """\
[anna]
type = endpoint
aors = anna

[anna]
type = aor
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "the object that names it does not work",
    ),
)
