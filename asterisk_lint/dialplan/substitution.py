"""The possible results of a text with `${...}` in it, as far as the configuration shows them."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product

from asterisk_lint.dialplan.expressions import MARK, Reference, mask, top_level
from asterisk_lint.dialplan.splitting import separate

ROOM = 1 << 17  # maximum characters of all values of one text
_MOST = 16  # maximum combinations of its variables' values for one text
_TOO_MANY = 1024  # values of one reference
_DEEPEST = 40  # nested branches
_UNKNOWN: Sequence[str] = (MARK,)
_KEPT = 1024  # texts whose branches are kept
_DIGITS = 9  # of an offset or a length: no text is longer

# Returns a variable's values by its name; MARK alone: nothing is known about it
Lookup = Callable[[str], Sequence[str]]


def variants(text: str, values_of: Lookup, depth: int = 0) -> list[str]:
    """Return every possible value of a text, with MARK for each part that is only known during a
    call.

    If there are too many, MARK replaces some of the variables, and each known value appears in at
    least one text; or MARK replaces all of them. So every text that a call can produce is covered.
    """
    if "$" not in text:
        return [text]
    parts: list[Sequence[str]] = []
    at = 0
    for reference in top_level(text):
        start, end = reference.span
        if at < start:
            parts.append((text[at:start],))
        parts.append(_values(reference, values_of, depth))
        at = end
    if at < len(text):
        parts.append((text[at:],))
    if len(parts) == 1:
        return list(parts[0])
    total = 1
    for part in parts:
        total *= len(part)
        if total > _MOST:
            break
    most = total if total <= _MOST else max(map(len, parts))
    if sum(max(map(len, part)) for part in parts) * most > ROOM + _MOST * len(text):
        return [mask(text)]
    if total <= _MOST:
        return ["".join(combination) for combination in product(*parts)]
    known = ["".join(part[index % len(part)] for part in parts) for index in range(most)]
    return list(dict.fromkeys([*map("".join, product(*_with_marks(parts))), *known]))


def _with_marks(parts: list[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield the parts with MARK for as many as necessary to leave few combinations. The first
    varying part stays, because it is the most informative, for example a technology.
    """
    total = 1
    for part in parts:
        if total == 1 or total * len(part) <= _MOST:
            total *= len(part)
            yield part
        else:
            yield _UNKNOWN


def _values(reference: Reference, values_of: Lookup, depth: int) -> Sequence[str]:
    if MARK in reference.name or depth > _DEEPEST:
        return _UNKNOWN
    if reference.kind == "expression":
        return _expression(reference.name.strip(), values_of, depth + 1)
    variable = reference.kind == "variable"
    found = (
        values_of(reference.name)
        if variable
        else list(dict.fromkeys(_function(reference, values_of, depth)))
    )
    if reference.substring:
        found = list(dict.fromkeys(_substring(value, reference.substring) for value in found))
    return found if len(found) <= _TOO_MANY and sum(map(len, found)) <= ROOM else _UNKNOWN


def _expression(text: str, values_of: Lookup, depth: int) -> Sequence[str]:
    """Return the value of an expression that is one word or one text in quotes, as AEL writes
    assignments (`$["SIP/1"]`, `$[IAX2]`).

    Nothing is calculated: the value of every other expression is unknown.
    """
    if text.count('"') == 2 and text[0] == text[-1] == '"':
        return variants(text[1:-1], values_of, depth)
    if any(sign in text for sign in '"()|&=<>+*/%?!:'):
        return _UNKNOWN
    return [
        value if value.replace("_", "").isalnum() else MARK
        for value in variants(text, values_of, depth)
    ]


def _function(reference: Reference, values_of: Lookup, depth: int) -> Iterator[str]:
    name, arguments = reference.name, reference.arguments
    if name in {"IF", "IFTIME"}:
        branches = _branches(arguments)
        for branch in branches:
            yield from variants(branch, values_of, depth + 1)
        if branches:
            return
    if name == "GLOBAL":
        yield from values_of(arguments)
    elif (
        name == "PJSIP_DIAL_CONTACTS"
    ):  # channels/pjsip/dialplan_functions.c: contacts, each as PJSIP/...
        yield "PJSIP/" + MARK
    elif (
        name == "DIALGROUP"
    ):  # funcs/func_dialgroup.c: what Set(DIALGROUP()=...) has added, which is found there
        yield ""
    else:
        yield MARK


# Nested ones are taken apart again for everything that is asked about the text around them.
@lru_cache(maxsize=_KEPT)
def _branches(arguments: str) -> tuple[str, ...]:
    """Return both branches of IF's arguments; () if there is no `?`."""
    _, *behind = separate(arguments, "?") or [""]
    if not behind:
        return ()
    first, *others = separate("?".join(behind), ":") or [""]
    return tuple(branch.strip().strip('"') for branch in (first, ":".join(others)))


def _substring(value: str, spec: str) -> str:
    """Return `${X:offset:length}`, as substring() in main/pbx_variables.c does."""
    if MARK in value:
        return value if spec.split(":", 1)[0].strip() in {"", "0"} and ":" not in spec else MARK
    first, _, second = spec.partition(":")
    offset = _number(first, 0)
    length = _number(second, len(value))
    if offset < 0:
        offset = max(0, len(value) + offset)
    kept = value[offset:]
    return kept[:length] if length >= 0 else kept[: max(0, len(kept) + length)]


def _number(text: str, default: int) -> int:
    digits = text.strip()
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    end = 0
    while end < len(digits) and digits[end].isascii() and digits[end].isdigit():
        end += 1
    # Python refuses to parse thousands of digits; no text is that long.
    return sign * int(digits[:end] if end <= _DIGITS else "9" * _DIGITS) if end else default
