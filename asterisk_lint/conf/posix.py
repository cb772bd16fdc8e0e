"""POSIX extended regular expressions, in time proportional to the expression times the text.

Configuration files contain such expressions, and Python's own matcher backtracks through every
possible match. Here all alternatives are followed in parallel (K. Thompson, Regular Expression
Search Algorithm, 1968). The syntax is that of glibc's regcomp() with REG_EXTENDED and the C
locale's classes, without back references.
"""

from collections.abc import Callable

from asterisk_lint.records import NamedTuple

Test = Callable[[str], bool]

_STATES = 4000  # the size of one expression; repetitions such as (x{200}){200} are expanded
_MOST_TIMES = 0x7FFF  # RE_DUP_MAX
_DEEPEST = 200  # nested parentheses
_CLASSES = {
    "alnum": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "alpha": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "blank": " \t",
    "cntrl": "".join(map(chr, [*range(32), 127])),
    "digit": "0123456789",
    "graph": "".join(map(chr, range(33, 127))),
    "lower": "abcdefghijklmnopqrstuvwxyz",
    "print": "".join(map(chr, range(32, 127))),
    "punct": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "space": " \t\n\r\f\v",
    "upper": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "xdigit": "0123456789abcdefABCDEF",
}
_WORD = frozenset(_CLASSES["alnum"] + "_")
_SPACE = frozenset(_CLASSES["space"])


class WrongExpression(Exception):
    """A text that is not an expression, or an expression that is not supported here."""


class _Part(NamedTuple):
    """A piece of an expression.

    `kind`: "one" character that passes the test, a "place" (`^`, `$`, ...), parts in a "row",
    "alternatives", or one "repeated".
    """

    kind: str
    parts: "tuple[_Part, ...]" = ()
    test: Test | None = None
    place: str = ""
    least: int = 0
    most: int | None = None


class _State:
    """A test for a character, a condition on the position, or neither; and the states that
    follow.
    """

    __slots__ = ("index", "place", "test", "ways")

    def __init__(self, index: int, test: Test | None, place: str) -> None:
        self.index = index
        self.test = test
        self.place = place
        self.ways: list[_State] = []


class Expression:
    """A compiled expression. Creating one raises WrongExpression."""

    def __init__(self, text: str) -> None:
        self._count = 0
        self._start = self._state()
        parser = _Parser(text)
        part = parser.alternatives(0)
        if parser.at < len(text):
            raise WrongExpression(text)
        self._end = self._add(part, self._start)

    def _state(self, test: Test | None = None, place: str = "") -> _State:
        if self._count >= _STATES:
            raise WrongExpression("too long")
        self._count += 1
        return _State(self._count, test, place)

    def _add(self, part: _Part, before: _State) -> _State:
        """Append the states of a part to a state; return the last of them."""
        if part.kind in ("one", "place"):
            state, end = self._state(part.test, part.place), self._state()
            before.ways.append(state)
            state.ways.append(end)
            return end
        if part.kind == "row":
            for each in part.parts:
                before = self._add(each, before)
            return before
        end = self._state()
        if part.kind == "alternatives":
            for each in part.parts:
                self._add(each, before).ways.append(end)
            return end
        for _ in range(part.least):
            before = self._add(part.parts[0], before)
        if part.most is None:
            loop = self._state()
            before.ways.append(loop)
            self._add(part.parts[0], loop).ways.append(loop)
            loop.ways.append(end)
            return end
        for _ in range(part.most - part.least):
            before.ways.append(end)
            before = self._add(part.parts[0], before)
        before.ways.append(end)
        return end

    def search(self, text: str) -> bool:
        """Tell whether it matches anywhere in a text."""
        here: dict[int, _State] = {}
        for at in range(len(text) + 1):
            self._reach(self._start, text, at, here)
            if self._end.index in here:
                return True
            if at == len(text):
                break
            there: dict[int, _State] = {}
            for state in here.values():
                if state.test is not None and state.test(text[at]):
                    self._reach(state.ways[0], text, at + 1, there)
            if self._end.index in there:
                return True
            here = there
        return False

    def _reach(self, state: _State, text: str, at: int, reached: dict[int, _State]) -> None:
        """Add the states that are reachable from one without a character."""
        waiting = [state]
        while waiting:
            state = waiting.pop()
            if state.index in reached or (state.place and not _is_place(state.place, text, at)):
                continue
            reached[state.index] = state
            if state.test is None:
                waiting += state.ways


def _is_place(place: str, text: str, at: int) -> bool:
    if place in ("^", "`"):
        return at == 0
    if place in ("$", "'"):
        return at == len(text)
    before = at > 0 and text[at - 1] in _WORD
    after = at < len(text) and text[at] in _WORD
    if place == "<":
        return after and not before
    if place == ">":
        return before and not after
    return (before != after) == (place == "b")


class _Parser:
    """Reads an expression from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def alternatives(self, depth: int) -> _Part:
        """Parse rows separated by `|`, up to the `)` that closes the open group."""
        if depth > _DEEPEST:
            raise WrongExpression(self.text)
        rows = [self._row(depth)]
        while self._next() == "|":
            self.at += 1
            rows.append(self._row(depth))
        return _Part("alternatives", tuple(rows)) if len(rows) > 1 else rows[0]

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _row(self, depth: int) -> _Part:
        parts: list[_Part] = []
        while (letter := self._next()) and letter != "|" and not (letter == ")" and depth):
            part = self._one(depth)
            times = 0
            while part.kind != "place" and self._next() and self._next() in "*+?{":
                part = _repeated(part, *self._times())
                times += 1
                if (
                    times > _DEEPEST
                    and part.kind == "repeated"
                    and part.parts[0].kind == "repeated"
                ):
                    raise WrongExpression(self.text)
            parts.append(part)
        return _Part("row", tuple(parts))

    def _one(self, depth: int) -> _Part:
        letter = self._next()
        self.at += 1
        if letter == "(":
            part = self.alternatives(depth + 1)
            if self._next() != ")":
                raise WrongExpression(self.text)
            self.at += 1
            return part
        if letter in "*+?{":
            raise WrongExpression(self.text)
        if letter in "^$":
            return _Part("place", place=letter)
        if letter == ".":
            return _Part("one", test=lambda _: True)
        if letter == "[":
            return _Part("one", test=self._set())
        if letter == "\\":
            return self._escaped()
        return _Part("one", test=letter.__eq__)

    def _escaped(self) -> _Part:
        letter = self._next()
        self.at += 1
        if not letter or letter in "123456789":  # a back reference has no linear match
            raise WrongExpression(self.text)
        if letter in "bB<>`'":
            return _Part("place", place=letter)
        known = {"w": _WORD, "W": _WORD, "s": _SPACE, "S": _SPACE}.get(letter)
        if known is None:
            return _Part("one", test=letter.__eq__)
        return _Part(
            "one", test=known.__contains__ if letter.islower() else lambda each: each not in known
        )

    def _times(self) -> tuple[int, int | None]:
        letter = self._next()
        self.at += 1
        if letter != "{":
            return (int(letter == "+"), 1 if letter == "?" else None)
        end = self.text.find("}", self.at)
        inner = self.text[self.at : end] if end >= 0 else "x"
        self.at = end + 1
        least, comma, most = inner.partition(",")
        if not all(
            number.isascii() and len(number) < 6 and (number.isdigit() or not number)
            for number in (least, most)
        ):
            raise WrongExpression(self.text)
        if not least and not (comma and most):
            raise WrongExpression(self.text)
        lowest = int(least or 0)
        highest = (int(most) if most else None) if comma else lowest
        if max(lowest, highest or 0) > _MOST_TIMES or (highest is not None and highest < lowest):
            raise WrongExpression(self.text)
        return lowest, highest

    def _set(self) -> Test:
        negated = self._next() == "^"
        self.at += negated
        characters: set[str] = set()
        ranges: list[tuple[str, str]] = []
        first = True
        while first or self._next() != "]":
            first = False
            name = self._class()
            if name is not None:
                characters.update(name)
                continue
            letter = self._member()
            if self._next() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                last = self._member()
                if last < letter:
                    raise WrongExpression(self.text)
                ranges.append((letter, last))
            else:
                characters.add(letter)
        self.at += 1
        return lambda each: (
            (each in characters or any(low <= each <= high for low, high in ranges)) != negated
        )

    def _class(self) -> str | None:
        """Return the characters of a `[:name:]`; None if there is none here."""
        if not self.text.startswith("[:", self.at):
            return None
        end = self.text.find(":]", self.at + 2)
        name = self.text[self.at + 2 : end] if end >= 0 else ""
        if name not in _CLASSES:
            raise WrongExpression(self.text)
        self.at = end + 2
        return _CLASSES[name]

    def _member(self) -> str:
        """Return one character of a set: `x`, `[.x.]` or `[=x=]`."""
        letter = self._next()
        sign = self.text[self.at + 1 : self.at + 2]
        if letter == "[" and sign and sign in ".=:":
            inner = self.text[self.at + 2 : self.at + 5]
            if sign == ":" or len(inner) < 3 or inner[1:] != sign + "]":
                raise WrongExpression(self.text)
            self.at += 5
            return inner[0]
        if not letter:
            raise WrongExpression(self.text)
        self.at += 1
        return letter


def _repeated(part: _Part, least: int, most: int | None) -> _Part:
    simple = (part.least, part.most) in _SIMPLE and (least, most) in _SIMPLE
    if part.kind == "repeated" and simple:  # x+? and similar mean no more than one sign does
        return _Part(
            "repeated",
            part.parts,
            least=part.least * least,
            most=None if None in (most, part.most) else 1,
        )
    return _Part("repeated", (part,), least=least, most=most)


_SIMPLE = frozenset([(0, None), (1, None), (0, 1)])
