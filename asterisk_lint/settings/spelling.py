"""Suggestions for misspelt names."""

from collections.abc import Iterable

MOST = 5  # names that are proposed because they begin alike


def did_you_mean(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return " (did you mean 'x'?)" for the nearest known name, or ""; `cutoff`: the required
    similarity, 1 for equal.
    """
    near = nearest(name, known, cutoff)
    return f" (did you mean '{near}'?)" if near is not None else ""


def did_you_mean_one(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean 'x', 'y'?)" for the known names that begin with a name, or for the
    nearest one in any case of letters; "" if there is none.
    """
    spelled = {each.lower(): each for each in known}
    begun = [each for each in spelled if name and each.startswith(name.lower())][:MOST]
    if begun:
        return f" (did you mean {', '.join(repr(spelled[each]) for each in begun)}?)"
    near = nearest(name.lower(), spelled)
    return f" (did you mean '{spelled[near]}'?)" if near is not None else ""


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known name that `difflib.get_close_matches` would return alone, None if there is
    none: the most similar one, and of equally similar ones the last in the alphabet.

    A similarity takes long. Most names cannot be the nearest, which their letters tell.
    """
    from difflib import SequenceMatcher

    matcher = SequenceMatcher()
    matcher.set_seq2(name)
    distinct = set(name)
    # By the length of another name: how many letters of this one it may lack.
    room: dict[int, float] = {}
    most = []
    for each in known:
        spare = room.get(len(each))
        if spare is None:
            matcher.set_seq1(each)
            fits = matcher.real_quick_ratio() >= cutoff
            spare = len(name) - cutoff * (len(name) + len(each)) / 2 + 1e-9 if fits else -1.0
            room[len(each)] = spare
        if spare >= 0 and len(distinct.difference(each)) <= spare:
            matcher.set_seq1(each)
            letters = matcher.quick_ratio()
            if letters >= cutoff:
                most.append((letters, each))
    most.sort(reverse=True)
    best: tuple[float, str] | None = None
    for letters, each in most:
        if best is not None and letters < best[0]:
            break
        matcher.set_seq1(each)
        likeness = matcher.ratio()
        if likeness >= cutoff and (best is None or (likeness, each) > best):
            best = likeness, each
    return best[1] if best is not None else None
