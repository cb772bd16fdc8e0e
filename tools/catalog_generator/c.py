"""Just enough C to read registrations: removing comments, calls with their arguments, initialisers,
the strings that names stand for.
"""

import re
from collections.abc import Container, Iterator, Mapping
from functools import cache
from typing import NamedTuple

_COMMENT_OR_TEXT = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S
)
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b(.*)")
_TEXTS = re.compile(r'\s*("(?:\\.|[^"\\])*"(?:\s*"(?:\\.|[^"\\])*")*)\s*$', re.S)
_TEXT = re.compile(r'"((?:\\.|[^"\\])*)"', re.S)
_DEFINE_TEXT = re.compile(
    r'^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+("(?:\\.|[^"\\])*"(?:[ \t]*"(?:\\.|[^"\\])*")*)[ \t]*$',
    re.M,
)
_DEFINE_NAME = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(\w+)[ \t]*$", re.M)
_VARIABLE_NAME = re.compile(
    r"\bchar\s*(?:\*\s*)?(?:const\s+)?(?:\*\s*)?(\w+)\s*(?:\[\w*\])?\s*=\s*(\w+)\s*;"
)
_VARIABLE = re.compile(
    r'\bchar\s*(?:\*\s*)?(?:const\s+)?(?:\*\s*)?(\w+)\s*(?:\[\w*\])?\s*=\s*("(?:\\.|[^"\\])*"(?:\s*"(?:\\.|[^"\\])*")*)\s*[;,]'
)
_MORE_VARIABLES = re.compile(
    r'[,;]\s*\*?\s*(\w+)\s*(?:\[\w*\])?\s*=\s*("(?:\\.|[^"\\])*"(?:\s*"(?:\\.|[^"\\])*")*)\s*[;,]'
)
_BRACKET = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[(){}\[\]]', re.S)
_BRACKET_OR_COMMA = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[(){}\[\],]', re.S)
_CALLED = re.compile(r"\b(ast_\w+|__ast_\w+|AST_\w+)\s*\(")
_BRACED = re.compile(r"=\s*\{")
_DECLARED = re.compile(
    r"(\w+)\s+(?:attribute_unused\s+)?(\w+)\s*((?:\[[^\]]*\])*)\s*(?:attribute_\w+\s*)?$"
)
_OPENERS, _CLOSERS = "({[", ")}]"


class Initialiser(NamedTuple):
    """`struct TYPE NAME = { ... }`: the name and the text between the braces."""

    type: str
    name: str
    array: bool
    body: str


@cache
def without_comments(text: str) -> str:
    """Return the text with comments blanked and continued lines joined; strings are unchanged."""
    bare = _COMMENT_OR_TEXT.sub(
        lambda found: found[0] if found[0][0] in "\"'" else ("\n" * found[0].count("\n") or " "),
        text,
    )
    return bare.replace("\\\n", " ")


@cache
def compiled(text: str, switches: frozenset[tuple[str, bool]]) -> str:
    """Return what the compiler sees if these macros are defined (True) or not (False); conditionals
    on anything else keep every branch.
    """
    known = dict(switches)
    kept: list[str] = []
    stack: list[
        tuple[bool | None, bool]
    ] = []  # (the condition if known, whether this branch is kept)
    for line in text.split("\n"):
        found = _DIRECTIVE.match(line)
        if found is None:
            kept.append(line if all(keep for _, keep in stack) else "")
            continue
        word, rest = found[1], found[2].strip()
        if word in ("if", "ifdef", "ifndef"):
            value = _condition(word, rest, known)
            stack.append((value, value is not False))
        elif stack and word == "elif":
            value = _condition("if", rest, known) if stack[-1][0] is not True else False
            stack[-1] = (True if stack[-1][0] is True else value, value is not False)
        elif stack and word == "else":
            stack[-1] = (stack[-1][0], stack[-1][0] is not True)
        elif stack and word == "endif":
            stack.pop()
        else:
            kept.append(line if all(keep for _, keep in stack) else "")
            continue
        kept.append("")
    return "\n".join(kept)


def _condition(word: str, rest: str, switches: Mapping[str, bool]) -> bool | None:
    if word == "ifdef":
        return switches.get(rest.split()[0] if rest else "")
    if word == "ifndef":
        value = switches.get(rest.split()[0] if rest else "")
        return None if value is None else not value
    if rest in ("0", "(0)"):
        return False
    if rest == "1":
        return True
    values = []
    for part in re.split(r"(\|\||&&)", rest):
        found = re.fullmatch(r"\s*(!?)\s*defined\s*\(?\s*(\w+)\s*\)?\s*", part)
        if part in ("||", "&&"):
            values.append(part)
        else:
            value = switches.get(found[2]) if found else None
            values.append(None if value is None or not found else value != bool(found[1]))
    if "||" in values and "&&" not in values:
        known = values[::2]
        return True if True in known else (None if None in known else False)
    if "||" not in values:
        known = values[::2]
        return False if False in known else (None if None in known else True)
    return None


def literal(expression: str) -> str | None:
    """Return the content of a string literal (or several, joined by the compiler); None if the
    expression is none.
    """
    found = _TEXTS.match(expression)
    return None if found is None else unescaped("".join(_TEXT.findall(found[1])))


def unescaped(text: str) -> str:
    """Return a C string's content, for the escapes that occur in names."""
    return text.replace('\\"', '"').replace("\\\\", "\\").replace("\\n", "\n").replace("\\t", "\t")


def constants(text: str) -> dict[str, str]:
    """Return identifiers that stand for a string: `#define`s and `char` variables."""
    found: dict[str, str] = {}
    for pattern in (_VARIABLE, _MORE_VARIABLES, _DEFINE_TEXT):
        for name, value in pattern.findall(text):
            content = literal(value)
            if content is not None:
                found.setdefault(name, content)
    return found


def aliases(text: str) -> list[tuple[str, str]]:
    """Return identifiers that stand for the same as another one."""
    return [*_DEFINE_NAME.findall(text), *_VARIABLE_NAME.findall(text)]


def closing(text: str, start: int) -> int:
    """Return the position of the bracket that closes the one at `start`; the text's length if there
    is none.
    """
    depth = 0
    for found in _BRACKET.finditer(text, start):
        character = found[0][0]
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth -= 1
            if depth == 0:
                return found.start()
    return len(text)


def split_arguments(text: str) -> list[str]:
    """Split at commas outside brackets and strings."""
    parts, start, depth = [], 0, 0
    for found in _BRACKET_OR_COMMA.finditer(text):
        character = found[0][0]
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start : found.start()].strip())
            start = found.end()
    parts.append(text[start:].strip())
    return parts


def calls(text: str, wanted: Container[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield every call of one of the wanted functions or macros: its name and its arguments.
    Definitions are skipped.
    """
    for found in _CALLED.finditer(text):
        if found[1] not in wanted:
            continue
        opened = found.end() - 1
        closed = closing(text, opened)
        after = text[closed + 1 : closed + 40].lstrip()
        if after.startswith("{") and re.search(
            r"[\w*]\s*$", text[max(0, found.start() - 40) : found.start()]
        ):
            continue
        yield found[1], split_arguments(text[opened + 1 : closed])


def initialisers(text: str) -> Iterator[Initialiser]:
    """Yield every variable that is initialised with braces, with its type's last word."""
    for found in _BRACED.finditer(text):
        before = _DECLARED.search(text[max(0, found.start() - 200) : found.start()])
        if before:
            opened = found.end() - 1
            yield Initialiser(
                before[1], before[2], bool(before[3]), text[opened + 1 : closing(text, opened)]
            )


def elements(body: str) -> Iterator[str]:
    """Yield the bodies of the braced elements of an array initialiser."""
    for part in split_arguments(body):
        opened = part.find("{")
        if opened >= 0 and not part.startswith("AST_CLI_DEFINE"):
            yield part[opened + 1 : closing(part, opened)]


def field(body: str, name: str, position: int | None = None) -> str | None:
    """Return a field's expression: `.name = x`, the old `name: x`, or by position if none is
    named.
    """
    parts = split_arguments(body)
    for part in parts:
        found = re.match(r"(?:\.\s*(\w+)\s*=|(\w+)\s*:(?!:))\s*(.*)", part, re.S)
        if found and (found[1] or found[2]) == name:
            return found[3]
    if position is not None and position < len(parts) and not parts[position].startswith("."):
        return parts[position]
    return None


def string(expression: str, known: Mapping[str, str]) -> str | None:
    """Return the string that an expression stands for: a literal, a known identifier, or literals
    and identifiers next to each other.
    """
    expression = expression.strip()
    while expression.startswith("(") and closing(expression, 0) == len(expression) - 1:
        expression = expression[1:-1].strip()
    expression = re.sub(r"^\(\s*(?:const\s+)?char\s*\*\s*\)\s*", "", expression)
    content = literal(expression)
    if content is not None:
        return content
    if expression.isidentifier():
        return known.get(expression)
    pieces = re.findall(r'"(?:\\.|[^"\\])*"|\w+', expression)
    if len(pieces) > 1 and not re.sub(r'"(?:\\.|[^"\\])*"|[\w\s]', "", expression):
        values = [literal(piece) if piece[0] == '"' else known.get(piece) for piece in pieces]
        if all(value is not None for value in values):
            return "".join(value for value in values if value is not None)
    return None
