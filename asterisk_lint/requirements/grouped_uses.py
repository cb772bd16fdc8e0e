"""Uses and reasons one by one, where many are kept as steps of a dialplan (`model.StepUses`) or as
lines of a file (`model.PlacedUses`).
"""

from collections.abc import Iterable, Sequence

from asterisk_lint.dialplan.columns import FILE, LINE, column
from asterisk_lint.model import GroupedUses, PlacedUses, Reason, StepUses, Use
from asterisk_lint.records import TypeVar
from asterisk_lint.requirements.file_lines import FileLines

R = TypeVar("R", bound=Use | Reason)


def each_use(found: Iterable[R | GroupedUses]) -> tuple[R | Use, ...]:
    """Return every single use (or reason) by place; equal ones at the same place (a step that two
    contexts inherit) once.
    """
    single: dict[object, R | Use] = {}
    for one in found:
        for use in one.uses() if isinstance(one, GroupedUses) else (one,):
            single.setdefault((*use[:5], use.because, use.within, use.enforces), use)
    return tuple(sorted(single.values(), key=_order))


def everywhere(found: Iterable[Use | GroupedUses]) -> tuple[Use, ...]:
    """Return every single use by place; a step that several contexts inherit gives one for each
    context.
    """
    every = dict.fromkeys(
        use for one in found for use in (one.uses() if isinstance(one, GroupedUses) else (one,))
    )
    return tuple(sorted(every, key=_order))


def first(found: Sequence[R | GroupedUses]) -> R | Use:
    """Return the use (or reason) whose place comes first, of at least one; a dependency, which has
    no place, comes last.
    """
    one = min(found, key=_order) if len(found) > 1 else found[0]
    if isinstance(one, PlacedUses):
        return one.use
    return one.at(one.steps[0]) if isinstance(one, StepUses) else one


def readers_of(use: Use | GroupedUses) -> tuple[str, ...]:
    """Return the modules that make a use count if one is needed; () if it always counts."""
    if isinstance(use, StepUses):
        return ()
    return use.use.readers if isinstance(use, PlacedUses) else use.readers


def _order(one: Use | Reason | GroupedUses) -> tuple[bool, str, int, int]:
    if isinstance(one, StepUses):
        step = one.steps[0]
        return False, step.file, step.line, step.column
    if isinstance(one, PlacedUses):
        one = one.use
    return one.file is None, one.file or "", one.line or 0, one.column


def use_lines(found: Iterable[Use | Reason | GroupedUses]) -> FileLines:
    """Return the file and line of all of them; a dependency has none."""
    lines: dict[str, list[int]] = {}
    for one in found:
        if isinstance(one, PlacedUses):
            lines.setdefault(one.use.file, []).extend(one.lines)
        elif not isinstance(one, StepUses):
            if one.file is not None and one.line is not None:
                lines.setdefault(one.file, []).append(one.line)
        elif len(files := set(column(one.steps, FILE))) == 1:
            lines.setdefault(files.pop(), []).extend(column(one.steps, LINE))
        else:
            for file, line in zip(column(one.steps, FILE), column(one.steps, LINE), strict=True):
                lines.setdefault(file, []).append(line)
    return FileLines(lines)


def at_place(
    found: Iterable[Use | Reason | GroupedUses], place: tuple[str, int]
) -> list[Use | Reason]:
    """Return those at one file and line, by column."""
    here: list[Use | Reason] = []
    for one in found:
        if isinstance(one, StepUses):
            places = zip(column(one.steps, FILE), column(one.steps, LINE), strict=True)
            index = next((index for index, each in enumerate(places) if each == place), None)
            here += [one.at(one.steps[index])] if index is not None else []
        elif isinstance(one, PlacedUses):
            here += one.uses(place[1]) if one.use.file == place[0] else ()
        elif (one.file, one.line) == place:
            here.append(one)
    return sorted(here, key=lambda use: use.column)
