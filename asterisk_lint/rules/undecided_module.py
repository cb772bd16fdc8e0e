"""## What it does
Reports things that asterisk-lint cannot read and that might use whitelisted modules which nothing
else uses: a missing file or include, a template, a database, a program of the repository that
writes into a configuration file, Asterisk's files in a folder without modules.conf, an AMI, ARI or
AGI client, or a name that is only known during a call.
Mistakes count as well: a line that Asterisk skips and a misspelt name say what somebody wants.
One finding names one cause and all modules that it affects.
Modules whose use never shows in a configuration (console commands, formats of installed sounds) are
also reported in one finding.

It also reports, as information, a codec that Asterisk itself only passes through but that a module
of some distributions can translate (opus).
Without an inventory nobody can tell whether this Asterisk has that module.

## Why is this bad?
It is not bad: these modules may be needed, and `--fix` never touches them.
The finding names what settles the question.
It does not fail a commit unless `strict: true` or `--strict` is set.

## What to do
Settle it in `.asterisk-lint.yaml`: `keep:` with a reason, `uses:` for what clients run, or `sealed:
true` if no client and no missing file uses more than what you see.
For a codec: write an inventory with `asterisk-lint inventory`, or add an entry under `modules:`, or
a `load` or `noload` line for the module.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import FILE
from asterisk_lint.facts import Facts
from asterisk_lint.model import SETTLED_BY_SEALED, Finding, Related, Unseen
from asterisk_lint.requirements.verdicts import UNDECIDED, Verdict
from asterisk_lint.rules.rule import Rule

# What `asterisk-lint observe` can show.
_SEEN_ON_THE_MACHINE = frozenset(
    {"missing-file", "absent", "include", "ignored", "template", "written", "database", "dialplan"}
)
# Files that are not there have no place of their own.
_NOWHERE = frozenset({"missing-file", "absent", "dialplan"})


def check(facts: Facts) -> Iterator[Finding]:
    if facts.whitelist.autoload:
        return
    undecided = [verdict for verdict in facts.verdicts.values() if verdict.state == UNDECIDED]
    by_cause: dict[Unseen, list[Verdict]] = {}
    for verdict in undecided:
        # A module that another undecided one needs is reported with that one's cause.
        by_cause.setdefault(_root(verdict, facts), []).append(verdict)
    for thing, verdicts in by_cause.items():
        finding = _finding(thing, verdicts)
        yield finding._replace(severity="error") if facts.settings.strict else finding
    for module, reason in facts.unsettled.items():
        known = facts.catalog.module(module)
        codecs = ", ".join(known.provides.get("codec", ())) if known else "it"
        yield RULE.finding(
            (
                f"{module} may be needed, if it is installed: without it Asterisk passes "
                f"{codecs} through but never translates it"
            ),
            reason.file or FILE,
            reason.line or 1,
            reason.column,
            module=module,
            help=(
                "commit an inventory, add an entry under modules: in the settings, or write load "
                "or noload for it"
            ),
        )


def _root(verdict: Verdict, facts: Facts) -> Unseen:
    """Return the cause to report: the first thing that cannot be read, or one for all modules whose
    use never shows.
    """
    seen: set[str] = set()
    while (
        verdict.because
        and verdict.because[0].cause == "whitelisted"
        and verdict.listed.key not in seen
    ):
        seen.add(verdict.listed.key)
        further = facts.verdicts.get(verdict.because[0].what.partition(" ")[0].lower())
        if further is None or further.state != UNDECIDED:
            break
        verdict = further
    if verdict.because:
        first = verdict.because[0]
        observed = facts.configuration.observed
        if first.settled and observed and verdict.listed.key not in observed.then.whitelist:
            return Unseen(observed.day, "", 0, frozenset(), "newer")
        if first.settled:
            # One cause for everything that an observation of the machine has settled: only modules
            # that protect are reported with it.
            return Unseen("what was observed on the machine", "", 0, frozenset(), "observed")
        return first
    return Unseen("no configuration shows whether they are used", "", 0, frozenset(), "invisible")


def _finding(thing: Unseen, verdicts: list[Verdict]) -> Finding:
    names = [verdict.listed.module for verdict in verdicts]
    one = len(names) == 1
    count = "1 whitelisted module" if one else f"{len(names)} whitelisted modules"
    first = verdicts[0].listed.entry
    if thing.cause == "invisible":
        because = (
            verdicts[0].invisible if one else "console commands, formats of installed sounds, ..."
        )
        message = (
            f"no configuration shows whether {', '.join(names)} {'is' if one else 'are'} used "
            f"({because})"
        )
        where = (first.file, first.line)
    elif thing.cause == "observed":
        message = (
            f"only what was observed on the machine says that nothing uses {', '.join(names)}: "
            "what protects is not removed for that"
        )
        where = (first.file, first.line)
    elif thing.cause == "newer":
        message = (
            f"whitelisted after the machine was observed on {thing.what}: {', '.join(names)}; that "
            "observation cannot show what needs them"
            if not one
            else f"{names[0]} was whitelisted after the machine was observed on {thing.what}: that "
            "observation cannot show what needs it"
        )
        where = (first.file, first.line)
    else:
        message = f"{thing.what}: {count} might be needed: {', '.join(names)}"
        where = (
            (thing.file, thing.line)
            if thing.line and not thing.file.startswith(".git") and thing.cause not in _NOWHERE
            else (first.file, first.line)
        )
    return RULE.finding(
        message,
        *where,
        module=names[0] if one else None,
        modules=tuple(names),
        help=_settle(thing, names),
        related=tuple(
            Related(verdict.listed.entry.file, verdict.listed.entry.line, 0, verdict.listed.module)
            for verdict in verdicts
        ),
    )


def _settle(thing: Unseen, names: list[str]) -> str:
    """Return the line that settles it."""
    keep = (
        f"`keep: {{{names[0]}: reason}}`"
        if len(names) == 1
        else "`keep:` with a reason for each module that you want"
    )
    sealed = (
        ", or `sealed: true` if no client and no missing file uses more than you see here"
        if thing.cause in SETTLED_BY_SEALED
        else ""
    )
    look = (
        "correct the line, or "
        if thing.cause == "mistake"
        else "name its folder among `layers:` under `pbx:`, or "
        if thing.cause == "layer"
        else "`asterisk-lint observe` can look at the machine; or "
        if thing.cause == "newer" or (thing.cause in _SEEN_ON_THE_MACHINE and thing.hidden)
        else "to settle it, "
    )
    return (
        f"--fix removes nothing here; {look}write in .asterisk-lint.yaml {keep}, `uses:` "
        f"for what it runs{sealed}"
    )


RULE: Rule = Rule(
    code="AL113",
    name="undecided-module",
    severity="information",
    summary="whitelisted, and only something that asterisk-lint cannot read might use it",
    can_be_kept=True,
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
load = app_queue.so
load = app_exec.so
""",
        "extensions.conf": """\
[default]
exten => 1,1,Exec(${CALLED}(1))
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
)
