"""The releases at which the catalog's data change."""

import re
from functools import cache

from asterisk_lint.catalog.load import FOLDER
from asterisk_lint.releases import Release, bound, series_length


@cache
def releases_of(series: str) -> tuple[Release, ...]:
    """The first release of a series and each later one at which a fact begins or ends, oldest
    first: between two of them all is the same.
    """
    if series == "master":
        return (Release.parse(series),)
    with open(f"{FOLDER}/{series}.txt", encoding="utf-8") as file:
        written = {f"{series}.0", *re.findall(r"(?:>=|<)(\d+(?:\.\d+)+)\b", file.read())}
    return tuple(
        _exact(text) for text in sorted(written, key=bound) if bound(text) >= bound(series)
    )


def _exact(text: str) -> Release:
    """22.9 -> the release 22.9.0, where 22.9 alone would mean its newest patch release."""
    short = len(text.split(".")) <= series_length(tuple(map(int, text.split(".")))) + 1
    return Release.parse(f"{text}.0" if short else text)
