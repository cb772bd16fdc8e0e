"""From uses to required modules: the providers of what is used, and all their dependencies."""

from collections.abc import Iterable, Mapping, Sequence

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.model import Need, Reason
from asterisk_lint.records import NamedTuple
from asterisk_lint.usage.rows import Choice, With

Companions = Mapping[tuple[str, str], Sequence[With]]


class UseGroup(NamedTuple):
    """What some uses have in common: what they need, and which modules read their file."""

    kind: str
    name: str
    readers: tuple[str, ...]


class FurtherReason(NamedTuple):
    """The first place of a need (or a dependency), for a further reason."""

    of: "Source"
    because: str
    enforces: bool = False


Source = UseGroup | Reason | FurtherReason


class Stated(NamedTuple):
    """What modules.conf, people and the machine say about modules, independent of uses (names in
    lower case).
    """

    loaded: frozenset[str]  # by the whitelist
    forbidden: frozenset[str] = frozenset()  # with a `noload`
    kept: Mapping[str, Reason] = {}  # required because a person said so
    installed: frozenset[str] | None = None  # what the machine has, if known


class Closure:
    """The required modules while they are collected: a work list, and needs that wait until all
    others are known. It does not know places.
    """

    def __init__(
        self,
        catalog: Catalog,
        companions: Companions,
        choices: Iterable[Choice],
        stated: Stated,
    ) -> None:
        self.catalog = catalog
        self.loaded = stated.loaded
        self.forbidden = stated.forbidden
        self.installed = stated.installed
        self.unsettled: dict[str, Source] = {}
        self.reasons: dict[str, list[Source]] = {}
        self.unprovided: list[UseGroup] = []
        self.undecided: dict[tuple[str, str], list[Source]] = {}
        self.providers: dict[tuple[str, str], tuple[str, ...]] = {}
        self.companions = dict(companions)
        # Every need and module so far, for rows that wait for two
        self.met: set[tuple[str, str]] = set()
        self.choices = {folded(*row.need): row for row in choices}
        self.waiting: dict[str, list[UseGroup]] = {}

    def use(self, need: UseGroup) -> None:
        """Add a need, or keep it until one of the modules that read its file is required."""
        kind, name = need.kind, need.name
        readers = [reader.lower() for reader in need.readers]
        if readers and not any(reader in self.reasons for reader in readers):
            own = (name,) if kind == "module" else self.catalog.providers(kind, name)
            if not any(self.brings(module, readers) for module in own):
                for reader in readers:
                    self.waiting.setdefault(reader, []).append(need)
                return
        if not self.need(kind, name, [need]):
            self.unprovided.append(need)

    def brings(self, module: str, readers: Sequence[str]) -> bool:
        """Tell whether a module is one of those that read the file (in lower case), or cannot be
        loaded without one of them.
        """
        return module.lower() in readers or any(
            needed.lower() in readers for needed in self.catalog.closure(module)
        )

    def need(self, kind: str, name: str, reasons: Sequence[Source]) -> bool:
        """Add the need for a capability or module; return False if nothing provides it."""
        key = folded(kind, name)
        self.accompany(key, reasons)
        self.accompany(("kind", kind), reasons)
        if kind == "module":
            self.require(name, reasons)
            return True
        providers = self.providers.get(key)
        if providers is None:
            providers = self.providers[key] = self.providers_of(kind, name)
        if not providers:
            return False
        if "" in providers:
            for module in self.beyond_the_core(kind, providers, reasons):
                self.require(module, reasons)
            return True
        if len(providers) == 1:
            self.require(providers[0], reasons)
        else:
            self.undecided.setdefault(key, []).extend(reasons)
        return True

    def beyond_the_core(
        self, kind: str, providers: Sequence[str], reasons: Sequence[Source]
    ) -> list[str]:
        """Return the modules that do more for a capability than the core, which only passes such a
        codec through.

        Not every Asterisk has them: return those that are loaded, otherwise one that the settings
        or the inventory know. If neither says anything, it is unknown whether there is one.
        """
        loaded = [module for module in providers if module.lower() in self.loaded]
        if loaded or kind != "codec":
            return loaded
        others = [module for module in providers if module and module.lower() not in self.forbidden]
        there = [module for module in others if self.is_there(module)]
        if others and not there and self.installed is None:
            self.unsettled.setdefault(others[0], reasons[0])
        return there[:1]

    def is_there(self, module: str) -> bool:
        """Tell whether the settings or the inventory say that the machine has a module."""
        known = self.catalog.module(module)
        return (known is not None and known.origin == "settings") or module.lower() in (
            self.installed or ()
        )

    def providers_of(self, kind: str, name: str) -> tuple[str, ...]:
        """Return the modules that provide a capability; for the name `*`, any of its kind."""
        if name != "*":
            return self.catalog.providers(kind, name)
        modules: dict[str, None] = {}
        for known in self.catalog.names(kind):
            modules.update(dict.fromkeys(self.catalog.providers(kind, known)))
        if not modules and (choice := self.choices.get((kind, "*"))):
            # Not a kind of the catalog's (such as fax technologies): only the tables know the
            # providers.
            return tuple(
                module
                for module in choice.modules.split()
                if self.catalog.module(module) or module in self.loaded
            )
        return tuple(modules)

    def accompany(self, key: tuple[str, str], reasons: Sequence[Source]) -> None:
        """Require what goes with a need or a module that is needed by now."""
        self.met.add(key)
        rows = self.companions.get(key)
        if rows:
            # Once is enough: the first place that needs them explains them.
            del self.companions[key]
            for row in rows:
                also = folded(*row.also) if row.also else key
                if also not in self.met:
                    self.companions[also] = (*self.companions.get(also, ()), row)
                    continue
                if row.if_loaded and not self.has_all(row.needs):
                    continue
                for kind, name in row.needs:
                    if (
                        kind != "module" or self.catalog.module(name) is not None
                    ):  # a release without it works without it
                        self.need(
                            kind, name, [FurtherReason(reasons[0], row.because, row.enforces)]
                        )

    def has_all(self, needs: Iterable[Need]) -> bool:
        """Tell whether the whitelist loads something for each of a row's needs."""
        return all(
            any(
                module.lower() in self.loaded
                for module in ((name,) if kind == "module" else self.providers_of(kind, name))
            )
            for kind, name in needs
        )

    def require(self, module: str, reasons: Sequence[Source]) -> None:
        """Require one module and, the first time, all its dependencies."""
        key = module.lower()
        known_reasons = self.reasons.get(key)
        if known_reasons is not None:
            known_reasons += reasons
            return
        self.reasons[key] = list(reasons)
        if key in self.forbidden:
            return  # a person's decision: it is not loaded and needs nothing
        known = self.catalog.module(module)
        name = known.name if known else module
        because = Reason("dependency", name)
        for dependency in known.requires if known else ():
            self.require(dependency, [because])
        self.accompany(("module", key), [because])
        for need in self.waiting.pop(key, ()):
            self.use(need)

    def settle(self) -> None:
        """Choose among several providers, after all needs with a single one are known."""
        while self.undecided:
            key, reasons = next(iter(self.undecided.items()))
            del self.undecided[key]
            self.require(self.choose(key), reasons)

    def modules_for(self, needs: Iterable[UseGroup]) -> frozenset[str]:
        """Return every module that could provide these needs, in lower case."""
        found: set[str] = set()
        for need in needs:
            found.update(
                module.lower()
                for module in (
                    (need.name,)
                    if need.kind == "module"
                    else self.providers_of(need.kind, need.name)
                )
            )
        return frozenset(found)

    def choose(self, key: tuple[str, str]) -> str:
        """Return the module that serves a need which several modules can serve."""
        choice = self.choices.get(key) or self.choices.get((key[0], "*"))
        providers = self.providers[key]
        preferred = (
            [module for module in choice.modules.split() if module in providers] if choice else []
        )
        order = preferred + [module for module in providers if module not in preferred]
        for wanted in (self.loaded, self.reasons):
            for module in order:
                if module.lower() in wanted:
                    return module
        return next((module for module in order if module.lower() not in self.forbidden), order[0])


def folded(kind: str, name: str) -> tuple[str, str]:
    """Return the key of a capability: functions and file formats (wav is not WAV) are
    case-sensitive, all others are not (main/pbx_app.c, pbx_functions.c, main/file.c:
    exts_compare()).
    """
    return kind, name if kind in {"function", "format", "kind"} else name.lower()
