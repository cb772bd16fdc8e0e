"""## What it does
Reports a `keep` or `ignore` that silences nothing: the module is not loaded there, the finding is
gone, or a word is misspelt.
A `keep` of a module that is also in use is not reported, because it may be meant for the future.
Entries under `keep:` in the settings are checked only if the settings cover a single PBX; otherwise
another PBX may need them.

## Why is this bad?
A suppression that is no longer needed hides the next finding on its line.

## What to do
`asterisk-lint --fix` removes such comments from modules.conf.
Remove them from other files and from the settings by hand.
"""

from collections.abc import Iterator

from asterisk_lint.conf.suppressions import Suppression
from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding
from asterisk_lint.rules.rule import Place, Rule
from asterisk_lint.settings.spelling import did_you_mean


def unused(facts: Facts, silenced: frozenset[Place], ran: frozenset[str]) -> Iterator[Finding]:
    """Report the suppressions that silenced nothing. `silenced`: file, line and rule of the
    silenced findings; `ran`: the rules that were run.
    """
    whitelisted = {
        (listed.entry.file, listed.entry.line): listed for listed in facts.whitelist.entries
    }
    for suppression in facts.suppressions:
        message = ""
        if suppression.wrong:
            message = f"this comment silences nothing: {suppression.wrong}"
        elif suppression.keep:
            listed = whitelisted.get((suppression.file, suppression.line))
            if listed is None or listed.option == "noload":
                message = "`keep` silences nothing: it belongs on the line that loads a module"
        else:
            idle = [
                rule
                for rule in suppression.rules
                if rule in ran and (suppression.file, suppression.line, rule) not in silenced
            ]
            if idle and len(idle) == len(suppression.rules):
                message = (
                    f"`ignore[{', '.join(idle)}]` silences nothing: this line has no such finding"
                )
        if message:
            yield _finding(
                suppression,
                message,
                strip=not suppression.wrong and (suppression.file, suppression.line) in whitelisted,
            )
    if facts.settings.only_pbx and not facts.whitelist.autoload:
        yield from unused_settings(facts)


def unused_settings(facts: Facts) -> Iterator[Finding]:
    """Report the entries under `keep:` in the settings that keep nothing."""
    loaded = facts.whitelist.named()
    for name, kept in facts.settings.keep.items():
        if name.lower() not in loaded:
            known = facts.catalog.module(name) is not None
            close = "" if known else did_you_mean(name.lower(), loaded)
            yield RULE.finding(
                f"`keep: {name}` silences nothing: {FILE} does not load {name}{close}",
                facts.settings.file or "",
                kept.line,
                0,
            )


def _finding(suppression: Suppression, message: str, *, strip: bool) -> Finding:
    return RULE.finding(
        message,
        suppression.file,
        suppression.line,
        suppression.column,
        edits=(Edit("strip", "", suppression.file, suppression.line),) if strip else (),
    )


RULE: Rule = Rule(
    code="AL901",
    name="unused-suppression",
    severity="error",
    summary="a `keep` or `ignore` that has no effect",
    shown="unnecessary",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_dial.so ; asterisk-lint: ignore[unused-modul]
""",
        "extensions.conf": """\
[default]
exten => 1,1,Dial(Local/2@default)
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_queue.so ; asterisk-lint: keep (for later)
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp()
""",
    },
    # It checks what the other rules found.
    check=lambda facts: iter(()),
    check_silenced=unused,
    fixable=True,
)
