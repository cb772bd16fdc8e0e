"""What a whitelist says before and after edits, to compare it with what Asterisk would read."""

from collections import Counter
from collections.abc import Iterable

from asterisk_lint.conf.whitelist import Listed, Whitelist
from asterisk_lint.model import Edit


def meant(whitelist: Whitelist) -> tuple[Counter[tuple[str, str]], bool]:
    """Return the meaning of a whitelist, in a form that can be compared."""
    return Counter((listed.key, listed.option) for listed in whitelist.entries), whitelist.autoload


def expected(
    whitelist: Whitelist, edits: Iterable[Edit], remove: str
) -> tuple[Counter[tuple[str, str]], bool]:
    """Return what the whitelist must mean after the edits."""
    entries, autoload = meant(whitelist)
    # Counted as Asterisk reads them: a line that is included twice is read twice.
    by_place: dict[tuple[str, int], list[Listed]] = {}
    for listed in whitelist.entries:
        by_place.setdefault((listed.entry.file, listed.entry.line), []).append(listed)
    for edit in edits:
        at = by_place.get((edit.file, edit.line), [])
        if edit.action == "add":
            entries[edit.module.lower(), edit.option or "load"] += 1
        elif edit.action == "enable":
            autoload = False
        elif edit.action == "move":
            file, _, line = edit.option.rpartition(":")
            for listed in at:
                for target in by_place.get((file, int(line)), []):
                    entries[listed.key, listed.option] -= 1
                    entries[
                        listed.key,
                        target.option if target.option.startswith("preload") else listed.option,
                    ] += 1
        elif edit.action in {"remove", "rename"}:
            for listed in at:
                entries[listed.key, listed.option] -= 1
                if edit.action == "rename":
                    entries[edit.module.lower(), listed.option] += 1
                elif remove == "noload" and listed.option != "noload":
                    entries[listed.key, "noload"] += 1
    return +entries, autoload
