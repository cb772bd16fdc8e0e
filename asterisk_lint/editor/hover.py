"""What an editor shows about the word under the cursor, as Markdown."""

from collections.abc import Iterator

from asterisk_lint.catalog.costs import costs_of, measured_series
from asterisk_lint.catalog.history import periods
from asterisk_lint.catalog.load import CORE, Module
from asterisk_lint.editor.answers import PbxAnswer
from asterisk_lint.editor.lookup import (
    Here,
    Word,
    listed_at,
    listed_of,
    modules_at,
    modules_for,
    uses_at,
    word_at,
)
from asterisk_lint.model import Reason, Use
from asterisk_lint.output.summary import count
from asterisk_lint.output.terminal import visible
from asterisk_lint.requirements.grouped_uses import each_use
from asterisk_lint.requirements.reasons import chain, in_words
from asterisk_lint.requirements.verdicts import PRESUMED, UNDECIDED, UNUSED

SHOWN = 5  # reasons
MOST_NAMES = 12  # of what a module provides
_ESCAPED = "\\`*_{}[]<>()#+-!|~&"


def hover_text(here: Here) -> str | None:
    """Return what is known about a position; None if nothing is."""
    listed = listed_at(here)
    if listed is not None:
        return "\n".join(_module(here.pbx, listed.module))
    word = word_at(here)
    uses = uses_at(here)
    lines: list[str] = []
    if word is not None:
        lines += _word(here.pbx, word)
        uses = [use for use in uses if use.name.lower() != word.name.lower()]
    for use in uses[:SHOWN]:
        lines += _use(here.pbx, use)
    if word is None and not uses:
        for module in modules_at(here)[:1]:
            lines += _module(here.pbx, module)
    return "\n".join(lines) or None


def _word(pbx: PbxAnswer, word: Word) -> Iterator[str]:
    facts = pbx.checked.facts
    yield f"**{plain(word.name)}()**, {word.kind} in Asterisk {facts.catalog.release}"
    yield ""
    providers = facts.catalog.providers(word.kind, word.name)
    if CORE in providers:
        yield "built into Asterisk: no module is needed"
    for name in providers:
        if name:
            yield f"- provided by {code(name)}: {_standing(pbx, name)}"
    yield ""
    yield "Releases: " + "; ".join(
        f"{period.text()}: " + " or ".join(name or "built in" for name in period.modules)
        for period in periods(word.kind, word.name)[:SHOWN]
    )


def _use(pbx: PbxAnswer, use: Use | Reason) -> Iterator[str]:
    what = plain(in_words(use.kind, use.name)) if use.kind != "module" else "This line"
    modules = modules_for(pbx, use)
    if modules:
        needs = ", ".join(f"{code(name)} ({_standing(pbx, name)})" for name in modules)
        yield f"- {what} needs {needs}" + (f": {plain(use.because)}" if use.because else "")


def _module(pbx: PbxAnswer, name: str) -> Iterator[str]:
    facts = pbx.checked.facts
    module = facts.catalog.module(name)
    if module is None:
        yield f"**{plain(name)}**: Asterisk {facts.catalog.release} has no module of this name"
        return
    known = [f"Asterisk {facts.catalog.release}"]
    known += [f"{module.support} support"] if module.support else []
    known += [f"deprecated since {module.deprecated}"] if module.deprecated else []
    known += [f"removed in {module.removed}"] if module.removed else []
    yield f"**{plain(module.name)}** ({', '.join(known)}): {_standing(pbx, module.name)}"
    yield ""
    yield from _reasons(pbx, module.name)
    yield from _provided(module)
    yield from _cost(pbx, module.name)
    if module.requires:
        yield f"- requires {', '.join(map(code, module.requires))}"


def _cost(pbx: PbxAnswer, name: str) -> Iterator[str]:
    """Say what a module takes, where it was measured."""
    release = pbx.checked.facts.catalog.release
    cost, series = costs_of(release).get(name), measured_series(release)
    if cost is not None and series is not None:
        threads = f" and {count(round(cost.threads), 'thread')}" if round(cost.threads) else ""
        yield (
            f"- takes about {cost.memory:,.0f} KiB of memory{threads} "
            f"(measured on Debian's Asterisk {series})"
        )


def _provided(module: Module) -> Iterator[str]:
    names = [
        plain(in_words(kind, name))
        for kind, provided in module.provides.items()
        if kind not in {"cli_command", "attribute", "builtin_module"}
        for name in provided
    ]
    if names:
        more = f", and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        yield f"- provides {', '.join(names[:MOST_NAMES])}{more}"


def _standing(pbx: PbxAnswer, name: str) -> str:
    """Say in a few words whether a module is loaded, and needed."""
    facts = pbx.checked.facts
    listed = listed_of(pbx, name)
    if listed is not None:
        at = code(f"{listed.entry.file}:{listed.entry.line}")
        where = f"{at} has {code(listed.option)}"
    elif facts.whitelist.autoload:
        where = "loaded by autoload"
    else:
        where = "not loaded"
    verdict = facts.verdicts.get(name.lower())
    if name.lower() in facts.required:
        return f"{where}, required"
    if verdict is None:
        return where
    words = {
        UNUSED: "nothing uses it",
        PRESUMED: "presumed unused",
        UNDECIDED: "undecided",
    }
    return f"{where}, {words.get(verdict.state, verdict.state)}"


def _reasons(pbx: PbxAnswer, name: str) -> Iterator[str]:
    facts = pbx.checked.facts
    requirement = facts.required.get(name.lower())
    if requirement is None:
        verdict = facts.verdicts.get(name.lower())
        for thing in verdict.because[:SHOWN] if verdict is not None else ():
            at = code(f"{thing.file}:{thing.line}") if thing.line else code(thing.file)
            yield f"- might be used: {plain(thing.what)} ({at})"
        return
    reasons = sorted(
        each_use(requirement.reasons), key=lambda each: (each.file is None, each.file, each.line)
    )
    for reason in reasons[:SHOWN]:
        if reason.file is not None:
            yield f"- {plain(in_words(reason.kind, reason.name))} at {_at(reason)}"
            continue
        way = [reason, *(chain(facts.required, reason.name) if reason.kind == "dependency" else ())]
        steps = [
            code(step.name) if step.kind == "dependency" else plain(in_words(step.kind, step.name))
            for step in way
        ]
        end = way[-1]
        yield f"- needed by {', for '.join(steps)}" + (f" at {_at(end)}" if end.file else "")
    if len(reasons) > SHOWN:
        yield f"- and {len(reasons) - SHOWN} more"


def _at(reason: Use | Reason) -> str:
    return code(f"{reason.file}:{reason.line}")


def code(text: str) -> str:
    """Return text as code in Markdown; it can contain anything."""
    return f"`{visible(text).replace('`', chr(0x27))}`"


def plain(text: str) -> str:
    """Return text with everything escaped that means something in Markdown or HTML."""
    return "".join(f"\\{each}" if each in _ESCAPED else each for each in visible(text))
