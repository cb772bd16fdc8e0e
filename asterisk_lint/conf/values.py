"""The plain values that the configuration reader returns."""

from collections.abc import Iterator

from asterisk_lint.conf.shared_results import OriginRange
from asterisk_lint.model import Problem
from asterisk_lint.records import NamedTuple

# What ast_strip() removes: every byte below 33 (include/asterisk/strings.h).
BLANKS = "".join(map(chr, range(33)))


def fold(name: str) -> str:
    """Convert a name as strcasecmp() compares it: only ASCII letters lose their case."""
    if name.isascii():
        return name.lower()
    return "".join(letter.lower() if letter < "\x80" else letter for letter in name)


class Entry(NamedTuple):
    """One `key = value` as Asterisk sees it, without comments, surrounding blanks and the backslash
    of an escaped semicolon.

    `file`, `line` and `column` give where it was written (for an inherited entry: in the template);
    `value_column` is where the value begins. `operator` is "=", "=>" or "+=".
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
    """One `[name]` with its entries, including those of the templates that it names.

    A second section of the same name is separate, as in Asterisk; `[name](+)` adds to the first
    one.
    """

    name: str
    file: str
    line: int
    column: int
    template: bool
    parents: tuple[str, ...]
    entries: tuple[Entry, ...]

    def get(self, key: str) -> Entry | None:
        """Return the first entry of that key, ignoring case (ast_variable_retrieve() in
        main/config.c).
        """
        wanted = fold(key)
        for entry in self.entries:
            if entry.key == wanted or (len(entry.key) == len(wanted) and fold(entry.key) == wanted):
                return entry
        return None

    def all(self, key: str) -> list[Entry]:
        """Return every entry of that key, ignoring case, in order."""
        wanted = fold(key)
        length = len(wanted)
        return [
            entry
            for entry in self.entries
            if len(entry.key) == length and fold(entry.key) == wanted
        ]


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
