"""One entry of a configuration file, and how Asterisk compares and strips texts."""

from asterisk_lint.records import NamedTuple

# What ast_strip() removes: every byte below 33 (include/asterisk/strings.h).
BLANKS = "".join(map(chr, range(33)))


def fold(name: str) -> str:
    """Convert a name as strcasecmp() compares it: only ASCII letters lose their case."""
    if name.isascii():
        return name.lower()
    return "".join(letter.lower() if letter < "\x80" else letter for letter in name)


class Entry(NamedTuple):
    """One `key = value` as Asterisk sees it, without comments, surrounding blanks and the backslash
    of an escaped semicolon.

    `file`, `line` and `column` give where it was written (for an inherited entry: in the template);
    `value_column` is where the value begins. `operator` is "=", "=>" or "+=".
    """

    key: str
    value: str
    file: str
    line: int
    column: int
    value_column: int
    operator: str = "="
    inherited: bool = False
