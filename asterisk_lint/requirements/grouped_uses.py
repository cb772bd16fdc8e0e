"""Uses and reasons one by one, where many are kept as steps of a dialplan (`model.StepUses`)."""

from collections.abc import Iterable
from itertools import chain, repeat
from operator import attrgetter

from asterisk_lint.model import Reason, StepUses, Use
from asterisk_lint.records import TypeVar

R = TypeVar("R", bound=Use | Reason)

_FILE = attrgetter("file")
_LINE = attrgetter("line")


def each_use(found: Iterable[R | StepUses]) -> tuple[R | Use, ...]:
    """Return every single use (or reason) by place; equal ones at the same place (a step that two
    contexts inherit) once.
    """
    single: dict[object, R | Use] = {}
    for one in found:
        for use in one.uses() if isinstance(one, StepUses) else (one,):
            single.setdefault((*use[:5], use.because, use.within, use.enforces), use)
    return tuple(sorted(single.values(), key=_order))


def everywhere(found: Iterable[Use | StepUses]) -> tuple[Use, ...]:
    """Return every single use by place; a step that several contexts inherit gives one for each
    context.
    """
    every = dict.fromkeys(
        use for one in found for use in (one.uses() if isinstance(one, StepUses) else (one,))
    )
    return tuple(sorted(every, key=_order))


def first(found: Iterable[R | StepUses]) -> R | Use:
    """Return the use (or reason) whose place comes first, of at least one; a dependency, which has
    no place, comes last.
    """
    one = min(found, key=_order)
    return one.at(one.steps[0]) if isinstance(one, StepUses) else one


def _order(one: Use | Reason | StepUses) -> tuple[bool, str, int, int]:
    if isinstance(one, StepUses):
        step = one.steps[0]
        return False, step.file, step.line, step.column
    return one.file is None, one.file or "", one.line or 0, one.column


def use_lines(found: Iterable[Use | Reason | StepUses]) -> list[tuple[str, int]]:
    """Return the file and line of all of them, in order, without duplicates; a dependency has
    none.
    """
    lines: dict[str, set[int]] = {}
    for one in found:
        if not isinstance(one, StepUses):
            if one.file is not None and one.line is not None:
                lines.setdefault(one.file, set()).add(one.line)
        elif len(files := set(map(_FILE, one.steps))) == 1:
            lines.setdefault(files.pop(), set()).update(map(_LINE, one.steps))
        else:
            for step in one.steps:
                lines.setdefault(step.file, set()).add(step.line)
    return list(
        chain.from_iterable(zip(repeat(file), sorted(lines[file])) for file in sorted(lines))
    )


def at_place(
    found: Iterable[Use | Reason | StepUses], place: tuple[str, int]
) -> list[Use | Reason]:
    """Return those at one file and line, by column."""
    here: list[Use | Reason] = []
    for one in found:
        if isinstance(one, StepUses):
            step = next(
                (step for step in one.steps if step.line == place[1] and step.file == place[0]),
                None,
            )
            here += [one.at(step)] if step is not None else []
        elif (one.file, one.line) == place:
            here.append(one)
    return sorted(here, key=lambda use: use.column)
