"""What consecutive steps contain, put together by the thing that they use."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from functools import partial
from itertools import chain
from operator import attrgetter, itemgetter

from asterisk_lint.dialplan.step_scan import Scanned
from asterisk_lint.dialplan.text_needs import BROKEN, TextNeed
from asterisk_lint.model import AlikeSteps, Lines, Problem, Step, StepUses, Unseen
from asterisk_lint.records import NamedTuple


class Findings(NamedTuple):
    """What steps contain, by kind."""

    uses: list[StepUses]
    problems: list[Problem]
    unseen: list[Unseen]
    alike: list[AlikeSteps]  # every step once


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


Positions = MutableSequence[int]  # of steps
_MANY = 10_000  # steps whose positions need saving


def positions_among(steps: int) -> Callable[[Iterable[int]], Positions]:
    """Return what creates positions among so many steps, in little memory if there are many."""
    if steps < _MANY:
        return list
    from array import array

    return partial(array, "L")


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

    def by_scan(self, steps: Sequence[Step]) -> list[tuple[Scanned, list[Step]]]:
        """Return each scan with its steps, in the order of the steps."""
        found = [(scanned, _in_order(pieces)) for scanned, pieces in self._by_id.values()]
        found.sort(key=lambda each: each[1][0])
        return [(scanned, [steps[index] for index in indices]) for scanned, indices in found]


def _in_order(pieces: list[Positions]) -> Positions:
    return pieces[0] if len(pieces) == 1 else sorted(chain.from_iterable(pieces))


def idle_steps(steps: Sequence[Step], indices: Mapping[str, Positions]) -> dict[str, list[Step]]:
    """Return the steps that run each application whose arguments only matter for `${...}`, in
    order. `indices`: their positions, in any order.
    """
    found = {name: sorted(places) for name, places in indices.items()}
    return {
        name: [steps[index] for index in found[name]]
        for name in sorted(found, key=lambda name: found[name][0])
    }


def group(
    found: FoundInSteps,
    idle: Mapping[str, list[Step]],
    held: Iterable[tuple[Scanned, list[Step]]],
    lines: Lines | None,
    several_files: bool,
) -> None:
    """Add what the steps run and contain, each thing once with all its steps by file and line."""
    applications = {application: [steps] for application, steps in idle.items()}
    idle_ones = len(applications)
    things: dict[tuple[str, str, str | None, str], list[list[Step]]] = {}
    found.alike.extend(AlikeSteps(steps, alike=False) for (steps,) in applications.values())
    for scanned, steps in held:
        found.alike.append(AlikeSteps(steps, alike=True))
        if steps[0].priority != "hint":
            applications.setdefault(steps[0].application, []).append(steps)
        for kind, name, within, because, _ in scanned.uses:
            things.setdefault((kind, name, within, because), []).append(steps)
    place = attrgetter("file", "line") if several_files else attrgetter("line")
    known: dict[tuple[int, ...], list[Step]] = {}

    def merged(pieces: list[list[Step]]) -> list[Step]:
        """The same list for the same pieces, because there may be many steps."""
        same = tuple(map(id, pieces))
        if same not in known:
            ordered = sorted(chain.from_iterable(pieces), key=place)
            known[same] = pieces[0] if ordered == pieces[0] else ordered
        return known[same]

    run = [
        StepUses("application", application, None, "", merged(pieces), None)
        for application, pieces in applications.items()
    ]
    found.uses[0].extend(run[:idle_ones])
    found.uses[1].extend(run[idle_ones:])
    found.uses[2].extend(
        StepUses(*thing, merged(pieces), lines) for thing, pieces in things.items()
    )


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
    found.unseen.append(Unseen(f"{because} ({within or 'hint'})", step.file, step.line, reaches))
