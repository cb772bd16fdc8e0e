"""What a fix did to one file, in a few words."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from asterisk_lint.check import Checked
from asterisk_lint.fix.rounds import Fixed

# A module, and whether the line loads it (False: noload).
Line = tuple[str, bool]


def summary_of(fixed: Fixed, name: str) -> str:
    """Say what changed in the file `name`: "39 added, 1 removed, 2 moved".

    A line counts once. Moved: it is elsewhere in this file, or in another one. Reversed: `noload`
    became `load`. Renamed: the module's name changed. A line that became `noload` or a comment is
    removed.
    """
    before, after = _lines(fixed.before, name), _lines(fixed.after, name)
    renamed = [
        (old, new)
        for old, new in fixed.renamed
        if any(key == old for key, _ in before) and any(key == new for key, _ in after)
    ]
    names = dict(renamed)
    before = [(names.get(key, key), loads) for key, loads in before]
    came, went = Counter(after) - Counter(before), Counter(before) - Counter(after)
    # A line that another file lost or got has moved.
    elsewhere_before = Counter(_lines(fixed.before, "", besides=name))
    elsewhere_after = Counter(_lines(fixed.after, "", besides=name))
    arrived = came & (elsewhere_before - elsewhere_after)
    left = went & (elsewhere_after - elsewhere_before)
    turned = {key for key, loads in came if loads and (key, False) in went}
    silenced = {key for key, loads in came if not loads and (key, True) in went}
    counts = {
        "added": (came - arrived).total() - len(turned) - len(silenced),
        "removed": (went - left).total() - len(turned),
        "moved": arrived.total() + left.total() + _moved(before, after),
        "reversed": len(turned),
        "renamed": len(renamed),
    }
    words = [f"{count} {word}" for word, count in counts.items() if count > 0]
    if fixed.before.facts.whitelist.autoload and not fixed.after.facts.whitelist.autoload:
        entry = fixed.after.facts.whitelist.autoload_entry
        words += ["autoload turned off"] if entry is not None and entry.file == name else []
    return ", ".join(words) or "comments changed"


def _lines(checked: Checked, name: str, *, besides: str = "") -> list[Line]:
    """Return the entries of one file, or of all files besides one, in their order; each line once,
    also where a file is included twice.
    """
    found = {
        (listed.entry.file, listed.entry.line): (listed.key, listed.option != "noload")
        for listed in checked.facts.whitelist.entries
        if (listed.entry.file != besides if besides else listed.entry.file == name)
    }
    return [line for _, line in sorted(found.items())]


def _moved(before: Iterable[Line], after: Sequence[Line]) -> int:
    """Return how many of the lines that stay in a file must move for the new order: all but the
    longest sequence that keeps its order.
    """
    places: dict[Line, list[int]] = {}
    for at, line in enumerate(after):
        places.setdefault(line, []).append(at)
    stays = [places[line].pop(0) for line in before if places.get(line)]
    ends: list[int] = []  # by length: the smallest last place of a sequence in order
    for place in stays:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(stays) - len(ends)
