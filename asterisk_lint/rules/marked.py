"""Where a name is written on its line: some uses have the column of a whole list."""

import re

from asterisk_lint.facts import Facts


def marked(facts: Facts, file: str, line: int, column: int, name: str) -> tuple[int, int]:
    """Return the column and the length of a name on a line, at a column or after it; the column
    and 0, for the word there, if it is not written like that.
    """
    text = facts.configuration.line(file, line) if column else ""
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    found = whole.search(text, max(column - 1, 0))
    return (found.start() + 1, len(name)) if found else (column, 0)
