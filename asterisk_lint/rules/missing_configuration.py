"""## What it does
Reports a required module that declines to load without its configuration file, when that file is not in the PBX's directory.

## Why is this bad?
The whitelist is right, and still the module is not there: Queue() without queues.conf ends every call, and app_queue declines without a
warning in the log.

## What to do
Write the file (it may hold no more than a comment), or commit it if it lives on the machine only.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.requirements.reasons import chain
from asterisk_lint.rules.rule import Rule
from asterisk_lint.unseen.files import is_made_elsewhere


def check(facts: Facts) -> Iterator[Finding]:
    names = facts.configuration.names()
    for requirement in facts.required.values():
        module = facts.catalog.module(requirement.module)
        for file in (*module.declines, *module.declines_silently) if module else ():
            if file not in names and not is_made_elsewhere(facts.configuration, file):
                place = chain(facts.required, requirement.module)[-1]
                silently = (
                    " without a warning"
                    if module is not None and file in module.declines_silently
                    else ""
                )
                yield RULE.finding(
                    f"{requirement.module} declines to load{silently}: there is no {file}",
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
    new_reason_counts=True,
)
