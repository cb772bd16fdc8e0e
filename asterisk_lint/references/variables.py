"""Variables that the dialplan reads and nothing sets, where another one of almost the same name is
set.

Programs outside the configuration set variables too. So only a name counts that occurs nowhere but
where it is read, and that differs by one letter from a variable that the dialplan sets.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from os.path import dirname, join

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.references.values import Missing, Place

VARIABLE = "variable"
_READ = re.compile(r"\$\{(?=[A-Za-z])([A-Za-z0-9_]+)[:}]")
# What the name of a variable begins with that is set under a name only known during a call.
_BUILT = re.compile(r"(?m)(?:^|[(,])_{0,2}([A-Za-z0-9_]*)\$\{[^=,()\n]*=")
_MOST = 100
_SHORTEST = 5  # names that may differ by a letter
_SHORT = 3  # names that may differ in case alone


def unset_variables(configuration: Configuration, known: Known) -> Iterator[Missing]:
    """Yield each place that reads such a variable."""
    text = configuration.arguments()
    read = set(_READ.findall(text)) - known.keys()
    close = close_names(read, known) if read else {}
    if not close:
        return
    starts = tuple(_BUILT.findall(text))
    close = {name: near for name, near in close.items() if not name.startswith(starts)}
    for name in named_elsewhere(configuration, close):
        del close[name]
    for step in configuration.dialplan().steps if close else ():
        if "${" in step.arguments:
            for name in dict.fromkeys(_READ.findall(step.arguments)):
                if name in close:
                    line = configuration.line(step.file, step.line)
                    column = line.find(f"${{{name}") + 3 if f"${{{name}" in line else step.column
                    place = Place(step.file, step.line, column, f"{step.application}()")
                    yield Missing(VARIABLE, name, place, "", (close[name],))


def close_names(read: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Map names to the variable that is set and differs by one letter, or in case alone."""
    forms: dict[str, str] = {}
    for name in sorted(known, reverse=True):  # of several with one form, the first remains
        forms[_plain(name)] = name
        if len(name) >= _SHORTEST:
            forms.update(dict.fromkeys(_shortened(name), name))
    found: dict[str, str] = {}
    for name in sorted(read):
        if not is_own(name) and len(found) < _MOST:
            near = forms.get(_plain(name)) if len(name) >= _SHORT else None
            if near is None and len(name) >= _SHORTEST:
                candidates = [forms[form] for form in _shortened(name) if form in forms]
                near = next((each for each in candidates if _is_slip(name, each)), None)
            if near is not None and near != name:
                found[name] = near
    return found


def _plain(name: str) -> str:
    return "\0" + name.lower().replace("_", "")


def _shortened(name: str) -> list[str]:
    """Return the name as it is, and without each of its letters but the first: two names that
    differ by a typing mistake have one of these forms in common.
    """
    return [
        f"{name}\0",
        *[
            f"{name[:at]}{name[at + 1 :]}\0"
            for at, letter in enumerate(name)
            if at and not letter.isdigit()
        ],
    ]


def _is_slip(name: str, other: str) -> bool:
    """Tell whether two names differ by a typing mistake: one letter is missing, too many or wrong,
    or two are exchanged. A number, a plural and the first letter make another name.
    """
    if name[0] != other[0] or _digits(name) != _digits(other):
        return False
    longer, shorter = sorted((name, other), key=len, reverse=True)
    if len(longer) == len(shorter):
        differing = [at for at, letter in enumerate(name) if letter != other[at]]
        if len(differing) == 2:
            first, second = differing
            exchanged = name[first] == other[second] and name[second] == other[first]
            return second == first + 1 and exchanged
        # `FROM_A` and `FROM_B` are two variables.
        return len(differing) == 1 and _inside_word(name, differing[0])
    return len(longer) == len(shorter) + 1 and not longer.startswith(shorter)


def _digits(name: str) -> list[str]:
    return [letter for letter in name if letter.isdigit()]


def _inside_word(name: str, at: int) -> bool:
    """Tell whether the letter at a place has letters on both sides."""
    return 0 < at < len(name) - 1 and name[at - 1].isalpha() and name[at + 1].isalpha()


def named_elsewhere(
    configuration: Configuration, names: Mapping[str, str], before: str = r"\$\{"
) -> list[str]:
    """Return those of the names that any file of the tree holds otherwise than to read them, that
    is, with the pattern `before` in front.
    """
    if not names:
        return []
    word = re.compile(rf"(?<!{before})(?<![A-Za-z0-9])_{{0,2}}\b({'|'.join(names)})\b")
    found: dict[str, None] = {}
    for file in sorted(configuration.names()):
        for line in configuration.lines(file):
            found.update(dict.fromkeys(word.findall(line)))
    return list(found)


def is_own(name: str) -> bool:
    """Tell whether Asterisk itself sets or reads a variable."""
    return name in _own() or name.rstrip("0123456789") in _own()


@cache
def _own() -> frozenset[str]:
    with open(join(dirname(__file__), "own_variables.txt"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
