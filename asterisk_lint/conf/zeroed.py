"""Texts without their digits, for what is the same for all texts that differ in digits alone."""

from collections.abc import Sequence

AT_ONCE = 10_000  # texts that should be copied at one time
ZEROS = bytes.maketrans(b"123456789", b"000000000")


def zeroed(texts: Sequence[str]) -> Sequence[bytes]:
    """Return each text with every digit as 0, all at once, which takes a tenth of the time."""
    found = one_zeroed("\n".join(texts)).split(b"\n")
    if len(found) != len(texts):  # none at all, or there are line feeds in them
        return [one_zeroed(text) for text in texts]
    return found


def one_zeroed(text: str) -> bytes:
    """Return a text with every digit as 0."""
    return text.encode("utf-8", "surrogateescape").translate(ZEROS)
