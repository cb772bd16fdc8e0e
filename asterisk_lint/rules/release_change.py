"""## What it does
Reports what the Asterisk release that you upgrade to does differently with this configuration,
although it still accepts it: moved arguments, removed options, files that nothing reads any more,
changed defaults.
Only `asterisk-lint upgrade` reports this.

## Why is this bad?
Asterisk starts and logs nothing, but calls behave differently: since 21, the Gosub target of
Queue() is the argument that used to be the macro.

## What to do
Change what the finding names when you upgrade.
An *information* finding is good to know and often needs no change.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.releases import Release
from asterisk_lint.rules.rule import Rule

if TYPE_CHECKING:
    from asterisk_lint.rules.affected import Affected
    from asterisk_lint.usage.changes import Change


def check(facts: Facts) -> Iterator[Finding]:
    earlier = facts.target.moved_from
    if earlier is None:
        return
    from asterisk_lint.rules.affected import touched
    from asterisk_lint.usage.changes import CHANGES

    release = facts.catalog.release
    for change in CHANGES:
        if _comes(change, earlier, release):
            places = sorted(set(touched(facts.configuration, change.what, change.given)))
            if places:
                yield _finding(change, release, places)
    yield from _orphans(facts, earlier)


def _comes(change: "Change", earlier: Release, release: Release) -> bool:
    """Tell whether an upgrade introduces the change: in a series, from its own first release on."""
    return any(map(release.within, change.releases)) and not any(
        map(earlier.within, change.releases)
    )


def _finding(change: "Change", release: Release, places: "list[Affected]") -> Finding:
    first, *others = places
    return RULE.finding(
        f"in Asterisk {release}, {change.says}",
        first.file,
        first.line,
        first.column,
        length=first.length,
        fix=f"write instead: {change.instead}",
        also=tuple(dict.fromkeys((place.file, place.line) for place in others)),
    )._replace(severity="warning" if change.breaks else "information")


def _orphans(facts: Facts, earlier: Release) -> Iterator[Finding]:
    """Yield the files that modules of the earlier release read and that no module reads any
    more.
    """
    from asterisk_lint.catalog.load import load

    read_now = {file for module in facts.catalog.modules.values() for file in module.reads}
    readers: dict[str, list[str]] = {}
    for module in load(earlier).modules.values():
        for file in module.reads:
            readers.setdefault(file, []).append(module.name)
    for file in sorted(facts.configuration.names() & readers.keys() - read_now):
        conf = facts.configuration.conf(file)
        entry = next(
            (entry for section in conf.sections for entry in section.entries) if conf else iter(()),
            None,
        )
        if entry is not None:
            yield RULE.finding(
                (
                    f"nothing in Asterisk {facts.catalog.release} reads {file} "
                    f"({', '.join(sorted(readers[file])[:3])} did)"
                ),
                file,
                entry.line if entry.file == file else 1,
                fix="configure its content elsewhere, or remove it",
            )


RULE: Rule = Rule(
    code="AL117",
    name="release-change",
    severity="warning",
    summary=(
        "what the release that you move to does differently with this configuration (`upgrade` "
        "only)"
    ),
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Queue(support,t,,,30,,agent-answers)
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
exten => 1,1,Queue(support,t,,,30)
""",
    },
    check=check,
    upgraded_from="20",
)
