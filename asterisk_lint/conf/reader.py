"""Configuration files as Asterisk's own reader takes them (main/config.c: process_text_line(), config_text_file_load())."""

from collections.abc import Iterable

from asterisk_lint.conf.include import find
from asterisk_lint.conf.lines import Comments, numbered
from asterisk_lint.conf.release import Ways, ways
from asterisk_lint.conf.values import BLANKS, Conf, Entry, Include, Section, fold
from asterisk_lint.model import Problem
from asterisk_lint.tree.files import Files, Unreadable, memo_of

__all__ = ["Conf", "Entry", "Include", "Section", "read_conf"]

_LEVELS = 11  # the file itself and ten levels of #include (MAX_INCLUDE_LEVEL)
_NAME = 79  # bytes of a section's name that are kept (struct ast_category)
_AGAIN = 20_000_000  # bytes that files which include each other may bring again before the reading stops
_AGAIN_FILES = 1000
_ENTRIES = 1_000_000  # in one section


def read_conf(files: Files, name: str, *, release: str = "22", etc: str = "/etc/asterisk", stop: bool = False) -> Conf | None:
    """The configuration file `name` with all that it includes, as that release of Asterisk reads it; None when there is no such file.

    `etc` is Asterisk's configuration directory on its own machine: an absolute `#include` below it is looked for in the PBX's directory,
    one elsewhere is out of sight. `stop`: end where Asterisk gives up on a file; else the reading goes on, so that what stands behind a
    mistake stays known. Raises Unreadable when `name` itself cannot be read.
    """
    reading = _Reading(files, ways(release), etc, stop)
    try:
        data = files.read(name)
    except FileNotFoundError:
        return None
    category, comments = None, Comments()
    try:
        reading.read(name, data, category, comments, first=True)
    except _GivenUp:
        reading.rejected = True
    reading.unterminated(name, comments)
    sections = tuple(draft.frozen() for draft in reading.sections)
    return Conf(name, sections, tuple(reading.includes), tuple(dict.fromkeys(reading.problems)), reading.rejected)


class _GivenUp(Exception):
    """Asterisk reads no further in this file."""


class _Draft:
    """A section while it is being read."""

    __slots__ = ("column", "entries", "file", "kept", "line", "name", "parents", "template")

    def __init__(self, name: str, file: str, line: int, column: int) -> None:
        self.name = name
        self.file = file
        self.line = line
        self.column = column
        self.template = False
        self.parents: list[str] = []
        self.entries: list[Entry] = []
        self.kept: Section | None = None  # what another reading made of the same lines

    def frozen(self) -> Section:
        entries = tuple(self.entries)
        kept = self.kept
        if kept is not None and entries == kept.entries and not self.template and not self.parents:
            return kept
        return Section(self.name, self.file, self.line, self.column, self.template, tuple(self.parents), entries)

    @classmethod
    def again(cls, section: Section) -> "_Draft":
        """The draft that becomes this very section, as long as nothing is added to it."""
        draft = cls(section.name, section.file, section.line, section.column)
        draft.entries = list(section.entries)
        draft.kept = section
        return draft


class _Nothing:
    """Files of which there are none."""

    def names(self) -> tuple[str, ...]:
        return ()

    def read(self, name: str) -> bytes:
        raise FileNotFoundError(name)


class _Reading:
    """What one reading has gathered: the sections in order, the one it stands in, the depth of its includes."""

    def __init__(self, files: Files, ways: Ways, etc: str, stop: bool) -> None:
        self.files = files
        self.ways = ways
        self.etc = etc
        self.stop = stop
        self.sections: list[_Draft] = []
        self.by_name: dict[str, list[_Draft]] = {}
        self.current: _Draft | None = None
        self.level = 1
        self.includes: list[Include] = []
        self.problems: list[Problem] = []
        self.rejected = False
        self.hangs = False
        self.targets: set[str] = set()
        self.read_before: set[str] = set()
        self.again = 0
        self.again_files = 0

    def problem(self, message: str, file: str, line: int, column: int = 0, rule: str = "syntax-error") -> None:
        self.problems.append(Problem(rule, message, file, line, column))

    def give_up(self, message: str, file: str, line: int, column: int = 0, rule: str = "syntax-error") -> None:
        """A mistake at which Asterisk reads no further in this file."""
        if self.level == 1:
            consequence = "Asterisk rejects the whole file"
            self.rejected = True
        else:
            consequence = "Asterisk skips the rest of this file"
        self.problem(f"{message}: {consequence}", file, line, column, rule)
        if self.stop:
            raise _GivenUp

    def hang(self, message: str, file: str, line: int, column: int = 0) -> None:
        """A mistake from which Asterisk never comes back."""
        self.problem(f"{message}: Asterisk hangs here", file, line, column)
        self.rejected = self.hangs = True
        if self.stop:
            raise _GivenUp

    def unterminated(self, file: str, comments: Comments) -> None:
        if comments.depth > 0:
            self.problem("a comment begins here with ;-- and is never ended by --;", file, comments.began[comments.depth - 1])

    def read(self, file: str, data: bytes, category: "_Draft | None", comments: Comments, *, first: bool) -> "_Draft | None":
        """Read one file; the result is the section in which it ends. Raises _GivenUp."""
        self.read_before.add(file)
        memo = memo_of(self.files)
        if memo is None or comments.depth:
            return self.read_lines(file, data, category, comments, first=first)
        key = ("sections", file, data, self.ways, first)
        if key not in memo:
            memo[key] = self.plain_sections(file, data, first=first)
            memo.update((("section", id(section)), section) for section in memo[key] or ())
        sections: tuple[Section, ...] | None = memo[key]
        if sections is None:
            return self.read_lines(file, data, category, comments, first=first)
        for section in sections:
            self.current = category = _Draft.again(section)
            self.sections.append(category)
            self.by_name.setdefault(fold(category.name), []).append(category)
        return category

    def plain_sections(self, file: str, data: bytes, *, first: bool) -> tuple[Section, ...] | None:
        """The sections of a file of which every reading makes the same: it begins with a section, and holds no directive, no template, no mistake."""
        alone = _Reading(_Nothing(), self.ways, self.etc, False)
        comments = Comments()
        lines = list(numbered(data, byte_order_mark=first and self.ways.byte_order_mark, skips_long_lines=self.ways.skips_long_lines))
        if any(raw and ("](" in raw or ("[" in raw and ";--" in raw)) for _, raw in lines):
            return None
        alone.parse(file, lines, None, comments)
        if alone.problems or alone.includes or comments.depth or comments.endless:
            return None
        return tuple(draft.frozen() for draft in alone.sections)

    def read_lines(self, file: str, data: bytes, category: "_Draft | None", comments: Comments, *, first: bool) -> "_Draft | None":
        lines = numbered(data, byte_order_mark=first and self.ways.byte_order_mark, skips_long_lines=self.ways.skips_long_lines)
        return self.parse(file, lines, category, comments)

    def parse(self, file: str, lines: Iterable[tuple[int, str | None]], category: "_Draft | None", comments: Comments) -> "_Draft | None":
        new = tuple.__new__
        columns: list[int] | None
        for number, raw in lines:
            if not raw:
                if raw is None:
                    self.problem("the line is longer than Asterisk's buffer of 8191 bytes: Asterisk skips it", file, number)
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
                category = self.header(text, file, number, columns[indent] if columns else indent + 1, category)
                continue
            if letter == "#":
                self.directive(text, file, number, columns[indent] if columns else indent + 1)
                continue
            if category is None:
                self.give_up("no [section] stands before this line", file, number, indent + 1)
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
        before = comments.depth
        stripped = comments.strip(raw, number, unescapes=self.ways.unescapes)
        if comments.endless:
            self.hang("comments are nested deeper than 128", file, number)
        if comments.depth < 0 <= before:
            self.problem("--; ends a comment here that was not begun: Asterisk ignores the lines that follow", file, number, raw.find("--;") + 1)
        return stripped or ("", None)

    def header(self, text: str, file: str, line: int, column: int, before: "_Draft | None") -> "_Draft | None":
        name, bracket, rest = text[1:].partition("]")
        if not bracket:
            self.give_up("no ']' closes the section's name", file, line, column)
        draft = _Draft(_cut(name), file, line, column)
        category: _Draft = draft
        added = False
        if rest.startswith("("):
            options, bracket, _ = rest[1:].partition(")")
            if not bracket:
                self.give_up(f"no ')' closes what stands behind [{name}]", file, line, column)
            for option in options.split(","):
                if option == "!":
                    category.template = True
                elif option == "+" or (option.startswith("+") and self.ways.filters):
                    base = self.addition(name, option[1:])
                    if base is None:
                        self.give_up(self.no_addition(name, option[1:]), file, line, column)
                        continue
                    category = base
                    if not added:
                        added = True
                        self.current = category
                        category.template = category.template or draft.template
                        category.entries += draft.entries
                        draft.entries = []
                else:
                    base = self.sections[0] if not option and self.sections else self.named(option)
                    if base is None:
                        self.give_up(f"[{name}] wants to inherit from [{option}], which no line before it defines", file, line, column)
                        continue
                    if base is category or len(category.entries) + len(base.entries) > _ENTRIES:
                        self.hang(f"[{name}] inherits from itself without end", file, line, column)
                        continue
                    category.parents.append(base.name)
                    category.entries += [entry._replace(inherited=True) for entry in base.entries]
        if not added:
            self.sections.append(draft)
            self.by_name.setdefault(fold(draft.name), []).append(draft)
            self.current = draft
        return category

    def named(self, name: str) -> "_Draft | None":
        found = self.by_name.get(fold(name))
        return found[0] if found else None

    def addition(self, name: str, condition: str) -> "_Draft | None":
        """The section to which `[name](+condition)` adds."""
        candidates = self.by_name.get(fold(name), []) if name else self.sections
        if condition:
            from asterisk_lint.conf.filters import matches

            return next((draft for draft in candidates if matches(draft.entries, draft.template, condition)), None)
        if not self.ways.filters:
            return candidates[0] if candidates else None
        return next((draft for draft in candidates if not draft.template), None)

    def no_addition(self, name: str, condition: str) -> str:
        if condition:
            return f"[{name}](+{condition}) adds to a section, but no [{name}] before it is so"
        if self.named(name):
            return f"[{name}](+) adds to a section, but [{name}] is a template (only [{name}](+TEMPLATES=include) adds to one)"
        return f"[{name}](+) adds to a section, but no [{name}] stands before it"

    def assignment(self, category: _Draft, text: str, file: str, line: int, indent: int, columns: list[int] | None) -> None:
        """A line that is no plain `key = value`."""

        def column(offset: int) -> int:
            return columns[indent + offset] if columns else indent + offset + 1

        escaped = 0
        if text[0] == "\\" and self.ways.escaped_first:
            escaped = 1
            if not "!" <= text[1:2] <= "\x7f":
                self.give_up("nothing that can be escaped stands behind the backslash", file, line, column(0))
                return
        # An escaped first character may be the equals sign itself.
        at = text.find("=", 2 * escaped)
        if at < 0:
            self.problem("no '=' in this line: Asterisk skips it", file, line, column(0))
            return
        append = at > 2 * escaped and text[at - 1] == "+" and self.ways.append
        key = text[escaped : at - append].strip(BLANKS)
        at += 1
        operator = "+=" if append else "="
        if append:
            last = next((entry for entry in reversed(category.entries) if entry.key == key), None)
            if last is not None:
                _append(category, last, text[at:])
                return
        elif text[at : at + 1] == ">":
            operator = "=>"
            at += 1
        if not key and self.ways.escaped_first:
            self.problem("no name stands before the '=': Asterisk skips the line", file, line, column(0))
            return
        value = text[at:].lstrip(BLANKS)
        category.entries.append(Entry(key, value, file, line, column(0), column(len(text) - len(value)), operator, False))

    def directive(self, text: str, file: str, line: int, column: int) -> None:
        word, argument = _words(text[1:])
        kind = fold(word)
        if kind == "exec":
            message = f"the output of #exec {argument} cannot be seen here: it is never run" if argument else "#exec names no program"
            self.problem(message, file, line, column, "exec-include")
            self.includes.append(Include("exec", _dequoted(argument), file, line, column, ()))
            return
        if kind != "include" and not (kind == "tryinclude" and self.ways.tries):
            self.problem(f"Asterisk knows no #{word} and skips the line (a comment begins with ;)", file, line, column)
            return
        if not argument:
            self.problem(f"#{kind} names no file: Asterisk skips the line", file, line, column)
            return
        target = _dequoted(argument)
        if target in self.targets and self.ways.includes_must_exist:
            self.problem(f"{target} is included once more: Asterisk warns, and reads it again", file, line, column)
        self.targets.add(target)
        found = self.included(kind, target, file, line, column)
        self.includes.append(Include(kind, target, file, line, column, found))

    def included(self, kind: str, target: str, file: str, line: int, column: int) -> tuple[str, ...]:
        """Read what a directive includes; the names of the files."""
        if self.level >= _LEVELS:
            message = f"{target} would be the eleventh level of #include: Asterisk reads ten"
            if kind == "include":
                self.give_up(message, file, line, column)
            else:
                self.problem(message, file, line, column)
            return ()
        names, directories, outside = find(self.files, target, self.etc)
        self.level += 1
        category, comments, read, unreadable = self.current, Comments(), [], 0
        first = True
        last = ""
        for name in names:
            try:
                data = self.files.read(name)
            except FileNotFoundError:
                if any(other.startswith(f"{name}/") for other in self.files.names()):
                    directories += (name,)
                continue
            except Unreadable as reason:
                self.problem(f"{name} cannot be read here ({reason})", file, line, column, "missing-include")
                unreadable += 1
                continue
            if not self.affordable(name, data):
                self.problem(f"{name} is included over and over: it is read no more", file, line, column)
                unreadable += 1
                break
            read.append(name)
            last = name
            try:
                category = self.read(name, data, category, comments, first=first)
            except _GivenUp:
                # The level is never counted down again where Asterisk has given up on an included file.
                if self.hangs:
                    raise
                self.unterminated(last, comments)
                return tuple(read)
            first = False
        if last:
            self.unterminated(last, comments)
        self.level -= 1
        for name in directories:
            self.problem(f"{name or target} is a directory: Asterisk passes over it", file, line, column)
        if not read and not unreadable:
            self.nothing_read(kind, outside, target, file, line, column)
        return tuple(read)

    def nothing_read(self, kind: str, outside: bool, target: str, file: str, line: int, column: int) -> None:
        if kind == "tryinclude":
            return
        if outside:
            self.problem(f"{target} lies outside this directory: it is out of sight here", file, line, column, "missing-include")
        elif self.ways.includes_must_exist:
            self.give_up(f"there is no {target} to include", file, line, column, "missing-include")
        else:
            self.problem(f"there is no {target} to include", file, line, column, "missing-include")

    def affordable(self, name: str, data: bytes) -> bool:
        """False when files that include each other have brought the same lines again too often (Asterisk itself takes hours then)."""
        if name not in self.read_before:
            return True
        self.again += len(data)
        self.again_files += 1
        return self.again <= _AGAIN and self.again_files <= _AGAIN_FILES


def _cut(name: str) -> str:
    if len(name) * 4 <= _NAME:
        return name
    return name.encode("utf-8", "surrogateescape")[:_NAME].decode("utf-8", "surrogateescape")


def _append(category: _Draft, last: Entry, more: str) -> None:
    """`key += more`: ast_variable_update() changes the first entry that looks like the last one of that name."""
    value = (last.value + more).strip(BLANKS)
    key, old = fold(last.key), fold(last.value)
    for index, entry in enumerate(category.entries):
        if fold(entry.key) == key and (not old or fold(entry.value) == old):
            category.entries[index] = entry._replace(key=last.key, value=value, inherited=False)
            return


def _words(text: str) -> tuple[str, str]:
    """A directive's word and its argument; a byte above 127 ends the word as a blank does (a signed char in C)."""
    for at, letter in enumerate(text):
        if letter <= " ":
            return text[:at], text[at + 1 :].strip(BLANKS)
        if letter > "\x7f":
            rest = text[at:].encode("utf-8", "surrogateescape")[1:].decode("utf-8", "surrogateescape")
            return text[:at], rest.strip(BLANKS)
    return text, ""


def _dequoted(argument: str) -> str:
    if argument[:1] == '"' and argument.endswith('"'):
        return argument[1:-1]
    if argument[:1] == "<" and argument.endswith(">"):
        return argument[1:-1]
    return argument
