"""## What it does
Reports a field of call detail records that the dialplan or the mapping of a backend reads, that
nothing sets, and whose name differs by one letter from a field that exists.
Nothing is reported where the name occurs in another place, or where a program that cannot be read
(an AMI or ARI client, an AGI script) handles calls.

## Why is this bad?
The field is empty in every record.

## What to do
Correct the name, or set the field.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL344",
    name="unset-cdr-field",
    severity="information",
    summary="a CDR field is read that nothing sets, and another has almost its name",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Hangup()
""",
        "cdr_custom.conf": """\
[mappings]
Master.csv => ${CSV_QUOTE(${CDR(src)})},${CSV_QUOTE(${CDR(bilsec)})}
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Hangup()
""",
        "cdr_custom.conf": """\
[mappings]
Master.csv => ${CSV_QUOTE(${CDR(src)})},${CSV_QUOTE(${CDR(billsec)})}
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "it is empty in every record",
        sentences={"CDR field": "nothing sets the CDR field '{name}' (did you mean '{near}'?)"},
    ),
)
