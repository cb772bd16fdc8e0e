"""One reading of a configuration file, line by line (config_text_file_load(), process_text_line() in main/config.c)."""

from collections.abc import Iterable

from asterisk_lint.conf.dialect import Ways
from asterisk_lint.conf.directives import directive
from asterisk_lint.conf.lines import Comments, numbered
from asterisk_lint.conf.problems import Report
from asterisk_lint.conf.sections import Draft, Sections, append
from asterisk_lint.conf.values import BLANKS, Entry, Include, Section
from asterisk_lint.tree.files import Files, memo_of
from asterisk_lint.tree.repeated_runs import mark


class _Nothing:
    """Files of which there are none."""

    def names(self) -> tuple[str, ...]:
        return ()

    def read(self, name: str) -> bytes:
        raise FileNotFoundError(name)


class Reading:
    """What one reading has gathered: the sections in order, the one it stands in, the depth of its includes."""

    def __init__(self, files: Files, ways: Ways, etc: str, *, stop: bool) -> None:
        self.files = files
        self.ways = ways
        self.etc = etc
        self.report = Report(stop)
        self.sections = Sections(ways, self.report)
        self.includes: list[Include] = []
        self.targets: set[str] = set()
        self.open: list[str] = []  # the files that are being read, each included by the one before it
        self.circles = 0  # how often a file has been included that is being read

    def unterminated(self, file: str, comments: Comments) -> None:
        """Say so when a file, or the last of a glob's, ends within a comment."""
        if comments.depth > 0:
            self.report.problem("a comment begins here with ;-- and is never ended by --;", file, comments.began[comments.depth - 1])

    def read(self, file: str, data: bytes, category: Draft | None, comments: Comments, *, first: bool) -> Draft | None:
        """Read one file; the result is the section in which it ends. Raises GivenUp."""
        memo = memo_of(self.files)
        if memo is None or comments.depth:
            return self.read_lines(file, data, category, comments, first=first)
        key = ("sections", file, data, self.ways, first)
        if key not in memo:
            memo[key] = self.plain_sections(file, data, first=first)
            mark(memo[key] or (), memo)
            memo.update((("section", id(section)), section) for section in memo[key] or ())
        sections: tuple[Section, ...] | None = memo[key]
        if sections is None:
            return self.read_lines(file, data, category, comments, first=first)
        return self.sections.add_read(sections) if sections else category

    def plain_sections(self, file: str, data: bytes, *, first: bool) -> tuple[Section, ...] | None:
        """The sections of a file of which every reading makes the same: it begins with a section, and holds no directive, no template, no mistake."""
        alone = Reading(_Nothing(), self.ways, self.etc, stop=False)
        comments = Comments()
        lines = list(numbered(data, byte_order_mark=first and self.ways.byte_order_mark, skips_long_lines=self.ways.skips_long_lines))
        if any(raw and ("](" in raw or ("[" in raw and ";--" in raw)) for _, raw in lines):
            return None
        alone.parse(file, lines, None, comments)
        if alone.report.problems or alone.includes or comments.depth or comments.endless:
            return None
        return alone.sections.frozen()

    def read_lines(self, file: str, data: bytes, category: Draft | None, comments: Comments, *, first: bool) -> Draft | None:
        """Read one file, whatever was read before."""
        lines = numbered(data, byte_order_mark=first and self.ways.byte_order_mark, skips_long_lines=self.ways.skips_long_lines)
        return self.parse(file, lines, category, comments)

    def parse(self, file: str, lines: Iterable[tuple[int, str | None]], category: Draft | None, comments: Comments) -> Draft | None:
        """Read lines; the result is the section in which they end."""
        new = tuple.__new__
        columns: list[int] | None
        heads = _Heads()
        for number, raw in lines:
            if raw and category is not None and not comments.depth:
                head, equals, value = raw.partition("=> ")
                if equals and ";" not in value and value[:1] > " " and (begun := heads[head]):
                    at = len(head) + 4
                    category.entries.append(new(Entry, (begun[0], value.rstrip(BLANKS), file, number, begun[1], at, "=>", False)))
                    continue
                head, equals, value = raw.partition("=")
                if equals and ";" not in value:
                    begun = heads[head]
                    operator = "="
                    if value[:1] == ">":
                        operator = "=>"
                        value = value[1:]
                    value = value.lstrip(BLANKS)
                    if begun and value:
                        at = len(raw) - len(value) + 1
                        category.entries.append(new(Entry, (begun[0], value.rstrip(BLANKS), file, number, begun[1], at, operator, False)))
                        continue
            if not raw:
                if raw is None:
                    self.report.problem("the line is longer than Asterisk's buffer of 8191 bytes: Asterisk skips it", file, number)
                continue
            columns = None
            if comments.depth:
                if ";" not in raw:
                    continue
                raw, columns = self.uncommented(raw, file, number, comments)
            elif ";" in raw:
                if "--" in raw or "\\;" in raw:
                    raw, columns = self.uncommented(raw, file, number, comments)
                else:
                    raw = raw[: raw.index(";")]
            text = raw.strip(BLANKS)
            if not text:
                continue
            indent = 0 if raw[0] > " " else len(raw) - len(raw.lstrip(BLANKS))
            letter = text[0]
            if letter == "[":
                category = self.sections.header(text, file, number, columns[indent] if columns else indent + 1)
                continue
            if letter == "#":
                directive(self, text, file, number, columns[indent] if columns else indent + 1)
                continue
            if category is None:
                self.report.give_up("no [section] stands before this line", file, number, indent + 1)
                continue
            at = text.find("=")
            if at < 1 or letter == "\\" or text[at - 1] == "+":
                self.assignment(category, text, file, number, indent, columns)
                continue
            key = text[:at].strip(BLANKS)
            operator = "="
            at += 1
            if text[at : at + 1] == ">":
                operator = "=>"
                at += 1
            value = text[at:].lstrip(BLANKS)
            # What strip() has left at the end of `text` is no blank, so the value needs only its beginning stripped.
            at = indent + len(text) - len(value)
            if columns:
                category.entries.append(new(Entry, (key, value, file, number, columns[indent], columns[at], operator, False)))
            else:
                category.entries.append(new(Entry, (key, value, file, number, indent + 1, at + 1, operator, False)))
        return category

    def uncommented(self, raw: str, file: str, number: int, comments: Comments) -> tuple[str, list[int] | None]:
        """A line without its comments, and the column of each of its characters."""
        before = comments.depth
        stripped = comments.strip(raw, number, unescapes=self.ways.unescapes)
        if comments.endless:
            self.report.hang("comments are nested deeper than 128", file, number)
        if comments.depth < 0 <= before:
            self.report.problem(
                "--; ends a comment here that was not begun: Asterisk ignores the lines that follow", file, number, raw.find("--;") + 1
            )
        return stripped or ("", None)

    def assignment(self, category: Draft, text: str, file: str, line: int, indent: int, columns: list[int] | None) -> None:
        """A line that is no plain `key = value`."""

        def column(offset: int) -> int:
            return columns[indent + offset] if columns else indent + offset + 1

        escaped = 0
        if text[0] == "\\" and self.ways.escaped_first:
            escaped = 1
            if not "!" <= text[1:2] <= "\x7f":
                self.report.give_up("nothing that can be escaped stands behind the backslash", file, line, column(0))
                return
        # An escaped first character may be the equals sign itself.
        at = text.find("=", 2 * escaped)
        if at < 0:
            self.report.problem("no '=' in this line: Asterisk skips it", file, line, column(0))
            return
        appends = at > 2 * escaped and text[at - 1] == "+" and self.ways.append
        key = text[escaped : at - appends].strip(BLANKS)
        at += 1
        operator = "+=" if appends else "="
        if appends:
            last = next((entry for entry in reversed(category.entries) if entry.key == key), None)
            if last is not None:
                append(category, last, text[at:])
                return
        elif text[at : at + 1] == ">":
            operator = "=>"
            at += 1
        if not key and self.ways.escaped_first:
            self.report.problem("no name stands before the '=': Asterisk skips the line", file, line, column(0))
            return
        value = text[at:].lstrip(BLANKS)
        category.entries.append(Entry(key, value, file, line, column(0), column(len(text) - len(value)), operator, False))


class _Heads(dict[str, tuple[str, int] | None]):
    """By what stands before a line's equals sign (most lines begin as others do): the key, and its column.

    None where more than that decides what the line is.
    """

    def __missing__(self, head: str) -> tuple[str, int] | None:
        key = head.strip(BLANKS)
        plain = key and key[0] not in "[#\\" and head[-1] != "+" and ";" not in head and "=" not in head
        self[head] = (key, len(head) - len(head.lstrip(BLANKS)) + 1) if plain else None
        return self[head]
