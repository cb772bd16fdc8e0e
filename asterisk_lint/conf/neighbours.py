"""Where in modules.conf a new line belongs: beside its kin."""

from collections.abc import Sequence

from asterisk_lint.conf.whitelist import Listed

# The order in which families stand where nothing of the file shows another: resources before what depends on them, the dialplan last.
FAMILIES = ("res", "codec", "format", "bridge", "cdr", "cel", "func", "app", "chan", "pbx")


def shared_words(one: str, other: str) -> int:
    """How many leading words (`res_pjsip_nat`: three) two module names share."""
    count = 0
    for mine, theirs in zip(one.split("_"), other.split("_"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def neighbour(
    module: str, entries: Sequence[Listed], last: Listed | None = None
) -> tuple[Listed, bool] | None:
    """The entry beside which a new module belongs, and whether it goes before it (else behind); None when no entry loads anything.

    With `last` it stands before that entry, whatever its kin say.

    The nearest kin are the modules that share most leading words; among them the new name takes its place in the alphabet, behind the last
    one that comes before it. Without kin it goes where its family stands in FAMILIES.
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
    name = module.lower()
    nearest = max(shared_words(name, listed.key) for listed in loads)
    if nearest:
        kin = [listed for listed in loads if shared_words(name, listed.key) == nearest]
        smaller = [listed for listed in kin if listed.key < name]
        return (smaller[-1], False) if smaller else (kin[0], True)
    rank = rank_of(name)
    later = [listed for listed in loads if rank_of(listed.key) > rank]
    earlier = [listed for listed in loads if rank_of(listed.key) <= rank]
    return (earlier[-1], False) if earlier else (later[0], True)


def rank_of(module: str) -> int:
    """The place of a module's family in FAMILIES; unknown families come last."""
    family = module.partition("_")[0]
    return FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
