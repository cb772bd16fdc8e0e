"""## What it does
Reports `autoload=yes` in modules.conf.

## Why is this bad?
Asterisk then loads every installed module, several hundred of them.
This needs more memory, makes the start slower, and gives an attacker much more than the PBX uses.

## What to do
Run `asterisk-lint init`: it turns the file into a whitelist of the modules that the configuration
uses.
With `autoload: fix` in the settings, `--fix` does this too.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    entry = facts.whitelist.autoload_entry
    if facts.whitelist.autoload and entry is not None:
        yield RULE.finding(
            "autoload is on: Asterisk loads every installed module, and there is no whitelist",
            entry.file,
            entry.line,
            entry.column,
            length=len(entry.key),
            edits=(Edit("enable", file=entry.file, line=entry.line),)
            if facts.settings.autoload_fix
            else (),
            fix="asterisk-lint init",
        )


RULE: Rule = Rule(
    code="AL103",
    name="autoload-enabled",
    severity="error",
    summary="`autoload=yes`: there is no whitelist",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = yes
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
)
