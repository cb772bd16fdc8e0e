"""The uses in a dialplan's steps: each text is scanned once, because steps differ mostly in
numbers.
"""

from collections.abc import Sequence
from operator import attrgetter

from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table, by_origin
from asterisk_lint.dialplan.followed_variables import Known, Variables
from asterisk_lint.dialplan.found_in_steps import (
    Findings,
    FoundInSteps,
    Idle,
    group,
    tell,
    together,
)
from asterisk_lint.dialplan.step_scan import InContext, KeptScans, Scanned, StepScan
from asterisk_lint.dialplan.text_uses import setting_of
from asterisk_lint.model import Lines, Step
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.releases import Release

if TYPE_CHECKING:
    from asterisk_lint.dialplan.passed_values import Passed

_FILE = attrgetter("file")
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
_SCANNED: Table[Release, KeptScans] = Table()


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
            else results.of(_SCANNED).setdefault(release, KeptScans(are_shared=True))
        )
        self._common = StepScan(self._setting, self.known, self._kept)
        self._own: dict[str, StepScan] = {}

    def take(self, steps: Sequence[Step], lines: Lines | None) -> FoundInSteps:
        """Return what the steps contain."""
        found = FoundInSteps(([], [], []), [], [], [])
        common, known = self._common, self.known
        idle = Idle(self._setting.table)
        held: dict[int, tuple[Scanned, list[Step]]] = {}  # by the scan's identity
        for step in steps:
            _, _, priority, application, text, _, _, _, _, _ = step
            if priority == "hint":
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
                tell(each, found, step, lines)
        group(found, idle, held.values(), lines, len(set(map(_FILE, steps))) > 1)
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
