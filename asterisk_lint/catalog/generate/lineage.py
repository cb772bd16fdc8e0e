"""Propose the lineage file's lines by comparing the catalogs: `python -m asterisk_lint.catalog.generate.lineage`.

For every module that one series has and the next has not: where what it provided is now. What provided nothing, and what changed its names
too, only Asterisk's own UPGRADE notes tell: those lines are written by hand, and this shows which are missing.
"""

import sys
from collections import Counter
from itertools import pairwise

from asterisk_lint.catalog.lineage import changes
from asterisk_lint.catalog.load import CORE, Catalog, Module, load, releases

KINDS = (
    "application",
    "function",
    "channel",
    "switch",
    "codec",
    "format",
    "bridge",
    "timing",
    "engine",
    "cdr",
    "cel",
    "manager_action",
    "cli_command",
)


def proposals() -> list[str]:
    """A line for each module that is gone from one series to the next and that the lineage file does not tell of."""
    known = {(change.module, change.release) for change in changes()}
    series = releases()
    lines = []
    for before, after in pairwise(series):
        old, new = load(before), load(after)
        for name, module in old.modules.items():
            if new.module(name) is None and not name.startswith("test_") and (name, after) not in known:
                lines.append(_line(module, after, new))
    return lines


def _line(module: Module, release: str, catalog: Catalog) -> str:
    homes: Counter[str] = Counter()
    lost = []
    for kind in KINDS:
        for name in module.provides.get(kind, ()):
            providers = catalog.providers(kind, name)
            homes.update(["(core)" if home == CORE else home for home in providers[:1]])
            if not providers:
                lost.append(name)
    what = "removed" if not homes else "merged" if set(homes) == {"(core)"} else "renamed" if len(homes) == 1 else "split"
    targets = [home for home, _ in homes.most_common() if home != "(core)"]
    note = f"  # {dict(homes)} lost: {' '.join(lost)}" if lost or len(homes) > 1 else ""
    return f"{module.name} {what} {release} {' '.join([*targets, *module.replaced_by])}".rstrip() + note


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in proposals())
