"""## What it does
Reports a `noload` of a module that the configuration needs, or that another line loads.

## Why is this bad?
`noload` overrides `load`: the module is not loaded, whatever the other line says.
Together with `require` it prevents Asterisk from starting.

## What to do
Decide which of the two lines is right.
`asterisk-lint --fix` changes neither.
`asterisk-lint --fix --unsafe-fixes` removes the `noload` if the configuration needs the module, and
the `load` or `require` if nothing needs it.

If only a configuration file asks for the module, the finding is information, because the file may
be a left-over.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding, Related
from asterisk_lint.requirements.reasons import chain
from asterisk_lint.rules.rule import Rule

REQUIRING = frozenset({"require", "preload-require"})


def check(facts: Facts) -> Iterator[Finding]:
    by_name: dict[str, list[Listed]] = {}
    for entry in facts.whitelist.entries:
        by_name.setdefault(entry.key, []).append(entry)
    for key, forbidden in facts.whitelist.forbidden().items():
        if facts.catalog.is_built_in(key):
            # main/loader.c, loader_config_init(): it gives up on the whole file.
            yield _finding(
                facts,
                forbidden,
                (
                    f"`noload` of {forbidden.module}, which is built into Asterisk: Asterisk "
                    "refuses to start"
                ),
                (),
                None,
            )
            continue
        requirement = facts.required.get(key)
        others = [listed for listed in by_name.get(key, ()) if listed.option != "noload"]
        requiring = next((listed for listed in others if _stops(facts, listed)), None)
        stops = (
            f": with `{requiring.option}` beside `noload`, Asterisk exits at start"
            if requiring
            else ""
        )
        if requirement is not None:
            edits = [
                Edit(
                    "remove",
                    item.module,
                    item.entry.file,
                    item.entry.line,
                    item.option,
                    unsafe=True,
                )
                for item in by_name.get(key, ())
                if item.option == "noload"
            ]
            if not others and not facts.whitelist.autoload:
                edits.append(Edit("add", requirement.module, unsafe=True))
            place = chain(facts.required, key)[-1]
            needed = (
                f"{place.file}:{place.line} needs it" if place.file else f"{place.name} needs it"
            )
            finding = _finding(
                facts,
                forbidden,
                f"`noload` of {forbidden.module}, but {needed}{stops}",
                tuple(edits),
                requiring or next(iter(others), None),
            )
            yield finding._replace(
                help=f"if you want {requirement.module}, remove the noload"
                " (asterisk-lint --fix --unsafe-fixes); if not, remove what needs it"
            )
        elif others:
            other = requiring or others[0]
            edits = [
                Edit(
                    "remove",
                    item.module,
                    item.entry.file,
                    item.entry.line,
                    item.option,
                    unsafe=True,  # a person wrote both lines, and must say which one is meant
                )
                for item in others
            ]
            message = f"`{other.option}` and `noload` of {forbidden.module}: " + (
                "Asterisk exits at start"
                if requiring
                else "`noload` overrides it, so it is not loaded"
            )
            finding = _finding(facts, forbidden, message, tuple(edits), other)
            if requiring:
                finding = finding._replace(
                    help=f"nothing here needs {forbidden.module}: remove the {other.option}"
                    " (asterisk-lint --fix --unsafe-fixes), or the noload if you want it anyway"
                )
            yield finding
    for question in facts.questions:
        listed = facts.whitelist.forbidden().get(question.forbidden)
        if listed is not None:
            place = question.uses[0]
            message = (
                f"`noload` of {listed.module}, but {place.file}:{place.line} asks for it: is "
                "that a left-over or a mistake?"
            )
            finding = RULE.at(
                listed,
                message,
                related=(Related(place.file, place.line, place.column, place.because),),
            )
            yield finding._replace(
                severity="information",
                help=(
                    f"if you want {listed.module}, remove the noload; if not, remove "
                    f"{place.file} or ignore this"
                ),
            )


def _stops(facts: Facts, listed: Listed) -> bool:
    """Whether Asterisk exits for the sake of an entry when the module has a `noload` too ("this is
    impossible", main/loader.c, 16 and later).
    """
    return listed.option in REQUIRING and facts.catalog.release.within(">=16")


def _finding(
    facts: Facts, forbidden: Listed, message: str, edits: tuple[Edit, ...], other: Listed | None
) -> Finding:
    return RULE.at(
        forbidden,
        message,
        edits=edits,
        related=(
            Related(
                other.entry.file,
                other.entry.line,
                other.entry.value_column,
                "the contradicting entry",
            ),
        )
        if other
        else (),
    )


RULE: Rule = Rule(
    code="AL106",
    name="conflicting-entry",
    severity="error",
    summary="`noload` of a module that is loaded elsewhere or required",
    doc=__doc__,
    bad={
        "modules.conf": """\
[modules]
autoload = no
load = pbx_config.so
noload = app_dial.so
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
    new_reason_counts=True,
)
