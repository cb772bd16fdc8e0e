"""## What it does
Reports a required module that declines to load without its configuration file, if that file is not
in the PBX's directory.

## Why is this bad?
The whitelist is correct, but Asterisk does not have the module.
For example, without queues.conf app_queue declines without a warning in the log, and every call to
Queue() ends.

## What to do
Create the file (a comment is enough content), or commit it if it exists only on the machine.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    names = facts.configuration.names()
    observed = facts.configuration.observed
    there = observed.files if observed is not None else frozenset[str]()
    for requirement in facts.required.values():
        module = facts.catalog.module(requirement.module)
        for file in (*module.declines, *module.declines_silently) if module else ():
            if file not in names and file not in there and not _is_made_elsewhere(facts, file):
                from asterisk_lint.requirements.reasons import chain

                place = chain(facts.required, requirement.module)[-1]
                silently = (
                    " and logs nothing"
                    if module is not None and file in module.declines_silently
                    else ""
                )
                yield RULE.finding(
                    f"{file} is missing, so {requirement.module} declines to load{silently}",
                    place.file or FILE,
                    place.line or 1,
                    place.column,
                    length=len(place.name) if place.column and place.kind != "module" else 0,
                    module=requirement.module,
                    help=f"create {file}, or commit it if it is only on the machine",
                )


def _is_made_elsewhere(facts: Facts, file: str) -> bool:
    from asterisk_lint.unseen.known_files import is_made_elsewhere

    return is_made_elsewhere(facts.configuration, file)


RULE: Rule = Rule(
    code="AL115",
    name="missing-configuration",
    severity="error",
    summary="a required module declines to load because its configuration file is missing",
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
