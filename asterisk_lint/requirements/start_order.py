"""The order in which Asterisk starts modules, and which functions must exist before a dialplan's
reader starts.

Since 16 (main/loader.c: module_vector_cmp(), load_resource_list(), start_resource_list(); measured
on 16 and 22): preloads first, then by load priority, then in the order of modules.conf; the modules
that a module requires start just before it. A module that uses symbols of one further down cannot
be opened in the first pass over the file, and comes after all others of its priority.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from asterisk_lint.catalog.facts import NEEDS
from asterisk_lint.catalog.load import Catalog, Module
from asterisk_lint.conf.values import Entry
from asterisk_lint.conf.whitelist import Listed, Whitelist
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.steps import evaluated_by
from asterisk_lint.model import GroupedUses, PlacedUses, StepUses, Use
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release

READERS = ("pbx_config", "pbx_ael", "pbx_lua")
_PRIORITY = 128  # of a module that names none
_SYMBOLS = "uses symbols of it"
_AT_RUN_TIME = NEEDS["runtime"]
_NOWHERE = Entry("load", "", "", 0, 0, 0)


class Earlier(NamedTuple):
    """Modules that must have started before another one starts, although nothing in their code says
    so.
    """

    module: str
    earlier: str  # separated by blanks; counts for those that are loaded
    because: str
    source: str
    releases: str = ""
    file: str = ""  # only if this file exists


_READS = "reads its objects through it while it starts, and declines to load without it"
EARLIER: tuple[Earlier, ...] = (
    *(
        Earlier(module, "res_sorcery_config", _READS,
            f"res/{module}.c load_module(): ast_sorcery_apply_default(..., \"config\", ...)")
        for module in (
            "res_pjproject", "res_pjsip", "res_pjsip_acl", "res_pjsip_endpoint_identifier_ip",
            "res_pjsip_outbound_publish",
            "res_pjsip_outbound_registration", "res_pjsip_phoneprov_provider",
            "res_pjsip_publish_asterisk", "res_pjsip_pubsub", "chan_websocket",
        )
    ),
    Earlier("res_pjsip", "res_sorcery_memory res_sorcery_astdb", _READS,
        "res/res_pjsip/pjsip_configuration.c"),
    *(Earlier("res_ari", "res_sorcery_config", _READS, "res/ari/config.c",
        releases) for releases in (">=20.15 <21", ">=21.10 <22", ">=22.5")),
    Earlier("res_mwi_external", "res_sorcery_astdb", _READS,
        "res/res_mwi_external.c mwi_sorcery_init()"),
    *(
        Earlier(
            "res_pjsip", "res_pjsip_config_wizard",
                "reads its objects when it starts, before the wizard has created those of "
                "pjsip_wizard.conf",
            "res/res_pjsip_config_wizard.c load_module(): an observer until 18.25, 20.10, 21.5, "
            "22.0", releases, "pjsip_wizard.conf",
        )
        for releases in ("<18.25", ">=19 <20.10", ">=21 <21.5")
    ),
)  # fmt: skip


class Late(NamedTuple):
    """A module that starts too early: before one that must have started."""

    listed: Listed
    needed: str
    because: str


def late_starts(
    whitelist: Whitelist, catalog: Catalog, configuration: Configuration
) -> Iterator[Late]:
    """Yield the preloaded modules that need something which starts only later, with what that is.

    Without a preload the load priorities ensure the order. Modules that are neither listed nor
    loaded by autoload are ignored here.
    """
    loaded = whitelist.loaded()
    preloaded = {key for key, listed in loaded.items() if listed.option.startswith("preload")}
    if not preloaded:
        return
    forbidden = whitelist.forbidden()
    more = (
        [name.lower() for name in catalog.modules if name and name.lower() not in forbidden]
        if whitelist.autoload
        else []
    )
    order = start_order(whitelist, catalog, more=more) if follows_file(catalog.release) else {}
    early = _started_early(preloaded, {*loaded, *more}, catalog) if order else {}
    told: set[tuple[str, str]] = set()
    for row in (
        *EARLIER,
        *_at_run_time({*preloaded, *early}, catalog),
        *_wizards(configuration, catalog),
    ):
        key = row.module.lower()
        by = key if key in preloaded else early.get(key)
        if (
            by is None
            or not catalog.release.within(row.releases)
            or (row.file and row.file not in configuration.names())
        ):
            continue
        for needed in row.earlier.split():
            there = needed in loaded or needed in more
            late = (
                order[needed] > order[key] if there and order else there and needed not in preloaded
            )
            if late and (key, needed) not in told:
                told.add((key, needed))
                because = row.because if by == key else f"needs {row.module}, which {row.because}"
                yield Late(loaded[by], needed, because)


def _started_early(
    preloaded: Iterable[str], there: Collection[str], catalog: Catalog
) -> dict[str, str]:
    """Return the modules that start with a preloaded one because its code requires them, each with
    that preloaded module.
    """
    found: dict[str, str] = {}
    for preload in sorted(preloaded):
        waiting = [preload]
        while waiting:
            for name in _pulled_in(catalog.module(waiting.pop())):
                key = name.lower()
                if key in there and key not in found:
                    found[key] = preload
                    waiting.append(key)
    return found


def _at_run_time(preloaded: Iterable[str], catalog: Catalog) -> Iterator[Earlier]:
    """Yield what preloaded modules do not start without although their code does not say so,
    according to the catalog.
    """
    for key in preloaded:
        module = catalog.module(key)
        for needed in module.requires if module else ():
            if module and module.because.get(needed) == _AT_RUN_TIME:
                yield Earlier(
                    key, needed.lower(), "does not start without it", "the catalog's data"
                )


def _wizards(configuration: Configuration, catalog: Catalog) -> Iterator[Earlier]:
    """Yield the wizards that sorcery.conf names for a module's objects."""
    read = configuration.conf("sorcery.conf")
    for section in read.sections if read else ():
        for entry in section.entries if not section.template else ():
            wizard = entry.value.partition(",")[0].strip()
            for module in catalog.providers("wizard", wizard) if wizard else ():
                yield Earlier(
                    section.name,
                    module.lower(),
                    _READS,
                    "main/sorcery.c __ast_sorcery_apply_config()",
                )


def early_functions(uses: Iterable[Use | GroupedUses]) -> Iterator[tuple[str, Use]]:
    """Yield each use of a function that a reader evaluates while it starts, with that reader."""
    reasons = {evaluated_by(reader): reader for reader in READERS}
    for use in uses:
        if use.kind == "function" and use.because in reasons and not isinstance(use, StepUses):
            for each in use.uses() if isinstance(use, PlacedUses) else (use,):
                yield reasons[use.because], each


def follows_file(release: Release) -> bool:
    """Tell whether the release starts modules in the order of the file: releases from 1.8 to 15
    keep no order among modules of one priority.
    """
    return release.within(">=16")


def start_order(
    whitelist: Whitelist,
    catalog: Catalog,
    move: tuple[str, str] | None = None,
    *,
    more: Iterable[str] = (),
) -> dict[str, int]:
    """Return the start position of each module of the whitelist, by its name in lower case; with
    `move`, as if the first were right before the second.

    `more`: modules that come after the lines of the whitelist (those that autoload adds).
    """
    loaded = {**{name: Listed(name, "load", _NOWHERE) for name in more}, **whitelist.loaded()}
    loaded = {key: loaded[key] for key in (*whitelist.loaded(), *loaded)}
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


def latest_place(
    module: str, whitelist: Whitelist, catalog: Catalog, early: Iterable[tuple[str, Use]]
) -> Listed | None:
    """Return the entry before which a new line for a module must be placed (`early`: result of
    `early_functions`); None: anywhere.
    """
    if not follows_file(catalog.release):
        return None
    loaded = whitelist.loaded()
    readers = {
        reader
        for reader, use in early
        if reader in loaded and module in catalog.providers("function", use.name)
    }
    return min(
        (loaded[reader] for reader in readers), key=list(loaded.values()).index, default=None
    )


def _pass(
    key: str,
    loaded: Mapping[str, Listed],
    catalog: Catalog,
    index: Mapping[str, float],
    passes: dict[str, int],
) -> int:
    if key not in passes:
        passes[key] = 0
        module = catalog.module(key)
        for needed in module.requires if module else ():
            other, source = needed.lower(), catalog.module(needed)
            if (
                other in loaded
                and module
                and (module.because.get(needed) == _SYMBOLS or (source and source.gives_symbols))
            ):
                passes[key] = max(
                    passes[key],
                    _pass(other, loaded, catalog, index, passes) + (index[other] > index[key]),
                )
    return passes[key]


def _pulled_in(module: Module | None) -> list[str]:
    """Return the modules that the loader starts before a module because its code requires them."""
    return (
        [name for name in module.requires if module.because.get(name) != _AT_RUN_TIME]
        if module
        else []
    )


def _start(key: str, loaded: Mapping[str, Listed], catalog: Catalog, order: dict[str, int]) -> None:
    waiting = [key]
    seen = {key}
    while waiting:
        module = catalog.module(waiting[-1])
        needed = [name.lower() for name in _pulled_in(module) if name.lower() in loaded]
        missing = [name for name in needed if name not in order and name not in seen]
        if missing:
            seen.add(missing[0])
            waiting.append(missing[0])
        else:
            order.setdefault(waiting.pop(), len(order))
