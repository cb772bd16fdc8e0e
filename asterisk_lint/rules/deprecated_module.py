"""## What it does
Reports whitelisted modules that are deprecated in the Asterisk release in use.

## Why is this bad?
A later release will not have the module.
Before that upgrade, everything that uses it must be moved to its replacement.

## What to do
Run `asterisk-lint upgrade --to RELEASE` to see what changes.
To accept the deprecated module for now, set `ignore: [deprecated-module]` in `.asterisk-lint.yaml`.
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
            removed = f" and removed in {module.removed}" if module.removed else ""
            others = [
                other for other in module.replaced_by if facts.catalog.module(other) is not None
            ]
            instead = (
                f"; {' and '.join(others)} {'replaces' if len(others) == 1 else 'replace'} it"
                if others
                else ""
            )
            yield RULE.at(
                listed,
                f"{module.name} is deprecated{since}{removed}{instead}",
                module=module.name,
            )


def deprecated(module: Module, release: Release) -> bool:
    """Tell whether a module is already deprecated in a release: Asterisk announces it some releases
    ahead.
    """
    if module.deprecated:
        return bound(module.deprecated) <= release.order
    return module.support == "deprecated"


RULE: Rule = Rule(
    code="AL112",
    name="deprecated-module",
    severity="warning",
    summary="deprecated in this release, to be removed in another",
    shown="deprecated",
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
