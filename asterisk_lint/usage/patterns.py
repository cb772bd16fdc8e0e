"""The patterns of the usage tables (see rows.py), without the cost of regular expressions for
simple ones.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from asterisk_lint.conf.truth import is_false, is_true


@lru_cache(maxsize=4096)
def matcher(pattern: str) -> Callable[[str], bool]:
    """Return a test for names: alternatives between `|`, `*` and `?` as in file names, ignoring
    case; a leading `!` negates.
    """
    if pattern.startswith("!"):
        positive = matcher(pattern[1:])
        return lambda name: not positive(name)
    if pattern == "*":
        return lambda name: True
    alternatives = pattern.lower().split("|")
    if "*" not in pattern and "?" not in pattern and "[" not in pattern:
        plain = frozenset(alternatives)
        return lambda name: name.lower() in plain
    plain = frozenset(
        alternative
        for alternative in alternatives
        if not any(sign in alternative for sign in "*?[")
    )
    globs = [glob for glob in alternatives if glob not in plain]
    if all(glob.endswith("*") and not any(sign in glob[:-1] for sign in "*?[") for glob in globs):
        starts = tuple(glob[:-1] for glob in globs)
        return lambda name: (small := name.lower()) in plain or small.startswith(starts)
    if pattern == "?*":
        return bool
    inside = [text for glob in globs if (text := _inside(glob)) is not None]
    if len(inside) == len(globs):
        return lambda name: (
            (small := name.lower()) in plain or any(text in small for text in inside)
        )
    return lambda name: (small := name.lower()) in plain or _meets_glob(small, globs)


def _meets_glob(name: str, globs: Iterable[str]) -> bool:
    from fnmatch import fnmatchcase  # few files hold an option that needs it

    return any(fnmatchcase(name, glob) for glob in globs)


def _inside(glob: str) -> str | None:
    """Return the text that a name must hold, of a pattern like `*text*`; None for other patterns.
    `[*]` is the star itself.
    """
    pieces = glob[1:-1].split("[*]")
    if not glob[0] == glob[-1] == "*" or any(sign in piece for piece in pieces for sign in "*?["):
        return None
    return "*".join(pieces)


def name_tests(
    patterns: Iterable[str],
) -> tuple[tuple[Callable[[str], bool], ...], frozenset[str]]:
    """Return what decides which of some patterns a name meets: tests, and single names, in lower
    case.
    """
    tests: list[Callable[[str], bool]] = []
    single: set[str] = set()
    for pattern in sorted(set(patterns) - {"*"}):
        if any(sign in pattern for sign in "*?["):
            tests.append(matcher(pattern))
        else:
            single.update(pattern.removeprefix("!").lower().split("|"))
    return tuple(tests), frozenset(single)


@lru_cache(maxsize=4096)
def value_matcher(pattern: str) -> Callable[[str], bool]:
    """Return a test for values: like `matcher`, but the words `true` and `false` stand for
    everything that Asterisk treats as such.
    """
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
    return lambda value: (
        (truths and is_true(value))
        or (falses and is_false(value))
        or (others is not None and others(value))
    )
