"""Sections of a file that are alike in everything that the rows of the usage tables look at: their
uses differ only in their lines.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from asterisk_lint.conf.values import Section, Shape
from asterisk_lint.model import PlacedUses, Use
from asterisk_lint.records import NamedTuple

# What the rows say about a value of an option; None if its uses depend on more than that.
Verdict = object | None
_MANY = 1000  # values of one option that are worth keeping
_FEW = 50  # sections that need no grouping


class Looks(NamedTuple):
    """What rows look at in sections of one shape and type."""

    names: Sequence[Callable[[str], bool]]  # tests of the section's name
    special: frozenset[str]  # names that count as such, in lower case
    # Positions of entries, each with what the rows say about a value.
    values: Sequence[tuple[int, Callable[[str], Verdict]]]
    whole: Sequence[Callable[[Section], Verdict]]  # what they say about the whole section


def uses_of_alike(
    sections: Sequence[Section],
    looks: Callable[[Shape, str], Looks],
    uses: Callable[[Section], Iterable[Use]],
    *,
    typed: bool,
) -> Iterator[Use | PlacedUses]:
    """Yield the uses of sections; those of sections that are alike together, where the first of
    them is.

    `looks` returns what counts in sections of a shape and type, `uses` the uses of one section;
    `typed`: whether the type counts.
    """
    if len(sections) < _FEW:
        for section in sections:
            yield from uses(section)
        return
    known: dict[tuple[Shape, str], Looks] = {}
    groups: dict[object, list[Section]] = {}
    for section in sections:
        key: object = None
        if section.is_plain:
            kind = (section.value("type") or "") if typed else ""
            found = known.get((section.shape, kind))
            if found is None:
                found = known[section.shape, kind] = looks(section.shape, kind)
            key = _key(section, kind, found)
        groups.setdefault(id(section) if key is None else key, []).append(section)
    for alike in groups.values():
        first = alike[0]
        found_uses = uses(first)
        if len(alike) == 1:
            yield from found_uses
        else:
            places = {line: at for at, line in enumerate(first.entry_lines())}
            placed: dict[int, PlacedLines] = {}
            for use in found_uses:
                lines = placed.get(use.line)
                if lines is None:
                    lines = PlacedLines(alike, places.get(use.line, -1))
                    placed[use.line] = lines
                yield PlacedUses(use, lines)


def _key(section: Section, kind: str, looks: Looks) -> tuple[object, ...] | None:
    """Return what decides about the uses of a section; None if only all of it does."""
    key: list[object] = [section.shape, kind, section.file, section.column]
    for position, test in looks.values:
        verdict = test(section.value_at(position))
        if verdict is None:
            return None
        key.append(verdict)
    name = section.name
    if name.lower() in looks.special:
        key.append(name.lower())
    for is_named in looks.names:
        key.append(is_named(name))
    for of_whole in looks.whole:
        verdict = of_whole(section)
        if verdict is None:
            return None
        key.append(verdict)
    return tuple(key)


class PlacedLines(Sequence[int]):
    """The line of one entry in each of some sections of one shape; -1: that of the section."""

    def __init__(self, sections: Sequence[Section], position: int) -> None:
        self._sections = sections
        self._position = position
        self._lines: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self._sections)

    def __getitem__(self, index: int) -> int:  # type: ignore[override]
        return self._all()[index]

    def __iter__(self) -> Iterator[int]:
        return iter(self._all())

    def _all(self) -> Sequence[int]:
        if self._lines is None:
            from array import array

            position = self._position
            self._lines = array(
                "L",
                [
                    section.line if position < 0 else section.entry_line(position)
                    for section in self._sections
                ],
            )
        return self._lines


def single_uses(found: Iterable[Use | PlacedUses]) -> Iterator[Use]:
    """Yield every single use."""
    for one in found:
        yield from one.uses() if isinstance(one, PlacedUses) else (one,)


def renamed(use: Use | PlacedUses, name: str) -> Use | PlacedUses:
    """Return a use, or several of one thing, of another name."""
    if isinstance(use, PlacedUses):
        return use._replace(use=use.use._replace(name=name))
    return use._replace(name=name)


def remembered(test: Callable[[str], Verdict]) -> Callable[[str], Verdict]:
    """Return a test of values that keeps the first answers."""
    known: dict[str, Verdict] = {}

    def answer(value: str) -> Verdict:
        if value in known:
            return known[value]
        found = test(value)
        if len(known) < _MANY:
            known[value] = found
        return found

    return answer
