"""Find the texts in an application's arguments that a row of the table describes."""

from asterisk_lint.dialplan.expressions import HERE, MARK, mask, spans
from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.splitting import clean, options, separate
from asterisk_lint.dialplan.substitution import variants


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
    if not where:
        return [taken.arguments], True
    if where.isdigit():
        return ([clean(taken.piece(int(where)))] if len(taken.pieces()) >= int(where) else []), True
    place, _, condition = where.partition(" if ")
    if condition:
        number, _, wanted = condition.partition("=")
        if taken.piece(int(number)).strip().lower() not in wanted.split("|"):
            return [], True
    if place == "*":
        return [clean(taken.arguments)], True
    if place[0] == "?":
        return _branches(taken, place), True
    if place[0] == "!":
        return ([] if taken.piece(int(place[1:])) else [""]), True
    number, colon, letters = place.partition(":")
    if colon:
        return _options(taken.options(int(number), known), letters)
    if number.endswith("-"):
        rest = taken.pieces()[int(number[:-1]) - 1 :]
        return ([taken.separator.join(rest)] if rest else []), True
    if number.endswith("+"):
        return [clean(part) for part in taken.pieces()[int(number[:-1]) - 1 :]], True
    first, _, second = number.partition("(")
    application = taken.piece(int(first))
    return ([f"{application}({taken.piece(int(second[:-1]))})"] if application else []), True


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
