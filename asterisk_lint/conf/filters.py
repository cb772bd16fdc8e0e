"""The filter of `[name](+filter)`: `option=expression&option=expression` (does_category_match() in main/config.c)."""

from collections.abc import Sequence

from asterisk_lint.conf.values import BLANKS, Entry, fold


def matches(entries: Sequence[Entry], template: bool, condition: str) -> bool:
    """Whether a section is one that the filter means: every expression finds an entry, and a template is asked for by TEMPLATES=."""
    from asterisk_lint.conf.posix import Expression, WrongExpression

    met = asked = 0
    templates = False
    for part in split(condition, "&"):
        asked += 1
        pieces = split(part, "=")
        if len(pieces) < 2:
            break
        name, value = pieces[0], pieces[1]
        if name == "TEMPLATES":
            word = fold(value)
            if word == "include" or (word == "restrict" and template):
                met += 1
                templates = templates or template
            elif word == "restrict":
                break
            continue
        try:
            wanted, shape = Expression(name), Expression(value)
        except WrongExpression:
            return False
        met += any(wanted.search(entry.key) and shape.search(entry.value) for entry in entries)
    return met == asked and (not template or templates)


def split(text: str, separator: str) -> list[str]:
    """The pieces of a text as ast_strsep() with AST_STRSEP_STRIP gives them: quotes hold together, blanks and quotes around a piece go."""
    pieces = []
    rest: str | None = text
    while rest:
        piece, rest = _piece(rest, separator)
        pieces.append(_unquoted(piece))
    return pieces


def _piece(text: str, separator: str) -> tuple[str, str | None]:
    quotes: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
            if at >= len(text):
                break
        if text[at] in "'\"":
            if quotes and text[at] == quotes[-1]:
                quotes.pop()
            else:
                quotes.append(text[at])
        if text[at] == separator and not quotes:
            return text[:at], text[at + 1 :]
        at += 1
    return text, None


def _unquoted(piece: str) -> str:
    piece = piece.strip(BLANKS)
    if len(piece) > 1 and piece[0] in "'\"" and piece[-1] == piece[0]:
        return piece[1:-1]
    return piece

