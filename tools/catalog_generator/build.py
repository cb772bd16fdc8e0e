"""Convert the collected facts to those of a data file."""

from collections.abc import Container, Mapping

from tools.catalog_generator.collect import Facts

KEPT_IN_FILE = tuple[str, ...]
ByModule = dict[str, dict[str, KEPT_IN_FILE]]  # module -> key -> names


def facts(collected: Mapping[str, Facts]) -> ByModule:
    """Return module -> key -> names. What a built-in module provides counts as the core's, so
    nothing requires it.
    """
    return {module: _of(item, collected) for module, item in collected.items()}


def _of(item: Facts, collected: Mapping[str, Facts]) -> dict[str, KEPT_IN_FILE]:
    said = item.information
    there = collected.keys()
    requires = tuple(name for name in said.requires if name in there)
    enhances = tuple(name for name in said.enhances if name in there)
    symbols = tuple(
        sorted(name for name in item.takes if name not in requires and name not in enhances)
    )
    # Needs of the build alone are used if available: the loader does not check them.
    wished = dict.fromkeys((*said.optional, *said.build_uses, *said.build_requires))
    found: dict[str, KEPT_IN_FILE] = {
        **item.provides,
        "codec": _codecs(item.provides.get("translator", ())),
        "support": (said.support,) if said.support else (),
        "deprecated": (said.deprecated,) if said.deprecated else (),
        "removed": (said.removed,) if said.removed else (),
        "replaced_by": _modules(said.replaced_by, item.name.partition("_")[0], there),
        "priority": (str(said.priority),) if said.priority is not None else (),
        "gives_symbols": ("yes",) if said.global_symbols else (),
        "off_by_default": ("yes",) if said.off_by_default else (),
        "libraries": said.libraries,
        "reads": item.reads,
        "requires": requires,
        "enhances": enhances,
        "symbols": symbols,
        "optional": tuple(
            name
            for name in wished
            if name in there and name not in (*requires, *enhances, *symbols)
        ),
        "conflicts": tuple(name for name in said.conflicts if name in there),
    }
    return {key: names for key, names in found.items() if names}


def _modules(names: KEPT_IN_FILE, family: str, there: Container[str]) -> KEPT_IN_FILE:
    """Return the names that are modules; Asterisk adds an application's (`app_stack (GoSub)`) or
    leaves out the family (`sqlite3_custom`).
    """
    wanted = [name if name in there else f"{family}_{name}" for name in names]
    return tuple(name for name in wanted if name in there)


def _codecs(translators: KEPT_IN_FILE) -> KEPT_IN_FILE:
    """Return the codecs that a module translates from or to signed linear audio: what a call with
    that codec needs.
    """
    found = []
    for translator in translators:
        source, _, target = translator.partition("/")
        found += [
            one
            for one, other in ((source, target), (target, source))
            if other.startswith("slin") and not one.startswith("slin")
        ]
    return tuple(dict.fromkeys(found))
