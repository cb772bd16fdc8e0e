"""Conditions that are always true or always false (main/pbx.c: pbx_checkcondition())."""

from collections.abc import Iterable, Iterator

from asterisk_lint.conf.placeholder import is_placeholder
from asterisk_lint.dialplan.arguments.positions import pieces
from asterisk_lint.dialplan.expressions import MARK, Reference, mask, top_level
from asterisk_lint.dialplan.extensions.numbers import number
from asterisk_lint.references.sense.text import Odd

CONDITION = "constant-condition"
_COMPARES = frozenset("=<>!&|")


def condition_oddities(
    application: str, arguments: str, found: Iterable[Reference]
) -> Iterator[Odd]:
    """Yield what is odd about the condition of GotoIf() and its like, and about those of IF() in
    any text, with the references that are found in it.
    """
    if "IF(" in arguments:
        for reference in found:
            if reference.kind == "function" and reference.name == "IF":
                yield from _of("IF", reference.arguments)
    if application.lower() in ("gotoif", "gosubif", "execif", "while", "macroif"):
        yield from _of(application, arguments)


def _of(name: str, text: str) -> Iterator[Odd]:
    loop = name.lower() == "while"
    parts = [text] if loop else pieces(text, "?")
    if len(parts) < 2 and not loop:
        if name.lower() != "execif" and "?" not in text and text.strip() and _is_known(text):
            yield Odd(
                CONDITION,
                f"{name}() has no '?' behind its condition: it does nothing",
                help="write ? behind the condition, and then where the call goes if it is true",
            )
        return
    condition = parts[0]
    if name.lower() == "execif" and "," in mask(condition):
        return  # the old form, whose condition ends at the comma
    masked = mask(condition)
    if is_placeholder(masked) or any(sign in masked for sign in "{}@%"):
        return
    if MARK in masked and not _COMPARES.isdisjoint(masked):
        yield Odd(
            CONDITION,
            f"the comparison in {name}() is not inside $[ ]: Asterisk compares nothing, and any "
            "text that does not begin with 0 is true",
            fix="write $[ ] around the comparison",
        )
    elif not loop and _is_constant(condition):
        always = _value(condition)
        yield Odd(
            CONDITION,
            f"the condition of {name}() never changes{always}",
            help="name what it depends on, such as ${EXTEN}, or remove the condition",
        )


def _is_known(text: str) -> bool:
    """Tell whether no variable in a text, outside expressions, can hold a part of it."""
    return all(each.kind == "expression" for each in top_level(text))


def _is_constant(condition: str) -> bool:
    """Tell whether nothing in a condition depends on the call."""
    if "$" not in condition:
        return True
    return all(
        each.kind == "expression" and "${" not in each.name and not _calls(each.name)
        for each in top_level(condition)
    )


def _calls(expression: str) -> bool:
    """Tell whether a function is called in an expression without `${ }`."""
    import re

    return re.search(r"[A-Z_0-9]{2,}\s*\(", expression) is not None


def _value(condition: str) -> str:
    """Say what a condition always is, where that can be seen."""
    if "$" in condition:
        return ": it has no variable"
    true = bool(condition) and number(condition) != 0
    return f": it is always {'true' if true else 'false'}"
