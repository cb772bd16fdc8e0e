"""Parse one configuration file on its own: its bytes, line by line (config_text_file_load(),
process_text_line() in main/config.c).
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, compress, repeat
from operator import is_

from asterisk_lint.conf.dialect import Dialect
from asterisk_lint.conf.lines import NO_COMMENT, Comments, CommentState, numbered
from asterisk_lint.conf.names import kept_name
from asterisk_lint.conf.openings import NOTHING, Exactly, Forms, Heads
from asterisk_lint.conf.parsed import (
    GIVES_UP,
    HANGS,
    NEVER_OPENED,
    NOTHING_ESCAPED,
    TOO_LONG,
    Append,
    Header,
    Loose,
    ParsedFile,
    Part,
    Plain,
    Trouble,
)
from asterisk_lint.conf.plain_lines import PlainLines
from asterisk_lint.conf.shape import Opening
from asterisk_lint.conf.shared_results import ParseKey, Table
from asterisk_lint.conf.values import BLANKS, Entry, Section
from asterisk_lint.tree.files import Files

# The files, the name of one, whether it is the first file of its pattern, comments before it.
Parse = Callable[[Files, str, bool, CommentState], ParsedFile]

PARSED: Table[ParseKey, ParsedFile] = Table()


def parse_file(
    name: str,
    data: bytes,
    dialect: Dialect,
    *,
    first: bool = True,
    comments: CommentState = NO_COMMENT,
) -> ParsedFile:
    """Parse one file; the result depends only on the arguments.

    `first`: only the first of the files that a pattern names may begin with a byte order mark.
    `comments`: the comment nesting where the file begins, which carries over from one of these
    files to the next.
    """
    source = ParseKey(name, data, dialect, first and dialect.byte_order_mark)
    parser = _Parser(source, comments)
    for lines in numbered(
        data, byte_order_mark=source.byte_order_mark, skips_long_lines=dialect.skips_long_lines
    ):
        parser.parse(*lines)
    parser.flush()
    return ParsedFile(source, tuple(parser.parts), tuple(parser.states), parser.size)


class _Parser:
    """The state of parsing: the finished parts, the plain sections that become the next one, and
    the entries of the last section.
    """

    def __init__(self, source: ParseKey, comments: CommentState) -> None:
        self.file = source.name
        self.dialect = source.dialect
        self.comments = Comments(comments)
        self.parts: list[Part] = []
        self.state = comments
        self.states: list[tuple[int, CommentState]] = []
        self.sections: list[Section] = []
        self.plain = PlainLines(source.content)  # of the last section
        self.arrows = Heads("=> ")
        self.equals = Heads("=")
        self.spaced = Heads("= ")
        self.exactly = Exactly()
        self.known = Forms()
        self.shifted = source.byte_order_mark and source.content.startswith(b"\xef\xbb\xbf")
        # The last plain header: name, file, line, column.
        self.begun: tuple[str, str, int, int] | None = None
        self.size = 0

    def parse(
        self,
        numbers: Sequence[int],
        lines: Sequence[str | None],
        alikes: Sequence[bytes | None],
    ) -> None:
        """Process some lines: their numbers, and each with every digit as 0. None is a line that
        Asterisk skips, and one that cannot be compared with others.
        """
        self.plain.spare()
        forms = list(map(self.known.get, alikes))
        unknown: Iterable[int] = ()
        if None in set(forms):
            unknown = compress(range(len(forms)), map(is_, forms, repeat(None)))
        at = 0
        for stop in chain(unknown, (len(forms),)):
            if stop < len(forms) and not self.comments.depth:
                forms[stop] = self.known.get(alikes[stop])
                if forms[stop] is not None:  # since the line before
                    continue
            if self.comments.depth:
                for index in range(at, stop):
                    self.line(numbers[index], lines[index], alikes[index])
            elif at < stop:
                self.plain.take(numbers[at:stop], lines[at:stop], forms[at:stop])
            if stop < len(forms):
                self.line(numbers[stop], lines[stop], alikes[stop])
            at = stop + 1

    def line(self, number: int, raw: str | None, alike: bytes | None) -> None:
        """Process one line."""
        comments = self.comments
        form = self.known.get(alike)
        if form is not None and not comments.depth:
            self.plain.add(number, raw, form)
            return
        if not raw:
            if raw is None:
                self.add(Trouble(TOO_LONG, number))
            return
        whole = raw
        columns: list[int] | None = None
        if ";" in raw:
            if comments.depth or "--" in raw or "\\;" in raw:
                raw, columns = self.uncommented(raw, number)
                alike = None
            else:
                raw = raw[: raw.index(";")]
        elif comments.depth:
            return
        elif raw[0] == "[":
            self.header(raw.rstrip(BLANKS), number, 1)
            return
        head, found, value = raw.partition("=> ")
        opening = self.arrows[head] if found else None
        if opening is None:
            head, found, value = raw.partition("=")
            heads = self.equals
            if value[:1] == " " and " " < value[1:2] != ">":  # as most lines are written
                heads, value = self.spaced, value[1:]
            opening = heads[head] if found else None
            if opening is None:
                raw = raw.rstrip(BLANKS)
                unusual = self.unusual(raw, number, columns) if raw else None
                if unusual is None:
                    if not raw and alike and self.known.has_room(number):
                        self.known[alike] = NOTHING
                    return
                opening, value = unusual
        if columns or not value or not (value[0] > " " and value[-1] > " ") or value[0] == ">":
            opening, value = self.exactly.begun(opening, value, raw, columns)
        if self.shifted and number == 1:
            alike = None
        form = self.known.form(alike, number, opening, value)
        self.plain.add(number, whole, form)

    def unusual(
        self, raw: str, number: int, columns: list[int] | None
    ) -> tuple[Opening, str] | None:
        """Parse a line that is not a plain `key = value`: return how it begins and the text after
        the equals sign; None if it is not an entry.
        """
        text = raw.lstrip(BLANKS)
        if not text:
            return None
        indent = len(raw) - len(text)
        column = columns[indent] if columns else indent + 1
        if text[0] == "[":
            self.header(text, number, column)
            return None
        if text[0] == "#":
            from asterisk_lint.conf.directives import directive

            self.add(directive(text, number, column, tries=self.dialect.tries))
            return None
        escaped = 0
        if text[0] == "\\" and self.dialect.escaped_first:
            escaped = 1
            if not "!" <= text[1:2] <= "\x7f":
                self.add(Trouble(NOTHING_ESCAPED, number, column, GIVES_UP, is_entry=True))
                return None
        # An escaped first character may be the equals sign itself.
        at = text.find("=", 2 * escaped)
        if at < 0:
            self.add(
                Trouble("no '=' in this line: Asterisk skips it", number, column, is_entry=True)
            )
            return None
        appends = at > 2 * escaped and text[at - 1] == "+" and self.dialect.append
        key = text[escaped : at - appends].strip(BLANKS)
        if not key and self.dialect.escaped_first:
            self.add(
                Trouble(
                    "there is no name before the '=': Asterisk skips the line",
                    number,
                    column,
                    is_entry=True,
                )
            )
            return None
        rest = text[at + 1 :]
        if not appends:
            return Opening(key, indent + 1, len(raw) - len(rest) + 1, "="), rest
        value = rest.lstrip(BLANKS)
        value_at = len(raw) - len(value)
        entry = Entry(
            key,
            value,
            self.file,
            number,
            column,
            columns[value_at] if columns else value_at + 1,
            "+=",
            False,
        )
        self.add(Append(entry, rest))
        return None

    def header(self, text: str, line: int, column: int) -> None:
        """Process a line that begins with a bracket."""
        name, bracket, rest = text[1:].partition("]")
        if not bracket:
            self.add(Trouble("the section name is not closed with ']'", line, column, GIVES_UP))
        if rest.startswith("("):
            options, bracket, _ = rest[1:].partition(")")
            if bracket:
                self.add(Header(name, tuple(options.split(",")), line, column))
                return
            self.add(
                Trouble(f"the list after [{name}] is not closed with ')'", line, column, GIVES_UP)
            )
        self.close()
        self.begun = (kept_name(name), self.file, line, column)

    def uncommented(self, raw: str, number: int) -> tuple[str, list[int] | None]:
        """Return a line without its comments, and the column of each character."""
        comments = self.comments
        before = comments.depth
        stripped = comments.strip(raw, number, unescapes=self.dialect.unescapes)
        state = comments.state()
        if state != self.state:
            self.state = state
            self.states.append((number, state))
        if comments.endless:
            self.add(Trouble("comments are nested deeper than 128", number, 0, HANGS))
        if comments.depth < 0 <= before:
            self.add(Trouble(NEVER_OPENED, number, raw.find("--;") + 1))
        return stripped or ("", None)

    def add(self, part: Part) -> None:
        """Add a part that ends the plain sections."""
        self.flush()
        self.parts.append(part)
        self.size += 1

    def flush(self) -> None:
        """Turn the plain sections so far into a part; the entries that follow belong to no section
        that begins in this file.
        """
        self.close()
        if self.sections:
            self.parts.append(Plain(tuple(self.sections)))
            self.sections = []

    def close(self) -> None:
        """End the last section."""
        begun, plain = self.begun, self.plain
        if begun is not None:
            self.sections.append(plain.section(begun))
            self.begun = None
        elif plain.forms:
            section = plain.section(("", self.file, plain.first, 1))
            self.parts.append(Loose(section.entries))
        else:
            return
        self.size += 1 + len(plain.forms)
        plain.clear()
