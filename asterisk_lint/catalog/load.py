"""The catalog of one Asterisk release: its modules, and who provides which capability.

A hook reads it at every commit, so a file is read in one pass with plain string operations, without
regular expressions or a parser.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from os import listdir
from os.path import dirname, join

from asterisk_lint.catalog.facts import (
    CORE,
    EXACT,
    KINDS,
    NEEDS,
    WHOLE_LINE,
    Module,
    Modules,
    facts_of,
    holding,
    module_of,
)
from asterisk_lint.releases import Release, UnknownRelease, bound

# Users of the catalog need no other file.
__all__ = [
    "CORE", "FOLDER", "KINDS", "NEEDS", "WHOLE_LINE", "Catalog", "Module", "UnknownRelease",
    "load", "newest", "parse", "releases", "series_of",
]  # fmt: skip
FOLDER = join(dirname(__file__), "data")


class Catalog:
    """What the modules of one release provide and need. Created by `load` and never changed."""

    def __init__(self, release: Release, modules: "Modules", core: Module) -> None:
        self.release = release
        self.modules = modules
        self.core = core
        self._index: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {}
        self._small: dict[str, dict[str, str]] = {}
        self._closures: dict[str, tuple[str, ...]] = {}
        self._found: dict[str, Module | None] = {CORE: core}  # by the name as it was asked for

    def module(self, name: str) -> Module | None:
        """Return the module of that name (ignoring case), or None; CORE returns the built-in
        core.
        """
        try:
            return self._found[name]
        except KeyError:
            found = self.modules.get(name) or self.modules.get(name.lower())
            self._found[name] = found
            return found

    def is_built_in(self, name: str) -> bool:
        """Tell whether a module (ignoring case) is part of the core, which `module show` lists
        although it has no file.
        """
        return name.lower() in self.core.provides.get("builtin_module", ())

    def file_name(self, name: str) -> str:
        """Return the name of a module's file, without `.so`, for its name in any case; an unknown
        name unchanged.
        """
        known = None if name in self.modules else self.module(name)
        return known.name if known and known.name else name

    def providers(self, kind: str, name: str) -> tuple[str, ...]:
        """Return the modules that provide a capability, the default first; CORE ("") is included if
        it is built in, () if nothing provides it.
        """
        found = self._by_kind(kind).get(name if kind in EXACT else name.lower())
        return found[1] if found else ()

    def names(self, kind: str) -> Sequence[str]:
        """Return every name of a kind in Asterisk's own spelling, sorted ignoring case."""
        return [
            spelling
            for _, (spelling, _) in sorted(
                self._by_kind(kind).items(), key=lambda item: (item[0].lower(), item[0])
            )
        ]

    def spelling(self, kind: str, name: str) -> str | None:
        """Return Asterisk's own spelling of a name given in any case (also for functions); None if
        there is no such name.
        """
        found = self._by_kind(kind).get(name if kind in EXACT else name.lower())
        if found is None and kind in EXACT:
            return self._in_any_case(kind).get(name.lower())
        return found[0] if found else None

    def with_modules(self, modules: Sequence[Module]) -> "Catalog":
        """Return a catalog that also has these modules; one of the same name replaces the existing
        one.
        """
        return Catalog(self.release, self.modules.with_modules(modules), self.core)

    def with_provided(self, more: Iterable[tuple[str, str, str]]) -> "Catalog":
        """Return a catalog in which modules provide more: (module, kind, name). Names of unknown
        modules are left out.
        """
        names: dict[str, dict[str, list[str]]] = {}
        for name, kind, provided in more:
            names.setdefault(name, {}).setdefault(kind, []).append(provided)
        extended: dict[str, Module] = {}
        for name, by_kind in names.items():
            module = self.module(name)
            if module is not None:
                provides = dict(module.provides)
                for kind, further in by_kind.items():
                    provides[kind] = (*provides.get(kind, ()), *further)
                extended[name] = module._replace(provides=provides)
        return self.with_modules(list(extended.values())) if extended else self

    def closure(self, name: str) -> tuple[str, ...]:
        """Return every module that `name` needs directly or indirectly, sorted, without itself."""
        known = self._closures.get(name)
        if known is not None:
            return known
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            module = self.module(waiting.pop())
            for needed in module.requires if module else ():
                if needed not in seen and needed != name:
                    seen.add(needed)
                    waiting.append(needed)
        found = self._closures[name] = tuple(sorted(seen))
        return found

    def _by_kind(self, kind: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        if kind not in self._index:
            self._index[kind] = self._index_of(kind)
        return self._index[kind]

    def _in_any_case(self, kind: str) -> dict[str, str]:
        """Return the spellings of a case-sensitive kind by their lower case; of several, the first
        in alphabetical order.
        """
        if kind not in self._small:
            self._small[kind] = {
                key.lower(): spelling
                for key, (spelling, _) in sorted(self._by_kind(kind).items(), reverse=True)
            }
        return self._small[kind]

    def _index_of(self, kind: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        several: dict[str, list[str]] = {}
        exact = kind in EXACT
        for module, names in (
            (CORE, self.core.provides.get(kind, ())),
            *self.modules.providing(kind),
        ):
            alone = (module,)
            for name in names:
                key = name if exact else name.lower()
                if key not in found:
                    found[key] = (name, alone)
                elif found[key][1] is not alone:
                    several.setdefault(key, [*found[key][1]]).append(module)
        for key, homes in several.items():
            found[key] = (found[key][0], self._ranked(homes))
        return found

    def _ranked(self, names: list[str]) -> tuple[str, ...]:
        modules = [self.core if name == CORE else self.modules[name] for name in names]
        ranks = {"core": 0, "extended": 1, "deprecated": 3}

        def rank(module: Module) -> tuple[bool, bool, int, str]:
            return (
                module.name != CORE,
                bool(module.origin),
                ranks.get(module.support, 2),
                module.name,
            )

        return tuple(module.name for module in sorted(modules, key=rank))


@cache
def releases() -> tuple[str, ...]:
    """Return the series that have a catalog, oldest first, "master" last."""
    return tuple(
        sorted(
            (
                name[:-4]
                for name in listdir(FOLDER)
                if name.endswith(".txt") and (name[0].isdigit() or name == "master.txt")
            ),
            key=bound,
        )
    )


def newest() -> Release:
    """Return the newest released series that has a catalog."""
    return Release.parse([name for name in releases() if name != "master"][-1])


def series_of(release: Release) -> str:
    """Return the series ("22", "1.8") of a release. Raises UnknownRelease if it has no catalog; the
    text names the series that have one.
    """
    known = releases()
    if release.series not in known:
        raise UnknownRelease(
            f"no catalog for Asterisk {release}; there are catalogs for {', '.join(known)}"
        )
    return release.series


def load(release: Release) -> Catalog:
    """Return the catalog of a release. Raises UnknownRelease, whose text names the series that have
    a catalog.
    """
    with open(join(FOLDER, series_of(release) + ".txt"), encoding="utf-8") as file:
        return parse(file.read(), release)


def parse(text: str, release: Release) -> Catalog:
    """Return a release's catalog from the text of its series' data file."""
    blocks = text.rstrip("\n").split("\n\n")[1:]
    written: dict[str, str] = {}
    for block in blocks:
        name, _, body = block.partition("\n")
        if "<" in name or ">" in name:
            held = holding([name], release.order)
            if not held:
                continue
            name = held[0]
        written[name] = body
    core = module_of(CORE, facts_of(written.pop("(core)", ""), release.order))
    return Catalog(release, Modules(written, release.order), core)
