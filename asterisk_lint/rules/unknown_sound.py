"""## What it does
Reports a sound that the dialplan plays and that the folder `sounds` beside it does not hold.
It looks only in folders of your own from which the dialplan plays another sound that is there.
Nothing is reported of sounds that come with Asterisk, or in a folder to which the dialplan records.

## Why is this bad?
The caller hears nothing.

## What to do
Correct the name, or add the file.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL319",
    name="unknown-sound",
    severity="warning",
    summary="a sound is played that is not in the folder of the sounds",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Playback(office/welcome)
 same => n,Playback(office/closd)
""",
        "sounds/office/welcome.wav": """\
""",
        "sounds/office/closed.wav": """\
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Playback(office/welcome)
 same => n,Playback(office/closed)
""",
        "sounds/office/welcome.wav": """\
""",
        "sounds/office/closed.wav": """\
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "the caller hears nothing",
    ),
)
