"""Quote what Asterisk logged without quoting what a configuration made it log.

A dialplan can write any text into the log, read from any file that it can access. So a line is
quoted only where it is one of Asterisk's own messages: its fixed parts must be those of a text in
Asterisk's program or in a module's file (their printf formats), or of a row of messages.py. The
variable parts are replaced by "..." unless they are known names: of a module, of a file of the
configuration, or a text in the same program file.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence

from asterisk_lint.witness.recognize import RecognizedLine

CONVERSION = re.compile(
    r"%(?:%|[-+ #0]*[\d*]*(?:\.[\d*]+)?(?:hh|h|ll|l|L|q|j|z|t)?[diouxXeEfFgGaAcspn])"
)
PRINTABLE = re.compile(rb"[\t\n\x20-\x7e]{2,}")
PLAIN = re.compile(r"[\w.+@/-]{1,60}")
COUNT = re.compile(r"\d{1,4}")
SHORTEST = 10  # letters of fixed text that a message must have
LONGEST = 1000  # letters of a text that are looked at, its last ones
LARGEST = 64 << 20  # bytes of a program that are searched
GAP = "..."
LAST_WORDS = 20  # lines of a log among which the last words are looked for


def constants_in(paths: Iterable[str]) -> Iterator[str]:
    """Yield every text of at least two letters in the program files; unreadable files, and other
    files, give nothing.
    """
    for path in paths:
        if not os.path.isfile(path):
            continue
        try:
            with open(path, "rb") as file:
                data = file.read(LARGEST)
        except OSError:
            continue
        # Whole runs first, then their ends: to look for the zero byte from each letter of a run
        # would take the square of its length.
        for found in PRINTABLE.finditer(data):
            end = found.end()
            if data[end : end + 1] == b"\0":
                yield data[max(found.start(), end - LONGEST) : end].decode("ascii").strip()


def known_words(text: str, constants: frozenset[str], names: frozenset[str] = frozenset()) -> str:
    """Return a logged text where it is one of Asterisk's own messages, with the variable parts that
    are `names` or `constants`; "" if it is not one.
    """
    text = text.strip()
    best, length = "", SHORTEST - 1
    for constant in constants:
        parts = (
            [part.replace("%%", "%") for part in CONVERSION.split(constant)]
            if "%" in constant
            else [constant]
        )
        fixed = sum(map(len, parts))
        if fixed <= length or not all(part in text for part in parts):
            continue
        between = gaps_of(parts, text)
        if between is not None:
            gaps = [gap if is_known(gap, constants, names) else GAP for gap in between]
            best = "".join(part for pair in zip(parts, [*gaps, ""], strict=True) for part in pair)
            length = fixed
    return best


def gaps_of(parts: Sequence[str], text: str) -> list[str] | None:
    """Return the text between the parts of a text that consists of them in this order, each as
    far to the left as possible; None for another text.
    """
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return [] if text == first else None
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return None
    gaps = []
    for part in parts[1:-1]:
        found = text.find(part, at, end)
        if found < 0:
            return None
        gaps.append(text[at:found])
        at = found + len(part)
    return [*gaps, text[at:end]]


def last_known_words(
    lines: Sequence[str], programs: Iterable[str], names: frozenset[str] = frozenset()
) -> str:
    """The last of some logged texts that is a message of one of these programs or modules, as
    `known_words` gives it; "" without one.
    """
    constants = frozenset(constants_in(programs))
    said = (known_words(text, constants, names) for text in reversed(lines[-LAST_WORDS:]))
    return next((words for words in said if words), "")


def is_known(gap: str, constants: frozenset[str], names: frozenset[str]) -> bool:
    """Tell whether a variable part reveals nothing new: a known name, a text of Asterisk's, a small
    number.
    """
    return bool(COUNT.fullmatch(gap)) or bool(
        PLAIN.fullmatch(gap)
        and (gap in names or gap in constants or gap.removesuffix(".so") in names)
    )


def message_of(told: RecognizedLine, names: frozenset[str]) -> str:
    """Return a message of messages.py without its variable parts, except known names."""
    words = {
        "name": told.name,
        "missing": ", ".join(told.missing),
        "names": told.name,
        "symbol": told.symbol,
    }
    shown = {
        field: value if value and all(word in names for word in value.split(", ")) else GAP
        for field, value in words.items()
    }
    return re.sub(r"\{(\w*)\}", lambda found: shown.get(found[1], GAP), told.message.text).strip(
        " :"
    )
