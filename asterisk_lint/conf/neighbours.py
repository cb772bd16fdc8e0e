"""Find where in modules.conf a new line belongs: next to related modules."""

from collections.abc import Sequence
from functools import lru_cache

from asterisk_lint.conf.whitelist import Listed

# The order of module families if the file itself does not suggest another: resources before the
# modules that depend on them, the dialplan last.
FAMILIES = ("res", "codec", "format", "bridge", "cdr", "cel", "func", "app", "chan", "pbx")


@lru_cache(maxsize=65536)
def shared_words(one: str, other: str) -> int:
    """Return how many leading words two module names share (`res_pjsip_nat` has three words)."""
    count = 0
    for mine, theirs in zip(one.split("_"), other.split("_"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def neighbour(
    module: str, entries: Sequence[Listed], last: Listed | None = None
) -> tuple[Listed, bool] | None:
    """Return the entry next to which a new module belongs, and whether it goes before that entry
    (otherwise after it); None if no entry loads anything.

    With `last` the new line goes before that entry in any case.

    The nearest related modules are those that share the most leading words. The new name goes into
    their alphabetical order, after the last one that precedes it. Without related modules it goes
    where its family is in FAMILIES.
    """
    if last is not None:
        before = entries[
            : next(
                (
                    number
                    for number, listed in enumerate(entries)
                    if listed.entry[:4] == last.entry[:4]
                ),
                len(entries),
            )
        ]
        if not any(listed.option in {"load", "require"} for listed in before):
            return last, True
        entries = before
    loads = [listed for listed in entries if listed.option in {"load", "require"}]
    if not loads:
        preloads = [listed for listed in entries if listed.option != "noload"]
        return (preloads[-1], False) if preloads else None
    number, goes_before = _place(module.lower(), tuple([listed.key for listed in loads]))
    return loads[number], goes_before


@lru_cache(maxsize=4096)  # many PBXs of a run have the same whitelist
def _place(name: str, loads: tuple[str, ...]) -> tuple[int, bool]:
    """Return next to which of the loaded modules a new one belongs, and whether before it."""
    shared = [shared_words(name, load) for load in loads]
    nearest = max(shared)
    if nearest:
        candidates = [number for number, words in enumerate(shared) if words == nearest]
        smaller = [number for number in candidates if loads[number] < name]
        return (smaller[-1], False) if smaller else (candidates[0], True)
    rank = rank_of(name)
    earlier = [number for number, load in enumerate(loads) if rank_of(load) <= rank]
    return (earlier[-1], False) if earlier else (0, True)


def rank_of(module: str) -> int:
    """Return the position of a module's family in FAMILIES; unknown families come last."""
    family = module.partition("_")[0]
    return FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
