"""## What it does
Reports `load`, `noload` and similar lines that Asterisk ignores: after `[global]` or any other
section, in a second `[modules]`, or in a template that nothing inherits.
Also reports values that cannot name a module (`a.so,b.so`, quotes, text after `#`).
A file without a [modules] section is one finding, at the header that was probably meant.

## Why is this bad?
Asterisk says nothing, and the module is not loaded (or, for `noload`, is loaded).

## What to do
Move the line into the first [modules] section.
Files from distributions often end with `[global]`: a line appended there has no effect.
"""

from collections.abc import Iterator

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.values import Conf
from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.rule import Rule
from asterisk_lint.settings.spelling import did_you_mean

ODD_SIGNS = {",": "comma", '"': "quotes", "'": "quotes", "#": "text after #", " ": "space"}


def check(facts: Facts) -> Iterator[Finding]:
    conf = facts.configuration.conf(FILE)
    if conf is not None and not facts.whitelist.has_section:
        yield _no_section(conf)
        return
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


def _no_section(conf: Conf) -> Finding:
    """Report it once, whatever entries other sections have, at the header that was meant."""
    for section in conf.sections:
        close = did_you_mean("modules", [section.name.lower()])
        if close and section.file == FILE and not section.template:
            name = section.name
            message = f"[{name}] is not [modules]: Asterisk does not read it, and loads nothing"
            return RULE.finding(message, FILE, section.line, 1, length=len(name) + 2)
    return RULE.finding(f"{FILE} has no [modules] section: Asterisk loads nothing", FILE, 1)


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
