"""## What it does
Reports a queue that the dialplan names and that queues.conf does not declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
Queue() does not let the caller in and the dialplan continues.

## What to do
Correct the name, or declare the queue in queues.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL305",
    name="unknown-queue",
    severity="error",
    summary="a queue is named that queues.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Queue(suport)
""",
        "queues.conf": """\
[support]
strategy = ringall
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "extensions.conf": """\
[default]
exten => 1,1,Queue(support)
""",
        "queues.conf": """\
[support]
strategy = ringall
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "callers do not get into the queue",
    ),
)
