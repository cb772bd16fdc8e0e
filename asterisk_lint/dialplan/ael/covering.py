"""Which extensions a pattern can cover, as far as one regular expression says it."""

from contextlib import suppress

from asterisk_lint.records import TYPE_CHECKING

if TYPE_CHECKING:
    from asterisk_lint.conf.posix import Expression


_CLASSES = {
    "X": "[0-9X]",
    "Z": "[1-9Z]",
    "N": "[2-9N]",
    ".": ".*",
    "!": ".*",
    "*": "\\*",
    "+": "\\+",
}
# That mean something behind or beside letters in the expression: Asterisk does not escape them
_SIGNS = frozenset("?{|(\\")
_LONGEST = 2000  # bytes of the expression, five for each of the pattern


class Covering:
    """Extensions, each with its number, indexed by what they match: names, and patterns by their
    fixed first letters.
    """

    def __init__(self, extensions: list[tuple[int, str]]) -> None:
        self._names: dict[str, int] = {}
        self._patterns: dict[str, list[tuple[int, str]]] = {}
        self._expressions: dict[str, Expression | None] = {}
        for number, text in extensions:
            self._names.setdefault(text, number)
            if text.startswith("_"):
                self._patterns.setdefault(_fixed(text), []).append((number, text))
        self._lengths = sorted(set(map(len, self._patterns)))

    def first(self, name: str) -> int | None:
        """Return the lowest number of an extension that matches a name."""
        found = self._names.get(name)
        bare = name.removeprefix("_")
        for length in self._lengths:
            if length > len(bare):
                break
            for number, pattern in self._patterns.get(bare[:length], ()):
                if found is not None and number >= found:
                    break
                expression = _expression(pattern, self._expressions)
                if expression is not None and expression.search(name):
                    found = number
                    break
        return found


def _fixed(pattern: str) -> str:
    """Return the fixed first letters of a pattern."""
    if not _SIGNS.isdisjoint(pattern):
        return ""
    at = 1
    while (
        at < len(pattern)
        and (pattern[at].isalnum() or pattern[at] == "#")
        and pattern[at] not in _CLASSES
    ):
        at += 1
    return pattern[1:at]


def _expression(pattern: str, known: dict[str, "Expression | None"]) -> "Expression | None":
    """Return the regular expression that Asterisk creates from a pattern (extension_matches() in
    res/ael/pval.c); None if it creates none.
    """
    if pattern in known:
        return known[pattern]
    from asterisk_lint.conf.posix import Expression
    from asterisk_lint.conf.posix_parser import WrongExpression

    known[pattern] = None
    if pattern.startswith("_") and 5 * len(pattern.encode("utf-8", "surrogateescape")) < _LONGEST:
        parts = ["^_?"]
        at = 1
        while at < len(pattern):
            character = pattern[at]
            if character == "[":
                end = pattern.find("]", at)
                if end < 0:
                    return None
                parts.append(pattern[at : end + 1])
                at = end
            else:
                parts.append(_CLASSES.get(character, character))
            at += 1
        with suppress(WrongExpression):
            known[pattern] = Expression("".join(parts) + "$")
    return known[pattern]


def is_unclosed(pattern: str) -> bool:
    """Whether a set in the pattern has no end."""
    at = pattern.find("[")
    while at >= 0:
        end = pattern.find("]", at)
        if end < 0:
            return True
        at = pattern.find("[", end)
    return False
