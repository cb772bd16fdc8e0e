"""How plain lines begin: worked out once for all lines that begin alike."""

from asterisk_lint.conf.entry import BLANKS
from asterisk_lint.conf.shape import Opening

_MOST = 256  # forms that are kept, besides one for every four lines


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


class Form:
    """What lines are that differ in digits alone: how they begin, and where the value begins and
    ends (None: the line says nothing). `value`: that of one line, if it is not written like that.
    """

    __slots__ = ("end", "opening", "start", "value")

    def __init__(
        self, opening: Opening | None, start: int = 0, end: int = 0, value: str | None = None
    ) -> None:
        self.opening = opening
        self.start = start
        self.end = end
        self.value = value


NOTHING = Form(None)


class Forms(dict[bytes | None, Form]):
    """The forms of lines, by their text with every digit as 0; unless most lines are like no other,
    and for none whose digits matter.
    """

    def form(self, alike: bytes | None, number: int, opening: Opening, value: str) -> Form:
        """Return the form of the line of this number, and keep it. `alike`: its text with every
        digit as 0; None if it cannot be compared with others.
        """
        if alike is None:
            return Form(opening, value=value)
        start = opening.value_column - 1
        form = Form(opening, start, start + len(value))
        if not opening.has_digits and self.has_room(number):
            self[alike] = form
        return form

    def has_room(self, number: int) -> bool:
        """Tell whether a form that is first met in the line of this number should be kept."""
        return len(self) < _MOST + number // 4


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
