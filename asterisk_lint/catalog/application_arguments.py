"""What an application takes: whether it needs an argument, how many it has, and the letters of its
options.

`python -m tools.application_arguments REPOSITORY` writes the data from Asterisk's sources.
"""

from collections.abc import Mapping
from functools import lru_cache
from os.path import dirname, join

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release, bound

PATH = join(dirname(__file__), "data", "arguments.txt")


class Takes(NamedTuple):
    """What one application takes."""

    name: str  # in Asterisk's spelling
    needs: bool = False  # without an argument, it logs a warning and does nothing
    most: int = 0  # how many arguments it has; 0: unknown
    options: Mapping[int, frozenset[str]] = {}  # the letters that the argument of a number knows


@lru_cache(maxsize=4)  # a run has few releases
def application_arguments(release: Release) -> Mapping[str, Takes]:
    """Return what is known in a release, by the application's name in lower case. Of an application
    that is missing here, nothing is known.
    """
    found = {}
    series = _series(release)
    with open(PATH, encoding="utf-8") as file:
        for line in file:
            if line.startswith("#") or not line.strip():
                continue
            name, first, last, *facts = line.rstrip("\n").split(" ")
            if bound(first) <= series <= bound(last):
                found[name.lower()] = _takes(name, facts)
    return found


def _series(release: Release) -> tuple[int, ...]:
    """Return the series of a release; the development branch counts as unknown."""
    return bound(release.series) if release.series != "master" else ()


def _takes(name: str, facts: list[str]) -> Takes:
    values = dict(fact.partition("=")[::2] for fact in facts)
    return Takes(
        name,
        "needs" in values,
        int(values.get("most", "0")),
        {int(word): frozenset(text) for word, text in values.items() if word.isdigit()},
    )
