"""## What it does
Reports a required module that declines to load without its configuration file, when that file is not in the PBX's directory.

## Why is this bad?
The whitelist is right, and still the module is not there: Queue() without queues.conf ends every call, and app_queue declines without a
word in the log.

## What to do
Write the file (it may hold no more than a comment), or commit it if it lives on the machine only.
"""

from collections.abc import Iterator

from asterisk_lint.model import Finding
from asterisk_lint.reasons import chain
from asterisk_lint.rules.rule import Facts, Rule
from asterisk_lint.usage.declines import declines
from asterisk_lint.whitelist import FILE


def check(facts: Facts) -> Iterator[Finding]:
    names = facts.configuration.names()
    for requirement in facts.required.values():
        decline = declines(requirement.module, facts.configuration.release)
        if decline is not None and decline.file not in names:
            place = chain(facts.required, requirement.module)[-1]
            silently = " without a word" if decline.how == "silent" else ""
            yield RULE.finding(
                f"{requirement.module} declines to load{silently}: there is no {decline.file}",
                place.file or FILE,
                place.line or 1,
                place.column,
                length=len(place.name) if place.column and place.kind != "module" else 0,
                module=requirement.module,
            )


RULE: Rule = Rule(
    code="AL115",
    name="missing-configuration",
    severity="error",
    summary="a required module declines without its configuration file, which is not there",
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
exten => 1,1,Queue(support)
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
)
