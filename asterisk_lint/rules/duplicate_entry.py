"""## What it does
Reports modules that modules.conf loads twice, and duplicate `noload` lines.

## Why is this bad?
Asterisk silently uses the first line.
The second line misleads anyone who later removes the first one.

## What to do
`asterisk-lint --fix` removes the later line.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding, Related
from asterisk_lint.rules.rule import Rule

# Of two entries that load one module the stronger one stays, because it may be there on purpose.
STRENGTH = ("noload", "load", "require", "preload", "preload-require")


def check(facts: Facts) -> Iterator[Finding]:
    first: dict[tuple[str, bool], Listed] = {}
    for listed in facts.whitelist.entries:
        earlier = first.setdefault((listed.key, listed.option == "noload"), listed)
        if earlier is listed:
            continue
        kept, dropped = (
            (listed, earlier)
            if STRENGTH.index(listed.option) > STRENGTH.index(earlier.option)
            else (earlier, listed)
        )
        first[listed.key, listed.option == "noload"] = kept
        yield RULE.at(
            dropped,
            f"{dropped.module} is listed twice (also at {kept.entry.file}:{kept.entry.line})",
            edits=(
                Edit(
                    "remove", dropped.module, dropped.entry.file, dropped.entry.line, dropped.option
                ),
            ),
            related=(
                Related(
                    kept.entry.file,
                    kept.entry.line,
                    kept.entry.value_column,
                    "this entry is kept",
                ),
            ),
        )


RULE: Rule = Rule(
    code="AL105",
    name="duplicate-entry",
    severity="error",
    summary="the same module listed twice",
    shown="unnecessary",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_dial.so
load = app_dial.so
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
