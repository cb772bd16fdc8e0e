"""What the parser makes of one configuration file, before its includes and templates are resolved."""

from typing import NamedTuple

from asterisk_lint.conf.lines import CommentState
from asterisk_lint.conf.shared_results import Source
from asterisk_lint.conf.values import Entry, Section

WARNS, GIVES_UP, HANGS = "warns", "gives up", "hangs"


class Plain(NamedTuple):
    """Whole sections without templates and without mistakes; a part that follows may add to the last one."""

    sections: tuple[Section, ...]

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.sections[0].line


class Header(NamedTuple):
    """A line `[name](option,option)`."""

    name: str
    options: tuple[str, ...]  # as written; at least one
    line: int
    column: int


class Loose(NamedTuple):
    """Entries of the section in which the reading stands."""

    entries: tuple[Entry, ...]

    @property
    def line(self) -> int:
        """Where they begin."""
        return self.entries[0].line


class Append(NamedTuple):
    """`key += more`: what it becomes where the section has no such key, and what is appended where it has."""

    entry: Entry
    more: str

    @property
    def line(self) -> int:
        """Where it stands."""
        return self.entry.line


class Directive(NamedTuple):
    """An `#include`, `#tryinclude` or `#exec` (in small letters, without the `#`)."""

    kind: str
    written: str
    target: str  # as written, without the quotes
    line: int
    column: int


class Trouble(NamedTuple):
    """A line at which Asterisk warns, gives up or hangs. `is_entry`: it would belong to a section, so outside of one it is that which is wrong."""

    message: str
    line: int
    column: int = 0
    weight: str = WARNS
    is_entry: bool = False
    rule: str = "syntax-error"


Part = Plain | Header | Loose | Append | Directive | Trouble


class ParsedFile(NamedTuple):
    """One file, parsed by itself.

    `comments` tells how nested comments stand behind each line that changes it; `size` counts entries and other parts.
    """

    source: Source
    parts: tuple[Part, ...]
    comments: tuple[tuple[int, CommentState], ...]
    size: int

    def comments_after(self, line: int, before: CommentState) -> CommentState:
        """How nested comments stand behind a line; `before` is how they stand at the beginning of the file."""
        state = before
        for number, following in self.comments:
            if number > line:
                break
            state = following
        return state
