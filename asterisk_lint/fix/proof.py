"""What a whitelist says before and after edits, to compare it with what Asterisk would read."""

from collections import Counter
from collections.abc import Iterable, Set

from asterisk_lint.conf.whitelist import Listed, Whitelist
from asterisk_lint.model import Edit


def meant(whitelist: Whitelist) -> tuple[Counter[tuple[str, str]], bool]:
    """Return the meaning of a whitelist, in a form that can be compared."""
    lines = _by_place(whitelist).values()
    return Counter((listed.key, listed.option) for listed in lines), whitelist.autoload


def _by_place(whitelist: Whitelist) -> dict[tuple[str, int], Listed]:
    """Return the entries by file and line: once, even if Asterisk reads a file twice."""
    return {(listed.entry.file, listed.entry.line): listed for listed in whitelist.entries}


def forbidding(whitelist: Whitelist, edits: Iterable[Edit]) -> frozenset[tuple[str, int]]:
    """Return file and line of each removed entry that can become a `noload`: one for each module
    that no other entry names. Beside another line a `noload` would forbid what that line loads.
    """
    edits = list(edits)
    gone = {(edit.file, edit.line) for edit in edits if edit.action == "remove"}
    named = {
        listed.key
        for listed in whitelist.entries
        if (listed.entry.file, listed.entry.line) not in gone
    }
    named |= {edit.module.lower() for edit in edits if edit.action in {"add", "rename"}}
    found: dict[str, tuple[str, int]] = {}
    for edit in edits:
        if edit.action == "remove" and edit.option != "noload" and edit.module.lower() not in named:
            found.setdefault(edit.module.lower(), (edit.file, edit.line))
    return frozenset(found.values())


def expected(
    whitelist: Whitelist, edits: Iterable[Edit], forbidden: Set[tuple[str, int]]
) -> tuple[Counter[tuple[str, str]], bool]:
    """Return what the whitelist must mean after the edits; the entries at `forbidden` become
    `noload`.
    """
    entries, autoload = meant(whitelist)
    by_place = _by_place(whitelist)
    for edit in edits:
        listed = by_place.get((edit.file, edit.line))
        if edit.action == "add":
            entries[edit.module.lower(), edit.option or "load"] += 1
        elif edit.action == "enable":
            autoload = False
        elif listed is None:
            continue
        elif edit.action == "move":
            file, _, line = edit.option.rpartition(":")
            target = by_place.get((file, int(line)))
            if target is not None:
                preloads = target.option.startswith("preload")
                entries[listed.key, listed.option] -= 1
                entries[listed.key, target.option if preloads else listed.option] += 1
        elif edit.action in {"remove", "rename"}:
            entries[listed.key, listed.option] -= 1
            if edit.action == "rename":
                entries[edit.module.lower(), listed.option] += 1
            elif (edit.file, edit.line) in forbidden:
                entries[listed.key, "noload"] += 1
    return +entries, autoload
