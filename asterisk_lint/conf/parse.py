"""Parse one configuration file on its own: its bytes, line by line (config_text_file_load(),
process_text_line() in main/config.c).
"""

from collections.abc import Callable, Iterable, Sequence

from asterisk_lint.conf.dialect import Dialect
from asterisk_lint.conf.lines import NO_COMMENT, Comments, CommentState, numbered
from asterisk_lint.conf.names import kept_name
from asterisk_lint.conf.openings import MANY, Exactly, Forms, Heads, numbers_of, packed, values_of
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
from asterisk_lint.conf.shape import Opening
from asterisk_lint.conf.shared_results import ParseKey, Table
from asterisk_lint.conf.values import BLANKS, Entry, Section, Shape
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
        parser.pack()
        parser.parse(lines)
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
        # Of each plain line: how it begins, its value, its number.
        self.openings: list[Opening] = []
        self.values: list[str] = []
        self.packed: list[bytes] = []  # the values before these, of large sections
        self.numbers: list[int] = []
        self.arrows = Heads("=> ")
        self.equals = Heads("=")
        self.exactly = Exactly()
        self.forms = Forms()
        self.shapes: dict[tuple[Opening, ...], Shape] = {}
        # The last plain header: name, file, line, column.
        self.begun: tuple[str, str, int, int] | None = None
        self.size = 0

    def parse(self, lines: Iterable[tuple[int, str | None, bytes | None]]) -> None:
        """Process some lines, each with its number and with every digit as 0; None is a line that
        Asterisk skips, and one that cannot be compared with others.
        """
        comments = self.comments
        depth = comments.depth
        openings, values, numbers = self.openings, self.values, self.numbers
        arrows, equals, exactly = self.arrows, self.equals, self.exactly.begun
        known = self.forms.get
        for number, raw, alike in lines:
            form = known(alike)
            if form is not None and not depth:
                opening, start, end = form
                if opening is not None:
                    openings.append(opening)
                    values.append(raw[start:end])  # type: ignore[index]
                    numbers.append(number)
                continue
            if not raw:
                if raw is None:
                    self.add(Trouble(TOO_LONG, number))
                continue
            whole = raw
            columns: list[int] | None = None
            if ";" in raw:
                if depth or "--" in raw or "\\;" in raw:
                    raw, columns = self.uncommented(raw, number)
                    depth = comments.depth
                    alike = None
                else:
                    raw = raw[: raw.index(";")]
            elif depth:
                continue
            elif raw[0] == "[":
                self.header(raw.rstrip(BLANKS), number, 1)
                continue
            head, found, value = raw.partition("=> ")
            opening = arrows[head] if found else None
            if opening is None:
                head, found, value = raw.partition("=")
                opening = equals[head] if found else None
                if opening is None:
                    raw = raw.rstrip(BLANKS)
                    unusual = self.unusual(raw, number, columns) if raw else None
                    if unusual is None:
                        if not raw and alike:
                            self.forms.keep_empty(alike, number)
                        continue
                    opening, value = unusual
            if columns or not value or not (value[0] > " " and value[-1] > " ") or value[0] == ">":
                opening, value = exactly(opening, value, raw, columns)
            openings.append(opening)
            values.append(value)
            numbers.append(number)
            if alike:
                self.forms.keep(alike, number, whole, opening, value)

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
        begun, numbers = self.begun, self.numbers
        if begun is not None:
            self.sections.append(self.section(begun))
            self.begun = None
        elif numbers:
            section = self.section(("", self.file, numbers[0], 1))
            self.parts.append(Loose(section.entries))
        else:
            return
        self.size += 1 + len(numbers)
        self.openings.clear()
        self.values.clear()
        self.packed.clear()
        numbers.clear()

    def pack(self) -> None:
        """Put the values of a large section that has not ended into less memory."""
        if len(self.values) >= MANY:
            self.packed.append(packed(self.values))
            self.values.clear()

    def section(self, begun: tuple[str, str, int, int]) -> Section:
        """Return the section of the lines since `begun`."""
        numbers = self.numbers
        openings = tuple(self.openings)
        shape = self.shapes.get(openings)
        if shape is None:
            shape = Shape(tuple([opening.key for opening in openings]), openings)
            self.shapes[openings] = shape
        lines: int | Sequence[int] = 0
        if numbers:
            lines = numbers[0] - begun[2]
            if numbers[-1] - numbers[0] >= len(numbers):
                lines = numbers_of(numbers)
        return Section.of_lines(begun, shape, values_of(self.values, self.packed), lines)
