"""## What it does
Reports a whitelisted module that the Asterisk release in use does not have: removed, renamed, merged into the core, or misspelt.

## Why is this bad?
Asterisk logs an error at each start and goes on without it: whatever needed the module is broken, or the line has been dead for years.

## What to do
`asterisk-lint --fix` renames or removes what Asterisk itself renamed or removed. A misspelt name is for you to correct. A local or
third-party module is settled with one line under `modules:` in `.asterisk-lint.yaml`.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding
from asterisk_lint.rules.rule import Rule
from asterisk_lint.settings import did_you_mean


def check(facts: Facts) -> Iterator[Finding]:
    kept = {name.lower() for name in facts.settings.keep}
    marked = {(suppression.file, suppression.line) for suppression in facts.suppressions if suppression.keep}
    for listed in facts.whitelist.entries:
        if facts.catalog.module(listed.module) is None and listed.key not in kept and (listed.entry.file, listed.entry.line) not in marked:
            finding = _finding(facts, listed)
            if finding is not None:
                yield finding


def _finding(facts: Facts, listed: Listed) -> Finding | None:
    from asterisk_lint.catalog.lineage import fate

    release = facts.catalog.release
    past = fate(listed.module, release)
    # A misspelt name is very like the right one; anything else is a module that is not there.
    hint = did_you_mean(listed.module, facts.catalog.modules, cutoff=0.85) if past is None else ""
    if listed.option == "noload" and not hint:
        # To keep out what is not there does no harm; a misspelt name lets in what was meant to stay out.
        return None
    edits: tuple[Edit, ...] = ()
    fix = f"if it is a local module: modules: {{{listed.module}: {{}}}} in .asterisk-lint.yaml"
    if past is not None:
        here = (listed.entry.file, listed.entry.line, listed.option)
        known = {entry.key for entry in facts.whitelist.entries}
        if past.successor and past.successor.lower() not in known and past.successor.lower() in facts.required:
            edits = (Edit("rename", past.successor, *here),)
            fix = f"{listed.entry.key} {past.successor}"
        elif past.gone:
            edits = (Edit("remove", listed.module, *here),)
            fix = "remove the line"
    return RULE.at(
        listed,
        f"Asterisk {release} has no module {listed.module}" + (f": {past.text}" if past is not None else hint),
        edits=edits,
        fix=fix,
    )


RULE: Rule = Rule(
    code="AL104",
    name="unknown-module",
    severity="error",
    summary="no such module in this Asterisk release",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = chan_local.so
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
    },
    check=check,
    fixable=True,
)
