"""What the extensions of a dialplan match, as values that can be compared (main/pbx.c:
_extension_match_core()).
"""

from collections.abc import Iterator
from itertools import product

from asterisk_lint.dialplan.extensions.names import members, without_blanks
from asterisk_lint.records import NamedTuple

_DIGITS = {
    "N": frozenset("23456789"),
    "X": frozenset("0123456789"),
    "Z": frozenset("123456789"),
}


class Shape(NamedTuple):
    """What one extension matches: a character of each place, and then whatever `tail` allows."""

    places: tuple[frozenset[str], ...]
    tail: str  # "" nothing, "." one more character or several, "!" any number, also none
    behind: str = ""  # what is written behind `.` or `!`, which Asterisk never looks at
    pattern: bool = True  # whether it begins with `_`

    @property
    def impossible(self) -> bool:
        """Whether nothing that anybody dials matches."""
        return not all(self.places) or (self.pattern and not self.places and not self.tail)


def shape_of(extension: str) -> Shape | None:
    """Return the shape of an extension; None for a set in brackets that is never closed."""
    text = without_blanks(extension)
    if not text.startswith("_"):
        return Shape(tuple(map(frozenset, text.replace("-", ""))), "", pattern=False)
    places: list[frozenset[str]] = []
    at = 1
    while at < len(text):
        letter = text[at]
        at += 1
        if letter == "-":
            continue
        if letter == "[":
            end = text.find("]", at)
            if end < 0:
                return None
            places.append(frozenset(members(text[at:end])))
            at = end + 1
        elif letter in ".!":
            return Shape(tuple(places), letter, text[at:].replace("-", ""))
        else:
            places.append(_DIGITS.get(letter.upper(), frozenset(letter)))
    return Shape(tuple(places), "")


def overlaps(one: Shape, other: Shape) -> bool:
    """Tell whether an extension can match both."""
    if not all(a & b for a, b in zip(one.places, other.places, strict=False)):
        return False
    longer, shorter = (one, other) if len(one.places) >= len(other.places) else (other, one)
    missing = len(longer.places) - len(shorter.places)
    if not shorter.tail:
        return not missing and longer.tail != "."
    return shorter.tail == "!" or missing > 0 or bool(longer.tail)


def covers(wide: Shape, narrow: Shape) -> bool:
    """Tell whether the first matches everything that the second matches."""
    count, least = len(wide.places), len(narrow.places) + (narrow.tail == ".")
    if not wide.tail:
        same = not narrow.tail and count == len(narrow.places)
    else:
        same = count <= len(narrow.places) and least >= count + (wide.tail == ".")
    return same and all(a >= b for a, b in zip(wide.places, narrow.places, strict=False))


def numbers(shape: Shape, most: int) -> Iterator[str] | None:
    """Return everything that a shape without a tail matches; None if that is more than `most`."""
    total = 1
    for place in shape.places:
        total *= len(place)
        if total > most:
            return None
    return None if shape.tail else map("".join, product(*map(sorted, shape.places)))
