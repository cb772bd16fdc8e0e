"""Find the texts in an application's arguments that a row of the table describes."""

from functools import cache

from asterisk_lint.dialplan.expressions import HERE, MARK, mask, spans
from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.splitting import clean, options, separate
from asterisk_lint.dialplan.substitution import variants
from asterisk_lint.records import NamedTuple


class Taken:
    """An application's arguments, split once for all rows."""

    def __init__(self, arguments: str, separator: str) -> None:
        self.arguments = arguments
        self.separator = separator
        self._pieces: list[str] | None = None
        self._options: dict[int, list[list[tuple[str, str]]]] = {}

    def pieces(self) -> list[str]:
        """Return the arguments by position."""
        if self._pieces is None:
            self._pieces = pieces(self.arguments, self.separator)
        return self._pieces

    def piece(self, number: int) -> str:
        """Return the argument of a number, counted from 1; "" if there is none."""
        found = self.pieces()
        return found[number - 1] if len(found) >= number else ""

    def options(self, number: int, known: Variables) -> list[list[tuple[str, str]]]:
        """Return the options in an argument, once for each value that its text can have."""
        found = self._options.get(number)
        if found is None:
            found = self._options[number] = [
                list(options(clean(each))) for each in variants(self.piece(number), known.of)
            ]
        return found


def texts(where: str, taken: Taken, known: Variables) -> tuple[list[str], bool]:
    """Return the texts at a place (see arguments.Argument), and whether they are all that a call
    could find there (options can be unknown).
    """
    form, number, more, condition = _place(where)
    if condition and taken.piece(condition[0]).strip().lower() not in condition[1]:
        return [], True
    if form == "1":
        found = taken.pieces()
        return ([clean(found[number - 1])] if len(found) >= number else []), True
    if form == ":":
        return _options(taken.options(number, known), more)
    if not form:
        return [taken.arguments], True
    if form == "*":
        return [clean(taken.arguments)], True
    if form == "?":
        return _branches(taken, more), True
    if form == "!":
        return ([] if taken.piece(number) else [""]), True
    if form == "-":
        rest = taken.pieces()[number - 1 :]
        return ([taken.separator.join(rest)] if rest else []), True
    if form == "+":
        return [clean(part) for part in taken.pieces()[number - 1 :]], True
    application = taken.piece(number)
    return ([f"{application}({taken.piece(int(more))})"] if application else []), True


class _Place(NamedTuple):
    """A row's place, taken apart."""

    form: str  # the sign that tells it from others; "1" for one argument
    number: int = 0  # of an argument
    more: str = ""  # letters of options, a second number, all of a `?`
    condition: tuple[int, list[str]] | None = None  # an argument, and what it must be


@cache
def _place(where: str) -> _Place:
    """Take a row's place apart, once for all steps."""
    place, _, condition = where.partition(" if ")
    argument, _, wanted = condition.partition("=")
    only = (int(argument), wanted.split("|")) if condition else None
    if not place or place in "*?":
        return _Place(place, 0, place, only)
    if place.isdigit():
        return _Place("1", int(place), "", only)
    if place[0] == "?":
        return _Place("?", 0, place, only)
    if place[0] == "!":
        return _Place("!", int(place[1:]), "", only)
    number, colon, letters = place.partition(":")
    if colon:
        return _Place(":", int(number), letters, only)
    if place[-1] in "-+":
        return _Place(place[-1], int(place[:-1]), "", only)
    first, _, second = place.partition("(")
    return _Place("(", int(first), second[:-1], only)


def pieces(arguments: str, separator: str) -> list[str]:
    """Split arguments at a separator, which counts only outside `${...}` and `$[...]`."""
    if separator not in arguments:
        return [arguments] if arguments else []
    if "$" not in arguments:
        return separate(arguments, separator)
    arguments = arguments.replace(HERE, MARK)
    references = iter([arguments[start:end] for start, end, _ in spans(arguments)])
    found = []
    for part in separate(mask(arguments, HERE), separator):
        first, *fragments = part.split(HERE)
        # (The fragments first: their end must not take the reference of the next part.)
        pairs = zip(fragments, references, strict=False)
        found.append(first + "".join([reference + fragment for fragment, reference in pairs]))
    return found


def _branches(taken: Taken, place: str) -> list[str]:
    masked = mask(taken.arguments)
    if place == "??" and (taken.separator in masked.partition("?")[0] or "?" not in masked):
        application = taken.piece(2)
        return [f"{application}({taken.separator.join(taken.pieces()[2:])})"] if application else []
    rest = pieces(taken.arguments, "?")[1:]
    if not rest:
        return []
    behind = "?".join(rest)
    if place == "?1":
        return [behind]
    first, *others = pieces(behind, ":") or [""]
    return [first, ":".join(others)] if others else [first]


def _options(sets: list[list[tuple[str, str]]], letters: str) -> tuple[list[str], bool]:
    if letters[0] == "!":
        given = [[letter for letter, _ in found] for found in sets]
        unseen = any(MARK in some for some in given)
        return ["" for some in given if letters[1] not in some and MARK not in some], not unseen
    found = []
    complete = True
    for some in sets:
        for letter, argument in some:
            if letter == MARK:
                complete = False
            elif letter in letters:
                found.append(argument)
    return found, complete
