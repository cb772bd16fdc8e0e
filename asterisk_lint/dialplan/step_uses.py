"""The uses in a dialplan's steps: each text is scanned once, because steps differ mostly in
numbers.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import count, repeat
from operator import eq

from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table, by_origin
from asterisk_lint.conf.zeroed import AT_ONCE, one_zeroed, zeroed
from asterisk_lint.dialplan.columns import (
    APPLICATION,
    ARGUMENTS,
    CONTEXT,
    PRIORITY,
    Columns,
    column,
    runs_of,
    value,
    values,
)
from asterisk_lint.dialplan.followed_variables import Known, Variables
from asterisk_lint.dialplan.found_in_steps import (
    Findings,
    FoundInSteps,
    Held,
    Positions,
    group,
    positions_among,
    tell,
    together,
)
from asterisk_lint.dialplan.step_scan import InContext, KeptScans, StepScan, is_handed
from asterisk_lint.dialplan.step_texts import Texts
from asterisk_lint.dialplan.text_uses import setting_of
from asterisk_lint.model import Lines, Step
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.releases import Release

if TYPE_CHECKING:
    from asterisk_lint.dialplan.passed_values import Passed


def findings_of(
    steps: Sequence[Step],
    *,
    release: Release,
    known: Known,
    lines: Lines,
    origins: Sequence[OriginRange] = (),
    results: Results | None = None,
    arguments: Texts | None = None,
) -> Findings:
    """Return the uses of the steps, a "dynamic-use" Problem with its Unseen for each name that is
    only known during a call, and a Problem for each broken expression. Each step names the same
    thing once.

    `known` holds the possible values of variables as far as the configuration shows them
    (`variable_values.known_variables`); what Macro and Gosub pass is found here. `origins` tells
    which steps other PBXs also have, whose findings are in `results`. `arguments`: those of every
    step, if they are put together already.
    """
    if arguments is None:
        arguments = Texts(steps)
    scans = _Scans(steps, known, release, results, hands_over="${ARG" in arguments)
    shared = results.of(_FINDINGS) if results is not None else {}
    found: list[FoundInSteps] = []
    for piece, origin in by_origin(steps, origins if results is not None else ()):
        if origin is None:
            found.append(scans.take(piece, lines))
            continue
        # With the values of the variables that this depends on, which may differ in the next PBX.
        kept = shared.get(origin)
        if kept is None or not scans.have(kept[1]):
            scans.known.seen = {}
            kept = scans.take(piece, lines), scans.known.seen
            if scans.have(kept[1]):
                shared[origin] = kept
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

    def have(self, values: Mapping[str, tuple[str, ...]]) -> bool:
        """Tell whether variables have these values, and have them in every context."""
        self.known.seen = {}
        return self.known.have(values) and not (self.hands_over and any(map(is_handed, values)))

    def take(self, steps: Sequence[Step], lines: Lines | None) -> FoundInSteps:
        """Return what the steps contain."""
        found = FoundInSteps(([], [], []), [], [], [])
        idle: dict[str, Positions] = {}
        held = Held()
        for (application, arguments, is_hint), indices in _alike(steps).items():
            if is_hint:
                for index in indices:
                    held.add(self._common.hint(application), [index])
                continue
            if b"$" not in arguments and application.lower() not in self._setting.table:
                if application in idle:
                    idle[application].extend(indices)
                else:
                    idle[application] = indices
                continue
            for scanned, positions in self._common.alike(application, arguments, steps, indices):
                there = (
                    indices if positions is None else [indices[position] for position in positions]
                )
                if scanned.handed and self._passed is not None:
                    for index in there:
                        own = self._of(value(steps, CONTEXT, index), self._passed)
                        text = value(steps, ARGUMENTS, index)
                        held.add(own.step(application, text), [index])
                else:
                    held.add(scanned, there)
        for scanned in held.scans():
            self.known.seen.update(scanned.seen)
        for index, told in held.told():
            tell(told, found, steps[index], lines)
        group(found, steps, idle, held, lines)
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


_Alike = dict[tuple[str, bytes, bool], Positions]


def _alike(steps: Sequence[Step]) -> _Alike:
    """Return the positions of the steps that run the same application with arguments that differ in
    digits alone, by both, and by whether they are hints.
    """
    found: _Alike = {}
    new = positions_among(len(steps))
    kinds: dict[Hashable, Positions] = {}
    start = 0
    for run in runs_of(steps):
        if isinstance(run, Columns) and run.kinds():
            _by_kind(run, start, found, kinds, new)
        else:
            _by_text(run, start, found, new)
        start += len(run)
    return found


def _by_kind(
    steps: Columns,
    start: int,
    found: _Alike,
    kinds: dict[Hashable, Positions],
    new: Callable[[Iterable[int]], Positions],
) -> None:
    """Add the positions of steps whose kinds (`Columns.kinds`) are known."""
    every, first = steps.kinds(), steps.firsts()
    unknown = [kind for kind in first if kind not in kinds]
    where = list(map(first.__getitem__, unknown))
    names, texts = values(steps, APPLICATION, where), values(steps, ARGUMENTS, where)
    for kind, name, text in zip(unknown, names, texts, strict=True):
        kinds[kind] = found.setdefault((name, one_zeroed(text), False), new([]))
    if len(first) == 1:
        kinds[every[0]].extend(range(start, start + len(every)))
        return
    # (all at once: `append` returns nothing)
    any(map(type(new(())).append, map(kinds.__getitem__, every), count(start)))


def _by_text(
    steps: Sequence[Step], start: int, found: _Alike, new: Callable[[Iterable[int]], Positions]
) -> None:
    """Add the positions of steps by their arguments."""
    known = found.get
    for at in range(0, len(steps), AT_ONCE):
        piece = steps[at : at + AT_ONCE]
        names, texts = column(piece, APPLICATION), list(column(piece, ARGUMENTS))
        hints = map(eq, column(piece, PRIORITY), repeat("hint"))
        for index, alike in enumerate(zip(names, zeroed(texts), hints, strict=True), start + at):
            indices = known(alike)
            if indices is None:
                found[alike] = new([index])
            else:
                indices.append(index)
