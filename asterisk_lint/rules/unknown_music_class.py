"""## What it does
Reports a class of music on hold that is named somewhere and that musiconhold.conf does not declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
Callers hear the music of another class, or silence.

## What to do
Correct the name, or declare the class in musiconhold.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL307",
    name="unknown-music-class",
    severity="warning",
    summary="a class of music on hold is named that musiconhold.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,MusicOnHold(jaz)
""",
        "musiconhold.conf": """\
[jazz]
mode = files
directory = jazz
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,MusicOnHold(jazz)
""",
        "musiconhold.conf": """\
[jazz]
mode = files
directory = jazz
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "callers hear other music, or none",
    ),
)
