"""Finding, in an application's arguments, the texts that a row of the table speaks of."""

from asterisk_lint.dialplan.expressions import MARK, mask, top_level
from asterisk_lint.dialplan.splitting import clean, options, separate
from asterisk_lint.dialplan.values import Known, variants


def texts(where: str, arguments: str, separator: str, known: Known) -> tuple[list[str], bool]:
    """The texts at a place (see arguments.Argument), and whether they are all that a call could find there (options can be out of sight)."""
    place, _, condition = where.partition(" if ")
    if condition:
        number, _, wanted = condition.partition("=")
        if piece(pieces(arguments, separator), int(number)).strip().lower() not in wanted.split("|"):
            return [], True
    if not place:
        return [arguments], True
    if place == "*":
        return [clean(arguments)], True
    if place[0] == "?":
        return _branches(arguments, place, separator), True
    parts = pieces(arguments, separator)
    if place[0] == "!":
        return ([] if piece(parts, int(place[1:])) else [""]), True
    number, colon, letters = place.partition(":")
    if colon:
        return _options(piece(parts, int(number)), letters, known)
    if number.endswith("-"):
        rest = parts[int(number[:-1]) - 1 :]
        return ([separator.join(rest)] if rest else []), True
    if number.endswith("+"):
        return [clean(part) for part in parts[int(number[:-1]) - 1 :]], True
    first, parenthesis, second = number.partition("(")
    if parenthesis:
        application = piece(parts, int(first))
        return ([f"{application}({piece(parts, int(second[:-1]))})"] if application else []), True
    return ([clean(piece(parts, int(first)))] if len(parts) >= int(first) else []), True


def pieces(arguments: str, separator: str) -> list[str]:
    """Split arguments at a separator, which counts only outside `${...}` and `$[...]`."""
    if "$" not in arguments:
        return separate(arguments, separator)
    marks = [arguments[slice(*reference.span)] for reference in top_level(arguments)]
    found = []
    used = 0
    for part in separate(mask(arguments), separator):
        fragments = part.split(MARK)
        count = len(fragments) - 1
        filled = [fragments[0]]
        for mark, fragment in zip(marks[used : used + count], fragments[1:], strict=True):
            filled += [mark, fragment]
        used += count
        found.append("".join(filled))
    return found


def piece(parts: list[str], number: int) -> str:
    """The argument of a number, counted from 1; "" when there is none."""
    return parts[number - 1] if len(parts) >= number else ""


def _branches(arguments: str, place: str, separator: str) -> list[str]:
    masked = mask(arguments)
    if place == "??" and (separator in masked.partition("?")[0] or "?" not in masked):
        _, application, *rest = [*pieces(arguments, separator), ""]
        return [f"{application}({separator.join(rest).removesuffix(separator)})"] if application else []
    _, *rest = pieces(arguments, "?")
    if not rest:
        return []
    behind = "?".join(rest)
    if place == "?1":
        return [behind]
    first, *others = pieces(behind, ":")
    return [first, ":".join(others)] if others else [first]


def _options(text: str, letters: str, known: Known) -> tuple[list[str], bool]:
    found = []
    complete = True
    for each in variants(text, known):
        if letters[0] == "!":
            given = [letter for letter, _ in options(each)]
            found += [""] if letters[1] not in given and MARK not in given else []
            complete = complete and MARK not in given
            continue
        for letter, argument in options(each):
            if letter == MARK:
                complete = False
            elif letter in letters:
                found.append(argument)
    return found, complete
