"""The four times of an include or an ifTime, and Asterisk's warnings about them (check_timerange()
and similar in res/ael/pval.c).
"""

from collections.abc import Callable, Sequence

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = r"\s*([+-][0-9]|[0-9]{1,2})"  # what sscanf() accepts for %2d


def wrong_times(words: Sequence[str]) -> list[str]:
    """Return what is wrong with each of the four words, as texts for people; empty if nothing
    is.
    """
    checks: tuple[Callable[[str], str], ...] = (_hours, _weekday, _day, _month)
    return [
        "" if word in ("", "*") else check(word) for check, word in zip(checks, words, strict=True)
    ]


def _hours(text: str) -> str:
    import re

    start, dash, end = text.partition("-")
    if not dash:
        return f"`{text}` is not a time of day; write it as 9:00-17:30"
    end = end.lstrip("".join(character for character in set(end) if character not in "0123456789"))
    for part in (start, end):
        match = re.match(f"{_NUMBER}:{_NUMBER}", part)
        if match is None:
            return f"`{text}` is not a time of day; write it as 9:00-17:30"
        # Asterisk counts in steps of two minutes.
        if not 0 <= int(match[1]) * 30 + int(int(match[2]) / 2) < 24 * 30:
            return f"`{text}` contains an impossible time of day"
    return ""


def _weekday(text: str) -> str:
    for part in text.split("-", 1):
        if part.lower() not in _DAYS:
            return f"`{part}` is not a day of the week; use {', '.join(_DAYS)}"
    return ""


def _month(text: str) -> str:
    # At the end of a range Asterisk checks its start again.
    start = text.partition("-")[0]
    return "" if start.lower() in _MONTHS else f"`{start}` is not a month; use {', '.join(_MONTHS)}"


def _day(text: str) -> str:
    import re

    for part in text.split("-", 1):
        match = re.match(_NUMBER, part)
        if match is None or not 1 <= int(match[1]) <= 31:
            return f"`{part}` is not a day of the month"
    return ""
