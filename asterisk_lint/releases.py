"""Releases of Asterisk as numbers that compare, and ranges of them."""

from functools import lru_cache

NEWEST = 9999  # stands for "whatever minor release is the last"


def release_order(release: str) -> tuple[int, ...]:
    """A release as numbers that compare: "22.10.1" -> (22, 10, 1); "master" comes after all."""
    if release == "master":
        return (NEWEST + 1,)
    numbers = [int("".join(c for c in part if c.isdigit()) or 0) for part in release.strip().split("-")[0].split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


@lru_cache(maxsize=1024)  # asked for each of a thousand rows by several steps; there are some dozens of ranges
def release_matches(releases: str, release: str) -> bool:
    """Tell whether a release ("22", "22.9") lies in a range such as ">=22.9", "<21", ">=13 <21"; a bare series is its newest minor."""
    if not releases:
        return True
    have = _key(release, bare_is_newest=True)
    for condition in releases.split():
        bound = _key(condition.lstrip("<>="), bare_is_newest=False)
        if condition.startswith(">=") and not have >= bound:
            return False
        if condition.startswith("<") and not have < bound:
            return False
    return True


def _key(release: str, *, bare_is_newest: bool) -> tuple[int, ...]:
    """Make a release comparable: 1.8 < 10 < 22.9 < 22.10 < master."""
    if release == "master":
        return (9999,)
    numbers = [int(part) for part in release.split(".")]
    series = 2 if numbers[0] == 1 else 1
    if numbers[:2] == [1, 6]:
        series = 3
    if bare_is_newest and len(numbers) <= series:
        numbers.append(9999)
    return tuple(numbers)
