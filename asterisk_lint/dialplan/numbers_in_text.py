"""The numbers in the arguments of steps, and which of them have no meaning for a scan."""

from collections.abc import Callable, Iterator

_ZEROS = str.maketrans("123456789", "000000000")
_BLANKS = " \t\n\r\f\v"
_WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz0123456789")
_LETTERS = _WORD.difference("0123456789")
_BEFORE_VALUES = frozenset(f"=:{_BLANKS}")
_IN_NAMES = _WORD.union(":.-")  # or in a substring

# Whether a number, which begins and ends at these positions of a text, is of a kind.
Test = Callable[[str, int, int], bool]


def is_irrelevant(text: str, start: int, end: int) -> bool:
    """Tell whether a number does not matter in a text without variables: all but a single digit
    that is assigned (1 is true, 0 is not) or follows a colon (`L(60000:0)` plays no warning).
    """
    return end - start > 1 or text[start - 1 : start] not in _BEFORE_VALUES


def is_irrelevant_beside_variables(text: str, start: int, end: int) -> bool:
    """Tell whether a number does not matter in a text with variables: besides, it must not be in a
    name (${TRUNK2}) or of a substring (${X:1:2}).
    """
    return (
        text[start - 1 : start] not in _IN_NAMES
        and text[end : end + 1] not in _WORD
        and is_irrelevant(text, start, end)
    )


def is_of_word(text: str, start: int, end: int) -> bool:
    """Tell whether a number is at the end of a word, and the word is not the name of a function
    (`LOG2` is one of the few that expressions know themselves).
    """
    return (
        text[start - 1 : start] in _LETTERS
        and not is_in_word(text[end : end + 1])
        and not text[end:].lstrip().startswith("(")
    )


def is_in_word(sign: str) -> bool:
    """Tell whether a sign can be in a word; "" cannot."""
    return sign.isalnum() or sign == "_"


def beside_numbers(text: str, test: Test) -> list[str]:
    """Return what is before, between and behind the numbers of a kind."""
    kept = []
    at = 0
    for start, end in _numbers(text):
        if test(text, start, end):
            kept.append(text[at:start])
            at = end
    kept.append(text[at:])
    return kept


def has_number(text: str, test: Test) -> bool:
    """Tell whether a text has a number of a kind."""
    return any(test(text, start, end) for start, end in _numbers(text))


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield the beginning and the end of each row of digits."""
    zeros = text.translate(_ZEROS)
    start = zeros.find("0")
    while start >= 0:
        end = start + 1
        while zeros.startswith("0", end):
            end += 1
        yield start, end
        start = zeros.find("0", end)
