"""Modules from outside Asterisk: those that people really run (data/third_party.txt), and those
that the settings define.
"""

from collections.abc import Iterable, Sequence
from os.path import join

from asterisk_lint.catalog.facts import THIRD_PARTY, Module, facts_of, module_of
from asterisk_lint.catalog.load import FOLDER, Catalog
from asterisk_lint.releases import Release
from asterisk_lint.settings.values import Settings

PATH = join(FOLDER, "third_party.txt")


def with_third_party(catalog: Catalog, names: Iterable[str]) -> Catalog:
    """Return the catalog with those of the named modules that it does not know and the file
    defines; the file is read only if there is an unknown one.
    """
    unknown = {
        name.lower()
        for name in names
        if catalog.module(name) is None and not catalog.is_built_in(name)
    }
    found = third_party_modules(unknown, catalog.release) if unknown else []
    return catalog.with_modules(found) if found else catalog


def with_local_modules(catalog: Catalog, settings: Settings) -> Catalog:
    """Return the catalog extended by the modules that the settings define."""
    if not settings.modules:
        return catalog
    return catalog.with_modules(
        [
            Module(name, module.provides, module.requires, origin="settings")
            for name, module in settings.modules.items()
        ]
    )


def with_observed_modules(
    catalog: Catalog, modules: Iterable[tuple[str, Sequence[str], Iterable[tuple[str, str]]]]
) -> Catalog:
    """Return the catalog extended by modules from outside Asterisk that are installed on a machine:
    each with those that it cannot be loaded without, and with kind and name of what it was seen to
    provide. It can do more.
    """
    more = {
        name: (requires, provides)
        for name, requires, provides in modules
        if catalog.module(name) is None and not catalog.is_built_in(name)
    }
    found = []
    for name, (requires, provides) in more.items():
        known = tuple(each for each in requires if each in more or catalog.module(each) is not None)
        kinds: dict[str, tuple[str, ...]] = {}
        for kind, provided in provides:
            kinds[kind] = (*kinds.get(kind, ()), provided)
        found.append(Module(name, kinds, known, opaque=True, origin=THIRD_PARTY))
    return catalog.with_modules(found) if found else catalog


def third_party_modules(names: Iterable[str], release: Release) -> list[Module]:
    """Return those of the modules (names in lower case) that the file defines, as they are for a
    release. A full name has precedence over a pattern.
    """
    blocks = _blocks()
    patterns = sorted((name for name in blocks if name.endswith("*")), key=len, reverse=True)
    found = []
    for name in sorted(names):
        head = (
            name
            if name in blocks
            else next((pattern for pattern in patterns if name.startswith(pattern[:-1])), None)
        )
        if head is not None:
            facts = facts_of(blocks[head], release.order)
            found.append(module_of(name, {**facts, "origin": [THIRD_PARTY]}))
    return found


def providers(release: Release) -> dict[tuple[str, str], str]:
    """Map each capability, by kind and name in lower case, to the third-party module that provides
    it; the first in the file if several do.
    """
    found: dict[tuple[str, str], str] = {}
    for name, body in _blocks().items():
        if not name.endswith("*"):
            for kind, names in module_of(name, facts_of(body, release.order)).provides.items():
                for provided in names:
                    found.setdefault((kind, provided.lower()), name)
    return found


def _blocks() -> dict[str, str]:
    """Return the lines of facts of each name or pattern in the file."""
    with open(PATH, encoding="utf-8") as file:
        lines = [line for line in file.read().split("\n") if not line.startswith("#")]
    written = {}
    for block in "\n".join(lines).strip("\n").split("\n\n"):
        name, _, body = block.strip("\n").partition("\n")
        written[name] = body
    return written
