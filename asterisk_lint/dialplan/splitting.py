"""Split an application's arguments as Asterisk does: positions, options with their own arguments,
`App(args)`.
"""

from collections.abc import Iterator

from asterisk_lint.records import NamedTuple


class Call(NamedTuple):
    """An application with its arguments, read from a text."""

    application: str
    arguments: str


def separate(text: str, separator: str = ",") -> list[str]:
    """Split at a separator outside parentheses, square brackets and double quotes; return the
    pieces as written.

    Like main/app.c's __ast_app_separate_args() since 1.6; 1.4's does not know square brackets.
    """
    if not text:
        return []
    if separator not in text:
        return [text]
    if "(" not in text and '"' not in text and "[" not in text and "\\" not in text:
        return text.split(separator)
    pieces = []
    start = round_ = square = 0
    quoted = False
    escaped = -1
    signs = '()[]"\\' + separator
    for at, character in enumerate(text):
        if character not in signs or at == escaped:
            continue
        if character == "(":
            round_ += 1
        elif character == ")":
            round_ -= round_ > 0
        elif character == "[":
            square += 1
        elif character == "]":
            square -= square > 0
        elif character == '"' and separator != '"':
            quoted = not quoted
        elif character == "\\":
            escaped = at + 1
        elif not (round_ or square or quoted):
            pieces.append(text[start:at])
            start = at + 1
    return [*pieces, text[start:]]


def clean(piece: str) -> str:
    """Return a piece as the application receives it: without quotes, and without backslashes except
    those that a backslash escapes.
    """
    if '"' not in piece and "\\" not in piece:
        return piece
    kept = []
    at = 0
    while at < len(piece):
        if piece[at] == "\\":
            at += 1
            kept.append(piece[at : at + 1])
        elif piece[at] != '"':
            kept.append(piece[at])
        at += 1
    return "".join(kept)


def options(text: str) -> Iterator[tuple[str, str]]:
    """Yield the letters of an option string, each with its argument ("" for none), as main/app.c's
    parse_options() reads them.
    """
    at = 0
    while at < len(text):
        letter = text[at]
        at += 1
        if text[at : at + 1] != "(":
            yield letter, ""
            continue
        start = at = at + 1
        depth = 1
        quotes_count = text[at : at + 1] == '"'
        quoted = False
        while at < len(text):
            character = text[at]
            if character == "(" and not quoted:
                depth += 1
            elif character == ")" and not quoted:
                depth -= 1
            elif character == '"' and quotes_count:
                quoted = not quoted
            elif character == "\\":
                at += 1
            if not depth:
                break
            at += 1
        if depth:
            return  # Asterisk stops here with a warning, and ignores this option
        yield (
            letter,
            clean(text[start:at]) if quotes_count or "\\" in text[start:at] else text[start:at],
        )
        at += 1


def call(text: str, separator: str = "") -> Call:
    """Parse `App(args)` or a bare `App`; with a separator, `App,args` too. The arguments end at the
    last parenthesis.

    Blanks are part of the name: `ExecIf(x? Set(Y=1))` looks for an application named ` Set` and
    finds none (apps/app_exec.c, measured on 16 and 22).
    """
    name, parenthesis, arguments = text.partition("(")
    if separator and (separator in name or not parenthesis):
        name, _, arguments = text.partition(separator)
        return Call(name, arguments)
    last = arguments.rfind(")")
    return Call(name, arguments[:last] if last >= 0 else arguments)
