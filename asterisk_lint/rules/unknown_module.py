"""## What it does
Reports whitelisted modules that the Asterisk release in use does not have: removed, renamed, merged
into the core, misspelt, or written in the wrong case.

## Why is this bad?
Asterisk logs an error at each start and continues without the module.
The case matters: Asterisk looks for a file named `Res_Pjsip_Acl.so` and does not find it, although
it treats both names as the same module.

## What to do
`asterisk-lint --fix` renames modules that Asterisk itself renamed or merged, corrects the case, and
removes a few names that never were modules (`app_goto`).
`asterisk-lint --fix --unsafe-fixes` also removes modules that Asterisk dropped and that others may
still build (`chan_sip`), and `require` lines of all these.
Neither removes any other unknown name, or a `codec_*` or `format_*`, because they may be
third-party modules.
Correct a misspelt name yourself.
Declare a module of your own with one line under `modules:` in `.asterisk-lint.yaml`: `modules:
{chan_quectel: {channels: [Quectel]}}`.
`asterisk-lint catalog import` writes such an entry from the module's file.
"""

from collections.abc import Iterator

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.rules.proposals import Proposals
from asterisk_lint.rules.rule import Rule

if TYPE_CHECKING:
    from asterisk_lint.catalog.lineage import Fate

# Third parties build many modules with these prefixes, often under the names that Asterisk itself
# would use.
OFTEN_THIRD_PARTY = ("codec_", "format_")
REQUIRING = frozenset({"require", "preload-require"})


def check(facts: Facts) -> Iterator[Finding]:
    yield from (_wrong_case(facts, listed) for listed in facts.whitelist.wrong_case.values())
    kept = {name.lower() for name in facts.settings.keep}
    marked = {
        (suppression.file, suppression.line)
        for suppression in facts.suppressions
        if suppression.keep
    }
    proposals = Proposals(facts.catalog.modules, cutoff=0.85)
    for listed in facts.whitelist.entries:
        known = facts.catalog.module(listed.module) is not None or facts.catalog.is_built_in(
            listed.module
        )
        if (
            not known
            and not is_placeholder(listed.module)
            and listed.key not in kept
            and (listed.entry.file, listed.entry.line) not in marked
        ):
            finding = _unknown(facts, listed, proposals)
            if finding is not None:
                yield finding


def _wrong_case(facts: Facts, listed: Listed) -> Finding:
    name = facts.catalog.file_name(listed.module)
    return RULE.at(
        listed,
        (
            f"Asterisk cannot load {listed.entry.value}: the file is called {name}.so, and "
            "the case of the name matters"
        ),
        edits=(Edit("rename", name, listed.entry.file, listed.entry.line, listed.option),),
        fix=f"{listed.entry.key} = {name}.so",
    )


def _unknown(facts: Facts, listed: Listed, proposals: Proposals) -> Finding | None:
    from asterisk_lint.catalog.lineage import fate, namesake

    release = facts.catalog.release
    past = fate(listed.module, release)
    # A misspelt name is very similar to the right one; anything else is a module that does not
    # exist.
    hint = ""
    if past is None and listed.option == "noload":
        # A noload of a module that does not exist is harmless; a misspelt name loads what was meant
        # to stay out.
        from asterisk_lint.settings.spelling import did_you_mean

        hint = did_you_mean(listed.module, facts.catalog.modules, cutoff=0.85)
    elif past is None:
        hint = proposals.of(listed.module)
    if listed.option == "noload" and not hint:
        return None
    edits = (
        _edits(facts, listed, past)
        if past is not None and not listed.key.startswith(OFTEN_THIRD_PARTY)
        else ()
    )
    fix = help_ = ""
    if edits and edits[0].unsafe:
        help_ = "if nobody else provides it, remove the line (asterisk-lint --fix --unsafe-fixes)"
    elif edits:
        fix = (
            "remove the line"
            if edits[0].action == "remove"
            else "; ".join(f"load = {edit.module}.so" for edit in edits)
        )
    else:
        help_ = (
            f"if it is a third-party module, add `modules: {{{listed.module}: {{}}}}` to "
            ".asterisk-lint.yaml"
        )
    other = (
        past.text if past is not None else "" if hint else namesake(listed.module, facts.catalog)
    )
    return RULE.at(
        listed,
        f"Asterisk {release} has no module {listed.module}{hint}" + (f": {other}" if other else ""),
        edits=edits,
        fix=fix,
        help=help_,
    )


def _edits(facts: Facts, listed: Listed, past: "Fate") -> tuple[Edit, ...]:
    """What can be done about a name that Asterisk gave up, or that never was a module's.

    Unsafe is what a person must agree to: a module that Asterisk removed, or dropped for another
    one, may still be built by others; and without a module of a `require` line Asterisk does not
    start, so that its absence may be meant to be noticed.
    """
    here = (listed.entry.file, listed.entry.line, listed.option)
    if past.what in ("renamed", "merged", "split"):
        known = {entry.key for entry in facts.whitelist.entries}
        arriving = [name for name in past.heirs if name.lower() not in known]
        if arriving:
            return (
                Edit("rename", arriving[0], *here),
                *(Edit("add", name) for name in arriving[1:]),
            )
    elif not past.gone:
        return ()
    dropped = past.what not in ("renamed", "merged", "split", "never")
    return (Edit("remove", listed.module, *here, unsafe=dropped or listed.option in REQUIRING),)


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
