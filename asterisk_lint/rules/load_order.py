"""## What it does
Reports an order of lines in modules.conf that breaks something.

- Before 1.8: a module that is loaded before a module that it depends on.
- Before 16: a preloaded module that depends on one that is not preloaded.
- All releases, also with `autoload=yes`: a preloaded module that reads its configuration through a
  module that starts later (PJSIP and the sorcery wizards).
- From 16 on: a function in [globals], in an extension's name, in a hint or in an include whose
  module starts after the dialplan's reader (pbx_config, pbx_ael, pbx_lua).

## Why is this bad?
Old releases start modules in the order of the file, preloads first: the dependent module does not
find what it needs and fails.
Newer releases resolve dependencies, and otherwise keep the order of the file.
A reader evaluates such functions once, while it starts.
A function that is not available yet evaluates to empty text: the variable stays empty, or the
extension gets another name.

## What to do
`asterisk-lint --fix` moves the line of the module that must start first.
"""

from collections.abc import Iterator

from asterisk_lint.facts import Facts
from asterisk_lint.model import Edit, Finding, Related, Use
from asterisk_lint.requirements.start_order import (
    early_functions,
    follows_file,
    late_starts,
    start_order,
)
from asterisk_lint.rules.rule import Rule


def check(facts: Facts) -> Iterator[Finding]:
    yield from _late_starts(facts)
    if facts.whitelist.autoload:
        return
    if follows_file(facts.catalog.release):
        yield from _late_functions(facts)
    else:
        yield from _late_dependencies(facts)


def _late_starts(facts: Facts) -> Iterator[Finding]:
    loaded = facts.whitelist.loaded()
    for late in late_starts(facts.whitelist, facts.catalog, facts.configuration):
        entry, other = late.listed.entry, loaded.get(late.needed)
        edits = (
            (
                Edit(
                    "move",
                    other.module,
                    other.entry.file,
                    other.entry.line,
                    f"{entry.file}:{entry.line}",
                ),
            )
            if other
            else ()
        )
        yield RULE.at(
            late.listed,
            (
                f"{late.listed.module} is preloaded, but {late.needed} starts after it: "
                f"{late.listed.module} {late.because}"
            ),
            module=late.needed,
            edits=edits,
            fix=f"preload = {late.needed}.so   (before {entry.file}:{entry.line})",
            related=(
                Related(
                    other.entry.file,
                    other.entry.line,
                    other.entry.value_column,
                    "this must come first",
                ),
            )
            if other
            else (),
        )


def _late_functions(facts: Facts) -> Iterator[Finding]:
    loaded = facts.whitelist.loaded()
    order: dict[str, int] = {}
    met: dict[tuple[str, str], Use] = {}
    for reader, use in early_functions(facts.uses):
        providers = facts.catalog.providers("function", use.name)
        there = [provider.lower() for provider in providers if provider.lower() in loaded]
        if reader in loaded and there and "" not in providers:
            order = order or start_order(facts.whitelist, facts.catalog)
            if all(order[module] > order[reader] for module in there):
                met.setdefault((there[0], reader), use)
    for (key, reader), use in met.items():
        late, entry = loaded[key], loaded[reader].entry
        moved = start_order(facts.whitelist, facts.catalog, (key, reader))
        helps = moved[key] < moved[reader]
        where = f"{use.file}:{use.line}"
        yield RULE.at(
            late,
            (
                f"{reader} evaluates {use.name}() while it starts ({where}), but {late.module} "
                "starts later: the result is empty text"
            ),
            edits=(
                Edit(
                    "move",
                    late.module,
                    late.entry.file,
                    late.entry.line,
                    f"{entry.file}:{entry.line}",
                ),
            )
            if helps
            else (),
            help=""
            if helps
            else (
                f"load priorities prevent a fix by order: use {use.name}() in a call, or try "
                f"`preload = {late.module}.so`"
            ),
            related=(
                Related(use.file, use.line, use.column, "the function"),
                Related(entry.file, entry.line, entry.value_column, "the reader that evaluates it"),
            ),
        )


def _late_dependencies(facts: Facts) -> Iterator[Finding]:
    by_line = facts.catalog.release.within("<1.8")
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
            late = (preloaded and not other_preloaded) or (
                by_line and preloaded == other_preloaded and order[other.key] > order[key]
            )
            if late:
                entry = listed.entry
                yield RULE.at(
                    listed,
                    (
                        f"{listed.module} needs {other.module}, but this release starts "
                        f"{other.module} later"
                    ),
                    module=other.module,
                    edits=(
                        Edit(
                            "move",
                            other.module,
                            other.entry.file,
                            other.entry.line,
                            f"{entry.file}:{entry.line}",
                        ),
                    ),
                    related=(
                        Related(
                            other.entry.file,
                            other.entry.line,
                            other.entry.value_column,
                            "this must come first",
                        ),
                    ),
                )


RULE: Rule = Rule(
    code="AL111",
    name="load-order",
    severity="error",
    summary="an order of lines that this release cannot resolve",
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
