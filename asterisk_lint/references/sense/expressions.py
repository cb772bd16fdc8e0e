"""`$[...]` and `${...}` that Asterisk cannot read as they are meant (main/ast_expr2.y, func_args()
and parse_variable_name() in main/).
"""

from collections.abc import Iterable, Iterator

from asterisk_lint.dialplan.expressions import MARK, Reference, mask, spans
from asterisk_lint.dialplan.extensions.numbers import number
from asterisk_lint.references.sense.text import Odd

EXPRESSION = "malformed-expression"
# What FEATUREMAP() takes (main/features_config.c: ast_get_builtin_feature()); automon until 20.
_FEATURES = frozenset({"blindxfer", "atxfer", "disconnect", "automon", "automixmon", "parkcall"})
_LONGEST = 40


def expression_oddities(text: str, found: Iterable[Reference], *, compiled: bool) -> Iterator[Odd]:
    """Yield what is odd about the references that are found in a text. `compiled`: AEL's compiler
    has written it, and has checked the expressions.
    """
    if "(" in text:
        yield from _function_oddities(text)
    for reference in found:
        if (
            reference.name == "FEATUREMAP"
            and "$" not in reference.arguments
            and reference.arguments.strip() not in _FEATURES
        ):
            yield Odd(
                EXPRESSION,
                f"FEATUREMAP() knows no feature '{_short(reference.arguments)}': its value is "
                "empty",
                severity="warning",
            )
        if not reference.closed:
            continue  # the readers report these
        if reference.kind == "expression":
            if not compiled:
                yield from _unbalanced_oddity(reference.name)
        elif reference.substring and (reason := _no_substring(reference.substring)):
            yield Odd(
                EXPRESSION,
                f"${{{_short(reference.name)}:{_short(reference.substring)}}} {reason}",
                severity="warning",
            )


def _function_oddities(text: str) -> Iterator[Odd]:
    """Yield the functions whose parentheses Asterisk has to guess (main/pbx_functions.c:
    func_args()).
    """
    for start, end, closed in spans(text):
        if text[start + 1] != "{" or not closed:
            continue
        inner = mask(text[start + 2 : end - 1])
        name, opening, rest = inner.partition("(")
        if not opening or not name.replace("_", "").isalnum():
            continue
        last = rest.rfind(")")
        if last < 0:
            yield Odd(
                EXPRESSION,
                f"the parenthesis of {name}( is never closed: Asterisk logs a warning in each call",
                severity="warning",
            )
        elif (tail := rest[last + 1 :].partition(":")[0]) and MARK not in tail:
            yield Odd(
                EXPRESSION,
                f"Asterisk ignores '{_short(tail)}' behind {name}()",
                severity="warning",
            )


def _unbalanced_oddity(text: str) -> Iterator[Odd]:
    masked = mask(text)
    reason = _unbalanced(masked)
    if not reason:
        return
    from asterisk_lint.dialplan.ael.expression import well_formed

    if not well_formed(masked.replace(MARK, "a")):
        message = f"$[{_short(text)}] {reason}: Asterisk cannot evaluate it, and its value is empty"
        yield Odd(EXPRESSION, message)
    elif '"' in reason:
        message = f"$[{_short(text)}] {reason}: Asterisk drops the last one"
        yield Odd(EXPRESSION, message, severity="warning")


def _unbalanced(masked: str) -> str:
    """Return what is wrong with the quotes and parentheses of an expression; "" if nothing is."""
    parts = masked.split('"')
    outside = "".join(parts[::2])
    if not len(parts) % 2:
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
        if part.strip() and number(part) is None:
            return f"does not begin at a number: '{part}' counts as nothing"
    return ""


def _short(text: str) -> str:
    text = " ".join(text.replace(MARK, "${...}").split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
