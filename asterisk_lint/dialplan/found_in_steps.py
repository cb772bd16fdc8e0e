"""What consecutive steps contain, put together by the thing that they use."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter

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


class Idle(dict[str, list[Step] | None]):
    """Maps an application whose arguments only matter for `${...}` to the steps that run it. None
    for any other.
    """

    def __init__(self, table: Mapping[str, object]) -> None:
        self._table = table

    def __missing__(self, application: str) -> list[Step] | None:
        self[application] = None if application.lower() in self._table else []
        return self[application]


def group(
    found: FoundInSteps,
    idle: Mapping[str, list[Step] | None],
    held: Iterable[tuple[Scanned, list[Step]]],
    lines: Lines | None,
    several_files: bool,
) -> None:
    """Add what the steps run and contain, each thing once with all its steps by file and line."""
    applications = {application: [steps] for application, steps in idle.items() if steps}
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

    def merged(pieces: list[list[Step]]) -> list[Step]:
        return sorted(chain.from_iterable(pieces), key=place)

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
