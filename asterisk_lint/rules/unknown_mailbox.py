"""## What it does
Reports a mailbox that the dialplan names and that voicemail.conf does not declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
Callers cannot leave a message: VoiceMail() fails and the dialplan continues.

## What to do
Correct the name, or declare the mailbox in voicemail.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL304",
    name="unknown-mailbox",
    severity="error",
    summary="a mailbox is named that voicemail.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,VoiceMail(101@default,u)
""",
        "voicemail.conf": """\
[default]
100 => 4711,Anna
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,VoiceMail(100@default,u)
""",
        "voicemail.conf": """\
[default]
100 => 4711,Anna
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "nobody can leave or hear messages there",
    ),
)
