"""Texts without their digits or words, for what is the same for all texts that differ in these
alone.
"""

from collections.abc import Sequence

AT_ONCE = 10_000  # texts that should be copied at one time
_LONG = 1 << 22  # characters that are not copied once more for that
ZEROS = bytes.maketrans(b"123456789", b"000000000")
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_IN_WORDS = _LETTERS + b"0123456789"
# Every letter as "a", every digit as 0.
_LETTERS_AND_ZEROS = bytes.maketrans(_IN_WORDS, b"a" * len(_LETTERS) + b"0" * 10)


def zeroed(texts: Sequence[str]) -> Sequence[bytes]:
    """Return each text with every digit as 0, all at once, which takes a tenth of the time."""
    if sum(map(len, texts)) < _LONG:
        found = one_zeroed("\n".join(texts)).split(b"\n")
        if len(found) == len(texts):  # otherwise none at all, or there are line feeds in them
            return found
    return [one_zeroed(text) for text in texts]


def one_zeroed(text: str) -> bytes:
    """Return a text with every digit as 0."""
    return text.encode("utf-8", "surrogateescape").translate(ZEROS)


def without_words(text: bytes) -> tuple[bytes, bytes]:
    """Return a text with one letter for each row of letters and 0 for each digit, and the words
    before its parentheses, which can be names of functions.
    """
    found = text.translate(_LETTERS_AND_ZEROS)
    while b"aa" in found:
        found = found.replace(b"aa", b"a")
    before = [part.rstrip() for part in text.split(b"(")[:-1]]
    return found, b"(".join([part[len(part.rstrip(_IN_WORDS)) :] for part in before])
