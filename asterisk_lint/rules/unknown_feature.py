"""## What it does
Reports a name in `DYNAMIC_FEATURES` that is neither an item of `[applicationmap]` nor a group of
features.conf, and an item of a group that `[applicationmap]` does not have.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
Nobody in the call can use the feature.
Since Asterisk 12, a group with an unknown item makes Asterisk reject the whole features.conf.

## What to do
Correct the name, or add the item to `[applicationmap]`.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL315",
    name="unknown-feature",
    severity="error",
    summary="a feature is named that features.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Set(__DYNAMIC_FEATURES=note#hold)
 same => n,Dial(PJSIP/anna)
""",
        "features.conf": """\
[applicationmap]
notes = *8,self,Playback(beep)
hold = *9,self,MusicOnHold()
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Set(__DYNAMIC_FEATURES=notes#hold)
 same => n,Dial(PJSIP/anna)
""",
        "features.conf": """\
[applicationmap]
notes = *8,self,Playback(beep)
hold = *9,self,MusicOnHold()
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "nobody in the call can use this feature",
        {
            "applicationmap item": "Asterisk rejects features.conf and goes on without it",
        },
    ),
)
