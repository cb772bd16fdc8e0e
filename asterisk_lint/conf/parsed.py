"""The parsed form of one configuration file, before its includes and templates are resolved."""

from asterisk_lint.conf.lines import CommentState
from asterisk_lint.conf.shared_results import ParseKey
from asterisk_lint.conf.values import Entry, Section
from asterisk_lint.records import NamedTuple

WARNS, GIVES_UP, HANGS = "warns", "gives up", "hangs"
# What is wrong with a line
TOO_LONG = "the line is longer than Asterisk's buffer of 8191 bytes: Asterisk skips it"
NEVER_OPENED = "--; closes a comment that was never opened: Asterisk ignores the following lines"
NEVER_CLOSED = "the comment that begins here with ;-- is never closed with --;"
NOTHING_ESCAPED = "the backslash is not followed by anything that can be escaped"


# Plain classes, because a NamedTuple costs ten times as much at each start; nothing modifies them.


class Plain:
    """Whole sections without templates and mistakes; a following part may add to the last one."""

    __slots__ = ("line", "sections")

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self.sections = sections
        self.line = sections[0].line


class Header:
    """A line `[name](option,option)`, with at least one option, as written."""

    __slots__ = ("column", "line", "name", "options")

    def __init__(self, name: str, options: tuple[str, ...], line: int, column: int) -> None:
        self.name = name
        self.options = options
        self.line = line
        self.column = column


class Loose:
    """Entries of the current section."""

    __slots__ = ("entries", "line")

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.line = entries[0].line


class Append:
    """`key += more`: the value if the section has no such key, and the value to append if it
    has.
    """

    __slots__ = ("entry", "line", "more")

    def __init__(self, entry: Entry, more: str) -> None:
        self.entry = entry
        self.more = more
        self.line = entry.line


class Directive:
    """An `#include`, `#tryinclude` or `#exec` (in lower case, without the `#`); `written` is the
    target with its quotes.
    """

    __slots__ = ("column", "kind", "line", "target", "written")

    def __init__(self, kind: str, written: str, target: str, line: int, column: int) -> None:
        self.kind = kind
        self.written = written
        self.target = target
        self.line = line
        self.column = column


class Trouble:
    """A line at which Asterisk warns, gives up or hangs. `is_entry`: it would belong to a section,
    so that outside a section that is the problem.
    """

    __slots__ = ("column", "is_entry", "line", "message", "weight")

    def __init__(
        self,
        message: str,
        line: int,
        column: int = 0,
        weight: str = WARNS,
        *,
        is_entry: bool = False,
    ) -> None:
        self.message = message
        self.line = line
        self.column = column
        self.weight = weight
        self.is_entry = is_entry


Part = Plain | Header | Loose | Append | Directive | Trouble


class ParsedFile(NamedTuple):
    """One file, parsed on its own.

    `comments` gives the comment nesting after each line that changes it; `size` counts entries and
    other parts.
    """

    source: ParseKey
    parts: tuple[Part, ...]
    comments: tuple[tuple[int, CommentState], ...]
    size: int

    def comments_after(self, line: int, before: CommentState) -> CommentState:
        """Return the comment nesting after a line; `before` is the nesting at the beginning of the
        file.
        """
        state = before
        for number, following in self.comments:
            if number > line:
                break
            state = following
        return state
