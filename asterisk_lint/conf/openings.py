"""How plain lines begin: worked out once for all lines that begin alike."""

from collections.abc import Sequence

from asterisk_lint.conf.entry import BLANKS
from asterisk_lint.conf.shape import Opening

_PIECE = 2000  # bytes of values that are kept as texts once somebody asked for one
MANY = 200  # lines of a section whose values need saving
_DIGITS = frozenset("0123456789")
_MOST = 256  # forms that are kept, besides one for every four lines
_FEW = 100  # lines of a section whose numbers need no saving


def numbers_of(numbers: list[int]) -> Sequence[int]:
    """Return line numbers in little memory."""
    if len(numbers) < _FEW:
        return tuple(numbers)
    from array import array

    return array("I", numbers)


class Heads(dict[str, Opening | None]):
    """Maps the text before a line's sign (`=` or `=> `) to how the line begins, if its value
    follows at once (most lines begin like others).

    None if more than that text decides what the line is.
    """

    def __init__(self, sign: str) -> None:
        self._sign = sign

    def __missing__(self, head: str) -> Opening | None:
        key = head.strip(BLANKS)
        plain = key and key[0] not in "[#\\" and head[-1] != "+" and "=" not in head
        column = len(head) - len(head.lstrip(BLANKS)) + 1
        self[head] = (
            Opening(key, column, len(head) + len(self._sign) + 1, self._sign.rstrip())
            if plain
            else None
        )
        return self[head]


def values_of(values: list[str], before: Sequence[bytes] = ()) -> Sequence[str]:
    """Return the values of lines in little memory. `before`: those of the lines before them that
    are packed already.
    """
    if not before and len(values) < MANY:
        return tuple(values)
    from asterisk_lint.conf.line_index import LineIndex

    return LineIndex(*before, *([packed(values)] if values else ()), piece=_PIECE)


def packed(values: list[str]) -> bytes:
    """Return values in one, each on its line."""
    return "\n".join(values).encode("utf-8", "surrogateescape")


# How a plain line begins, and where its value begins and ends; None: the line says nothing.
_Form = tuple[Opening | None, int, int]
_NOTHING: _Form = (None, 0, 0)


class Forms(dict[bytes | None, _Form]):
    """What lines are that differ in digits alone, by their text with every digit as 0; unless most
    lines are like no other, and for none whose digits matter.
    """

    def keep(self, alike: bytes, number: int, raw: str, opening: Opening, value: str) -> None:
        """Keep what the line of this number is."""
        start = opening.value_column - 1
        end = start + len(value)
        if (
            len(self) < _MOST + number // 4
            and raw[start:end] == value
            and _DIGITS.isdisjoint(raw[:start])
        ):
            self[alike] = (opening, start, end)

    def keep_empty(self, alike: bytes, number: int) -> None:
        """Keep that the line of this number says nothing."""
        if len(self) < _MOST + number // 4:
            self[alike] = _NOTHING


class Exactly:
    """How lines begin whose value has blanks around it, or whose columns a comment moved."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int, str], Opening] = {}

    def begun(
        self, opening: Opening, value: str, raw: str, columns: list[int] | None
    ) -> tuple[Opening, str]:
        """Return the value without blanks and the `>` of an arrow, and how the line begins up to
        there.

        `raw`: the line; `columns`: where its characters really are, if not where they seem to be.
        """
        key, column, operator = opening.key, opening.column, opening.operator
        if operator == "=" and value[:1] == ">":
            operator = "=>"
            value = value[1:]
        value = value.lstrip(BLANKS)
        value_column = len(raw) - len(value) + 1
        value = value.rstrip(BLANKS)
        if not value:
            value_column = len(raw.rstrip(BLANKS)) + 1
        if columns:
            column, value_column = columns[column - 1], columns[value_column - 1]
        what = (key, column, value_column, operator)
        known = self._known.get(what)
        if known is None:
            known = self._known[what] = Opening(*what)
        return known, value
