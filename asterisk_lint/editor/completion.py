"""What an editor offers while one types: modules, applications, functions, rules."""

import re
from collections.abc import Iterator

from asterisk_lint.catalog.load import Catalog, Module
from asterisk_lint.editor.lookup import Here
from asterisk_lint.records import NamedTuple
from asterisk_lint.rules import RULES

_LOAD = re.compile(
    r"^\s*(?:load|require|noload|preload|preload-require)\s*=>?\s*(?P<word>[\w.-]*)$"
)
_RULE = re.compile(r"asterisk-lint:\s*ignore\[(?:[^\]]*,)?\s*(?P<word>[\w-]*)$")
_FUNCTION = re.compile(r"\$\{\s*(?P<word>\w*)$")
_STEP = re.compile(
    r"^\s*(?:same\s*=>?\s*[^,]*,|exten\s*=>?\s*(?:[^,(]|\([^)]*\))+,[^,]*,)\s*(?P<word>\w*)$"
)
_AEL = re.compile(r"(?:^|[;{}]|=>)\s*(?P<word>[A-Za-z_]\w*)$")
_LUA = re.compile(r"\bapp\.(?P<word>\w*)$")


class Offer(NamedTuple):
    """One word that can be completed."""

    text: str
    kind: str  # "module", "application", "function" or "rule"
    about: str
    first: bool = False  # offered before the others


class Offers(NamedTuple):
    """What can follow the text before the cursor; `typed` is what is there of it already."""

    typed: str
    offers: tuple[Offer, ...]


def offers_at(here: Here) -> Offers:
    """Return what fits at a position; nothing in a comment, and where nothing is known to fit."""
    before = here.text[: here.column - 1]
    facts = here.pbx.checked.facts
    rule = _RULE.search(before)
    if rule is not None:
        return Offers(rule["word"], tuple(Offer(name, "rule", code) for code, name in RULES))
    load = _LOAD.search(before)
    if load is not None and here.file in _module_files(here):
        return Offers(load["word"], tuple(_modules(here)))
    if here.file not in _dialplan_files(here):
        return Offers("", ())
    function = _FUNCTION.search(before)
    if function is not None:
        return Offers(function["word"], tuple(_named("function", facts.catalog)))
    if here.file.endswith(".ael"):
        step = _AEL.search(before)
    else:
        step = (_LUA if here.file.endswith(".lua") else _STEP).search(before)
    if step is not None:
        return Offers(step["word"], tuple(_named("application", facts.catalog)))
    return Offers("", ())


def _module_files(here: Here) -> set[str]:
    """Return modules.conf and the files that it includes."""
    conf = here.pbx.checked.facts.configuration.conf("modules.conf")
    found = {"modules.conf"}
    for include in conf.includes if conf is not None else ():
        found.update(include.found)
    return found


def _dialplan_files(here: Here) -> set[str]:
    configuration = here.pbx.checked.facts.configuration
    found = {"extensions.conf", "extensions.ael", "extensions.lua"}
    for conf in configuration.read_confs():
        if conf.name in found:
            found.update(file for include in conf.includes for file in include.found)
    if here.file.endswith((".ael", ".lua")):
        found.add(here.file)
    return found


def _modules(here: Here) -> Iterator[Offer]:
    """Yield each module of the release that modules.conf does not name, the required ones first."""
    facts = here.pbx.checked.facts
    named = {listed.key for listed in facts.whitelist.entries if listed.entry.line != here.line}
    for module in facts.catalog.modules.values():
        key = module.name.lower()
        if key not in named:
            required = key in facts.required
            about = ("required; " if required else "") + _summary(module)
            yield Offer(f"{module.name}.so", "module", about.removesuffix("; "), required)


def _summary(module: Module) -> str:
    kinds = ("application", "function", "channel", "codec", "format", "bridge", "timing")
    names = [
        f"{name}()" if kind in {"application", "function"} else name
        for kind in kinds
        for name in module.provides.get(kind, ())
    ]
    return ", ".join(names[:4]) + (", ..." if len(names) > 4 else "")


def _named(kind: str, catalog: Catalog) -> Iterator[Offer]:
    for name in catalog.names(kind):
        providers = catalog.providers(kind, name)
        yield Offer(name, kind, ", ".join(each or "built into Asterisk" for each in providers))
