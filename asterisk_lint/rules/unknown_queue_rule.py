"""## What it does
Reports a penalty rule that Queue() or queues.conf names and that queuerules.conf does not declare.
Nothing is reported where something that cannot be read could declare the name.

## Why is this bad?
Asterisk says nothing, and the penalties of the queue never change.

## What to do
Correct the name, or declare the rule in queuerules.conf.
"""

from asterisk_lint.rules.missing_names import missing_names
from asterisk_lint.rules.rule import Rule

RULE: Rule = Rule(
    code="AL316",
    name="unknown-queue-rule",
    severity="warning",
    summary="a penalty rule is named that queuerules.conf does not declare",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "queues.conf": """\
[support]
strategy = ringall
defaultrule = paitent
""",
        "queuerules.conf": """\
[patient]
penaltychange => 60,10
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = yes
""",
        "queues.conf": """\
[support]
strategy = ringall
defaultrule = patient
""",
        "queuerules.conf": """\
[patient]
penaltychange => 60,10
""",
    },
    check=lambda facts: missing_names(
        RULE,
        facts,
        "the penalties of the queue never change",
    ),
)
