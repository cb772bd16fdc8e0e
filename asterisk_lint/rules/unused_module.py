"""## What it does
Reports each whitelisted module of which all that could use it is in sight, and does not.

## Why is this bad?
Every module costs memory and start-up time, and each one that talks to the outside is one more thing to attack.

## What to do
`asterisk-lint --fix` removes the line. If it is wanted all the same, say why: `; asterisk-lint: keep (reason)` on the line, or `keep:` in
`.asterisk-lint.yaml`. `asterisk-lint module NAME` tells what would count as its use.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding
from asterisk_lint.requirements.verdicts import UNUSED
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.whitelist.autoload:
        return
    for verdict in facts.verdicts.values():
        if verdict.state == UNUSED:
            listed = verdict.listed
            yield RULE.at(
                listed,
                f"nothing uses {listed.module}",
                edits=(Edit("remove", listed.module, listed.entry.file, listed.entry.line, listed.option),),
                why=f"what would count as its use: asterisk-lint module {listed.module}",
            )


RULE: Rule = Rule(
    code="AL102",
    name="unused-module",
    severity="error",
    summary="whitelisted, and nothing uses it",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_queue.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp()
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp()
""",
    },
    check=check,
    fixable=True,
    tells_last_use=True,
)
