"""The patterns of the usage tables (see rows.py), without the cost of regular expressions for the plain ones."""

from collections.abc import Callable
from functools import lru_cache

from asterisk_lint.whitelist import is_false, is_true


def matcher(pattern: str) -> Callable[[str], bool]:
    """Make a test for names: alternatives between `|`, `*` and `?` as in file names, no regard to case, a leading `!` negates."""
    if pattern.startswith("!"):
        positive = matcher(pattern[1:])
        return lambda name: not positive(name)
    if pattern == "*":
        return lambda name: True
    alternatives = pattern.lower().split("|")
    plain = frozenset(alternative for alternative in alternatives if not any(sign in alternative for sign in "*?["))
    if len(plain) == len(alternatives):
        return lambda name: name.lower() in plain
    globs = [glob for glob in alternatives if glob not in plain]
    if all(glob.endswith("*") and not any(sign in glob[:-1] for sign in "*?[") for glob in globs):
        starts = tuple(glob[:-1] for glob in globs)
        return lambda name: (small := name.lower()) in plain or small.startswith(starts)
    if pattern == "?*":
        return bool
    if len(globs) == 1 and globs[0][0] == globs[0][-1] == "*" and not any(sign in globs[0][1:-1] for sign in "*?["):
        inside = globs[0][1:-1]
        return lambda name: (small := name.lower()) in plain or inside in small
    from fnmatch import fnmatchcase

    return lambda name: (small := name.lower()) in plain or any(fnmatchcase(small, glob) for glob in globs)


def value_matcher(pattern: str) -> Callable[[str], bool]:
    """Make a test for values: as `matcher`, where the words `true` and `false` stand for all that Asterisk takes as such."""
    if pattern.startswith("!"):
        positive = value_matcher(pattern[1:])
        return lambda value: not positive(value)
    words = pattern.split("|")
    rest = [word for word in words if word not in {"true", "false"}]
    truths = "true" in words
    falses = "false" in words
    if not truths and not falses:
        return matcher(pattern)
    others = matcher("|".join(rest)) if rest else None
    return lambda value: (truths and is_true(value)) or (falses and is_false(value)) or (others is not None and others(value))


@lru_cache(maxsize=1024)  # asked for each of a thousand rows by several steps; there are some dozens of ranges
def release_matches(releases: str, release: str) -> bool:
    """Tell whether a release ("22", "22.9") lies in a range such as ">=22.9", "<21", ">=13 <21"; a bare series is its newest minor."""
    if not releases:
        return True
    have = release_key(release, bare_is_newest=True)
    for condition in releases.split():
        bound = release_key(condition.lstrip("<>="), bare_is_newest=False)
        if condition.startswith(">=") and not have >= bound:
            return False
        if condition.startswith("<") and not have < bound:
            return False
    return True


def release_key(release: str, *, bare_is_newest: bool) -> tuple[int, ...]:
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
