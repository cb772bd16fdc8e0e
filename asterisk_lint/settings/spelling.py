"""Suggestions for misspelt names."""

from collections.abc import Iterable

MOST = 5  # names that are proposed because they begin alike


def did_you_mean(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return " (did you mean 'x'?)" for the nearest known name, or ""; `cutoff`: the required
    similarity, 1 for equal.
    """
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=1, cutoff=cutoff)
    return f" (did you mean '{close[0]}'?)" if close else ""


def did_you_mean_one(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean 'x', 'y'?)" for the known names that begin with a name, or for the
    nearest one in any case of letters; "" if there is none.
    """
    spelled = {each.lower(): each for each in known}
    begun = [each for each in spelled if name and each.startswith(name.lower())][:MOST]
    if begun:
        return f" (did you mean {', '.join(repr(spelled[each]) for each in begun)}?)"
    from difflib import get_close_matches

    close = get_close_matches(name.lower(), spelled, n=1)
    return f" (did you mean '{spelled[close[0]]}'?)" if close else ""
