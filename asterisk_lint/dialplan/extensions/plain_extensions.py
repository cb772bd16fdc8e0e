"""Entries that each begin an extension of letters and digits, which most do in a large context of
one line for each extension.
"""

from collections.abc import Iterator, Sequence
from itertools import compress, repeat
from operator import getitem

from asterisk_lint.dialplan.extensions.forms import Form

TOGETHER = 128  # entries that may be taken at once


def beginnings(forms: Sequence[Form]) -> Iterator[list[int]]:
    """Yield, for some at a time, where the ranges of entries begin whose first one alone may be
    more than the next step, and where the last of these ends.
    """
    count = len(forms)
    begin = {form for form in set(forms) if form.begins}
    starts = list(compress(range(count), map(begin.__contains__, forms)))
    if count and starts[:1] != [0]:
        starts.insert(0, 0)
    starts.append(count)
    for first in range(0, len(starts) - 1, TOGETHER):
        yield starts[first : first + TOGETHER + 1]


class Heads(dict[Form, tuple[int, int] | None]):
    """Maps forms to where their texts hold a plain extension and its priority, 1 as it seems; None
    if they hold something else, or a label. Equal places are the same object.
    """

    def __init__(self) -> None:
        self._places: dict[tuple[int, int], tuple[int, int]] = {}

    def __missing__(self, form: Form) -> tuple[int, int] | None:
        digits = form.digits
        self[form] = None
        if (
            digits.start == form.extension.stop + 1
            and not form.is_substituted
            and form.priority is None
            and form.label is None
        ):
            place = form.extension.start, digits.stop
            self[form] = self._places.setdefault(place, place)
        return self[form]


def plain_extensions(forms: Sequence[Form], texts: Sequence[str], places: Heads) -> list[str]:
    """Return the extensions of entries if each has one of letters and digits, with priority 1 and
    no label; otherwise none.
    """
    place, *others = set(map(places.__getitem__, set(forms)))
    if others or not place:
        return []
    heads: Iterator[str] = map(getitem, texts, repeat(slice(*place)))
    extensions = ("\n".join(heads) + "\n").split(",1\n")
    extensions.pop()
    if len(extensions) != len(texts) or not "".join(extensions).isalnum():
        return []
    return extensions
