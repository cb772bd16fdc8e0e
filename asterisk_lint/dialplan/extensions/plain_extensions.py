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


def plain_extensions(forms: Sequence[Form], texts: Sequence[str]) -> list[str]:
    """Return the extensions of entries if each has one of letters and digits, with priority 1 and
    no label; otherwise none.
    """
    extension, digits = forms[0].extension, forms[0].digits
    if digits.start != extension.stop + 1 or any(
        form.extension != extension
        or form.is_substituted
        or form.priority is not None
        or form.digits != digits
        or form.label is not None
        for form in set(forms)
    ):
        return []
    heads: Iterator[str] = map(getitem, texts, repeat(slice(extension.start, digits.stop)))
    extensions = ("\n".join(heads) + "\n").split(",1\n")
    extensions.pop()
    if len(extensions) != len(texts) or not "".join(extensions).isalnum():
        return []
    return extensions
