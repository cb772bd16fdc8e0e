"""What consecutive steps contain, put together by the thing that they use."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from functools import partial
from itertools import chain, islice
from operator import itemgetter, lt

from asterisk_lint.conf.shared_results import Results
from asterisk_lint.dialplan.columns import (
    APPLICATION,
    ARGUMENTS,
    FILE,
    LINE,
    PRIORITY,
    Chosen,
    column,
    different,
    runs_of,
    value,
)
from asterisk_lint.dialplan.followed_variables import Known
from asterisk_lint.dialplan.numbers_in_text import beside_numbers, is_irrelevant_beside_variables
from asterisk_lint.dialplan.step_scan import Scanned
from asterisk_lint.dialplan.text_needs import BROKEN, TextNeed
from asterisk_lint.model import AlikeSteps, Lines, Problem, Step, StepUses, Unseen
from asterisk_lint.records import NamedTuple, cast


class Findings(NamedTuple):
    """What steps contain, by kind."""

    uses: list[StepUses]
    problems: list[Problem]
    unseen: list[Unseen]
    alike: list[AlikeSteps]  # every step once


class InSteps(NamedTuple):
    """The steps of a dialplan, with the values of its variables."""

    known: Known
    found: Findings
    results: Results  # those that depend on nothing else


class FoundInSteps(NamedTuple):
    """What consecutive steps contain."""

    # Applications whose arguments mean nothing, other applications, names in arguments
    uses: tuple[list[StepUses], list[StepUses], list[StepUses]]
    problems: list[Problem]
    unseen: list[Unseen]
    alike: list[AlikeSteps]


def together(found: Sequence[FoundInSteps]) -> Findings:
    """Return what steps contain, in the order in which it is found when all steps are scanned
    together.
    """
    things: dict[tuple[bool, str, str, str | None, str], list[StepUses]] = {}
    for number in range(3):
        for each in found:
            for alike in each.uses[number]:
                things.setdefault((number == 2, *alike[:4]), []).append(alike)
    return Findings(
        list(chain.from_iterable(things.values())),
        list(chain.from_iterable(each.problems for each in found)),
        list(chain.from_iterable(each.unseen for each in found)),
        list(chain.from_iterable(each.alike for each in found)),
    )


_DIGITS = frozenset("0123456789")
Positions = MutableSequence[int]  # of steps
_MANY = 10_000  # steps whose positions need saving


def positions_among(steps: int) -> Callable[[Iterable[int]], Positions]:
    """Return what creates positions among so many steps, in little memory if there are many."""
    if steps < _MANY:
        return list
    from array import array

    return partial(array, "I")


class Held:
    """The scans of steps, and the positions of the steps that each is of."""

    def __init__(self) -> None:
        self._by_id: dict[int, tuple[Scanned, list[Positions]]] = {}  # by the scan's identity

    def add(self, scanned: Scanned, indices: Positions) -> None:
        """Add a scan of the steps at these positions."""
        self._by_id.setdefault(id(scanned), (scanned, []))[1].append(indices)

    def scans(self) -> Iterator[Scanned]:
        """Yield each scan once."""
        return (scanned for scanned, _ in self._by_id.values())

    def told(self) -> list[tuple[int, TextNeed]]:
        """Return what scans tell of steps, with the position of the step, in order."""
        found = [
            (index, each)
            for scanned, pieces in self._by_id.values()
            for each in scanned.told
            for index in chain.from_iterable(pieces)
        ]
        return sorted(found, key=itemgetter(0))

    def by_scan(self) -> list[tuple[Scanned, Positions, list[Positions]]]:
        """Return each scan with the positions of its steps, in order; and as they were added."""
        found = [(scanned, _in_order(pieces), pieces) for scanned, pieces in self._by_id.values()]
        found.sort(key=lambda each: each[1][0])
        return found


def _in_order(pieces: list[Positions]) -> Positions:
    return pieces[0] if len(pieces) == 1 else sorted(chain.from_iterable(pieces))


def group(
    found: FoundInSteps,
    steps: Sequence[Step],
    idle: Mapping[str, Positions],
    held: Held,
    lines: Lines | None,
) -> None:
    """Add what the steps run and contain, each thing once with all its steps by file and line.
    `idle`: the positions of the steps that run each application whose arguments only matter for
    `${...}`, in any order.
    """
    ordered = {name: sorted(places) for name, places in idle.items()}
    applications: dict[str, list[Positions]] = {
        name: [ordered[name]] for name in sorted(ordered, key=lambda name: ordered[name][0])
    }
    idle_ones = len(applications)
    things: dict[tuple[str, str, str | None, str], list[Positions]] = {}
    merging = _Merging(steps)
    found.alike.extend(
        AlikeSteps(Chosen(steps, places), alike=False) for (places,) in applications.values()
    )
    for scanned, places, pieces in held.by_scan():
        forms = [Chosen(steps, piece) for piece in pieces] if scanned.words else []
        found.alike.append(AlikeSteps(Chosen(steps, places), alike=True, forms=forms))
        if value(steps, PRIORITY, places[0]) != "hint":
            application = value(steps, APPLICATION, places[0])
            applications.setdefault(application, []).append(places)
        for kind, name, within, because, _ in scanned.uses:
            things.setdefault((kind, name, within, because), []).append(places)
    run = [
        StepUses("application", application, None, "", merging.by_place(pieces), None)
        for application, pieces in applications.items()
    ]
    found.uses[0].extend(run[:idle_ones])
    found.uses[1].extend(run[idle_ones:])
    found.uses[2].extend(
        StepUses(*thing, merging.by_place(pieces), lines) for thing, pieces in things.items()
    )


def with_same_words(alike: AlikeSteps) -> Iterator[Sequence[Step]]:
    """Yield steps that have forms, those together that differ only in numbers on which uses cannot
    depend.
    """
    if len(alike.steps) == 1:
        yield alike.steps
        return
    found: dict[str, list[Sequence[int]]] = {}
    for form in alike.forms:
        steps, positions = (chosen := cast("Chosen", form)).steps, chosen.positions
        words = _words(form[0].arguments)
        if _DIGITS.isdisjoint(words):
            found.setdefault(words, []).append(positions)
        else:
            for position, text in zip(positions, column(form, ARGUMENTS), strict=True):
                found.setdefault(_words(text), []).append((position,))
    for pieces in found.values():
        yield Chosen(steps, sorted(chain.from_iterable(pieces)) if len(pieces) > 1 else pieces[0])


def _words(text: str) -> str:
    """Return a text without such numbers."""
    return "\n".join(beside_numbers(text, is_irrelevant_beside_variables))


class _Merging:
    """Returns steps by file and line, the same ones for the same positions, because there may be
    many.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._new = positions_among(len(steps))
        one_file = len(different(steps, FILE)) < 2
        self._is_in_order = one_file and _lines_ascend(steps)
        self._places: Sequence[int] | Sequence[tuple[str, int]] = ()
        if not self._is_in_order:
            lines = self._new(column(steps, LINE))
            files = column(steps, FILE)
            self._places = lines if one_file else list(zip(files, lines, strict=True))
        self._known: dict[tuple[int, ...], Chosen] = {}

    def by_place(self, pieces: list[Positions]) -> Chosen:
        """Return the steps at some positions; each piece of these is in order."""
        same = tuple(map(id, pieces))
        known = self._known.get(same)
        if known is None:
            if self._is_in_order and len(pieces) == 1:
                ordered: Sequence[int] = pieces[0]
            else:
                key = None if self._is_in_order else self._places.__getitem__
                ordered = self._new(sorted(chain.from_iterable(pieces), key=key))
            known = self._known[same] = Chosen(self._steps, ordered)
        return known


def _lines_ascend(steps: Sequence[Step]) -> bool:
    """Tell whether each step is on a line after that of the step before."""
    last = -1
    for run in runs_of(steps):
        lines = column(run, LINE)
        if not isinstance(lines, range):
            lines = list(lines)
            if not all(map(lt, lines, islice(lines, 1, None))):
                return False
        if lines:
            if lines[0] <= last:
                return False
            last = lines[-1]
    return True


def tell(told: TextNeed, found: FoundInSteps, step: Step, lines: Lines | None) -> None:
    """Add results that are not uses."""
    kind, name, within, because, reaches = told
    if kind == BROKEN:
        message = (
            f"{name} is never closed: Asterisk logs a warning and takes everything up to the end"
        )
        found.problems.append(Problem("syntax-error", message, step.file, step.line, step.column))
        return
    if name:
        column = StepUses(kind, name, within, because, (step,), lines).at(step).column
        message = f"{within or 'The hint'} uses {name}: {because}"
        found.problems.append(Problem("dynamic-use", message, step.file, step.line, column))
    what = f"{because} ({within or 'hint'})"
    found.unseen.append(Unseen(what, step.file, step.line, reaches, "dynamic"))
