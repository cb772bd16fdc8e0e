"""## What it does
Reports modules that modules.conf loads twice, and duplicate `noload` lines.

## Why is this bad?
Asterisk silently uses the first line.
The second line misleads anyone who later removes the first one.

## What to do
`asterisk-lint --fix` removes the later line, but never one with a `keep` comment.
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
    marked = {(mark.file, mark.line) for mark in facts.suppressions if mark.keep}

    others = facts.target.sharing() if facts.target.sharing is not None else ()
    shared = {name for _, names in others for name in names}

    def weight(listed: Listed) -> tuple[int, bool, bool]:
        return (
            STRENGTH.index(listed.option), _place(listed) in marked, listed.entry.file in shared
        )  # fmt: skip

    for listed in facts.whitelist.entries:
        earlier = first.setdefault((listed.key, listed.option == "noload"), listed)
        if _place(earlier) == _place(listed):  # itself, or a file that is included twice
            continue
        kept, dropped = (listed, earlier) if weight(listed) > weight(earlier) else (earlier, listed)
        first[listed.key, listed.option == "noload"] = kept
        yield RULE.at(
            dropped,
            f"{dropped.module} is listed twice (also at {kept.entry.file}:{kept.entry.line})",
            # With a marked line its reason would go, and of a shared one another PBX may have no
            # second: a person has to put the two together.
            edits=()
            if _place(dropped) in marked
            or (dropped.entry.file in shared and kept.entry.file != dropped.entry.file)
            else (Edit("remove", dropped.module, *_place(dropped), dropped.option),),
            related=(
                Related(
                    kept.entry.file,
                    kept.entry.line,
                    kept.entry.value_column,
                    "this entry is kept",
                ),
            ),
        )


def _place(listed: Listed) -> tuple[str, int]:
    return listed.entry.file, listed.entry.line


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
