"""What the arguments of one step need, scanned once for all steps with the same arguments."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from asterisk_lint.conf.zeroed import one_zeroed
from asterisk_lint.dialplan.columns import ARGUMENTS, value, values
from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.functions_alone import FunctionsAlone, Structure
from asterisk_lint.dialplan.numbers_in_text import (
    beside_numbers,
    has_number,
    is_in_word,
    is_irrelevant,
    is_irrelevant_beside_variables,
    is_of_word,
)
from asterisk_lint.dialplan.scan import in_step, in_text
from asterisk_lint.dialplan.text_needs import BROKEN, UNSEEN, Setting, TextNeed, in_devices
from asterisk_lint.dialplan.text_uses import once
from asterisk_lint.model import Step
from asterisk_lint.records import NamedTuple

_NO_USE = frozenset([UNSEEN, BROKEN])
_DIGITS = frozenset("0123456789")
_UNKNOWN = (MARK,)
_MOST_CHOICES = 4  # so many IF() have at most the number of values up to which all are tried


class InContext(Variables):
    """The values of variables in a context, which has its own ARG1, ARG2, ..."""

    __slots__ = ("_behind", "_everywhere")

    def __init__(self, everywhere: Variables, behind: str) -> None:
        super().__init__({})
        self._everywhere = everywhere
        self._behind = behind

    def of(self, name: str) -> tuple[str, ...]:
        """Return the values of a variable."""
        handed = name.startswith("ARG") and name[3:].isdecimal()
        found = self.seen[name] = self._everywhere.of(f"{name}@{self._behind}" if handed else name)
        return found


class Scanned(NamedTuple):
    """What an application's arguments contain: uses, and things to report (UNSEEN, BROKEN); and the
    variables whose values that depends on.
    """

    uses: tuple[TextNeed, ...]
    told: tuple[TextNeed, ...]
    seen: dict[str, tuple[str, ...]]
    handed: bool  # whether arguments of Macro or Gosub are among these
    words: bool = False  # whether that is the same for arguments that differ in words


class KeptScans:
    """Scans of arguments, also those of other PBXs of a run: each counts where the variables that
    it depends on have the same values. `are_shared`: whether there are other PBXs.
    """

    _MOST = 16  # scans of the same arguments
    _MANY = 200_000  # arguments; an editor's old texts are not kept for ever

    def __init__(self, *, are_shared: bool = False) -> None:
        self.are_shared = are_shared
        self._kept: dict[_Key, list[Scanned]] = {}

    def get(self, key: "_Key", known: Variables) -> Scanned | None:
        """Return the scan for these values of variables; None if there is none."""
        for scanned in self._kept.get(key, ()):
            if known.have(scanned.seen):
                return scanned
        return None

    def put(self, key: "_Key", scanned: Scanned) -> None:
        """Keep a scan."""
        if len(self._kept) > self._MANY:
            self._kept.clear()
        kept = self._kept.setdefault(key, [])
        if len(kept) < self._MOST:
            kept.append(scanned)


# The application, the arguments, and whether they may hold other numbers; or other words as well.
_Key = tuple[str, str, bool] | Structure


class _Shape(NamedTuple):
    """The scan of all arguments that differ only in digits, if nothing is known about the variables
    at these places, whose names contain some of the digits.
    """

    scanned: Scanned
    names: tuple[slice, ...]


class StepScan:
    """Scans each application with the same arguments once, also if they differ only in numbers (as
    extensions do).
    """

    def __init__(self, setting: Setting, known: Variables, kept: KeptScans) -> None:
        self._setting = setting
        self._known = known
        self._kept = kept
        self._exact: dict[tuple[str, str], Scanned] = {}
        self._alike: dict[tuple[str, str, bool], Scanned] = {}
        # By the arguments with every digit as 0; missing where the digits matter.
        self._shapes: dict[tuple[str, bytes], _Shape] = {}
        self._functions = FunctionsAlone(setting.table)
        self._structures: dict[Structure, Scanned | None] = {}  # None where words matter

    def alike(
        self, application: str, arguments: bytes, steps: Sequence[Step], indices: Sequence[int]
    ) -> Iterable[tuple[Scanned, Sequence[int] | None]]:
        """Yield what the arguments of some steps contain, which differ in digits alone, each scan
        with its positions in `indices` (None: it is that of all). `arguments`: every one of them
        with its digits as 0.
        """
        structure = self._functions.structure(application, arguments)
        if structure is not None:
            if structure not in self._structures:
                text = value(steps, ARGUMENTS, indices[0])
                self._structures[structure] = self._of_functions(structure, text)
            common = self._structures[structure]
            if common is not None:
                return [(common, None)]
        shape = (application, arguments)
        scanned = self._step(shape, value(steps, ARGUMENTS, indices[0]))
        known = self._shapes.get(shape)
        if known is not None and not known.names:
            return [(scanned, None)]
        found: dict[int, tuple[Scanned, list[int]]] = {id(scanned): (scanned, [0])}
        for index, text in enumerate(values(steps, ARGUMENTS, indices[1:]), 1):
            scanned = self._step(shape, text)
            found.setdefault(id(scanned), (scanned, []))[1].append(index)
        return found.values()

    def _of_functions(self, structure: Structure, text: str) -> Scanned | None:
        """Return the scan of all arguments that have the structure of these; None: it differs."""
        if not self._functions.is_of_functions(structure[0], text):
            return None
        scanned = self._kept.get(structure, self._known)
        if scanned is None:
            found = self._sorted(in_step(structure[0], text, self._setting))
            scanned = found._replace(words=True)
            self._kept.put(structure, scanned)
        return scanned

    def step(self, application: str, text: str) -> Scanned:
        """Return what an application's arguments contain."""
        return self._step((application, one_zeroed(text)), text)

    def _step(self, shape: tuple[str, bytes], text: str) -> Scanned:
        known = self._shapes.get(shape)
        if known is not None:
            of = self._known.of
            for place in known.names:
                if of(text[place]) != _UNKNOWN:
                    break
            else:
                return known.scanned
        exact = (shape[0], text)
        scanned = self._exact.get(exact)
        if scanned is None:
            scanned = self._exact[exact] = self._scanned(shape[0], text, shape)
        return scanned

    def hint(self, devices: str) -> Scanned:
        """Return what the devices of a hint name."""
        return self._sorted(_hint(devices, self._setting))

    def _scanned(self, application: str, text: str, shape: tuple[str, bytes]) -> Scanned:
        """Return the scan of one that differs in more than numbers from all before it, otherwise
        the scan of the similar one.
        """
        number = is_irrelevant_beside_variables if "$" in text else is_irrelevant
        # (Two digits: a single one, which can matter, is never taken for another number.)
        beside = beside_numbers(text, number)
        alike = (application, "00".join(beside), True)
        scanned = self._alike.get(alike) or self._kept.get(alike, self._known)
        if scanned is None:
            exact = (application, text, False)
            if self._kept.are_shared:
                scanned = self._kept.get(exact, self._known)
                if scanned is not None:
                    return scanned
            scanned = self._sorted(in_step(application, text, self._setting))
            if (
                scanned.told
                or any(has_number(name, number) for name in scanned.seen)
                or any(
                    has_number(each.name, number) or has_number(each.because, number)
                    for each in scanned.uses
                )
            ):
                if self._kept.are_shared:
                    self._kept.put(exact, scanned)
                return scanned
            if self._kept.are_shared or not scanned.seen:
                self._kept.put(alike, scanned)
        self._alike[alike] = scanned
        names = _named_places(text, "".join(beside), scanned)
        if names is not None:
            self._shapes[shape] = _Shape(scanned, names)
        return scanned

    def _sorted(self, found: Iterator[TextNeed]) -> Scanned:
        return sorted_needs(found, self._known)


def sorted_needs(found: Iterator[TextNeed], known: Variables) -> Scanned:
    """Return needs by kind, with the variables that are asked for while they are found. `known`:
    those with which the needs are found.
    """
    before, known.seen = known.seen, {}
    distinct = once(found)
    uses = tuple(each for each in distinct if each.kind not in _NO_USE)
    seen = known.seen
    scanned = Scanned(
        uses,
        tuple(each for each in distinct if each.kind in _NO_USE),
        seen,
        any(map(is_handed, seen)),
    )
    known.seen = before
    known.seen.update(scanned.seen)
    return scanned


def is_handed(name: str) -> bool:
    """Tell whether a variable may be an argument of Macro or Gosub."""
    return name.startswith("ARG")


def _named_places(text: str, rest: str, scanned: Scanned) -> tuple[slice, ...] | None:
    """Return where digits are part of the names of variables on whose values a scan depends. None
    if other digits than those in names, and those that are missing in `rest`, can matter.

    Names with other digits must be followed as these were. That is certain if nothing is known
    about any variable: then no value becomes part of a name or adds choices.
    """
    if not _DIGITS.intersection(rest):
        return ()
    if (
        _DIGITS.intersection("".join(beside_numbers(rest, is_of_word)))
        or scanned.handed
        or any(values != _UNKNOWN for values in scanned.seen.values())
        or any(_DIGITS.intersection(each.name) for each in scanned.uses)
        or text.count("IF") > _MOST_CHOICES
        or _has_word_in_parts(text)
    ):
        return None
    places = []
    for name in scanned.seen:
        if _DIGITS.intersection(name):
            found = list(_places_of(name, text))
            if not found:
                return None
            places += found
    return tuple(places)


def _has_word_in_parts(text: str) -> bool:
    """Tell whether quotes or backslashes divide a word, which is a name once they are removed."""
    parts = [part for part in text.replace("\\", '"').split('"') if part]
    return any(is_in_word(part[-1]) and is_in_word(behind[0]) for part, behind in pairwise(parts))


def _places_of(name: str, text: str) -> Iterator[slice]:
    """Yield where a name is a whole word of a text."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if is_in_word(text[at - 1 : at]) or is_in_word(text[end : end + 1]):
            end = at + 1
        else:
            yield slice(at, end)
        at = text.find(name, end)


def _hint(devices: str, setting: Setting) -> Iterator[TextNeed]:
    yield from in_text(devices, None, setting)
    yield from in_devices(devices, None, setting)
