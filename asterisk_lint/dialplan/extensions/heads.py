"""The text before a step's parenthesis, and which entries are steps: computed once for each
spelling.
"""

from asterisk_lint.conf.values import BLANKS, fold

HINT = -1  # the priority of a hint


class Kinds(dict[str, str]):
    """Classifies entries by key: "exten", "same", or "" for any other."""

    def __missing__(self, key: str) -> str:
        small = fold(key)
        self[key] = "exten" if small == "exten" else "same" if small.startswith("same") else ""
        return self[key]


# The priority (0 for `n`), the application, and its offset.
Head = tuple[int, str, int]


class Heads(dict[str, Head | None]):
    """Maps the text before the first parenthesis, `n,App`, to what it says.

    None if more than that text decides what the line is.
    """

    def __missing__(self, head: str) -> Head | None:
        written, comma, application = head.partition(",")
        bare = application.lstrip(BLANKS)
        text = written.strip(BLANKS)
        number = 0 if text == "n" else plain_number(text)
        self[head] = (
            (number, bare, len(head) - len(bare))
            if comma and number is not None and "$" not in bare
            else None
        )
        return self[head]


def plain_number(text: str) -> int | None:
    """Return the priority for a text of digits or "hint"."""
    if text == "hint":
        return HINT
    return (
        int(text)
        if text.isdigit() and text.isascii() and len(text) < 10 and text.strip("0")
        else None
    )
