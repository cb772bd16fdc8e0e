"""The rules of a .gitignore file (gitignore(5)), matched in time that grows with the name and not
faster.

A pull request chooses both the patterns and the names: a pattern of a few stars, as one regular
expression, would take longer than anybody waits.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from asterisk_lint.records import NamedTuple

ANY_FOLDERS = "**"
Matcher = Callable[[str], object]


class IgnoreRule(NamedTuple):
    """One line of a .gitignore file."""

    negated: bool  # `!`: what matches counts
    folders_only: bool  # `/` at the end
    # One for each part of the path; None: any number of folders (`**`)
    parts: tuple["Matcher | None", ...]


def parse_rules(content: bytes) -> tuple[IgnoreRule, ...]:
    """Return the rules in a .gitignore file, in their order; a line that says nothing gives
    none.
    """
    text = content.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    return tuple(rule for line in text.split("\n") if (rule := _rule(line.removesuffix("\r"))))


def _rule(line: str) -> IgnoreRule | None:
    while line.endswith(" ") and not line.endswith("\\ "):
        line = line[:-1]
    if not line or line.startswith("#"):
        return None
    negated = line.startswith("!")
    pattern = line[negated:]
    folders_only = pattern.endswith("/")
    pattern = pattern[: len(pattern) - folders_only]
    if not pattern:
        return None
    # A slash before the end ties the pattern to the file's own folder.
    words = pattern.removeprefix("/").split("/")
    if "/" not in pattern:
        words = [ANY_FOLDERS, *words]
    if words[-1] == ANY_FOLDERS:
        words.append("*")
    parts = tuple(None if word == ANY_FOLDERS else _matcher(word) for word in words)
    return IgnoreRule(negated, folders_only, parts)


@lru_cache(maxsize=1024)
def _matcher(word: str) -> Matcher:
    """Return what matches one part of a path, as `fnmatch` does it: without trying each star
    again.
    """
    import re
    from fnmatch import translate

    if not any(sign in word for sign in "*?[\\"):
        return word.__eq__
    try:
        return re.compile(translate("".join(_for_fnmatch(word)))).match
    except re.error:
        return lambda _: None


def _for_fnmatch(word: str) -> Iterator[str]:
    """Yield the pieces of a pattern in the words of fnmatch, which has no backslash and negates a
    set by `!` alone.
    """
    import re

    at = 0
    closes = True  # where one set does not end, no later one does
    while at < len(word):
        sign = word[at]
        if sign == "\\":
            at += 1
            yield (
                f"[{word[at : at + 1]}]" if word[at : at + 1] in tuple("*?[") else word[at : at + 1]
            )
        elif sign == "[" and closes and (end := _end_of_set(word, at)) > 0:
            inner = word[at + 1 : end]
            negated = inner[:1] in ("!", "^")
            # Of a range that ends before it begins Git takes the first letter (wildmatch.c).
            letters = re.sub(
                "(.)-(.)",
                lambda found: found[0] if found[1] <= found[2] else found[1],
                inner[negated:].replace("\\", ""),
                flags=re.DOTALL,
            )
            yield f"[{'!' * negated}{letters}]"
            at = end
        elif sign == "[":
            closes = False
            yield "[[]"
        else:
            yield sign
        at += 1


def _end_of_set(word: str, start: int) -> int:
    """Return where the set that begins at `start` ends; -1 if it does not."""
    at = start + 1 + (word[start + 1 : start + 2] in ("!", "^"))
    first = at
    while at < len(word):
        if word[at] == "\\":
            at += 1
        elif word[at] == "]" and at > first:
            return at
        at += 1
    return -1


def decision(rules: Sequence[IgnoreRule], path: str) -> bool | None:
    """Return whether the rules of one file cover a file below its folder (True) or except it
    (False); None if none matches.

    Git does not look into a folder that is covered, so that nothing in it can be excepted.
    """
    parts = path.split("/")
    covered: bool | None = None
    for depth in range(1, len(parts) + 1):
        is_folder = depth < len(parts)
        found = next(
            (
                not rule.negated
                for rule in reversed(rules)
                if (is_folder or not rule.folders_only) and _matches(rule.parts, parts[:depth])
            ),
            None,
        )
        if found and is_folder:
            return True
        if not is_folder:
            covered = found
    return covered


def _matches(wanted: Sequence["Matcher | None"], parts: Sequence[str]) -> bool:
    """Tell whether the parts of a path match those of a pattern: each place of the pattern that can
    be reached, part by part.
    """
    places = {0}
    for part in parts:
        reached: set[int] = set()
        for place in _past_any(wanted, places):
            if place == len(wanted):
                continue
            matcher = wanted[place]
            if matcher is None:
                reached.add(place)
            elif matcher(part):
                reached.add(place + 1)
        places = reached
        if not places:
            return False
    return len(wanted) in places


def _past_any(wanted: Sequence["Matcher | None"], places: set[int]) -> set[int]:
    """Return the places with those behind each `**`, which can match no folder at all."""
    found = set(places)
    for place in sorted(places):
        while place < len(wanted) and wanted[place] is None:
            place += 1
            found.add(place)
    return found
