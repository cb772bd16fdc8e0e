"""## What it does
Reports an option in [modules] that Asterisk's loader does not know.

## Why is this bad?
Asterisk refuses to start: "Unknown configuration option".

## What to do
The loader knows `load`, `require`, `preload`, `preload-require`, `noload` and `autoload`.
Correct or remove the line.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import OPTIONS
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.proposals import Proposals
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    proposals = Proposals(OPTIONS)
    for entry in facts.whitelist.unknown:
        yield RULE.finding(
            (
                f"'{entry.key}' is not an option of [modules]{proposals.of(entry.key.lower())}: "
                "Asterisk refuses to start"
            ),
            entry.file,
            entry.line,
            entry.column,
            length=len(entry.key),
        )


RULE: Rule = Rule(
    code="AL107",
    name="unknown-option",
    severity="error",
    summary="an unknown option in [modules], at which Asterisk refuses to start",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
laod = pbx_config.so
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
""",
    },
    check=check,
    stops_fix=True,
)
