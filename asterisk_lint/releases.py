"""Asterisk releases: parsed once from what people, settings and programs write, then compared as
values.
"""

from functools import lru_cache

from asterisk_lint.records import NamedTuple

NEWEST = 9999  # the last minor or patch release, whatever it is
MASTER = (NEWEST + 1,)
LTS = ("1.8", "11", "13", "16", "18", "20", "22")  # the series with long-term support, oldest first

# `Asterisk certified/18.9-cert5`, `1:20.6.0~dfsg+~cs6.13-1build1`, `GIT-22-0a1b2c3M built by ...`,
# `20.11.1-r0`, `22.0.0-rc1`. The .version file of the certified tarballs has `certified-` with a
# hyphen.
_WRITTEN = r"""(?xa)
    (?:(?i:asterisk)\s+)?
    (?:(?:GIT|SVN)-(?:branch-)?|[0-9]+:)?
    (?:certified[/-])?
    (?:(?P<master>master|trunk)|(?P<numbers>[0-9]{1,4}(?:\.[0-9]{1,4}){0,4})(?:-cert(?P<certified>[0-9]{1,4}))?)
    (?!-cert)(?:[-~+][\w.~+:-]*)?
    (?:\s+built\s.*)?"""


class UnknownRelease(Exception):
    """A text that does not name an Asterisk release, or a release without a catalog; the message
    says which.
    """


class Release(NamedTuple):
    """One release of Asterisk. Two compare by age, as Asterisk numbers them: 1.8 < 10 < 22.9 <
    22.10 < master.

    A series ("22") means its newest release, a minor release ("22.9") its newest patch release.
    """

    order: tuple[int, ...]  # (22, 9, NEWEST); compare it with a bound: `release.order >= (1, 6)`
    certified: int  # 5 in 18.9-cert5; 0 for any other release
    series: str  # "22", "1.8", "1.6.2": the branch that the release belongs to
    text: str  # as people write it: "22.9", "18.9-cert5", "master"

    @classmethod
    def parse(cls, written: str) -> "Release":
        """Return the release that a text names, ignoring a packager's additions and epoch. Raises
        UnknownRelease.
        """
        text, certified = _parts(written)
        if text == "master":
            return cls(MASTER, 0, "master", "master")
        numbers = tuple(map(int, text.split(".")))
        length = series_length(numbers)
        order = numbers if len(numbers) > length + 1 else (*numbers, NEWEST)
        if certified:
            # A certified release is its minor release with later corrections, so no patch release
            # is newer.
            order = (*numbers[: length + 1], NEWEST)
            text += f"-cert{certified}"
        return cls(order, int(certified or 0), ".".join(map(str, numbers[:length])), text)

    def __str__(self) -> str:
        return self.text

    def within(self, releases: str) -> bool:
        """Tell whether the release is in a range such as ">=22.9", "<21" or ">=13 <21"; every
        release is in "".
        """
        if not releases:
            return True
        least, below = bounds(releases)
        return (not least or self.order >= least) and (not below or self.order < below)


def _parts(written: str) -> tuple[str, str]:
    """Return the numbers of a release ("master" for that), and the number of a certified one; ""
    for any other. Raises UnknownRelease.
    """
    text = written.strip()
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return text, ""  # what most people write: a check starts without a regular expression
    import re

    found = re.fullmatch(_WRITTEN, text)
    if found is None:
        raise UnknownRelease(
            f"'{written}' is not an Asterisk release such as 22, 22.9, 18.9-cert5 or master"
        )
    return "master" if found["master"] else found["numbers"], found["certified"] or ""


class Within(dict[str, bool]):
    """Tells for each range whether it includes a release, computed once: thousands of rows of
    tables have some dozens of ranges.
    """

    def __init__(self, release: Release) -> None:
        self._release = release

    def __missing__(self, releases: str) -> bool:
        self[releases] = self._release.within(releases)
        return self[releases]


def series_length(numbers: tuple[int, ...]) -> int:
    """Return how many numbers name the series: one since 10, two before, three for the releases of
    1.6.
    """
    if numbers[:2] == (1, 6):
        return 3
    return 2 if numbers[0] == 1 else 1


def bound(release: str) -> tuple[int, ...]:
    """Return the lower bound of a release that a table names, comparable with `Release.order`:
    "22.9.0" -> (22, 9).
    """
    if release == "master":
        return MASTER
    numbers = list(map(int, release.split(".")))
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


@lru_cache(maxsize=256)  # called for each of a thousand rows; there are only some dozens of ranges
def bounds(releases: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the lowest release of a range and the one below which it ends, as `bound` returns
    them; () for none.

    Raises ValueError for a range that is not written as `>=X`, `<Y` or both.
    """
    least: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    for condition in releases.split():
        if condition.startswith(">="):
            least = bound(condition[2:])
        elif condition.startswith("<"):
            below = bound(condition[1:])
        else:
            raise ValueError(f"'{releases}' is not a range of releases such as '>=16 <21'")
    return least, below


RELEASE_22 = Release.parse("22")
