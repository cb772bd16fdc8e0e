"""The plain lines of a section: in a large one, without a text for each value."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, compress, islice, repeat
from operator import attrgetter, eq, is_not

from asterisk_lint.conf.openings import NOTHING, Form
from asterisk_lint.conf.section import Section
from asterisk_lint.conf.shape import Opening, Shape
from asterisk_lint.records import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from asterisk_lint.conf.line_index import LineIndex

MANY = 200  # lines of a section whose values need saving
_FEW = 100  # lines of a section whose numbers need no saving
_SOME = 500  # lines whose values are made at once
_PIECE = 4000  # bytes of the file that are split once somebody asked for one value
_OPENING: Callable[[Form], Opening] = attrgetter("opening")
_KEY: Callable[[Opening], str] = attrgetter("key")

T = TypeVar("T", bound=Hashable)
V = TypeVar("V")


class PlainLines:
    """The plain lines of the section that is being read: of each its form and number, and itself
    (of a large section only of some). `content`: that of the file.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.forms: list[Form] = []
        # The numbers: from `first` to before `_stop`, unless they do not follow each other.
        self.first = self._stop = 0
        self._numbers: list[int] | None = None
        self._written: list[str] = []
        self._lines: LineIndex | None = None
        self._shapes: dict[tuple[Opening, ...], Shape] = {}

    def take(
        self, numbers: Sequence[int], lines: Iterable[str | None], forms: Sequence[Form | None]
    ) -> None:
        """Add lines that follow each other, by their forms."""
        different = forms if len(forms) < _FEW else set(forms)
        if NOTHING in different:
            if len(different) == 1:
                return
            says = list(map(is_not, forms, repeat(NOTHING)))
            numbers, lines = list(compress(numbers, says)), compress(lines, says)
            forms = list(compress(forms, says))
        if not forms:
            return
        if not self.forms:
            self.first = self._stop = numbers[0]
        if self._numbers is None and isinstance(numbers, range) and numbers[0] == self._stop:
            self._stop = numbers[-1] + 1
        else:
            self._listed().extend(numbers)
        self._written += lines  # type: ignore[arg-type]
        self.forms += forms  # type: ignore[arg-type]

    def add(self, number: int, line: str | None, form: Form) -> None:
        """Add one line."""
        if form is not NOTHING:
            if not self.forms:
                self.first = self._stop = number
            if self._numbers is None and number == self._stop:
                self._stop += 1
            else:
                self._listed().append(number)
            self._written.append(line)  # type: ignore[arg-type]
            self.forms.append(form)

    def _listed(self) -> list[int]:
        """Return the numbers as a list, from now on."""
        if self._numbers is None:
            self._numbers = list(range(self.first, self._stop))
        return self._numbers

    def spare(self) -> None:
        """Take note that more lines come."""
        if len(self.forms) >= MANY:
            self._written.clear()

    def clear(self) -> None:
        """Begin a new section."""
        self.forms.clear()
        self.first = self._stop = 0
        self._numbers = None
        self._written.clear()

    def section(self, begun: tuple[str, str, int, int]) -> Section:
        """Return the section of the lines since `begun`."""
        forms = tuple(self.forms)
        openings = _each(forms, _OPENING)
        shape = self._shapes.get(openings)
        if shape is None:
            shape = self._shapes[openings] = Shape(_each(openings, _KEY), openings)
        numbers: Sequence[int] = range(self.first, self._stop)
        if self._numbers is not None:
            numbers = numbers_of(self._numbers)
        lines = numbers[0] - begun[2] if numbers and isinstance(numbers, range) else numbers
        return Section.of_lines(begun, shape, self._values(numbers, forms), lines or 0)

    def _values(self, numbers: Sequence[int], forms: Sequence[Form]) -> Sequence[str]:
        """Return the values of the lines of a section, in little memory."""
        if len(forms) < MANY:
            return values_in(self._written, forms)
        self._lines = self._lines or lines_for_values(self._content)
        return Values(self._lines, numbers, forms)


def _each(values: Sequence[T], field: Callable[[T], V]) -> tuple[V, ...]:
    """Return a field of each value, many times the same ones."""
    if len(values) < MANY:
        return tuple([field(value) for value in values])
    fields = {value: field(value) for value in set(values)}
    if len(different := set(fields.values())) == 1:
        return tuple(different) * len(values)
    return tuple(map(fields.__getitem__, values))


def numbers_of(numbers: list[int]) -> Sequence[int]:
    """Return line numbers in little memory."""
    if not numbers:
        return ()
    every = range(numbers[0], numbers[0] + len(numbers))
    if numbers[-1] == every[-1] and all(map(eq, numbers, every)):
        return every
    if len(numbers) < _FEW:
        return tuple(numbers)
    from array import array

    return array("I", numbers)


def values_in(lines: Iterable[str], forms: Iterable[Form]) -> tuple[str, ...]:
    """Return the values of some lines of these forms."""
    return tuple([
        line[form.start : form.end] if form.value is None else form.value
        for line, form in zip(lines, forms, strict=True)
    ])  # fmt: skip


def lines_for_values(content: bytes) -> "LineIndex":
    """Return the lines of a file, to take values from."""
    from asterisk_lint.conf.line_index import LineIndex

    return LineIndex(content, piece=_PIECE)


class Values(Sequence[str]):
    """The values of lines, without a text for each of them. `lines`: those of their file."""

    __slots__ = ("_forms", "_lines", "_numbers")

    def __init__(self, lines: "LineIndex", numbers: Sequence[int], forms: Sequence[Form]) -> None:
        self._lines = lines
        self._numbers = numbers
        self._forms = forms

    def __len__(self) -> int:
        return len(self._forms)

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        form = self._forms[index]
        return (
            self._lines[self._numbers[index] - 1][form.start : form.end]
            if form.value is None
            else form.value
        )

    def __iter__(self) -> Iterator[str]:
        lines = self._lines.at(self._numbers)
        return chain.from_iterable(
            values_in(islice(lines, _SOME), self._forms[start : start + _SOME])
            for start in range(0, len(self._forms), _SOME)
        )

    def texts(self) -> tuple[Iterator[str], Sequence[Form]]:
        """Return for each value the line that contains it, or the value that no line contains; and
        the forms of the lines.
        """
        lines, forms = self._lines.at(self._numbers), self._forms
        if all(form.value is None for form in set(forms)):
            return lines, forms
        return (
            line if form.value is None else form.value
            for line, form in zip(lines, forms, strict=True)
        ), forms

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash((len(self), self[0]))


def texts_of(section: Section) -> tuple[Iterator[str], Sequence[Form]]:
    """Return for each entry a text that contains its value, in order; and, if that may be more than
    the value, the form of its line.
    """
    values = section.values()
    return values.texts() if isinstance(values, Values) else (iter(values), ())
