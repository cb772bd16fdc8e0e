"""Where a name is written on its line: some uses have the column of a whole list."""

from asterisk_lint.facts import Facts


def marked(facts: Facts, file: str, line: int, column: int, name: str) -> tuple[int, int]:
    """Return the column and the length of a name on a line, at a column or after it; the column
    and 0, for the word there, if it is not written like that.
    """
    text = facts.configuration.line(file, line) if column else ""
    at = whole_word(name, text, max(column - 1, 0))
    return (at + 1, len(name)) if at >= 0 else (column, 0)


def whole_word(name: str, text: str, start: int) -> int:
    """Return where a name stands alone in a text, in any case of letters; -1 if it does not."""
    if not (name and name.isascii() and text.isascii()):
        import re

        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        found = whole.search(text, start)
        return found.start() if found else -1
    # Each name is looked for once, and compiling an expression takes ten times as long.
    name, text = name.lower(), text.lower()
    length = len(name)
    at = text.find(name, start)
    while at >= 0 and (
        _is_letter(text[at - 1 : at]) or _is_letter(text[at + length : at + length + 1])
    ):
        at = text.find(name, at + 1)
    return at


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
