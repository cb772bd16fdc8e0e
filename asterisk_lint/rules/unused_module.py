"""## What it does
Reports whitelisted modules that nothing uses.
There are two grades.

- *Proved* (an error): asterisk-lint read everything that could use the module, and nothing does.
- *Presumed* (a warning, one for each configuration file): the only doubt is the module's own
  configuration file, which is not in this repository, and nothing here refers to it.

## Why is this bad?
Every module costs memory and start-up time.
Every module that communicates with the outside is one more thing to attack.

## What to do
`asterisk-lint --fix` removes the lines of proved findings.
`--unsafe-fixes` also removes those of presumed findings; first make sure that the file is not on
the machine either (`sealed: true` in the settings declares this permanently).
To keep a module, give a reason: `; asterisk-lint: keep (reason)` on the line, or `keep:` in
`.asterisk-lint.yaml`.
`asterisk-lint module NAME` shows what would count as use.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding, Related
from asterisk_lint.requirements.verdicts import PRESUMED, UNUSED, Verdict
from asterisk_lint.rules.evidence import evidence
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.whitelist.autoload:
        return
    presumed: dict[str, list[Verdict]] = {}
    for verdict in facts.verdicts.values():
        listed = verdict.listed
        if verdict.state == UNUSED:
            yield RULE.at(
                listed,
                f"nothing uses {listed.module}",
                edits=(_removal(verdict),),
                why=evidence(facts, listed.module),
                help=f"`asterisk-lint module {listed.module}` shows what would count as its use",
            )
        elif verdict.state == PRESUMED:
            presumed.setdefault(verdict.because[0].absent, []).append(verdict)
    for file, verdicts in presumed.items():
        yield _presumed(file, verdicts)


def _presumed(file: str, verdicts: list[Verdict]) -> Finding:
    """Return one finding for all modules that only this absent file could use."""
    names = [verdict.listed.module for verdict in verdicts]
    first = verdicts[0].listed
    entries = [verdict.listed.entry for verdict in verdicts]
    return RULE.at(
        first,
        f"nothing in this repository uses {_listed(names)}, and {file} is not in it",
        module=names[0] if len(names) == 1 else None,
        modules=tuple(names),
        edits=tuple(_removal(verdict)._replace(unsafe=True) for verdict in verdicts),
        help=(
            f"if the machine has no {file} either: asterisk-lint --fix --unsafe-fixes, or "
            "`sealed: true` in .asterisk-lint.yaml"
        ),
        why=f"only an entry of {file} could use {'it' if len(names) == 1 else 'them'}",
        related=tuple(
            Related(entry.file, entry.line, entry.value_column, "also presumed unused")
            for entry in entries[1:]
        ),
    )._replace(severity="warning")


def _removal(verdict: Verdict) -> Edit:
    listed = verdict.listed
    # `require` makes Asterisk refuse to start without the module: a person's decision, which only a
    # person reverses.
    unsafe = listed.option in {"require", "preload-require"}
    return Edit(
        "remove", listed.module, listed.entry.file, listed.entry.line, listed.option, unsafe
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]


RULE: Rule = Rule(
    code="AL102",
    name="unused-module",
    severity="error",
    summary="whitelisted, and nothing uses it",
    shown="unnecessary",
    can_be_kept=True,
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_morsecode.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,NoOp()
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
    },
    check=check,
    fixable=True,
    tells_last_use=True,
)
