"""Entries that each begin an extension of letters and digits, which most do in a large context of
one line for each extension.
"""

from collections.abc import Iterator, Sequence
from itertools import compress
from operator import attrgetter

from asterisk_lint.dialplan.extensions.forms import Form

TOGETHER = 128  # entries that may be taken at once
_BEGINS = attrgetter("begins")


def beginnings(forms: Sequence[Form]) -> Iterator[list[int]]:
    """Yield, for some at a time, where the ranges of entries begin whose first one alone may be
    more than the next step, and where the last of these ends.
    """
    count = len(forms)
    starts = list(compress(range(count), map(_BEGINS, forms)))
    if count and starts[:1] != [0]:
        starts.insert(0, 0)
    starts.append(count)
    for first in range(0, len(starts) - 1, TOGETHER):
        yield starts[first : first + TOGETHER + 1]


def plain_extensions(forms: Sequence[Form], values: Sequence[str]) -> list[str]:
    """Return the extensions of entries if each has one of letters and digits, with priority 1 and
    no label; otherwise none.
    """
    each = set(forms)
    end, digits = forms[0].extension_end, forms[0].digits
    if end < 0 or any(
        form.extension_end != end
        or form.is_substituted
        or form.priority is not None
        or form.digits != digits
        or form.label is not None
        for form in each
    ):
        return []
    extensions = [value[:end] for value in values]
    if {value[digits] for value in values} != {"1"} or not "".join(extensions).isalnum():
        return []
    return extensions
