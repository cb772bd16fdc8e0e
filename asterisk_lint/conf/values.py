"""The plain values that the configuration reader returns."""

from collections.abc import Callable, Iterable, Iterator

from asterisk_lint.conf.entry import BLANKS, Entry, fold
from asterisk_lint.conf.section import Section
from asterisk_lint.conf.shape import Shape
from asterisk_lint.conf.shared_results import OriginRange
from asterisk_lint.model import Problem
from asterisk_lint.records import NamedTuple

__all__ = ["BLANKS", "Conf", "Entry", "Include", "Section", "Shape", "fold", "of_shapes"]


class Include(NamedTuple):
    """One `#include`, `#tryinclude` or `#exec`; `found` names the files that were read for it.

    `unread`: files that Asterisk would read again here, but that were not read (`Conf.incomplete`).
    """

    kind: str
    target: str
    file: str
    line: int
    column: int
    found: tuple[str, ...]
    unread: tuple[str, ...] = ()


class Conf(NamedTuple):
    """A configuration file with everything that it includes.

    `rejected`: Asterisk gives up on the file, so the module that reads it gets nothing; the
    sections contain what was intended. `damaged`: the reason is not just an include that finds
    nothing here, and may find its file on the machine. `incomplete`: includes, templates or `+=`
    multiply the content so much that not all of it was read; a problem names the place. `origins`:
    the origin of the sections, for results that PBXs share.
    """

    name: str
    sections: tuple[Section, ...]
    includes: tuple[Include, ...]
    problems: tuple[Problem, ...]
    rejected: bool
    incomplete: bool = False
    origins: tuple[OriginRange, ...] = ()
    damaged: bool = False

    def section(self, name: str) -> Section | None:
        """Return the first section of that name that is not a template, ignoring case
        (ast_category_get() in main/config.c).
        """
        return next(self.named(name), None)

    def named(self, name: str) -> Iterator[Section]:
        """Yield every section of that name that is not a template, ignoring case."""
        wanted = fold(name)
        return (
            section
            for section in self.sections
            if not section.template and fold(section.name) == wanted
        )

    def objects(self, *besides: str) -> Iterator[Section]:
        """Yield the sections that are not templates, except those with certain names ("general", in
        lower case, ignoring case).
        """
        return (
            section
            for section in self.sections
            if not section.template and not (besides and fold(section.name) in besides)
        )


def of_shapes(sections: Iterable[Section], counts: Callable[[Shape], object]) -> Iterator[Section]:
    """Yield the sections whose shapes count; each shape is asked once."""
    known: dict[Shape, object] = {}
    for section in sections:
        shape = section.shape
        counted = known.get(shape)
        if counted is None:
            counted = known[shape] = bool(counts(shape))
        if counted:
            yield section
