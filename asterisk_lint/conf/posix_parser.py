"""The grammar of POSIX regular expressions."""

from collections.abc import Callable

from asterisk_lint.records import NamedTuple

Test = Callable[[str], bool]
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
WORD = frozenset(_CLASSES["alnum"] + "_")
_SPACE = frozenset(_CLASSES["space"])
_SIMPLE = frozenset([(0, None), (1, None), (0, 1)])


class WrongExpression(Exception):
    """A text that is not an expression, or an expression that is not supported here."""


class Part(NamedTuple):
    """A piece of an expression.

    `kind`: "one" character that passes the test, a "place" (`^`, `$`, ...), parts in a "row",
    "alternatives", or one "repeated".
    """

    kind: str
    parts: "tuple[Part, ...]" = ()
    test: Test | None = None
    place: str = ""
    least: int = 0
    most: int | None = None


class Parser:
    """Reads an expression from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def alternatives(self, depth: int) -> Part:
        """Parse rows separated by `|`, up to the `)` that closes the open group."""
        if depth > _DEEPEST:
            raise WrongExpression(self.text)
        rows = [self._row(depth)]
        while self._next() == "|":
            self.at += 1
            rows.append(self._row(depth))
        return Part("alternatives", tuple(rows)) if len(rows) > 1 else rows[0]

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _row(self, depth: int) -> Part:
        parts: list[Part] = []
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
        return Part("row", tuple(parts))

    def _one(self, depth: int) -> Part:
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
            return Part("place", place=letter)
        if letter == ".":
            return Part("one", test=lambda _: True)
        if letter == "[":
            return Part("one", test=self._set())
        if letter == "\\":
            return self._escaped()
        return Part("one", test=letter.__eq__)

    def _escaped(self) -> Part:
        letter = self._next()
        self.at += 1
        if not letter or letter in "123456789":  # a back reference has no linear match
            raise WrongExpression(self.text)
        if letter in "bB<>`'":
            return Part("place", place=letter)
        known = {"w": WORD, "W": WORD, "s": _SPACE, "S": _SPACE}.get(letter)
        if known is None:
            return Part("one", test=letter.__eq__)
        return Part(
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


def _repeated(part: Part, least: int, most: int | None) -> Part:
    simple = (part.least, part.most) in _SIMPLE and (least, most) in _SIMPLE
    if part.kind == "repeated" and simple:  # x+? and similar mean no more than one sign does
        return Part(
            "repeated",
            part.parts,
            least=part.least * least,
            most=None if None in (most, part.most) else 1,
        )
    return Part("repeated", (part,), least=least, most=most)
