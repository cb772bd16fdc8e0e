"""Numbers as the C library reads them."""

_BLANKS = " \t\n\v\f\r"


def number(text: str) -> int | None:
    """Return what sscanf() with "%30d" reads at the beginning of a text; None if there is no
    number.
    """
    text = text.lstrip(_BLANKS)[:30]
    sign = text[:1] if text[:1] in ("+", "-") else ""
    digits = 0
    for letter in text[len(sign) :]:
        if not "0" <= letter <= "9":
            break
        digits += 1
    if not digits:
        return None
    value = int(text[: len(sign) + digits])
    # strtol() is limited to the range of a long; the result is stored in an int.
    value = max(-(2**63), min(value, 2**63 - 1))
    return (value + 2**31) % 2**32 - 2**31


def leading(text: str) -> int:
    """Return what atoi() makes of a text: 0 if there is no number at its beginning."""
    return number(text) or 0
