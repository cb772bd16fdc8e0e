"""Convert values of the Lua files to text."""

from collections.abc import Iterable, Sequence
from itertools import product

from asterisk_lint.dialplan.lua.nodes import Node
from asterisk_lint.records import NamedTuple

MOST = 16  # maximum number of values of one expression
_LONGEST = 10_000  # characters of one text


class Value(NamedTuple):
    """One value. `kind`: text (`text`, with `${name}` in place of parts that are only known during
    a call), unknown (`text` names it), nil, function and table (`node`), the app table, an
    application (`text`), the channel table, a channel's variable or function (`text`), the table of
    globals.
    """

    kind: str
    text: str = ""
    node: Node | None = None


NIL = Value("nil")


def combinations(sides: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return every combination; if there are too many, each text at least once, and `${value}` for
    all varying parts except the first.
    """
    total = 1
    for side in sides:
        total *= len(side)
    if total <= MOST:
        return list(product(*sides))
    longest = max(map(len, sides))
    each = [tuple(side[at % len(side)] for side in sides) for at in range(longest)]
    first = next(at for at, side in enumerate(sides) if len(side) > 1)
    others = [side[0] if len(side) == 1 else "${value}" for side in sides]
    return list(
        dict.fromkeys(
            [*each, *((*others[:first], text, *others[first + 1 :]) for text in sides[first])]
        )
    )


def text_of(value: Value) -> str:
    """Return a value as it appears in a text; `${name}` if it is only known during a call."""
    if value.kind == "text":
        return value.text
    return (
        "${"
        + (value.text if value.kind in ("unknown", "variable") and value.text else "value")
        + "}"
    )


def formatted(pattern: str, arguments: Sequence[str]) -> str:
    """Return the result of string.format() for these texts."""
    import re

    rest = list(arguments)
    return re.sub(
        r"%([-+ #0]*\d{0,2}(?:\.\d{0,2})?)([a-zA-Z%])",
        lambda match: _directive(match[1], match[2], rest),
        pattern,
    )


def _directive(options: str, letter: str, arguments: list[str]) -> str:
    if letter == "%":
        return "%"
    text = arguments.pop(0) if arguments else "${value}"
    if not options or "${" in text:
        return text
    try:
        return f"%{options}{letter}" % (
            text if letter in "sq" else float(text) if letter in "aAeEfgG" else int(text)
        )
    except ValueError:
        return text


def limited(values: Iterable[Value]) -> list[Value]:
    """Return different values, a limited number: of too many, and of a text that is too long, only
    that there is one.
    """
    found = list(
        dict.fromkeys(
            value if len(value.text) <= _LONGEST else Value("unknown", "text") for value in values
        )
    )
    if len(found) > MOST:
        known = [value for value in found if value.kind != "text"][:MOST]
        return [*known, Value("unknown", "value")]
    return found
