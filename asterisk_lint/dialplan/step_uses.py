"""The uses in a dialplan's steps: each text is scanned once, because steps differ mostly in
numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter

from asterisk_lint.conf.shared_results import (
    Origin,
    OriginRange,
    Results,
    Table,
    by_origin,
    for_each,
)
from asterisk_lint.dialplan.followed_variables import Known, Variables
from asterisk_lint.dialplan.step_scan import Scanned, StepScan, _InContext
from asterisk_lint.dialplan.text_needs import BROKEN, TextNeed
from asterisk_lint.dialplan.text_uses import setting_of
from asterisk_lint.model import Lines, OutOfSight, Problem, Step, StepUses, Use
from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.releases import Release

if TYPE_CHECKING:
    from asterisk_lint.dialplan.arguments.row import Argument
    from asterisk_lint.dialplan.passed_values import Passed

_FILE = attrgetter("file")


def step_uses(
    steps: Iterable[Step],
    *,
    release: Release,
    known: Known | None = None,
    lines: Lines | None = None,
) -> Iterator[Use]:
    """Yield every application of the steps, and everything that their arguments run and name; see
    `step_findings`.
    """
    return (
        found
        for found in step_findings(steps, release=release, known=known, lines=lines)
        if isinstance(found, Use)
    )


def step_findings(
    steps: Iterable[Step],
    *,
    release: Release,
    known: Known | None = None,
    lines: Lines | None = None,
) -> Iterator[Use | Problem | OutOfSight]:
    """Yield the uses of the steps, a "dynamic-use" Problem with its OutOfSight for each name that
    is only known during a call, and a Problem for each broken expression.

    `known` holds the possible values of variables as far as the configuration shows them
    (`variable_values.known_variables`); what Macro and Gosub pass is found here. With `lines`, uses
    inside arguments get the column of their name; without, the application's. Each step names the
    same thing once.
    """
    steps = steps if isinstance(steps, Sequence) else list(steps)
    scans = _Scans(steps, known or {}, release)
    for step in steps:
        found = _together([scans.take([step], lines)])
        for alike in found.uses:
            yield from alike.uses()
        yield from found.problems
        yield from found.unseen


class Findings(NamedTuple):
    """What steps contain, by kind."""

    uses: list[StepUses]
    problems: list[Problem]
    unseen: list[OutOfSight]


def findings_of(
    steps: Sequence[Step],
    *,
    release: Release,
    known: Known,
    lines: Lines,
    origins: Sequence[OriginRange] = (),
    results: Results | None = None,
    table: "Mapping[str, tuple[Argument, ...]] | None" = None,
) -> Findings:
    """Return the results of `step_findings`, by kind. `origins` tells which steps other PBXs also
    have, whose findings are in `results`. `table` replaces the table of arguments.
    """
    scans = _Scans(steps, known, release, origins, results, table)
    shared = results.of(_FINDINGS) if results is not None else {}
    found: list[_Found] = []
    for piece, origin in by_origin(steps, origins if results is not None else ()):
        if origin is None or scans.hands_over:
            found.append(scans.take(piece, lines))
            continue
        # With the values of the variables that this depends on, which may differ in the next PBX.
        kept = shared.get(origin)
        if kept is None or any(scans.known.of(name) != values for name, values in kept[1].items()):
            scans.known.seen = {}
            kept = shared[origin] = (scans.take(piece, lines), scans.known.seen)
        elif results is not None and results.are_carried:
            kept = shared[origin] = (_with_lines(kept[0], lines), kept[1])
        found.append(kept[0])
    return _together(found)


class _Found(NamedTuple):
    """What consecutive steps contain."""

    uses: tuple[
        list[StepUses], list[StepUses], list[StepUses]
    ]  # applications whose arguments mean nothing, other applications, names in arguments
    problems: list[Problem]
    unseen: list[OutOfSight]


def _with_lines(found: _Found, lines: Lines) -> _Found:
    """Return the same, with columns looked up in other lines."""
    ran, named, inside = (
        [uses._replace(lines=lines) if uses.lines is not None else uses for uses in kind]
        for kind in found.uses
    )
    return found._replace(uses=(ran, named, inside))


def _together(found: Sequence[_Found]) -> Findings:
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
    )


_FINDINGS: Table[Origin, tuple[_Found, dict[str, tuple[str, ...]]]] = (
    Table()
)  # with the values of the variables that they depend on
_SCANNED: Table[Release, dict[tuple[str, str], Scanned]] = (
    Table()
)  # by release: scans that depend on no variable's value
_HANDS_OVER: Table[tuple[None, Origin], list[bool]] = Table()


class _Scans:
    """Finds what steps contain, with one scan for all contexts, and one for each context to which
    Macro and Gosub pass arguments that its steps depend on.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        known: Known,
        release: Release,
        origins: Sequence[OriginRange] = (),
        results: Results | None = None,
        table: "Mapping[str, tuple[Argument, ...]] | None" = None,
    ) -> None:
        setting = setting_of(release)
        if table is not None:
            setting = setting._replace(table=table)
        handed: Iterator[bool] = for_each(steps, origins, results, _HANDS_OVER, None, _hands_over)
        self.hands_over = any(handed)
        self._passed: Passed | None = None
        if self.hands_over:
            from asterisk_lint.dialplan import passed_values

            known = self._passed = passed_values.Passed(known, steps, separator=setting.separator)
        self.known = Variables(known)
        self._setting = setting._replace(known=self.known)
        # Scans that depend on no variable's value, including those for other PBXs.
        self._free: dict[tuple[str, str], Scanned] = (
            {} if results is None else results.of(_SCANNED).setdefault(release, {})
        )
        self._common = StepScan(self._setting, self.known, self._free)
        self._own: dict[str, StepScan] = {}

    def take(self, steps: Sequence[Step], lines: Lines | None) -> _Found:
        """Return what the steps contain."""
        found = _Found(([], [], []), [], [])
        common, known = self._common, self.known
        idle = _Idle(self._setting.table)
        held: dict[int, tuple[Scanned, list[Step]]] = {}  # by the scan's identity
        for step in steps:
            application = step.application
            text = step.arguments
            if step.priority == "hint":
                scanned = common.hint(application)
            else:
                if "$" not in text:
                    alike = idle[application]
                    if alike is not None:
                        alike.append(step)
                        continue
                scanned = common.step(application, text)
                if scanned.handed and self._passed is not None:
                    scanned = self._of(step.context, self._passed).step(application, text)
            here = held.get(id(scanned))
            if here is None:
                here = held[id(scanned)] = (scanned, [])
                known.seen.update(scanned.seen)
            here[1].append(step)
            for each in scanned.told:
                _tell(each, found, step, lines)
        _group(found, idle, held.values(), lines, len(set(map(_FILE, steps))) > 1)
        return found

    def _of(self, context: str, passed: "Passed") -> "StepScan":
        """Return the scan for the steps of a context in which its arguments matter."""
        behind = passed.in_context(context)
        scan = self._own.get(behind)
        if scan is None:
            known = _InContext(self.known, behind)
            scan = self._own[behind] = StepScan(
                self._setting._replace(known=known), known, self._free
            )
        return scan


def _hands_over(step: Step) -> tuple[bool, ...]:
    return ("${ARG" in step.arguments,)


class _Idle(dict[str, list[Step] | None]):
    """Maps an application whose arguments only matter for `${...}` to the steps that run it. None
    for any other.
    """

    def __init__(self, table: Mapping[str, object]) -> None:
        self._table = table

    def __missing__(self, application: str) -> list[Step] | None:
        self[application] = None if application.lower() in self._table else []
        return self[application]


def _group(
    found: _Found,
    idle: Mapping[str, list[Step] | None],
    held: Iterable[tuple[Scanned, list[Step]]],
    lines: Lines | None,
    several_files: bool,
) -> None:
    """Add what the steps run and contain, each thing once with all its steps by file and line."""
    applications = {application: [steps] for application, steps in idle.items() if steps}
    idle_ones = len(applications)
    things: dict[tuple[str, str, str | None, str], list[list[Step]]] = {}
    for scanned, steps in held:
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


def _tell(told: TextNeed, found: _Found, step: Step, lines: Lines | None) -> None:
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
    found.unseen.append(
        OutOfSight(f"{because} ({within or 'hint'})", step.file, step.line, reaches)
    )
