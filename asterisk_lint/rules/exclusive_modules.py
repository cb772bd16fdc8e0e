"""## What it does
Reports two whitelisted modules that register the same application, function or channel technology,
such as two voicemail storages.
Also reports two modules that both provide mailboxes, such as a voicemail storage and
res_mwi_external.

## Why is this bad?
The module that starts second fails, and which one that is can change with the release.

## What to do
Keep the module that the configuration is written for, and remove the other line.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding, Related
from asterisk_lint.rules.rule import Rule

KINDS = ("application", "function", "channel")
# Modules that register as the single provider of message counts (main/app.c: ast_vm_register(),
# since 12); the one that starts second declines.
MAILBOXES = ("app_voicemail", "app_voicemail_odbc", "app_voicemail_imap", "res_mwi_external")


def check(facts: Facts) -> Iterator[Finding]:
    if facts.whitelist.autoload:
        return
    owners: dict[tuple[str, str], str] = {}
    told: set[tuple[str, str]] = set()
    loaded = facts.whitelist.loaded()
    for key, listed in loaded.items():
        module = facts.catalog.module(key)
        for kind in KINDS if module else ():
            for name in module.provides.get(kind, ()) if module else ():
                other = owners.setdefault((kind, name), key)
                if other != key and (other, key) not in told:
                    told.add((other, key))
                    from asterisk_lint.requirements.reasons import in_words

                    first = loaded[other].entry
                    yield RULE.at(
                        listed,
                        (
                            f"{listed.module} and {loaded[other].module} both provide "
                            f"{in_words(kind, name)}: only one of them can be loaded"
                        ),
                        related=(
                            Related(first.file, first.line, first.value_column, "the other module"),
                        ),
                    )
    there = (
        [key for key in loaded if key in MAILBOXES and facts.catalog.module(key)]
        if facts.catalog.release.within(">=12")
        else []
    )
    for key in there[1:]:
        if (there[0], key) not in told:
            listed, first = loaded[key], loaded[there[0]].entry
            yield RULE.at(
                listed,
                (
                    f"{listed.module} and {loaded[there[0]].module} both provide mailboxes: only "
                    "one of them can be loaded"
                ),
                related=(Related(first.file, first.line, first.value_column, "the other module"),),
            )


RULE: Rule = Rule(
    code="AL109",
    name="exclusive-modules",
    severity="error",
    summary="two modules that cannot both be loaded",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_voicemail.so
load = app_voicemail_odbc.so
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_voicemail.so
""",
    },
    check=check,
)
