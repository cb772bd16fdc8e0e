"""Link parsed files into one configuration: resolve `#include` and combine sections
(main/config.c).
"""

from asterisk_lint.conf.dialect import Dialect
from asterisk_lint.conf.lines import NO_COMMENT, CommentState
from asterisk_lint.conf.parse import Parse
from asterisk_lint.conf.parsed import (
    GIVES_UP,
    HANGS,
    NEVER_CLOSED,
    Append,
    Directive,
    Header,
    Loose,
    ParsedFile,
    Plain,
    Trouble,
)
from asterisk_lint.conf.problems import GivenUp, ProblemCollector
from asterisk_lint.conf.sections import Sections
from asterisk_lint.conf.shared_results import Origin
from asterisk_lint.conf.values import Conf, Entry, Include
from asterisk_lint.tree.files import Files, Unreadable

_LEVELS = 11  # the file itself and ten levels of #include (MAX_INCLUDE_LEVEL)
# how often files that include each other are read again; Asterisk reads them thousands of times
_CIRCLES = 100
# how many lines of files that were already read are read again: ten times a dialplan of 250,000
# lines
REPEATED = 2_500_000
REPEATED_WITHIN = (
    250_000  # the same for lines that such repeated files include again, because those multiply
)
_FILE = 50  # the cost of reading such a file once more, in addition to its lines


def link(
    files: Files, parsed: ParsedFile, parse: Parse, dialect: Dialect, etc: str, *, stop: bool
) -> Conf:
    """A configuration file, as it was parsed, with all that it includes.

    `etc` and `stop` as in `read_conf`; `parse` reads and parses another file, and may know it from
    before.
    """
    name = parsed.source.name
    linker = _Linker(files, parse, dialect, etc, stop)
    report, sections = linker.report, linker.sections
    try:
        _, comments = linker.read(parsed, None, NO_COMMENT)
    except GivenUp as given_up:
        comments = given_up.comments
        report.rejected = True
    linker.unterminated(name, comments)
    incomplete = linker.exhausted or sections.incomplete
    return Conf(
        name,
        sections.frozen(),
        tuple(linker.includes),
        tuple(report.problems),
        report.rejected,
        incomplete,
        sections.origins(),
        report.damaged,
    )


class _Linker:
    """The state while files are linked."""

    def __init__(self, files: Files, parse: Parse, dialect: Dialect, etc: str, stop: bool) -> None:
        self.files = files
        self.parse = parse
        self.dialect = dialect
        self.etc = etc
        self.report = ProblemCollector(stop)
        self.sections = Sections(dialect, self.report)
        self.includes: dict[Include, None] = {}  # each once, in order
        self.targets: set[str] = set()
        self.open: list[
            str
        ] = []  # the files that are being read, each included by the previous one
        self.circles = 0  # how often each open file is currently included
        self.met: set[str] = set()  # the files that were read
        self.repeated = 0  # lines that were read again
        self.repeated_within = 0  # the part of them that such a file includes
        self.repeats = 0  # how many of the open files were read before
        self.exhausted = False

    def unterminated(self, file: str, comments: CommentState) -> None:
        """Report that a file, or the last file of a pattern, ends within a comment."""
        if comments.depth > 0:
            self.report.problem(
                NEVER_CLOSED,
                file,
                comments.began[comments.depth - 1],
            )

    def read(
        self, parsed: ParsedFile, category: int | None, comments: CommentState
    ) -> tuple[int | None, CommentState]:
        """Link one file; return the section in which it ends and the comment nesting there. Raises
        GivenUp.

        `category` and `comments`: the section and the comment nesting at the beginning of the file.
        """
        file = parsed.source.name
        again = file in self.met
        if again:
            self.repeated += parsed.size
            self.repeated_within += parsed.size + _FILE if self.repeats else 0
        self.met.add(file)
        self.repeats += again
        line = 0
        try:
            for number, part in enumerate(parsed.parts):
                line = part.line
                if isinstance(part, Plain):
                    category = self.sections.add_plain(part.sections, Origin(parsed.source, number))
                elif isinstance(part, Header):
                    category = self.sections.header(part, file)
                elif isinstance(part, Directive):
                    self.directive(part, file)
                elif isinstance(part, Trouble) and not (part.is_entry and category is None):
                    self.trouble(part, file)
                elif category is None:
                    self.outside(part, file)
                elif not isinstance(part, Trouble):
                    self.sections.add(part, category, file)
        except GivenUp as given_up:
            given_up.comments = parsed.comments_after(line, comments)
            raise
        finally:
            self.repeats -= again
        return category, parsed.comments[-1][1] if parsed.comments else comments

    def outside(self, part: Loose | Append | Trouble, file: str) -> None:
        """Report entries that come before any section."""
        places: tuple[Entry | Trouble, ...] = (
            part.entries
            if isinstance(part, Loose)
            else (part.entry if isinstance(part, Append) else part,)
        )
        for place in places:
            self.report.give_up(
                "this line is before the first [section]", file, place.line, place.column
            )

    def trouble(self, part: Trouble, file: str) -> None:
        """Report a problem that does not depend on what comes before it."""
        if part.weight == GIVES_UP:
            self.report.give_up(part.message, file, part.line, part.column)
        elif part.weight == HANGS:
            self.report.hang(part.message, file, part.line, part.column)
        else:
            self.report.problem(part.message, file, part.line, part.column)

    def directive(self, part: Directive, file: str) -> None:
        """Process a line that begins with `#`."""
        kind, target, line, column = part.kind, part.target, part.line, part.column
        if kind == "exec":
            message = (
                f"the output of #exec {part.written} is unknown: asterisk-lint never runs it"
                if part.written
                else "#exec names no program"
            )
            self.report.problem(message, file, line, column, "exec-include")
            self.includes[Include(kind, target, file, line, column, ())] = None
            return
        if target in self.targets and self.dialect.includes_must_exist:
            self.report.problem(
                f"{target} is included again: Asterisk warns and reads it again",
                file,
                line,
                column,
            )
        self.targets.add(target)
        found, unread = self.included(part, file)
        self.includes[Include(kind, target, file, line, column, found, unread)] = None

    def included(self, part: Directive, file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Read the files that a directive includes; return the names of those that were read, and
        of those that were not read again.
        """
        kind, target, line, column = part.kind, part.target, part.line, part.column
        if self.report.level >= _LEVELS:
            message = f"{target} would be the eleventh level of #include: Asterisk reads ten"
            if kind == "include":
                self.report.give_up(message, file, line, column)
            else:
                self.report.problem(message, file, line, column)
            return (), ()
        from asterisk_lint.conf.include import find

        names, directories, outside = find(self.files, target, self.etc)
        self.report.level += 1
        category, comments, unreadable = self.sections.current, NO_COMMENT, False
        read: list[str] = []
        unread: list[str] = []
        for name in names:
            if name in self.met and self.exceeds(part, name, file):
                unread.append(name)
                continue
            try:
                parsed = self.parse(self.files, name, not read, comments)
            except FileNotFoundError:
                if any(other.startswith(f"{name}/") for other in self.files.names()):
                    directories += (name,)
                continue
            except Unreadable as reason:
                self.report.problem(
                    f"{name} cannot be read here ({reason})", file, line, column, "missing-include"
                )
                unreadable = True
                continue
            self.circles += name == file or name in self.open
            if self.circles > _CIRCLES:
                self.report.problem(
                    f"{name} is included too often: asterisk-lint stops reading it",
                    file,
                    line,
                    column,
                )
                unreadable = True
                break
            read.append(name)
            self.open.append(file)
            try:
                category, comments = self.read(parsed, category, comments)
            except GivenUp as given_up:
                # Asterisk does not decrease the level again after it gives up on an included file.
                if self.report.hangs:
                    raise
                self.unterminated(name, given_up.comments)
                return tuple(read), tuple(unread)
            finally:
                self.open.pop()
        if read:
            self.unterminated(read[-1], comments)
        self.report.level -= 1
        for name in directories:
            self.report.problem(
                f"{name or target} is a directory: Asterisk skips it", file, line, column
            )
        if not read and not unread and not unreadable:
            self.nothing_read(part, outside, file)
        return tuple(read), tuple(unread)

    def exceeds(self, part: Directive, name: str, file: str) -> bool:
        """Tell whether no file is read again, because includes multiply the content without
        bound.
        """
        if not self.exhausted and (
            self.repeated > REPEATED or self.repeated_within > REPEATED_WITHIN
        ):
            self.exhausted = True
            lines = REPEATED if self.repeated > REPEATED else REPEATED_WITHIN
            message = (
                f"{name} is included repeatedly: after {lines:,} repeated lines asterisk-lint "
                "reads no file again"
            )
            self.report.problem(message, file, part.line, part.column, "missing-include")
        return self.exhausted

    def nothing_read(self, part: Directive, outside: bool, file: str) -> None:
        """Report the effect of a directive that finds no file."""
        kind, target, line, column = part.kind, part.target, part.line, part.column
        if kind == "tryinclude":
            return
        if outside:
            self.report.problem(
                f"{target} is outside this directory, so asterisk-lint does not read it",
                file,
                line,
                column,
                "missing-include",
            )
        elif self.dialect.includes_must_exist:
            self.report.give_up(
                f"there is no {target} to include", file, line, column, "missing-include"
            )
        else:
            self.report.problem(
                f"there is no {target} to include", file, line, column, "missing-include"
            )
