"""The filter of `[name](+filter)`: `option=expression&option=expression` (does_category_match() in
main/config.c).
"""

from collections.abc import Sequence

from asterisk_lint.conf.values import BLANKS, Entry, fold


class Filter:
    """One filter, with its expressions compiled once for all sections that it is compared with."""

    def __init__(self, condition: str) -> None:
        from asterisk_lint.conf.posix import Expression
        from asterisk_lint.conf.posix_parser import WrongExpression

        self._parts: list[tuple[str, Expression | None, Expression | None]] = []
        self._asked = 0
        self._never = False
        for part in split(condition, "&"):
            self._asked += 1
            pieces = split(part, "=")
            if len(pieces) < 2:
                break
            name, value = pieces[0], pieces[1]
            if name == "TEMPLATES":
                self._parts.append((fold(value), None, None))
                continue
            try:
                self._parts.append(("", Expression(name), Expression(value)))
            except WrongExpression:
                self._never = True  # an earlier one can end the search but cannot find anything
                break

    def matches(self, entries: Sequence[Entry], template: bool) -> bool:
        """Tell whether the filter selects a section: every expression matches an entry, and
        TEMPLATES= admits templates.
        """
        if self._never:
            return False
        met = 0
        templates = False
        for word, wanted, shape in self._parts:
            if wanted is not None and shape is not None:
                met += any(
                    wanted.search(entry.key) and shape.search(entry.value) for entry in entries
                )
            elif word == "include" or (word == "restrict" and template):
                met += 1
                templates = templates or template
            elif word == "restrict":
                break
        return met == self._asked and (not template or templates)


def split(text: str, separator: str) -> list[str]:
    """Split a text like ast_strsep() with AST_STRSEP_STRIP: quoted parts stay whole, and blanks and
    quotes around a piece are removed.
    """
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
