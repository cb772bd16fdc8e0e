"""The plain values that the configuration reader gives out."""

from collections.abc import Iterator

from asterisk_lint.conf.shared_results import OriginRange
from asterisk_lint.model import Problem
from asterisk_lint.records import NamedTuple

# What ast_strip() takes off: every byte below 33 (include/asterisk/strings.h).
BLANKS = "".join(map(chr, range(33)))


def fold(name: str) -> str:
    """A name as strcasecmp() compares it: only the letters of ASCII lose their case."""
    if name.isascii():
        return name.lower()
    return "".join(letter.lower() if letter < "\x80" else letter for letter in name)


class Entry(NamedTuple):
    """One `key = value` as Asterisk sees it: comments, blanks around it and the backslash of an escaped semicolon are gone.

    `file`, `line` and `column` are where it was written (for an inherited entry: in the template); `value_column` is where the value
    begins. `operator` is "=", "=>" or "+=".
    """

    key: str
    value: str
    file: str
    line: int
    column: int
    value_column: int
    operator: str = "="
    inherited: bool = False


class Section(NamedTuple):
    """One `[name]` with its entries, those of the templates it names included.

    A second section of the same name is a section of its own, as in Asterisk; `[name](+)` adds to the first one.
    """

    name: str
    file: str
    line: int
    column: int
    template: bool
    parents: tuple[str, ...]
    entries: tuple[Entry, ...]

    def get(self, key: str) -> Entry | None:
        """The first entry of that key, compared without case (ast_variable_retrieve() in main/config.c)."""
        wanted = fold(key)
        for entry in self.entries:
            if entry.key == wanted or (len(entry.key) == len(wanted) and fold(entry.key) == wanted):
                return entry
        return None

    def all(self, key: str) -> list[Entry]:
        """Every entry of that key, compared without case, in order."""
        wanted = fold(key)
        length = len(wanted)
        return [
            entry
            for entry in self.entries
            if len(entry.key) == length and fold(entry.key) == wanted
        ]


class Include(NamedTuple):
    """One `#include`, `#tryinclude` or `#exec`; `found` names the files that were read for it.

    `unread`: files that Asterisk would read here once more, and that were not (`Conf.incomplete`).
    """

    kind: str
    target: str
    file: str
    line: int
    column: int
    found: tuple[str, ...]
    unread: tuple[str, ...] = ()


class Conf(NamedTuple):
    """A configuration file with all that it includes.

    `rejected`: Asterisk gives up on the file, and whatever reads it gets nothing; the sections show what it was meant to say.
    `incomplete`: includes or templates multiply the content so much that not all of it was read; a problem says where.
    `origins`: which of the sections come from where, for results that PBXs share.
    """

    name: str
    sections: tuple[Section, ...]
    includes: tuple[Include, ...]
    problems: tuple[Problem, ...]
    rejected: bool
    incomplete: bool = False
    origins: tuple[OriginRange, ...] = ()

    def section(self, name: str) -> Section | None:
        """The first section of that name that is no template, compared without case (ast_category_get() in main/config.c)."""
        return next(self.named(name), None)

    def named(self, name: str) -> Iterator[Section]:
        """Every section of that name that is no template, compared without case."""
        wanted = fold(name)
        return (
            section
            for section in self.sections
            if not section.template and fold(section.name) == wanted
        )

    def objects(self, *besides: str) -> Iterator[Section]:
        """The sections that are no templates, without those of certain names ("general", in small letters, compared without case)."""
        return (
            section
            for section in self.sections
            if not section.template and not (besides and fold(section.name) in besides)
        )
