"""## What it does
Reports an option, or a value, that the Asterisk release in use does not know, if Asterisk then
rejects more than that option or drops a protection.
It is an error if Asterisk rejects the whole file or the whole object, or if a module declines to
load; otherwise it is a warning.

## Why is this bad?
After an upgrade the file looks unchanged, and Asterisk starts.
But one old option in features.conf makes Asterisk 22 reject the whole file, and `stir_shaken = yes`
no longer signs or verifies anything.

## What to do
Use the option that the release knows instead; the finding names it.
Until then, the modules that enforce a protection stay in the whitelist.
"""

from collections.abc import Iterator

from asterisk_lint.conf.values import Section
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.rules.later_options import find
from asterisk_lint.rules.rule import Rule
from asterisk_lint.usage.patterns import matcher, value_matcher
from asterisk_lint.usage.unsupported import UNSUPPORTED, Unsupported


def check(facts: Facts) -> Iterator[Finding]:
    """Report each place once: an option of a template counts where it is written, however many
    sections inherit it.
    """
    seen: set[tuple[str, int, str]] = set()
    for finding in (*_gone(facts), *_later(facts)):
        place = (finding.file, finding.line, finding.message)
        if place not in seen:
            seen.add(place)
            yield finding


def _gone(facts: Facts) -> Iterator[Finding]:
    for row in UNSUPPORTED:
        if facts.catalog.release.within(row.releases) and row.file in facts.configuration.names():
            conf = facts.configuration.conf(row.file)
            is_named = matcher(row.section)
            for section in conf.sections if conf else ():
                if not section.template and is_named(section.name) and _is_meant(section, row):
                    yield from _in_section(section, row, facts)


def _later(facts: Facts) -> Iterator[Finding]:
    for entry, later, loses in find(facts.configuration):
        yield RULE.finding(
            f"Asterisk {facts.catalog.release} does not know {entry.key}, which came with "
            f"{later.since}: Asterisk rejects {loses}",
            entry.file,
            entry.line,
            entry.column,
            length=len(entry.key),
            help=f"leave it out, or move to Asterisk {later.since}",
        )


def _is_meant(section: Section, row: Unsupported) -> bool:
    if not row.type:
        return True
    kind = section.value("type")
    return kind is not None and matcher(row.type)(kind)


def _in_section(section: Section, row: Unsupported, facts: Facts) -> Iterator[Finding]:
    release = facts.catalog.release
    if not row.option:
        yield _finding(
            f"Asterisk {release} no longer knows sections such as [{section.name}] in {row.file}",
            section.file,
            section.line,
            section.column,
            row,
        )
        return
    is_option = matcher(row.option)
    for position in section.shape.where(is_option):
        entry = section.entry(position)
        if value_matcher(row.value)(entry.value):
            what = f"{entry.key} = {entry.value}" if row.word else entry.key
            yield _finding(
                f"Asterisk {release} does not know {what}",
                entry.file,
                entry.line,
                entry.column,
                row,
                len(entry.key),
            )


def _finding(
    message: str, file: str, line: int, column: int, row: Unsupported, length: int = 0
) -> Finding:
    finding = RULE.finding(
        f"{message}: {row.loses}",
        file,
        line,
        column,
        length=length,
        help=f"write instead: {row.instead}",
    )
    return finding if row.whole else finding._replace(severity="warning")


RULE: Rule = Rule(
    code="AL116",
    name="unsupported-option",
    severity="error",
    summary="an option that this release does not know, with serious effects",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp()
""",
        "features.conf": """\
[featuremap]
blindxfer = *2
automon = *1
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
        "features.conf": """\
[featuremap]
blindxfer = *2
automixmon = *1
""",
    },
    check=check,
)
