"""## What it does
In releases before 1.8: reports a module that modules.conf loads before one that it depends on. Before 16: reports a preloaded module that
depends on one that is not preloaded.

## Why is this bad?
These releases start modules in the order of the file (preloads before all others): the dependent one finds nothing and fails.

## What to do
`asterisk-lint --fix` moves the line of the module that is depended on.
"""

from collections.abc import Iterator

from asterisk_lint.model import Edit, Finding, Related
from asterisk_lint.rules.rule import Facts, Rule
from asterisk_lint.usage.patterns import release_matches


def check(facts: Facts) -> Iterator[Finding]:
    by_line = release_matches("<1.8", facts.catalog.release)
    if facts.whitelist.autoload or not release_matches("<16", facts.catalog.release):
        return
    loaded = facts.whitelist.loaded()
    order = {key: number for number, key in enumerate(loaded)}
    for key, listed in loaded.items():
        module = facts.catalog.module(key)
        preloaded = listed.option.startswith("preload")
        for needed in module.requires if module else ():
            other = loaded.get(needed.lower())
            if other is None:
                continue
            other_preloaded = other.option.startswith("preload")
            late = (preloaded and not other_preloaded) or (by_line and preloaded == other_preloaded and order[other.key] > order[key])
            if late:
                entry = listed.entry
                yield RULE.at(
                    listed,
                    f"{listed.module} needs {other.module}, which this release starts only after it",
                    module=other.module,
                    edits=(Edit("move", other.module, other.entry.file, other.entry.line, f"{entry.file}:{entry.line}"),),
                    related=(Related(other.entry.file, other.entry.line, other.entry.value_column, "what has to come first"),),
                )


RULE: Rule = Rule(
    code="AL111",
    name="load-order",
    severity="error",
    summary="an order that this release can't resolve by itself",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = chan_sip.so
load = res_features.so
""",
        "sip.conf": """\
[alice]
type=friend
host=dynamic
""",
        ".asterisk-lint.yaml": """\
asterisk: 1.4
""",
    },
    good={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = res_features.so
load = chan_sip.so
""",
        "sip.conf": """\
[alice]
type=friend
host=dynamic
""",
        ".asterisk-lint.yaml": """\
asterisk: 1.4
""",
    },
    check=check,
    fixable=True,
)
