"""## What it does
Reports `autoload=yes` in modules.conf.

## Why is this bad?
Asterisk then loads every module that is installed, some hundreds: more memory, a slower start, and much more to attack than the PBX needs.

## What to do
`asterisk-lint init` turns the file into a whitelist built from what the configuration uses (with `autoload: fix` in the settings, `--fix`
does it too).
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    entry = facts.whitelist.autoload_entry
    if facts.whitelist.autoload and entry is not None:
        yield RULE.finding(
            "autoload is on: Asterisk loads every module that is installed, and there is no whitelist",
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
