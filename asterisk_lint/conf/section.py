"""One section of a configuration file, without an object for each of its entries."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

from asterisk_lint.conf.entry import Entry, fold
from asterisk_lint.conf.shape import Opening, Shape

_OPENED = attrgetter("key", "column", "value_column", "operator")


class Section:
    """One `[name]` with its entries, including those of the templates that it names.

    A second section of the same name is separate, as in Asterisk; `[name](+)` adds to the first
    one. Nothing modifies a section.

    A section of plain lines (`of_lines`) keeps only its values and the shape that it shares with
    others. `entries` creates all entries and keeps them; `each_entry`, `get`, `all`, `value` and
    `entry` create what they return and keep nothing.
    """

    __slots__ = (
        "_entries",
        "_lines",
        "_shape",
        "_values",
        "column",
        "file",
        "line",
        "name",
        "parents",
        "template",
    )

    def __init__(
        self,
        name: str,
        file: str,
        line: int,
        column: int,
        template: bool,
        parents: tuple[str, ...],
        entries: tuple[Entry, ...] | None,
    ) -> None:
        self.name = name
        self.file = file
        self.line = line
        self.column = column
        self.template = template
        self.parents = parents
        self._entries = entries
        self._shape: Shape | None = None
        self._values: Sequence[str] = ()
        self._lines: int | Sequence[int] | None = None

    @classmethod
    def of_lines(
        cls,
        begun: tuple[str, str, int, int],
        shape: Shape,
        values: Sequence[str],
        lines: int | Sequence[int],
    ) -> "Section":
        """Return the section that begins at `begun` (name, file, line, column) and consists of
        plain lines.

        `lines`: their numbers; or if they follow each other, how many lines after the section's
        own the first one is.
        """
        section = cls.__new__(cls)
        section.name, section.file, section.line, section.column = begun
        section.template = False
        section.parents = ()
        section._entries = None
        section._shape = shape
        section._values = values
        section._lines = lines
        return section

    @property
    def is_plain(self) -> bool:
        """Whether it consists of plain lines, one for each entry, of one file."""
        return self._lines is not None

    def share(self, shapes: dict[tuple[str, ...], Shape]) -> None:
        """Take the shape of these keys from those that are known, by their keys; add a new one."""
        keys = tuple([entry.key for entry in self.entries])
        shape = shapes.get(keys)
        if shape is None:
            shape = shapes[keys] = Shape(keys)
        self._shape = shape

    @property
    def shape(self) -> Shape:
        """What it shares with sections that have the same keys."""
        if self._shape is None:
            self._shape = Shape(tuple([entry.key for entry in self._entries or ()]))
        return self._shape

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in order."""
        if self._entries is None:
            self._entries = tuple(self.each_entry())
        return self._entries

    def each_entry(self) -> Iterable[Entry]:
        """Return the entries one by one, in order."""
        if self._entries is not None or self._shape is None:
            return self._entries or ()
        return self._created(self._shape.openings)

    def _created(self, openings: tuple[Opening, ...]) -> Iterator[Entry]:
        new, file = tuple.__new__, self.file
        for opening, value, line in zip(openings, self._values, self._numbers(), strict=True):
            yield new(
                Entry,
                (
                    opening.key,
                    value,
                    file,
                    line,
                    opening.column,
                    opening.value_column,
                    opening.operator,
                    False,
                ),
            )

    def _numbers(self) -> Sequence[int]:
        lines = self._lines
        if isinstance(lines, int):
            return range(self.line + lines, self.line + lines + len(self._values))
        return lines or ()

    def entry_lines(self) -> Sequence[int]:
        """Return the line of each entry."""
        return [entry.line for entry in self.entries] if self._lines is None else self._numbers()

    def entry(self, index: int) -> Entry:
        """Return the entry at a position."""
        if self._entries is not None or self._shape is None:
            return self.entries[index]
        opening = self._shape.openings[index]
        return Entry(
            opening.key,
            self._values[index],
            self.file,
            self.entry_line(index),
            opening.column,
            opening.value_column,
            opening.operator,
        )

    def entry_line(self, index: int) -> int:
        """Return the line of the entry at a position."""
        lines = self._lines
        if isinstance(lines, int):
            return self.line + lines + index
        return self.entries[index].line if lines is None else lines[index]

    def values(self) -> Sequence[str]:
        """Return the value of each entry, in order."""
        if self._lines is None:
            return [entry.value for entry in self.entries]
        return self._values

    def places(
        self, chosen: slice
    ) -> tuple[Sequence[str], Sequence[int], Sequence[Opening | Entry]]:
        """Return the file and line of some entries, in order, and how each begins."""
        if self._lines is None:
            entries = self.entries[chosen]
            return [entry.file for entry in entries], [entry.line for entry in entries], entries
        lines = self._numbers()[chosen]
        return [self.file] * len(lines), lines, self.shape.openings[chosen]

    def value_at(self, index: int) -> str:
        """Return the value of the entry at a position."""
        return self.entries[index].value if self._lines is None else self._values[index]

    def value(self, key: str) -> str | None:
        """Return the value of the first entry of a key, given in lower case; None if it has
        none.
        """
        found = (self._shape or self.shape).positions(key)
        if not found:
            return None
        return self.entries[found[0]].value if self._lines is None else self._values[found[0]]

    def get(self, key: str) -> Entry | None:
        """Return the first entry of that key, ignoring case (ast_variable_retrieve() in
        main/config.c).
        """
        found = self.shape.positions(fold(key))
        return self.entry(found[0]) if found else None

    def all(self, key: str) -> list[Entry]:
        """Return every entry of that key, ignoring case, in order."""
        return [self.entry(index) for index in self.shape.positions(fold(key))]

    def among(self, wanted: frozenset[str]) -> list[Entry]:
        """Return every entry of these keys, given in lower case, ignoring case, in order."""
        return [self.entry(index) for index in self.shape.among(wanted)]

    def where(self, test: Callable[[str], bool]) -> list[Entry]:
        """Return every entry whose key passes a test, in order; `test` always answers the same."""
        return [self.entry(index) for index in self.shape.where(test)]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Section) or self._place() != other._place():
            return False
        if self._lines is None or other._lines is None:
            return self._told() == other._told()
        return (
            self._values == other._values
            and self.column == other.column
            and (self._lines == other._lines or list(self._numbers()) == list(other._numbers()))
            and (
                self._shape is other._shape
                or list(map(_OPENED, self.shape.openings))
                == list(map(_OPENED, other.shape.openings))
            )
        )

    def __hash__(self) -> int:
        return hash(self._place())

    def _place(self) -> tuple[str, str, int]:
        return self.name, self.file, self.line

    def _told(self) -> tuple[object, ...]:
        return (
            self.name, self.file, self.line, self.column, self.template, self.parents, self.entries,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"Section{self._told()!r}"
