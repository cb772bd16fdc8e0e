"""Propose the lineage file's lines by comparing the catalogs: `python -m
tools.catalog_generator.lineage`.

For every module that one series has and the next has not, or that was removed inside a series, it
finds where its capabilities are now. For a module that provided nothing, or whose names changed
too, only Asterisk's own UPGRADE notes help: those lines are written by hand, and this shows which
are missing.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from asterisk_lint.catalog.lineage import changes
from asterisk_lint.catalog.load import CORE, FOLDER, Catalog, Module, load, releases
from asterisk_lint.releases import NEWEST, Release, bound

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
    """Return a line for each module that was removed from one series to the next or inside one, and
    that is missing from the lineage file.
    """
    return [*_gone_between(), *_gone_inside()]


def _gone_between() -> Iterator[str]:
    """Yield modules that a series has at its end, and that no later one has."""
    series = releases()
    for place, after in enumerate(series[1:], 1):
        later = [load(Release.parse(one)) for one in series[place:]]
        for name, module in load(Release.parse(series[place - 1])).modules.items():
            # What a maintained old series got after the next had begun was not removed: the next
            # but one has it.
            if (
                not name.startswith("test_")
                and not any(one.module(name) for one in later)
                and not _told(name, series[place - 1], after)
            ):
                yield _line(module, after, later[0])


def _told(module: str, before: str, after: str) -> bool:
    last = (*bound(after), NEWEST)
    return any(
        change.module == module and bound(before) < bound(change.release) <= last
        for change in changes()
    )


def _gone_inside() -> Iterator[str]:
    """Yield modules that were removed while a series was maintained."""
    told = {(change.module, change.release) for change in changes()}
    for series in releases():
        newest = load(Release.parse(series))
        for header in _headers(series):
            name, _, below = header.partition("<")
            name, _, least = name.partition(">=")
            if (
                below
                and not name.startswith("test_")
                and newest.module(name) is None
                and (name, below) not in told
            ):
                yield _line(
                    load(Release.parse(least or f"{series}.0")).modules[name],
                    below,
                    load(Release.parse(below)),
                )


def _headers(series: str) -> list[str]:
    """Return the first line of each module's block in a data file: its name and, if it was not
    always there, its range.
    """
    text = (Path(FOLDER) / f"{series}.txt").read_text(encoding="utf-8")
    return [block.partition("\n")[0] for block in text.split("\n\n")[1:]]


def _line(module: Module, release: str, catalog: Catalog) -> str:
    homes: Counter[str] = Counter()
    lost = []
    for kind in KINDS:
        for name in module.provides.get(kind, ()):
            providers = catalog.providers(kind, name)
            homes.update(["(core)" if home == CORE else home for home in providers[:1]])
            if not providers:
                lost.append(name)
    what = (
        "removed"
        if not homes
        else "merged"
        if set(homes) == {"(core)"}
        else "renamed"
        if len(homes) == 1
        else "split"
    )
    targets = [home for home, _ in homes.most_common() if home != "(core)"]
    note = f"  # {dict(homes)} lost: {' '.join(lost)}" if lost or len(homes) > 1 else ""
    return (
        f"{module.name} {what} {release} {' '.join([*targets, *module.replaced_by])}".rstrip()
        + note
    )


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in proposals())
