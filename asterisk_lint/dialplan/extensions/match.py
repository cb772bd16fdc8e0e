"""Find the extensions of a context that match an extension, best first (main/pbx.c: ext_cmp(),
extension_match_core()).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from operator import itemgetter

from asterisk_lint.dialplan.extensions.contexts import Chain, Context
from asterisk_lint.dialplan.extensions.names import Name, members, without_blanks

_DIGITS = {"N": "23456789", "X": "0123456789", "Z": "123456789"}
_LAST = {".": 0x18000, "!": 0x28000}
_NO_LETTERS = frozenset("NXZnxz.![/")
_END, _WRONG = 0x30000, 0x40000

# How specific one place of a pattern is, and the characters that it matches
Place = tuple[int, tuple[int, ...]]


def priority_of(context: Context, name: Name, label: str) -> int | None:
    """Return the priority of a label that is written in place of a number
    (ast_findlabel_extension2()).
    """
    chains = context.chains_with(label)
    if not chains:
        return None
    labelled = context.labelled.get(label)
    if not isinstance(labelled, Labelled):
        labelled = context.labelled[label] = Labelled(chains)
    first = next(matching(labelled.candidates(name.plain), name.plain, name.caller_id), None)
    return first.labels[label][0] if first is not None and first.labels else None


class Labelled:
    """Chains that have a label, indexed by what their extensions match; chains are added while it
    is in use.
    """

    __slots__ = ("_chains", "_known", "_names", "_patterns", "_same")

    def __init__(self, chains: list[Chain]) -> None:
        self._chains = chains
        self._known = 0
        self._names: dict[str, list[Chain]] = {}
        self._patterns: dict[str, list[Chain]] = {}
        self._same: dict[tuple[Place, ...], list[Chain]] = {}

    def candidates(self, extension: str) -> Iterator[Chain]:
        """Yield the chains that can match an extension, including all that do."""
        for chain in self._chains[self._known :]:
            written = without_blanks(chain.extension)
            wild = written.startswith("_")
            if wild:
                self._patterns.setdefault(_beginning(written), []).append(chain)
                self._same.setdefault(tuple(_places(written)), []).append(chain)
            else:
                self._names.setdefault(written.replace("-", ""), []).append(chain)
        self._known = len(self._chains)
        text = extension.replace("-", "")
        yield from self._names.get(text, ())
        for length in range(len(text) + 1) if self._patterns else ():
            yield from self._patterns.get(text[:length], ())
        if extension.startswith("_"):
            yield from self._same.get(tuple(_places(extension)), ())


class Beginnings:
    """Chains by what the extensions that they match begin with."""

    __slots__ = ("_every", "_patterns")

    def __init__(self, chains: Iterable[Chain]) -> None:
        self._every: list[tuple[str, int, Chain]] = []  # by beginning, in order
        self._patterns: dict[str, list[Chain]] = {}
        for number, chain in enumerate(chains):
            written = without_blanks(chain.extension)
            if written.startswith("_"):
                beginning = _beginning(written)
                self._patterns.setdefault(beginning, []).append(chain)
            else:
                beginning = written.replace("-", "")
            self._every.append((beginning, number, chain))
        self._every.sort(key=itemgetter(0, 1))

    def candidates(self, start: str) -> Iterator[Chain]:
        """Yield the chains that can match an extension which begins so (without dashes), including
        all that do.
        """
        first = bisect_left(self._every, start, key=itemgetter(0))
        for index in range(first, len(self._every)):
            beginning, _, chain = self._every[index]
            if not beginning.startswith(start):
                break
            yield chain
        for length in range(len(start)):
            yield from self._patterns.get(start[:length], ())


def _beginning(pattern: str) -> str:
    """Return the fixed first characters of a pattern."""
    letters = pattern[1:].replace("-", "")
    end = next((at for at, letter in enumerate(letters) if letter in _NO_LETTERS), len(letters))
    return letters[:end]


def matching(chains: Iterable[Chain], extension: str, caller_id: str | None) -> Iterator[Chain]:
    """Yield the chains that match an extension, best first."""
    for chain in sorted(chains, key=order):
        if match(chain.extension, extension) and (
            chain.caller_id is None or _match_caller(chain.caller_id, caller_id)
        ):
            yield chain


def match(pattern: str, text: str) -> bool:
    """Tell whether an extension in the dialplan, possibly a pattern, matches the extension
    `text`.
    """
    pattern = without_blanks(pattern)
    if not pattern.startswith("_"):
        return pattern.replace("-", "") == text.replace("-", "")
    if text.startswith("_") and _places(pattern) == _places(text):
        return True
    return _takes(pattern[1:], text.replace("-", ""))


def _match_caller(pattern: str, caller_id: str | None) -> bool:
    if not caller_id:
        return not pattern
    return match(pattern, caller_id)


def _takes(pattern: str, text: str) -> bool:
    at = 0
    while True:
        pattern = pattern.lstrip("-")
        if at >= len(text) or not pattern or pattern[0] == "/":
            break
        letter = pattern[0]
        pattern = pattern[1:]
        if letter == "[":
            end = pattern.find("]")
            if end < 0:
                return False
            if not end:
                # An empty set is skipped, but its bracket is not.
                pattern = pattern[1:]
                continue
            if text[at] not in members(pattern[:end]):
                return False
            pattern = pattern[end + 1 :]
        elif letter in ".!":
            return True
        elif letter.upper() in _DIGITS:
            if text[at] not in _DIGITS[letter.upper()]:
                return False
        elif letter != text[at]:
            return False
        at += 1
    return at >= len(text) and pattern[:1] in ("", "/", "!")


def order(chain: Chain) -> tuple[bool, str, list[Place], bool, list[Place], str]:
    """Return what Asterisk sorts the extensions of a context by."""
    extension = without_blanks(chain.extension, dashes=True)
    caller = chain.caller_id or ""
    wild = extension.startswith("_")
    return (
        wild,
        "" if wild else extension,
        _places(extension) if wild else [],
        chain.caller_id is None,
        _places(caller) if caller.startswith("_") else [],
        caller,
    )


def _places(pattern: str) -> list[Place]:
    """Return a pattern's places in comparison order: the fewer characters one matches, the earlier
    it comes.
    """
    places: list[Place] = []
    text = pattern[1:]
    at = 0
    while at < len(text):
        letter = text[at]
        at += 1
        if letter == "-":
            continue
        if letter in _LAST:
            places.append((_LAST[letter], ()))
            continue
        taken = _DIGITS.get(letter.upper(), letter)
        if letter == "[":
            end = text.find("]", at)
            if end < 0:
                places.append((_WRONG, ()))
                continue
            taken = members(text[at:end])
            at = end + 1
            if not taken:
                continue
        places.append((len(taken) * 0x100 | ord(taken[0]) & 0xFF, tuple(map(ord, taken))))
    places.append((_END, ()))
    return places
