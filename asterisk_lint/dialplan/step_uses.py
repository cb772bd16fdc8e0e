"""The uses in a dialplan's steps: each text is scanned once, because steps differ mostly in
numbers.
"""

from collections.abc import Sequence
from operator import attrgetter

from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table, by_origin
from asterisk_lint.conf.zeroed import AT_ONCE, zeroed
from asterisk_lint.dialplan.followed_variables import Known, Variables
from asterisk_lint.dialplan.found_in_steps import (
    Findings,
    FoundInSteps,
    Held,
    Positions,
    group,
    idle_steps,
    positions_among,
    tell,
    together,
)
from asterisk_lint.dialplan.step_scan import InContext, KeptScans, StepScan
from asterisk_lint.dialplan.text_uses import setting_of
from asterisk_lint.model import Lines, Step
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.releases import Release

if TYPE_CHECKING:
    from asterisk_lint.dialplan.passed_values import Passed

_FILE = attrgetter("file")
_APPLICATION = attrgetter("application")
_ARGUMENTS = attrgetter("arguments")


def findings_of(
    steps: Sequence[Step],
    *,
    release: Release,
    known: Known,
    lines: Lines,
    origins: Sequence[OriginRange] = (),
    results: Results | None = None,
    arguments: str | None = None,
) -> Findings:
    """Return the uses of the steps, a "dynamic-use" Problem with its Unseen for each name that is
    only known during a call, and a Problem for each broken expression. Each step names the same
    thing once.

    `known` holds the possible values of variables as far as the configuration shows them
    (`variable_values.known_variables`); what Macro and Gosub pass is found here. `origins` tells
    which steps other PBXs also have, whose findings are in `results`. `arguments`: those of every
    step, one after the other, if they are put together already.
    """
    if arguments is None:
        arguments = "\n".join(map(_ARGUMENTS, steps))
    scans = _Scans(steps, known, release, results, hands_over="${ARG" in arguments)
    shared = results.of(_FINDINGS) if results is not None else {}
    found: list[FoundInSteps] = []
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
    return together(found)


def _with_lines(found: FoundInSteps, lines: Lines) -> FoundInSteps:
    """Return the same, with columns looked up in other lines."""
    ran, named, inside = (
        [uses._replace(lines=lines) if uses.lines is not None else uses for uses in kind]
        for kind in found.uses
    )
    return found._replace(uses=(ran, named, inside))


# With the values of the variables that they depend on
_FINDINGS: Table[Origin, tuple[FoundInSteps, dict[str, tuple[str, ...]]]] = Table()
SCANNED: Table[Release, KeptScans] = Table()


class _Scans:
    """Finds what steps contain, with one scan for all contexts, and one for each context to which
    Macro and Gosub pass arguments that its steps depend on.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        known: Known,
        release: Release,
        results: Results | None,
        *,
        hands_over: bool,
    ) -> None:
        setting = setting_of(release)
        self.hands_over = hands_over
        self._passed: Passed | None = None
        if self.hands_over:
            from asterisk_lint.dialplan import passed_values

            known = self._passed = passed_values.with_passed(known, steps, setting.separator)
        self.known = Variables(known)
        self._setting = setting._replace(known=self.known)
        self._kept = (
            KeptScans()
            if results is None
            else results.of(SCANNED).setdefault(release, KeptScans(are_shared=True))
        )
        self._common = StepScan(self._setting, self.known, self._kept)
        self._own: dict[str, StepScan] = {}

    def take(self, steps: Sequence[Step], lines: Lines | None) -> FoundInSteps:
        """Return what the steps contain."""
        found = FoundInSteps(([], [], []), [], [], [])
        texts = list(map(_ARGUMENTS, steps))
        idle: dict[str, Positions] = {}
        held = Held()
        for (application, arguments), indices in _alike(steps, texts).items():
            if not arguments:
                indices, hints = _without_hints(steps, indices)
                for index in hints:
                    held.add(self._common.hint(application), [index])
            if not indices:
                continue
            if b"$" not in arguments and application.lower() not in self._setting.table:
                if application in idle:
                    idle[application].extend(indices)
                else:
                    idle[application] = indices
                continue
            alike = [texts[index] for index in indices]
            for scanned, positions in self._common.alike(application, arguments, alike):
                there = (
                    indices
                    if len(positions) == len(indices)
                    else [indices[position] for position in positions]
                )
                if scanned.handed and self._passed is not None:
                    for index in there:
                        own = self._of(steps[index].context, self._passed)
                        held.add(own.step(application, texts[index]), [index])
                else:
                    held.add(scanned, there)
        for scanned in held.scans():
            self.known.seen.update(scanned.seen)
        for index, told in held.told():
            tell(told, found, steps[index], lines)
        several_files = len(set(map(_FILE, steps))) > 1
        group(found, idle_steps(steps, idle), held.by_scan(steps), lines, several_files)
        return found

    def _of(self, context: str, passed: "Passed") -> "StepScan":
        """Return the scan for the steps of a context in which its arguments matter."""
        behind = passed.in_context(context)
        scan = self._own.get(behind)
        if scan is None:
            known = InContext(self.known, behind)
            scan = self._own[behind] = StepScan(
                self._setting._replace(known=known), known, self._kept
            )
        return scan


def _alike(steps: Sequence[Step], texts: Sequence[str]) -> dict[tuple[str, bytes], Positions]:
    """Return the positions of the steps that run the same application with arguments that differ in
    digits alone, by both.
    """
    found: dict[tuple[str, bytes], Positions] = {}
    new = positions_among(len(steps))
    known = found.get
    for start in range(0, len(steps), AT_ONCE):
        piece = slice(start, start + AT_ONCE)
        alike = zip(map(_APPLICATION, steps[piece]), zeroed(texts[piece]), strict=True)
        for index, step in enumerate(alike, start):
            indices = known(step)
            if indices is None:
                found[step] = new([index])
            else:
                indices.append(index)
    return found


def _without_hints(steps: Sequence[Step], indices: Positions) -> tuple[Positions, Positions]:
    """Tell the positions of steps that run something from those of hints."""
    hints = [index for index in indices if steps[index].priority == "hint"]
    return [index for index in indices if steps[index].priority != "hint"], hints
