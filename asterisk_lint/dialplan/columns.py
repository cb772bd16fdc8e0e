"""Steps without an object for each of them: what they have in common is kept once, and a Step is
made when somebody asks for it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, compress, count, groupby, repeat
from operator import attrgetter, eq, getitem, itemgetter, sub

from asterisk_lint.model import Step
from asterisk_lint.records import TypeVar, cast

_FEW = 256  # steps that are not worth a run of their own


T = TypeVar("T")

# The fields of a step, by which the functions below return columns
CONTEXT: Callable[[Step], str] = attrgetter("context")
EXTENSION: Callable[[Step], str] = attrgetter("extension")
PRIORITY: Callable[[Step], int | str] = attrgetter("priority")
APPLICATION: Callable[[Step], str] = attrgetter("application")
ARGUMENTS: Callable[[Step], str] = attrgetter("arguments")
FILE: Callable[[Step], str] = attrgetter("file")
LINE: Callable[[Step], int] = attrgetter("line")
COLUMN: Callable[[Step], int] = attrgetter("column")
LABEL: Callable[[Step], str | None] = attrgetter("label")
CALLER_ID: Callable[[Step], str | None] = attrgetter("caller_id")


class Columns(Sequence[Step]):
    """Steps that are made when somebody asks for them; equal to any sequence of the same steps."""

    __slots__ = ()

    def column(self, field: Callable[[Step], object]) -> Iterable[object]:
        """Return one field of every step, in order."""
        return map(field, self)

    def values(self, field: Callable[[Step], object], positions: Sequence[int]) -> Iterable[object]:
        """Return one field of the steps at some positions."""
        return map(field, map(self.__getitem__, positions))

    def different(self, field: Callable[[Step], object]) -> set[object]:
        """Return every value of a field once."""
        return set(self.column(field))

    def text(self) -> str:
        """Return the arguments of every step, one step on each line."""
        return "\n".join(column(self, ARGUMENTS))

    def kinds(self) -> Sequence[Hashable]:
        """Return something for every step that is the same only for steps that run the same
        application with arguments that differ in digits alone; nothing if that is not known.
        """
        return ()

    def firsts(self) -> Mapping[Hashable, int]:
        """Return where the first step of each kind is."""
        kinds, found, at = self.kinds(), {}, -1
        for kind in dict.fromkeys(kinds):  # in the order of the steps
            at = found[kind] = kinds.index(kind, at + 1)
        return found

    def labelled(self) -> Sequence[int]:
        """Return where the steps are that have a label."""
        return list(compress(count(), self.column(LABEL)))

    def beginnings(self) -> Collection[Hashable]:
        """Return the kinds of steps that may be another one than the next priority of the extension
        of the step before.
        """
        return self.firsts().keys()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash((len(self), self[0]))


def column(steps: Iterable[Step], field: Callable[[Step], T]) -> Iterable[T]:
    """Return one field of every step, in order."""
    # (a plain class first: to ask for an abstract one takes ten times as long)
    if not isinstance(steps, (tuple, list)) and isinstance(steps, Columns):
        return cast("Iterable[T]", steps.column(field))
    return map(field, steps)


def rows(steps: Iterable[Step], *fields: Callable[[Step], object]) -> Iterable[tuple[object, ...]]:
    """Return several fields of every step together, in order."""
    if isinstance(steps, Chosen) and isinstance(steps.steps, Steps):
        return steps.steps.rows(fields, steps.positions)
    return zip(*(column(steps, field) for field in fields), strict=True)


def different(steps: Iterable[Step], field: Callable[[Step], T]) -> set[T]:
    """Return every value of a field once."""
    if not isinstance(steps, (tuple, list)) and isinstance(steps, Columns):
        return cast("set[T]", steps.different(field))
    return set(map(field, steps))


def values(
    steps: Sequence[Step], field: Callable[[Step], T], positions: Sequence[int]
) -> Iterable[T]:
    """Return one field of the steps at some positions."""
    if not isinstance(steps, (tuple, list)) and isinstance(steps, Columns):
        if isinstance(positions, range) and len(positions) == len(steps):
            return column(steps, field)
        return cast("Iterable[T]", steps.values(field, positions))
    return map(field, map(steps.__getitem__, positions))


def value(steps: Sequence[Step], field: Callable[[Step], T], index: int) -> T:
    """Return one field of the step at a position."""
    return next(iter(values(steps, field, (index,))))


def runs_of(steps: Sequence[Step]) -> Sequence[Sequence[Step]]:
    """Return the runs of steps that are kept alike, in order."""
    return steps.runs if isinstance(steps, Steps) else [steps]


def labelled(steps: Sequence[Step]) -> Sequence[int]:
    """Return where the steps are that have a label."""
    if not isinstance(steps, (tuple, list)) and isinstance(steps, Columns):
        return steps.labelled()
    return list(compress(count(), map(LABEL, steps)))


class Steps(Columns):
    """Steps in runs, to which more can be added."""

    __slots__ = ("_begin", "_files", "_lines", "_open", "length", "runs")

    def __init__(self, runs: Iterable[Sequence[Step]] = ()) -> None:
        self.runs: list[Sequence[Step]] = []
        self._begin: list[int] = []  # where each run begins
        self.length = 0
        self._open: list[Step] | None = None  # the last run, if single steps may be added to it
        self._lines: Sequence[int] | None = None
        self._files: set[str] | None = None
        for run in runs:
            self._add(run)

    def _add(self, run: Sequence[Step]) -> None:
        self._open = None
        self.runs.append(run)
        self._begin.append(self.length)
        self.length += len(run)

    def extend(self, steps: Sequence[Step]) -> None:
        """Add steps."""
        if isinstance(steps, Steps):
            for run in steps.runs:
                self._add(run)
        elif isinstance(steps, Columns) and len(steps) >= _FEW:
            self._add(steps)
        else:
            if self._open is None:
                few: list[Step] = []
                self._add(few)
                self._open = few
            self._open += steps
            self.length += len(steps)

    def since(self, start: int) -> Sequence[Step]:
        """Return the steps from a position on, to which nothing is added."""
        self._open = None
        return self._between(start, self.length)

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int | slice) -> Step | Sequence[Step]:  # type: ignore[override]
        if isinstance(index, slice):
            return self._between(*index.indices(self.length)[:2])
        if index < 0:
            index += self.length
        if not 0 <= index < self.length:
            raise IndexError(index)
        run = bisect_right(self._begin, index) - 1
        return self.runs[run][index - self._begin[run]]

    def _between(self, start: int, stop: int) -> Sequence[Step]:
        found = Steps()
        at = max(bisect_right(self._begin, start) - 1, 0)
        while at < len(self.runs) and self._begin[at] < stop:
            begin, run = self._begin[at], self.runs[at]
            first, last = max(start - begin, 0), min(stop - begin, len(run))
            if first < last:
                whole = last - first == len(run)
                found._add(run if whole else [run[index] for index in range(first, last)])
            at += 1
        return found.frozen()

    def frozen(self) -> Sequence[Step]:
        """Return the same steps, as a tuple if they are few or all made already."""
        if all(isinstance(run, (tuple, list)) for run in self.runs):
            return tuple(chain.from_iterable(self.runs))
        return self

    def __iter__(self) -> Iterator[Step]:
        return chain.from_iterable(self.runs)

    def column(self, field: Callable[[Step], object]) -> Iterable[object]:
        """Return one field of every step, in order."""
        return chain.from_iterable(map(column, self.runs, repeat(field)))

    def different(self, field: Callable[[Step], object]) -> set[object]:
        """Return every value of a field once."""
        return set[object]().union(*(different(run, field) for run in self.runs))

    def values(self, field: Callable[[Step], object], positions: Sequence[int]) -> Iterable[object]:
        """Return one field of the steps at some positions."""
        if field is LINE:
            if self._lines is None:
                from array import array

                self._lines = array("I", column(self, LINE))
            return map(getitem, repeat(self._lines), positions)
        if field is FILE:
            if self._files is None:
                self._files = different(self, FILE)
            if len(self._files) == 1:
                return repeat(next(iter(self._files)), len(positions))
        return chain.from_iterable(map(self._in_run, repeat(field), self._by_run(positions)))

    def rows(
        self, fields: Iterable[Callable[[Step], object]], positions: Sequence[int]
    ) -> Iterable[tuple[object, ...]]:
        """Return several fields of the steps at some positions together."""
        for number, those in self._by_run(positions):
            run = self.runs[number]
            yield from zip(*(values(run, field, those) for field in fields), strict=True)

    def _by_run(self, positions: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Yield the positions that follow each other in one run, with the run's number: from its
        beginning.
        """
        at = 0
        while at < len(positions):
            number = bisect_right(self._begin, positions[at]) - 1
            begin = self._begin[number]
            end = begin + len(self.runs[number])
            some = positions[at : bisect_left(positions, end, at)]
            if not some or min(some) < begin or max(some) >= end:
                break  # they do not ascend
            yield number, list(map(sub, some, repeat(begin)))
            at += len(some)
        rest = positions[at:]
        runs = map(partial(bisect_right, self._begin), rest)
        for number, those in groupby(zip(runs, rest, strict=True), itemgetter(0)):
            begin = self._begin[number - 1]
            yield number - 1, [position - begin for _, position in those]

    def _in_run(
        self, field: Callable[[Step], object], those: tuple[int, list[int]]
    ) -> Iterable[object]:
        return values(self.runs[those[0]], field, those[1])


class Chosen(Columns):
    """Some steps of others."""

    __slots__ = ("_lines", "positions", "steps")

    def __init__(self, steps: Sequence[Step], positions: Sequence[int]) -> None:
        self.steps = steps
        self.positions = positions
        self._lines: Sequence[int] | None = None  # each module that many steps use asks for them

    def __len__(self) -> int:
        return len(self.positions)

    def __getitem__(self, index: int | slice) -> Step | Sequence[Step]:  # type: ignore[override]
        if isinstance(index, slice):
            return Chosen(self.steps, self.positions[index])
        return self.steps[self.positions[index]]

    def __iter__(self) -> Iterator[Step]:
        return map(self.steps.__getitem__, self.positions)

    def column(self, field: Callable[[Step], object]) -> Iterable[object]:
        """Return one field of every step, in order."""
        if field is not LINE or len(self.positions) < _FEW:
            return values(self.steps, field, self.positions)
        if self._lines is None:
            from array import array

            self._lines = array("I", values(self.steps, LINE, self.positions))
        return self._lines
