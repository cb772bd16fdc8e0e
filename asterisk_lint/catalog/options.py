"""The options that came with a later release: an older one rejects the object or the file for them.

`python -m tools.option_releases REPOSITORY` writes the data from Asterisk's option tables.
"""

from collections.abc import Mapping
from functools import lru_cache
from os.path import dirname, join

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release

PATH = join(dirname(__file__), "data", "options.txt")


class Later(NamedTuple):
    """An option that a release does not know yet."""

    option: str
    since: str  # the release that it came with, in or after the series in question


class LaterOptions(dict[str, str]):
    """Options of one kind of section, each with the ranges of releases that do not know it yet."""

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, frozenset[str]] = {}

    def names(self, before: str) -> frozenset[str]:
        """Return the names of all, each after a text (of pjsip_wizard.conf: `endpoint/`)."""
        found = self._names.get(before)
        if found is None:
            found = self._names[before] = frozenset(before + option for option in self)
        return found

    def unknown_to(self, release: Release, option: str) -> Later | None:
        """Return what is known of an option that `release` does not know yet; None for others."""
        spans = self.get(option)
        if spans is None:
            return None
        known = [span for span in spans.split(", ") if release.within(span)]
        return Later(option, known[-1].rpartition("<")[2]) if known else None


@lru_cache(maxsize=1)
def later_options() -> Mapping[tuple[str, str], LaterOptions]:
    """Return the options that some release does not know yet, by file and kind of section.

    The kind is an object's `type=`; "*" stands for the sections of a file without such types.
    """
    found: dict[tuple[str, str], LaterOptions] = {}
    with open(PATH, encoding="utf-8") as file:
        lines = file.read().split("\n")
    for line in lines:
        if line and line[0] != "#":
            name, kind, option, spans = line.split(" ", 3)
            options = found.get((name, kind))
            if options is None:
                options = found[name, kind] = LaterOptions()
            options[option] = spans
    return found
