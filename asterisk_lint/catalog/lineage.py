"""What happened to a module between releases: renamed, merged into the core, split, replaced,
removed; added later; or never existed.
"""

from collections.abc import Mapping
from functools import cache
from os.path import dirname, join

from asterisk_lint.catalog.load import CORE, FOLDER, Catalog, Module, load, releases
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import NEWEST, Release, bound

PATH = join(dirname(__file__), "data", "lineage.txt")
MISTAKES = join(dirname(__file__), "data", "mistakes.txt")
# The kind of capability that the prefix of a module's name suggests.
SUGGESTED = {
    "app_": "application",
    "func_": "function",
    "chan_": "channel",
    "codec_": "codec",
    "format_": "format",
    "res_": "builtin_module",
    "": "builtin_module",
}


class Fate(NamedTuple):
    """Why a release has no module of that name."""

    module: str
    # "renamed", "merged" (into the core or another module), "split", "replaced", "removed",
    # "outside", "later" (comes in `since`), "never"
    what: str
    since: str  # the first release to which this applies; "" for "never"
    # the modules that now have its capabilities and that the release in question has; () for the
    # core or none
    to: tuple[str, ...]
    text: str  # in one clause, for people
    heirs: tuple[str, ...] = ()  # `to`, and for a split module every part that is a module

    @property
    def successor(self) -> str | None:
        """Return the one module that a whitelist needs instead, if there is exactly one."""
        return self.to[0] if len(self.to) == 1 else None

    @property
    def gone(self) -> bool:
        """Tell whether a line that loads it is certainly dead: Asterisk removed it or never had it,
        and nobody else provides it.
        """
        return self.what not in ("later", "outside")


class ModuleChange(NamedTuple):
    """One line of the lineage file: `what` happened to the module `module` in `release`."""

    module: str
    what: str
    release: str
    to: tuple[str, ...]


@cache
def changes() -> tuple[ModuleChange, ...]:
    """Return every change in the lineage file, by release."""
    found: list[ModuleChange] = []
    with open(PATH, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                module, what, release, *to = line.split()
                found.append(ModuleChange(module, what, release, tuple(to)))
    return tuple(sorted(found, key=lambda change: bound(change.release)))


@cache
def changes_of() -> Mapping[str, tuple[ModuleChange, ...]]:
    """Return the changes of each module, by release."""
    found: dict[str, tuple[ModuleChange, ...]] = {}
    for change in changes():
        found[change.module] = (*found.get(change.module, ()), change)
    return found


@cache
def mistakes() -> Mapping[str, tuple[str, str]]:
    """Return names that people write and that never were modules, each with the kind and the name
    of the capability that they mean.
    """
    with open(MISTAKES, encoding="utf-8") as file:
        rows = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return {module: (kind, name) for module, kind, name in rows}


def fate(module: str, release: Release) -> Fate | None:
    """Return what happened to a module that `release` does not have; None if it has it, or if
    nothing is known about the name.
    """
    catalog = _catalog(release)
    name = module.lower()
    if catalog.module(name) is not None:
        return None
    here = release.order
    # It is absent and was recorded as removed earlier, whatever a maintained older series got
    # later.
    told = [change for change in changes_of().get(name, ()) if bound(change.release) <= here]
    if told:
        return _gone(module, told[-1], catalog)
    spans = [span for series in releases() for span in _spans(series).get(name, ())]
    if not spans:
        meant = mistakes().get(name)
        return _never(name, *meant, catalog) if meant else None
    later = [first for first, _ in spans if first > here]
    if later:
        since = _written(min(later))
        return Fate(module, "later", since, (), f"it came with Asterisk {since}")
    return Fate(module, "removed", "", (), "it was removed from Asterisk")


def successors(module: str, release: Release) -> tuple[str, ...]:
    """Return the modules of `release` that have the capabilities of `module`: itself if it exists,
    () if the core or nothing has them.
    """
    catalog = _catalog(release)
    known = catalog.module(module)
    if known is not None:
        return (known.name,)
    past = fate(module, release)
    return past.to if past is not None else ()


def _gone(module: str, change: ModuleChange, catalog: Catalog) -> Fate:
    if len(change.to) == 1 and catalog.module(change.to[0]) is None:
        then = fate(change.to[0], catalog.release)
        if then is not None:
            return then._replace(
                module=module,
                text=(
                    f"it became {change.to[0]} in Asterisk {change.release}, which "
                    f"{then.text.removeprefix('it ')}"
                ),
            )
    to = [
        name
        for target in change.to
        if target != "(core)"
        for name in successors(target, catalog.release)
    ]
    names = " and ".join(to)
    if change.what == "renamed" and to:
        text = f"it is called {names} from Asterisk {change.release} on"
    elif change.what == "merged" and to:
        text = f"it became part of {names} in Asterisk {change.release}"
    elif change.what == "merged":
        text = f"it is built into Asterisk from {change.release} on"
    elif change.what == "split":
        text = (
            f"it was split in Asterisk {change.release}: into "
            f"{' and '.join([*(['the core'] if '(core)' in change.to else []), *to])}"
        )
    elif change.what == "outside":
        text = f"it was removed in Asterisk {change.release}; third parties provide it"
    elif to:
        text = f"it was removed in Asterisk {change.release} and replaced by {names}"
    else:
        text = f"it was removed in Asterisk {change.release}"
    # The parts of a split module are needed only as far as the configuration uses them: no single
    # module replaces it.
    heirs = tuple(dict.fromkeys(to))
    return Fate(
        module, change.what, change.release, () if change.what == "split" else heirs, text, heirs
    )


def _never(module: str, kind: str, name: str, catalog: Catalog) -> Fate:
    """Explain names such as app_noop: no release has the module, and the capability of that name is
    elsewhere.
    """
    homes = catalog.providers(kind, name)[:1]
    shown = f"{name}()" if kind in ("application", "function") else name
    if homes in ((), (CORE,)):
        return Fate(
            module,
            "never",
            "",
            (),
            f"there never was such a module; {shown} is built into Asterisk",
        )
    return Fate(
        module, "never", "", homes, f"there never was such a module; {shown} is in {homes[0]}"
    )


def last_known(module: str) -> Module | None:
    """Return a module as it was in the newest release that has it; None if none has."""
    name = module.lower()
    for series in reversed(releases()):
        if name in _spans(series):
            found = _catalog(Release.parse(series)).module(name)
            if found is not None:
                return found
    return None


def namesake(module: str, catalog: Catalog) -> str:
    """Say in one clause where a release has the capability that an unknown module is named after;
    "" if it has none of that name.
    """
    name = module.lower()
    for prefix, kind in SUGGESTED.items():
        suggested = name[len(prefix) :]
        spelling = catalog.spelling(kind, suggested) if name.startswith(prefix) else None
        if spelling is not None and kind == "builtin_module":
            return f"{spelling} is a part of Asterisk itself, which is always loaded"
        if spelling is not None:
            home = catalog.providers(kind, spelling)[0]
            shown = (
                f"{spelling}()"
                if kind in ("application", "function")
                else f"{kind.replace('_', ' ')} {spelling}"
            )
            return f"Asterisk's own {shown} is {'built in' if home == CORE else 'in ' + home}"
    return ""


@cache  # a whitelist can name many modules that the release does not have
def _catalog(release: Release) -> Catalog:
    return load(release)


@cache
def _spans(series: str) -> Mapping[str, list[tuple[tuple[int, ...], tuple[int, ...]]]]:
    """Return for each module of a series the release that added it and the one that removed it.

    Only the headings are read, because that is faster than loading the whole catalog.
    """
    with open(join(FOLDER, series + ".txt"), encoding="utf-8") as file:
        blocks = file.read().rstrip("\n").split("\n\n")[1:]
    found: dict[str, list[tuple[tuple[int, ...], tuple[int, ...]]]] = {}
    for block in blocks:
        name, _, below = block.partition("\n")[0].partition("<")
        name, _, least = name.partition(">=")
        found.setdefault(name, []).append(
            (bound(least or series), bound(below) if below else (*bound(series), NEWEST))
        )
    return found


def _written(order: tuple[int, ...]) -> str:
    return "the master branch" if order[0] > NEWEST else ".".join(str(number) for number in order)
