"""Asterisk's `${...}` and `$[...]`: the references in a text before anything is run.

Follows the substitution loop of main/pbx_variables.c (22, unchanged since 1.8; pbx.c before 13):
the end of `${` is found by counting only braces, the end of `$[` by counting only brackets, no
character escapes a `$`, and the result of a substitution is not scanned again.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from asterisk_lint.records import NamedTuple

MARK = "\x01"  # placeholder for a text that is only known during a call
HERE = "\x02"  # placeholder for a reference that is put back

# main/ast_expr2.y, op_func(): names that the expression parser knows itself.
_MATH = (
    " COS SIN TAN ACOS ASIN ATAN ATAN2 POW SQRT FLOOR CEIL ROUND RINT TRUNC EXP EXP2 EXP10 "
    "LOG LOG2 LOG10 REMAINDER ABS "
)
_NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")
_DEEPEST = 40
_KEPT = 1024  # texts whose references are kept
_BRACES = frozenset("{[")
_TOKEN = frozenset(".';\\_^#@")


class Reference(NamedTuple):
    """One `${...}` or `$[...]`.

    `name` is a variable's or a function's, with MARK in place of text that is only known during a
    call; `arguments` is the text between a function's parentheses (as written); `span` is the whole
    reference in the text where it was found, from `$` to after the closing bracket.
    """

    kind: str  # "variable", "function", or "expression" (the name is its text)
    name: str
    arguments: str = ""
    substring: str = ""  # the `1:2` of `${X:1:2}`
    span: tuple[int, int] = (0, 0)
    closed: bool = True


# The same text is looked at for what it uses, what it names and what is odd about it.
@lru_cache(maxsize=_KEPT)
def top_level(text: str) -> tuple[Reference, ...]:
    """Return every reference in a text, without those inside other references."""
    found = []
    for start, end, closed in spans(text):
        inner = text[start + 2 : end - closed]
        if text[start + 1] == "{":
            found.append(_variable(inner, (start, end), closed=closed))
        else:
            found.append(Reference("expression", inner, span=(start, end), closed=closed))
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def spans(text: str) -> tuple[tuple[int, int, bool], ...]:
    """Return where references begin and end, without those inside others, and whether each is
    closed.
    """
    found = []
    at = text.find("$")
    while at >= 0:
        following = text[at + 1 : at + 2]
        if following in _BRACES:
            end, closed = _closing(text, at + 2, following, "}" if following == "{" else "]")
            end += closed
            found.append((at, end, closed))
        else:
            end = at + 1
        at = text.find("$", end)
    return tuple(found)


def references(text: str, depth: int = 0) -> Iterator[Reference]:
    """Yield every reference in a text, inner ones after their outer one, including calls of
    functions inside `$[...]` (`$[CEIL(1)+FOO(x)]`).

    The search stops at 40 nested references.
    """
    if "$" not in text or depth > _DEEPEST:
        return
    for reference in top_level(text):
        yield reference
        start, end = reference.span
        inner = text[start + 2 : end - reference.closed]
        if reference.kind == "expression":
            yield from _called(inner)
        yield from references(inner, depth + 1)


def mask(text: str, mark: str = MARK) -> str:
    """Return the text with one mark in place of each reference."""
    if "$" not in text:
        return text
    parts = []
    at = 0
    for start, end, _ in spans(text):
        parts += [text[at:start], mark]
        at = end
    return "".join(parts) + text[at:]


def _closing(text: str, at: int, opening: str, closing: str) -> tuple[int, bool]:
    """Return where the bracket opened before `at` closes, and whether it does; otherwise the end of
    the text.
    """
    depth = 0  # of the brackets inside
    end = text.find(closing, at)
    while end >= 0:
        inner = text.find(opening, at, end)
        if inner >= 0:
            depth += 1
            at = inner + 1
        elif depth:
            depth -= 1
            at = end + 1
            end = text.find(closing, at)
        else:
            return end, True
    return len(text), False


def _variable(inner: str, span: tuple[int, int], *, closed: bool) -> Reference:
    """Parse the text between `${` and `}`: parse_variable_name() on the text after the references
    inside are replaced.
    """
    masked = mask(inner)
    if "(" not in masked and ")" not in masked:
        name, _, substring = masked.partition(":")
        return Reference("variable", name, "", substring, span, closed)
    end = _end_of_name(masked)
    substring = masked[end + 1 :]
    first = masked.find("(", 0, end)
    if first < 0:
        return Reference("variable", masked[:end], "", substring, span, closed)
    last = masked.rfind(")", 0, end)
    start, stop = first + 1, last if last > first else end
    if "$" in inner:
        inside = spans(inner)
        arguments = inner[_unmasked(start, inside) : _unmasked(stop, inside)].replace(HERE, MARK)
    else:
        arguments = masked[start:stop]
    return Reference("function", masked[:first], arguments, substring, span, closed)


def _end_of_name(masked: str) -> int:
    """Return where the first colon outside parentheses is; without one, the end of the text."""
    if ":" in masked:
        depth = 0
        for at, character in enumerate(masked):
            if character == "(":
                depth += 1
            elif character == ")":
                depth -= 1
            elif character == ":" and not depth:
                return at
    return len(masked)


def _unmasked(at: int, inside: Sequence[tuple[int, int, bool]]) -> int:
    """Return where in a text something is that is here once each reference in it is one sign."""
    for start, end, _ in inside:
        if at <= start:
            break
        at += end - start - 1
    return at


def _called(inner: str) -> Iterator[Reference]:
    """Yield functions called without `${}` inside `$[...]` (main/ast_expr2.y, op_func())."""
    masked = mask(inner)
    quotes = counted = 0
    at = masked.find("(")
    while at >= 0:
        end = at
        while end and masked[end - 1] in " \t\r\n":
            end -= 1
        start = end
        while start and (
            masked[start - 1].isalnum() or masked[start - 1] in _TOKEN or masked[start - 1] == MARK
        ):
            start -= 1
        name = masked[start:end]
        quotes += masked.count('"', counted, start)
        counted = start
        if (
            name
            and not name.isdigit()
            and _NAME.issuperset(name)
            and f" {name} " not in _MATH
            and quotes % 2 == 0
        ):
            yield Reference("function", name)
        at = masked.find("(", at + 1)
