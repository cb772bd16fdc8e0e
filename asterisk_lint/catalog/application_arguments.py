"""What an application takes: whether it needs an argument, how many it has, and the letters of its
options.

`python -m tools.application_arguments REPOSITORY` writes the data from Asterisk's sources.
"""

from collections.abc import Iterator, Mapping
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


class ApplicationArguments:
    """What is known in a release, read on demand. Of an application that is missing here, nothing
    is known.
    """

    def __init__(self, written: Mapping[str, str]) -> None:
        self._written = written
        self._read: dict[str, Takes] = {}

    def get(self, application: str) -> Takes | None:
        """Return what an application (in lower case) takes; None if that is not known."""
        found = self._read.get(application)
        if found is None and application in self._written:
            found = self._read[application] = _takes(self._written[application])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)


@lru_cache(maxsize=4)  # a run has few releases
def application_arguments(release: Release) -> ApplicationArguments:
    """Return what applications take in a release; nothing is known of the development branch."""
    found: dict[str, str] = {}
    if release.series != "master":
        series = bound(release.series)
        held: dict[tuple[str, str], bool] = {}
        with open(PATH, encoding="utf-8") as file:
            for line in file:
                if line[0] not in "#\n":
                    name, first, last, _ = line.split(" ", 3)
                    holds = held.get((first, last))
                    if holds is None:
                        holds = held[first, last] = bound(first) <= series <= bound(last)
                    if holds:
                        found[name.lower()] = line
    return ApplicationArguments(found)


def _takes(line: str) -> Takes:
    name, _, _, *facts = line.split()
    values = dict(fact.partition("=")[::2] for fact in facts)
    return Takes(
        name,
        "needs" in values,
        int(values.get("most", "0")),
        {int(word): frozenset(text) for word, text in values.items() if word.isdigit()},
    )
