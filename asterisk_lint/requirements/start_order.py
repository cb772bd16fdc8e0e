"""The order in which Asterisk starts modules, and which functions must be there before a dialplan's reader starts.

Since 16 (main/loader.c: module_vector_cmp(), load_resource_list(), start_resource_list(); measured on 16 and 22): preloads first, then by load
priority, then in the order of modules.conf; what a module requires starts just before it. A module that takes symbols from one further down
cannot be opened in the first pass over the file, and stands behind all others of its priority.
"""

from collections.abc import Iterable, Iterator, Mapping

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.conf.whitelist import Listed, Whitelist
from asterisk_lint.dialplan.steps import evaluated_by
from asterisk_lint.model import Alike, Use
from asterisk_lint.releases import Release

READERS = ("pbx_config", "pbx_ael", "pbx_lua")
_PRIORITY = 128  # of a module that names none
_SYMBOLS = "takes symbols from it"


def early_functions(uses: Iterable[Use | Alike]) -> Iterator[tuple[str, Use]]:
    """Each use of a function that a reader evaluates while it starts, with that reader."""
    reasons = {evaluated_by(reader): reader for reader in READERS}
    for use in uses:
        if use.kind == "function" and use.because in reasons and not isinstance(use, Alike):
            yield reasons[use.because], use


def follows_file(release: Release) -> bool:
    """Whether the release starts modules as this file has it: those from 1.8 to 15 keep no order among modules of one priority."""
    return release.within(">=16")


def start_order(whitelist: Whitelist, catalog: Catalog, move: tuple[str, str] | None = None) -> dict[str, int]:
    """When each module of the whitelist starts, by its name in small letters; with `move`, as if the first stood right before the second."""
    loaded = whitelist.loaded()
    preloaded = {listed.key for listed in whitelist.entries if listed.option.startswith("preload")}
    index = {key: float(number) for number, key in enumerate(loaded)}
    if move is not None:
        moved, reader = move
        index[moved] = index[reader] - 0.5
        if loaded[reader].option.startswith("preload"):
            preloaded.add(moved)
    passes: dict[str, int] = {}
    for key in loaded:
        _pass(key, loaded, catalog, index, passes)
    order: dict[str, int] = {}

    def rank(key: str) -> tuple[bool, int, int, float]:
        module = catalog.module(key)
        priority = module.priority if module and module.priority is not None else _PRIORITY
        return key not in preloaded, priority, passes[key], index[key]

    for key in sorted(loaded, key=rank):
        _start(key, loaded, catalog, order)
    return order


def latest_place(module: str, whitelist: Whitelist, catalog: Catalog, early: Iterable[tuple[str, Use]]) -> Listed | None:
    """The entry before which a new line for a module must stand (`early`: what `early_functions` gives); None: anywhere will do."""
    if not follows_file(catalog.release):
        return None
    loaded = whitelist.loaded()
    readers = {reader for reader, use in early if reader in loaded and module in catalog.providers("function", use.name)}
    return min((loaded[reader] for reader in readers), key=list(loaded.values()).index, default=None)


def _pass(key: str, loaded: Mapping[str, Listed], catalog: Catalog, index: Mapping[str, float], passes: dict[str, int]) -> int:
    if key not in passes:
        passes[key] = 0
        module = catalog.module(key)
        for needed in module.requires if module else ():
            other, source = needed.lower(), catalog.module(needed)
            if other in loaded and module and (module.because.get(needed) == _SYMBOLS or (source and source.gives_symbols)):
                passes[key] = max(passes[key], _pass(other, loaded, catalog, index, passes) + (index[other] > index[key]))
    return passes[key]


def _start(key: str, loaded: Mapping[str, Listed], catalog: Catalog, order: dict[str, int]) -> None:
    waiting = [key]
    seen = {key}
    while waiting:
        module = catalog.module(waiting[-1])
        needed = [name.lower() for name in (module.requires if module else ()) if name.lower() in loaded]
        missing = [name for name in needed if name not in order and name not in seen]
        if missing:
            seen.add(missing[0])
            waiting.append(missing[0])
        else:
            order.setdefault(waiting.pop(), len(order))
