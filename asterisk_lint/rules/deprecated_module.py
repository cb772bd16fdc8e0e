"""## What it does
Reports a whitelisted module that the Asterisk release in use calls deprecated.

## Why is this bad?
A later release will not have it: what uses it must be moved to the module that replaces it before the upgrade.

## What to do
`asterisk-lint upgrade --to RELEASE` tells what changes. If it is known and accepted: `ignore: [deprecated-module]` in
`.asterisk-lint.yaml`.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.load import Module
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.releases import Release, bound
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.whitelist.autoload:
        return
    for listed in facts.whitelist.loaded().values():
        module = facts.catalog.module(listed.module)
        if module is not None and deprecated(module, facts.catalog.release):
            since = f" since {module.deprecated}" if module.deprecated else ""
            removed = f", gone from {module.removed} on" if module.removed else ""
            others = [
                other for other in module.replaced_by if facts.catalog.module(other) is not None
            ]
            instead = f"; its place is taken by {' and '.join(others)}" if others else ""
            yield RULE.at(
                listed,
                f"{module.name} is deprecated{since}{removed}{instead}",
                module=module.name,
            )


def deprecated(module: Module, release: Release) -> bool:
    """Tell whether a module is deprecated in a release already: Asterisk announces it some releases ahead."""
    if module.deprecated:
        return bound(module.deprecated) <= release.order
    return module.support == "deprecated"


RULE: Rule = Rule(
    code="AL112",
    name="deprecated-module",
    severity="warning",
    summary="deprecated in this release, to be removed in another",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_macro.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Macro(x)
""",
        ".asterisk-lint.yaml": """\
asterisk: 18
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_dial.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Dial(Local/2@default)
""",
        ".asterisk-lint.yaml": """\
asterisk: 18
""",
    },
    check=check,
)
