"""Uses of one thing at many places of a dialplan, kept as its steps: a large dialplan has tens of thousands, of which few are ever shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from operator import attrgetter
from typing import NamedTuple, TypeVar

from asterisk_lint.dialplan.steps import Step
from asterisk_lint.model import Reason, Use

Lines = Callable[[str], Sequence[str]]  # gives a file's lines by its name; none when there is no such file
R = TypeVar("R", bound=Use | Reason)

_FILE = attrgetter("file")
_LINE = attrgetter("line")


class Alike(NamedTuple):
    """What the arguments of each of these steps name, or (within and because are empty) the application that each of them runs."""

    kind: str
    name: str
    within: str | None
    because: str
    steps: Sequence[Step]  # at least one, by file and line
    lines: Lines | None  # to find the name's column in; None: the name stands where the step's application does

    def uses(self) -> Iterator[Use]:
        """A use for each step."""
        return map(self.at, self.steps)

    def at(self, step: Step) -> Use:
        """The use in one step."""
        context: str | None
        extension: str | None
        priority: int | str | None
        context, extension, priority, _, _, file, line, column, _, _ = step
        if not context:  # a call in a Lua function that several extensions run
            context = extension = priority = None
        if self.lines is not None:
            lines = self.lines(file)
            raw = lines[line - 1] if 0 < line <= len(lines) else ""
            column = raw.find(self.name, max(column, 0)) + 1 or column if self.name else column
        return Use(self.kind, self.name, file, line, column, context, extension, priority, self.within, self.because)


def each(found: Iterable[R | Alike]) -> tuple[R | Use, ...]:
    """Every use (or reason) one by one, by place; those that say the same of the same place (a step that two contexts inherit) once."""
    single: dict[object, R | Use] = {}
    for one in found:
        for use in one.uses() if isinstance(one, Alike) else (one,):
            single.setdefault((*use[:5], use.because, use.within, use.enforces), use)
    return tuple(sorted(single.values(), key=_order))


def first(found: Iterable[R | Alike]) -> R | Use:
    """The use (or reason) whose place comes first, of at least one; a dependency, which has none, comes last."""
    one = min(found, key=_order)
    return one.at(one.steps[0]) if isinstance(one, Alike) else one


def _order(one: Use | Reason | Alike) -> tuple[bool, str, int, int]:
    if isinstance(one, Alike):
        step = one.steps[0]
        return False, step.file, step.line, step.column
    return one.file is None, one.file or "", one.line or 0, one.column


def places(found: Iterable[Use | Reason | Alike]) -> list[tuple[str, int]]:
    """The file and line of all of them, in order, each once; a dependency has none."""
    lines: dict[str, set[int]] = {}
    for one in found:
        if not isinstance(one, Alike):
            if one.file is not None and one.line is not None:
                lines.setdefault(one.file, set()).add(one.line)
        elif len(files := set(map(_FILE, one.steps))) == 1:
            lines.setdefault(files.pop(), set()).update(map(_LINE, one.steps))
        else:
            for step in one.steps:
                lines.setdefault(step.file, set()).add(step.line)
    return list(chain.from_iterable(zip(repeat(file), sorted(lines[file])) for file in sorted(lines)))


def at_place(found: Iterable[Use | Reason | Alike], place: tuple[str, int]) -> list[Use | Reason]:
    """Those of one file and line, by their column."""
    here: list[Use | Reason] = []
    for one in found:
        if isinstance(one, Alike):
            step = next((step for step in one.steps if step.line == place[1] and step.file == place[0]), None)
            here += [one.at(step)] if step is not None else []
        elif (one.file, one.line) == place:
            here.append(one)
    return sorted(here, key=lambda use: use.column)
