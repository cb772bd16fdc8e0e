"""Variables that the dialplan reads and nothing sets, where another one of almost the same name is
set.

Programs outside the configuration set variables too. So only a name counts that occurs nowhere but
where it is read, and that differs by one letter from a variable that the dialplan sets.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, islice
from os.path import dirname, join

from asterisk_lint.conf.zeroed import one_zeroed
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.references.values import Missing, Place

VARIABLE = "variable"
# What the name of a variable begins with that is set under a name only known during a call.
_BUILT = r"(?m)(?:^|[(,])_{0,2}([A-Za-z0-9_]*)\$\{[^=,()\n]*="
_MOST = 100
_SHORTEST = 5  # names that may differ by a letter
_LONGEST = 80
_SHORT = 3  # names that may differ in case alone
_MOST_ALIKE = 8  # forms that are close to one form
_PIECE = 10_000


def unset_variables(configuration: Configuration, known: Known) -> Iterator[Missing]:
    """Yield each place that reads such a variable."""
    text = configuration.arguments()
    forms: set[str] = set()
    for piece in _pieces(text.alike):
        forms.update(_names_read(_form(piece)))
    close_forms = _close_forms(forms, _forms(known)) if forms else {}
    if not close_forms:
        return
    read: set[str] = set()
    for piece in _pieces(text.pieces):
        read.update(name for name in _names_read(piece) if _form(name) in close_forms)
    close = _close_names(close_forms, read - known.keys(), known)
    starts = tuple(text.found(_BUILT))
    close = {name: near for name, near in close.items() if not name.startswith(starts)}
    for name in named_elsewhere(configuration, close):
        del close[name]
    for step in configuration.dialplan().steps if close else ():
        if "${" in step.arguments:
            for name in dict.fromkeys(_names_read(step.arguments)):
                if name in close:
                    line = configuration.line(step.file, step.line)
                    column = line.find(f"${{{name}") + 3 if f"${{{name}" in line else step.column
                    place = Place(step.file, step.line, column, f"{step.application}()")
                    yield Missing(VARIABLE, name, place, "", (close[name],))


def _names_read(text: str) -> Iterator[str]:
    """Yield the names in `${NAME}` and `${NAME:...}`, some of them several times."""
    for part in dict.fromkeys(text.split("${")[1:]):
        name = part.partition("}")[0].partition(":")[0]
        if len(name) < len(part) and name.isascii() and name.isidentifier() and name[0] != "_":
            yield name


def _pieces(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts in pieces of whole lines: what is made of all at once takes much memory."""
    for text in texts:
        at = 0
        while at < len(text):
            end = text.find("\n", at + _PIECE)
            if end < 0:
                end = len(text)
            yield text[at:end]
            at = end


def close_names(read: Collection[str], known: Collection[str]) -> dict[str, str]:
    """Map names that are read to the variable that is set and differs in case alone, or else by one
    letter; of several, to the first by name. No name is in both.
    """
    return _close_names(_close_forms(_forms(read), _forms(known)), read, known)


def _close_names(
    close: Mapping[str, list[str]], read: Iterable[str], known: Container[str]
) -> dict[str, str]:
    """Do this for names of certain forms. Numbered names are compared once for all numbers, because
    a digit is never a slip.
    """
    found: dict[str, str] = {}
    for name in sorted(name for name in read if _form(name) in close):
        if is_own(name):
            continue
        digits = _digits(name)
        others = [_numbered(form, digits) for form in close[_form(name)]]
        near = _nearest(name, [other for other in others if other in known])
        if near is not None:
            found[name] = near
            if len(found) == _MOST:
                break
    return found


def _nearest(name: str, others: Collection[str]) -> str | None:
    """Return which of some names differs in case alone, otherwise by one letter."""
    in_case = [other for other in others if _plain(other) == _plain(name)]
    return min(in_case or (each for each in others if _is_slip(name, each)), default=None)


def _close_forms(read: Collection[str], known: Collection[str]) -> dict[str, list[str]]:
    """Map the forms of names that are read to those of variables that may be close to them."""
    # Most have no key in common. A set of numbers takes half the memory of the keys themselves.
    wanted = {hash(key) for form in read for key in _keys(form)}
    having: dict[str, list[str]] = {}
    for form in sorted(known) if wanted else ():
        for key in _keys(form):
            if hash(key) in wanted and len(others := having.setdefault(key, [])) < _MOST_ALIKE:
                others.append(form)
    found: dict[str, list[str]] = {}
    for form in read if having else ():
        close = {other for key in _keys(form) for other in having.get(key, ()) if other != form}
        if close:
            found[form] = sorted(close)
    return found


def _keys(form: str) -> Iterator[str]:
    """Yield texts that two names share if they differ in case alone or by a typing mistake: the
    name without case and underscores, the name as it is, and the name without each of its letters
    but the first.
    """
    if len(form) >= _SHORT:
        yield _plain(form)
    if _SHORTEST <= len(form) <= _LONGEST:
        yield f"{form}\0"
        for at in range(1, len(form)):
            if form[at] != "0":
                yield f"{form[:at]}{form[at + 1 :]}\0"


def _forms(names: Iterable[str]) -> set[str]:
    """Return the forms of names, each once."""
    found: set[str] = set()
    rest = iter(names)
    while piece := list(islice(rest, _PIECE)):
        found.update(_form("\n".join(piece)).split("\n"))
    return found


def _form(text: str) -> str:
    """Return a name, or a text, with 0 for each digit."""
    return one_zeroed(text).decode("utf-8", "surrogateescape")


def _numbered(form: str, digits: list[str]) -> str:
    """Return a name of a form with other digits, as many as there are in the form."""
    return "".join(chain.from_iterable(zip(form.split("0"), [*digits, ""], strict=True)))


def _plain(name: str) -> str:
    return "\0" + name.lower().replace("_", "")


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
    return [letter for letter in name if letter in "0123456789"]


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
    import re

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
