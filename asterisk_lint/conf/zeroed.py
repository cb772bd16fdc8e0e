"""Texts without their digits, for what is the same for all texts that differ in digits alone."""

from collections.abc import Sequence

AT_ONCE = 10_000  # texts that should be copied at one time
_LONG = 1 << 22  # characters that are not copied once more for that
ZEROS = bytes.maketrans(b"123456789", b"000000000")


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
