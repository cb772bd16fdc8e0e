"""## What it does
Reports `load`, `noload` and similar lines that Asterisk ignores: after `[global]` or any other
section, in a second `[modules]`, or in a template that nothing inherits.
Also reports values that cannot name a module (`a.so,b.so`, quotes, text after `#`).

## Why is this bad?
Asterisk says nothing, and the module is not loaded (or, for `noload`, is loaded).

## What to do
Move the line into the first [modules] section.
Files from distributions often end with `[global]`: a line appended there has no effect.
"""

from collections.abc import Iterator

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.rule import Rule

ODD_SIGNS = {",": "comma", '"': "quotes", "'": "quotes", "#": "text after #", " ": "space"}


def check(facts: Facts) -> Iterator[Finding]:
    for ignored in facts.whitelist.ignored:
        entry = ignored.listed.entry
        yield RULE.finding(
            f"{entry.key} of {ignored.listed.module} has no effect: {ignored.because}",
            entry.file,
            entry.line,
            entry.column,
            length=len(entry.key),
            module=ignored.listed.module,
        )
    for listed in facts.whitelist.entries:
        sign = next((sign for sign in ODD_SIGNS if sign in listed.module), None)
        if sign is not None and not is_placeholder(listed.module):
            yield RULE.finding(
                (
                    f"{listed.entry.key} of `{listed.entry.value}` has no effect: Asterisk "
                    f"treats the {ODD_SIGNS[sign]} as part of a module name"
                ),
                listed.entry.file,
                listed.entry.line,
                listed.entry.value_column,
                length=len(listed.entry.value),
                module=listed.module,
            )
    if not facts.whitelist.has_section and facts.configuration.conf(FILE) is not None:
        yield RULE.finding(f"{FILE} has no [modules] section: Asterisk loads nothing", FILE, 1)


RULE: Rule = Rule(
    code="AL108",
    name="ignored-entry",
    severity="error",
    summary="an entry outside [modules], in a template, or otherwise without effect",
    shown="unnecessary",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
[global]
load = app_dial.so
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
[global]
""",
    },
    check=check,
)
