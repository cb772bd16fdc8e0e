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
    """What is known in a release, looked up on demand. Of an application that is missing here,
    nothing is known.
    """

    def __init__(self, text: str, series: tuple[int, ...]) -> None:
        """`text`: the lines of the data, after a line end."""
        self._text = text
        self._small = text.lower()
        self._series = series
        self._read: dict[str, Takes | None] = {}

    def get(self, application: str) -> Takes | None:
        """Return what an application (in lower case) takes; None if that is not known."""
        if application not in self._read:
            self._read[application] = self._find(application)
        return self._read[application]

    def _find(self, application: str) -> Takes | None:
        if " " in application:
            return None
        found = None
        start = self._small.find(f"\n{application} ")
        while start >= 0:
            end = self._text.find("\n", start + 1)
            line = self._text[start + 1 : end]
            _, first, last, _ = line.split(" ", 3)
            if bound(first) <= self._series <= bound(last):
                found = line  # (of two spellings, the last counts)
            start = self._small.find(f"\n{application} ", end)
        return _takes(found) if found is not None else None

    def __iter__(self) -> Iterator[str]:
        names = dict.fromkeys(line.partition(" ")[0] for line in self._small.split("\n"))
        return (name for name in names if name and self.get(name) is not None)


@lru_cache(maxsize=4)  # a run has few releases
def application_arguments(release: Release) -> ApplicationArguments:
    """Return what applications take in a release; nothing is known of the development branch."""
    if release.series == "master":
        return ApplicationArguments("", ())
    with open(PATH, encoding="utf-8") as file:
        text = file.read()
    return ApplicationArguments(text[text.index("\n\n") + 1 :], bound(release.series))


def _takes(line: str) -> Takes:
    name, _, _, *facts = line.split()
    values = dict(fact.partition("=")[::2] for fact in facts)
    return Takes(
        name,
        "needs" in values,
        int(values.get("most", "0")),
        {int(word): frozenset(text) for word, text in values.items() if word.isdigit()},
    )
