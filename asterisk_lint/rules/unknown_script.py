"""## What it does
Reports an AGI script that the dialplan runs and that the folder `agi-bin` beside it does not hold.
Nothing is reported where there is no such folder, or where none of the scripts that the dialplan
runs is in it: then they are somewhere else.

## Why is this bad?
The dialplan continues without what the script does; only the variable AGISTATUS says so.

## What to do
Correct the name, or add the script.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL318",
    name="unknown-script",
    severity="warning",
    summary="an AGI script is named that is not in the folder of the scripts",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,AGI(greet.py)
 same => n,AGI(lokup.py)
""",
        "agi-bin/greet.py": """\
print("ANSWER")
""",
        "agi-bin/lookup.py": """\
print("ANSWER")
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,AGI(greet.py)
 same => n,AGI(lookup.py)
""",
        "agi-bin/greet.py": """\
print("ANSWER")
""",
        "agi-bin/lookup.py": """\
print("ANSWER")
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "the dialplan continues without the script",
    ),
)
