"""## What it does
Reports a module that the whitelist loads or the configuration needs, but that the inventory of
installed modules does not list.
The inventory is a text file with one module on each line; a line `sounds: gsm wav` names the file
formats of the installed prompts.
`asterisk-lint inventory` writes it, and `inventory:` in the settings names it.

## Why is this bad?
Asterisk cannot load a module that is not installed: the package that contains it is missing on that
machine.

## What to do
Install the package, then run `asterisk-lint inventory` again.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.requirements.reasons import chain
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.target.inventory is None:
        return
    loaded = facts.whitelist.loaded()
    for key, listed in loaded.items():
        if key not in facts.target.inventory:
            yield RULE.at(
                listed,
                f"{listed.module} is whitelisted, but the inventory does not list it as installed",
            )
    for key, requirement in facts.required.items():
        if (
            key not in facts.target.inventory
            and key not in loaded
            and facts.catalog.module(key) is not None
        ):
            place = chain(facts.required, key)[-1]
            message = (
                f"{requirement.module} is needed, but the inventory does not list it as installed"
            )
            yield RULE.finding(
                message,
                place.file or FILE,
                place.line or 1,
                place.column,
                module=requirement.module,
            )


RULE: Rule = Rule(
    code="AL110",
    name="not-installed",
    severity="error",
    summary="required or whitelisted, but not in the inventory of installed modules",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_verbose.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Verbose(1,hello)
""",
        "modules.list": """\
pbx_config
""",
        ".asterisk-lint.yaml": """\
pbx:
  .: {inventory: modules.list}
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_verbose.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Verbose(1,hello)
""",
        "modules.list": """\
app_verbose
pbx_config
""",
        ".asterisk-lint.yaml": """\
pbx:
  .: {inventory: modules.list}
""",
    },
    check=check,
    new_reason_counts=True,
)
