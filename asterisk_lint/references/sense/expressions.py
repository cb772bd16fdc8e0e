"""`$[...]` and `${...}` that Asterisk cannot read as they are meant (main/ast_expr2.y, func_args()
and parse_variable_name() in main/).
"""

import re
from collections.abc import Iterator

from asterisk_lint.dialplan.expressions import MARK, mask, references
from asterisk_lint.references.sense.text import Odd

EXPRESSION = "malformed-expression"
_QUOTED = re.compile(r'"[^"]*"')
_NUMBER = re.compile(r"\s*[-+]?[0-9]+")
_LONGEST = 40


def expression_oddities(text: str, *, compiled: bool) -> Iterator[Odd]:
    """Yield what is odd about the references in a text. `compiled`: AEL's compiler has written it,
    and has checked the expressions.
    """
    for reference in references(text):
        if not reference.closed:
            continue  # the readers report these
        if reference.kind == "expression":
            if not compiled and (reason := _unbalanced(mask(reference.name))):
                yield Odd(
                    EXPRESSION,
                    f"$[{_short(reference.name)}] {reason}: Asterisk cannot evaluate it, and its "
                    "value is empty",
                )
        elif reference.substring and (reason := _no_substring(reference.substring)):
            yield Odd(
                EXPRESSION,
                f"${{{_short(reference.name)}:{_short(reference.substring)}}} {reason}",
                severity="warning",
            )


def _unbalanced(masked: str) -> str:
    """Return what is wrong with the quotes and parentheses of an expression; "" if nothing is."""
    outside = _QUOTED.sub("", masked)
    if '"' in outside:
        return 'has an odd number of "'
    depth = 0
    for letter in outside:
        if letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
            if depth < 0:
                return "closes a parenthesis that is not open"
    return "has a parenthesis that is never closed" if depth else ""


def _no_substring(substring: str) -> str:
    """Return what is wrong with the `1:2` of `${X:1:2}`; "" if nothing is."""
    start, colon, rest = substring.partition(":")
    length, more, _ = rest.partition(":")
    if MARK in substring or "$" in substring:
        return ""
    if more:
        return "has a third number, which Asterisk ignores"
    for part in (start, length) if colon else (start,):
        if part.strip() and not _NUMBER.match(part):
            return f"does not begin at a number: '{part}' counts as nothing"
    return ""


def _short(text: str) -> str:
    text = " ".join(text.replace(MARK, "${...}").split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
