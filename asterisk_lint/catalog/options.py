"""The options that came with a later release: an older one rejects the object or the file for them.

`python -m tools.option_releases REPOSITORY` writes the data from Asterisk's option tables.
"""

from collections.abc import Mapping
from os.path import dirname, join

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release

PATH = join(dirname(__file__), "data", "options.txt")


class Later(NamedTuple):
    """An option that a release does not know yet."""

    option: str
    since: str  # the release that it came with, in or after the series in question


def later_options(release: Release) -> Mapping[tuple[str, str], Mapping[str, Later]]:
    """Return the options that `release` does not know yet: (file, kind) -> option -> what is known.

    The kind is an object's `type=`; "*" stands for the sections of a file without such types.
    """
    found: dict[tuple[str, str], dict[str, Later]] = {}
    with open(PATH, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            name, kind, option, spans = line.rstrip("\n").split(" ", 3)
            for span in spans.split(", "):
                if release.within(span):
                    since = span.rpartition("<")[2]
                    found.setdefault((name, kind), {})[option] = Later(option, since)
    return found
