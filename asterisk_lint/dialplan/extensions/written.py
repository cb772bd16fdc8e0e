"""The steps of one section that Asterisk takes as they are written, kept as their lines' forms."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, repeat
from operator import add, attrgetter

from asterisk_lint.conf.entry import Entry
from asterisk_lint.conf.shape import Opening
from asterisk_lint.dialplan.columns import (
    APPLICATION,
    ARGUMENTS,
    CALLER_ID,
    COLUMN,
    CONTEXT,
    EXTENSION,
    FILE,
    LABEL,
    LINE,
    PRIORITY,
    Columns,
)
from asterisk_lint.dialplan.extensions.forms import Form
from asterisk_lint.model import Step
from asterisk_lint.records import cast

_APPLICATION: Callable[[Form], str] = attrgetter("application")
_AT: Callable[[Form], int] = attrgetter("at")
_VALUE_COLUMN: Callable[[Opening | Entry], int] = attrgetter("value_column")
_STEP: Callable[[tuple[object, ...]], Step] = partial(tuple.__new__, Step)
_NEAR = 16  # texts at the beginning, which are found without knowing where all texts end
# All fields, in the order of a Step
FIELDS = (
    CONTEXT, EXTENSION, PRIORITY, APPLICATION, ARGUMENTS, FILE, LINE, COLUMN, LABEL, CALLER_ID,
)  # fmt: skip


class _Joined(Sequence[str]):
    """Texts without line feeds, at least one, put together in one text."""

    __slots__ = ("_ends", "text")

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = "\n".join(texts)
        self._ends: Sequence[int] | None = None  # characters of the texts before each, and of all

    def __len__(self) -> int:
        return self.text.count("\n") + 1

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        if self._ends is None:
            if index < _NEAR:
                return self.text.split("\n", index + 1)[index]
            from array import array

            self._ends = array("I", accumulate(map(len, self), initial=0))
        return self.text[self._ends[index] + index : self._ends[index + 1] + index]

    def __iter__(self) -> Iterator[str]:
        return iter(self.text.split("\n"))

    def at(self, positions: Sequence[int]) -> Iterator[str]:
        """Return the texts at some positions."""
        if len(positions) == 1:
            return map(self.__getitem__, positions)
        texts = self.text.split("\n", max(positions, default=0) + 1)
        return map(texts.__getitem__, positions)


class Written(Columns):
    """Steps of one section that follow each other, as they are written."""

    __slots__ = (
        "_firsts",
        "arguments",
        "caller_ids",
        "context",
        "extensions",
        "files",
        "forms",
        "labels",
        "lines",
        "openings",
        "priorities",
    )

    def __init__(
        self,
        context: str,
        places: tuple[Sequence[str], Sequence[int], Sequence[Opening | Entry]],
        forms: Sequence[Form],
        numbered: tuple[Sequence[str], Sequence[int]],
        arguments: Iterable[str],
        few: tuple[dict[int, str], dict[int, str]],
    ) -> None:
        self.context = context
        self.files, self.lines, self.openings = places  # of each: file, line, how it begins
        self.forms = forms
        extensions, self.priorities = numbered  # of each
        are_many = 2 * self.priorities.count(1) > len(extensions)  # otherwise they are shared
        self.extensions = _Joined(extensions) if are_many else extensions
        self.labels, self.caller_ids = few  # by position, where there is one
        self.arguments = _Joined(arguments)
        self._firsts: Mapping[Hashable, int] | None = None

    def __len__(self) -> int:
        return len(self.forms)

    def __getitem__(self, index: int) -> Step:  # type: ignore[override]
        if not 0 <= index < len(self.forms):
            raise IndexError(index)
        form = self.forms[index]
        return Step(
            self.context,
            self.extensions[index],
            self.priorities[index],
            form.application,
            self.arguments[index],
            self.files[index],
            self.lines[index],
            self.openings[index].value_column + form.at,
            self.labels.get(index),
            self.caller_ids.get(index),
        )

    def __iter__(self) -> Iterator[Step]:
        # (a tenth of what `Step._make` costs, which counts the fields)
        return map(_STEP, zip(*map(self.column, FIELDS), strict=True))

    def column(self, field: Callable[[Step], object]) -> Iterable[object]:
        """Return one field of every step, in order."""
        count = len(self.forms)
        if field is CONTEXT:
            return repeat(self.context, count)
        if field is EXTENSION:
            return self.extensions
        if field is PRIORITY:
            return self.priorities
        if field is APPLICATION:
            return map(self._applications().__getitem__, self.forms)
        if field is ARGUMENTS:
            return self.arguments
        if field in (LABEL, CALLER_ID):
            few = self.labels if field is LABEL else self.caller_ids
            return map(few.get, range(count)) if few else repeat(None, count)
        if field is FILE:
            return self.files
        if field is LINE:
            return self.lines
        return map(add, map(_VALUE_COLUMN, self.openings), map(_AT, self.forms))

    def _applications(self) -> dict[Hashable, str]:
        """Return the application of each form."""
        return {form: cast("Form", form).application for form in self.firsts()}

    def different(self, field: Callable[[Step], object]) -> set[object]:
        """Return every value of a field once."""
        if field is CONTEXT:
            return {self.context}
        if field is APPLICATION:
            return set(self._applications().values())
        if field in (PRIORITY, FILE):
            every = self.priorities if field is PRIORITY else self.files
            if every.count(every[0]) == len(every):
                return {every[0]}
        return super().different(field)

    def values(self, field: Callable[[Step], object], positions: Sequence[int]) -> Iterable[object]:
        """Return one field of the steps at some positions."""
        if field is CONTEXT:
            return repeat(self.context, len(positions))
        if field is EXTENSION:
            return map(self.extensions.__getitem__, positions)
        if field is PRIORITY:
            return map(self.priorities.__getitem__, positions)
        if field is APPLICATION:
            return map(_APPLICATION, map(self.forms.__getitem__, positions))
        if field is ARGUMENTS:
            return self.arguments.at(positions)
        if field is FILE:
            return map(self.files.__getitem__, positions)
        if field is LINE:
            return map(self.lines.__getitem__, positions)
        if field is LABEL:
            return map(self.labels.get, positions)
        if field is CALLER_ID:
            return map(self.caller_ids.get, positions)
        return super().values(field, positions)

    def text(self) -> str:
        """Return the arguments of every step, one step on each line."""
        return self.arguments.text

    def kinds(self) -> Sequence[Hashable]:
        """Return the form of every step."""
        return self.forms

    def firsts(self) -> Mapping[Hashable, int]:
        """Return where the first step of each form is."""
        if self._firsts is None:
            self._firsts = super().firsts()
        return self._firsts

    def labelled(self) -> Sequence[int]:
        """Return where the steps are that have a label."""
        return list(self.labels)

    def beginnings(self) -> Collection[Hashable]:
        """Return the forms of lines that say more than `same => n`, with or without a label."""
        forms = cast("Collection[Form]", self.firsts())
        return {form for form in forms if form.extension_end >= 0 or form.priority != 0}
