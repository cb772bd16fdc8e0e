"""What a text with `${...}` in it can become, as far as the configuration shows it."""

from collections.abc import Iterator, Mapping
from itertools import product

from asterisk_lint.dialplan.expressions import MARK, Reference, top_level
from asterisk_lint.dialplan.splitting import separate

Known = Mapping[str, frozenset[str]]

_MOST = 16  # combinations of its variables' values that one text is followed into
_TOO_MANY = 256  # values of one variable
_DEEPEST = 40  # names and branches inside each other
_NOTHING: tuple[str, ...] = ()


def variants(text: str, known: Known, inside: tuple[str, ...] = _NOTHING) -> list[str]:
    """Every value that a text can have, MARK standing for each part that only a call shows; each known value stands in one of them at least."""
    if "$" not in text:
        return [text]
    parts: list[list[str]] = []
    at = 0
    for reference in top_level(text):
        parts += [[text[at : reference.span[0]]], _values(reference, known, inside)]
        at = reference.span[1]
    parts.append([text[at:]])
    total = 1
    for part in parts:
        total *= len(part)
    if total <= _MOST:
        return ["".join(combination) for combination in product(*parts)]
    longest = max(map(len, parts))
    return ["".join(part[index % len(part)] for part in parts) for index in range(longest)]


def _values(reference: Reference, known: Known, inside: tuple[str, ...]) -> list[str]:
    if MARK in reference.name or len(inside) > _DEEPEST:
        return [MARK]
    if reference.kind == "expression":
        return _expression(reference.name.strip(), known, (*inside, ""))
    found = _variable(reference.name, known, inside) if reference.kind == "variable" else [*dict.fromkeys(_function(reference, known, inside))]
    if reference.substring:
        return list(dict.fromkeys(_substring(value, reference.substring) for value in found))
    return found or [MARK]


def _expression(text: str, known: Known, inside: tuple[str, ...]) -> list[str]:
    """The value of an expression that is one word or one text in quotes, as AEL writes assignments (`$["SIP/1"]`, `$[IAX2]`).

    Nothing is calculated: the value of every other expression is unknown.
    """
    if text.count('"') == 2 and text[0] == text[-1] == '"':
        return variants(text[1:-1], known, inside)
    if any(sign in text for sign in '"()|&=<>+*/%?!:'):
        return [MARK]
    return [value if value.replace("_", "").isalnum() else MARK for value in variants(text, known, inside)]


def _variable(name: str, known: Known, inside: tuple[str, ...]) -> list[str]:
    values = known.get(name)
    if not values or name in inside or len(values) > _TOO_MANY:
        return [MARK]
    inside = (*inside, name)
    found = list(dict.fromkeys(variant for value in sorted(values) for variant in variants(value, known, inside)))
    return found if len(found) <= _TOO_MANY else [MARK]


def _function(reference: Reference, known: Known, inside: tuple[str, ...]) -> Iterator[str]:
    name, arguments = reference.name, reference.arguments
    if name in {"IF", "IFTIME"}:
        branches = separate(arguments, "?")
        if len(branches) > 1:
            rest = "?".join(branches[1:])
            first, *others = separate(rest, ":") or [""]
            for branch in (first, ":".join(others)):
                yield from variants(branch.strip().strip('"'), known, (*inside, ""))
            return
    if name == "GLOBAL":
        yield from _variable(arguments, known, inside)
    elif name == "PJSIP_DIAL_CONTACTS":  # channels/pjsip/dialplan_functions.c: contacts, each as PJSIP/...
        yield "PJSIP/" + MARK
    elif name == "DIALGROUP":  # funcs/func_dialgroup.c: what Set(DIALGROUP()=...) has put in, which is seen there
        yield ""
    else:
        yield MARK


def _substring(value: str, spec: str) -> str:
    """`${X:offset:length}`, as substring() in main/pbx_variables.c cuts it."""
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
    return sign * int(digits[:end]) if end else default
