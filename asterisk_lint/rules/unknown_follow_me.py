"""## What it does
Reports an id that FollowMe() names and that followme.conf does not declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
FollowMe() calls nobody and the dialplan continues.

## What to do
Correct the name, or declare the id in followme.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL314",
    name="unknown-follow-me",
    severity="error",
    summary="a follow-me id is named that followme.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,FollowMe(anan)
""",
        "followme.conf": """\
[anna]
number => 200
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,FollowMe(anna)
""",
        "followme.conf": """\
[anna]
number => 200
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "nobody is called",
    ),
)
