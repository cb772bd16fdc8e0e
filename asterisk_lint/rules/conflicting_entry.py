"""## What it does
Reports a `noload` of a module that the configuration needs, or that another line loads.

## Why is this bad?
`noload` overrides `load`: the module is not loaded, whatever the other line says.
Together with `require` it prevents Asterisk from starting.

## What to do
Decide which of the two lines is right.
`asterisk-lint --fix` removes a `load` that has no effect because of the `noload`.
It never reverses a `noload`; `asterisk-lint --fix --unsafe-fixes` does if the module is needed.

If only a configuration file asks for the module, the finding is information, because the file may
be a left-over.
"""

from collections.abc import Iterator

from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding, Related
from asterisk_lint.requirements.reasons import chain
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    loading = {
        listed.key: listed
        for listed in reversed(facts.whitelist.entries)
        if listed.option != "noload"
    }
    for key, forbidden in facts.whitelist.forbidden().items():
        if facts.catalog.is_built_in(key):
            # main/loader.c, loader_config_init(): it gives up on the whole file.
            yield _finding(
                facts,
                forbidden,
                f"`noload` of {forbidden.module}, which is built into Asterisk: Asterisk refuses to start",
                (),
                None,
            )
            continue
        requirement = facts.required.get(key)
        other = loading.get(key)
        if requirement is not None:
            edits = [Edit("remove", item.module, item.entry.file, item.entry.line, item.option,
                unsafe=True) for item in facts.whitelist.entries if item.key == key and item.option ==
                "noload"]  # fmt: skip
            if other is None and not facts.whitelist.autoload:
                edits.append(Edit("add", requirement.module, unsafe=True))
            place = chain(facts.required, key)[-1]
            needed = (
                f"{place.file}:{place.line} needs it" if place.file else f"{place.name} needs it"
            )
            finding = _finding(
                facts,
                forbidden,
                f"`noload` of {forbidden.module}, but {needed}",
                tuple(edits),
                other,
            )
            yield finding._replace(
                help=f"if you want {requirement.module}, remove the noload"
                " (asterisk-lint --fix --unsafe-fixes); if not, remove what needs it"
            )
        elif other is not None and other.option in {"require", "preload-require"}:
            message = (
                f"`{other.option}` and `noload` of {forbidden.module}: Asterisk refuses to start"
            )
            yield _finding(facts, forbidden, message, (), other)
        elif other is not None:
            edits = [Edit("remove", other.module, other.entry.file, other.entry.line, other.option)]
            message = f"`{other.option}` and `noload` of {forbidden.module}: `noload` overrides it, so it is not loaded"
            yield _finding(facts, forbidden, message, tuple(edits), other)
    for question in facts.questions:
        listed = facts.whitelist.forbidden().get(question.module.lower())
        if listed is not None:
            place = question.uses[0]
            message = f"`noload` of {listed.module}, but {place.file}:{place.line} asks for it: is that a left-over or a mistake?"
            finding = RULE.at(
                listed,
                message,
                related=(Related(place.file, place.line, place.column, place.because),),
            )
            yield finding._replace(
                severity="information",
                help=f"if you want {listed.module}, remove the noload; if not, remove {place.file} or ignore this",
            )


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
    mended_by_verify=True,
)
