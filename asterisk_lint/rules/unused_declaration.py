"""## What it does
Reports contexts, queues, penalty rules, follow-me ids, profiles and menus of conferences, functions
of func_odbc.conf, and endpoints without `auth`, whose name occurs nowhere else in the
configuration.
A name counts as used wherever it occurs, even in a comment, and wherever a text that is only known
during a call can become it.
Nothing is reported where something that cannot be read could name one: an AMI or ARI client, an AGI
script, a program that writes call files, a database, a missing file. `sealed: true` settles all of
these but databases.

## Why is this bad?
It is dead weight, or the place that should lead there has another name.

## What to do
Remove it, or correct the name at the place that should lead there.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.rule import Rule


def _check(facts: Facts) -> Iterator[Finding]:
    for each in facts.references.unused():
        yield RULE.finding(
            f"nothing in this configuration leads to the {each.kind} '{each.name}'",
            each.file,
            each.line,
            each.column,
            help="remove it, or correct the name at the place that should lead to it",
        )


RULE: Rule = Rule(
    code="AL342",
    name="unused-declaration",
    severity="information",
    summary="a context, a queue or another thing that nothing leads to",
    doc=__doc__,
    bad={
        ".asterisk-lint.yaml": """\
asterisk: 22
sealed: true
""",
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_queue.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Queue(support)

[night]
exten => 1,1,Hangup()
""",
        "queues.conf": """\
[support]
strategy = ringall
""",
        "pjsip.conf": """\
[anna]
type = endpoint
context = default
auth = anna
""",
    },
    good={
        ".asterisk-lint.yaml": """\
asterisk: 22
sealed: true
""",
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_queue.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Queue(support)
exten => 2,1,Goto(night,1,1)

[night]
exten => 1,1,Hangup()
""",
        "queues.conf": """\
[support]
strategy = ringall
""",
        "pjsip.conf": """\
[anna]
type = endpoint
context = default
auth = anna
""",
    },
    check=_check,
)
