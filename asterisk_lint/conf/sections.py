"""Sections while they are read: templates, inheritance, additions (the `[...]` part of process_text_line() in main/config.c)."""

from collections.abc import Iterator, Sequence

from asterisk_lint.conf.dialect import Ways
from asterisk_lint.conf.problems import Report
from asterisk_lint.conf.values import BLANKS, Entry, Section, fold

_NAME = 79  # bytes of a section's name that are kept (struct ast_category)
_ENTRIES = 1_000_000  # in one section


class Draft:
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
        """The section as others see it."""
        entries = tuple(self.entries)
        kept = self.kept
        if kept is not None and entries == kept.entries and not self.template and not self.parents:
            return kept
        return Section(self.name, self.file, self.line, self.column, self.template, tuple(self.parents), entries)

    @classmethod
    def again(cls, section: Section) -> "Draft":
        """The draft that becomes this very section, as long as nothing is added to it."""
        draft = cls(section.name, section.file, section.line, section.column)
        draft.entries = list(section.entries)
        draft.kept = section
        return draft


class Sections:
    """The sections of one reading, in Asterisk's order; `current` is the one in which the next included file begins."""

    def __init__(self, ways: Ways, report: Report) -> None:
        self.ways = ways
        self.report = report
        self.all: list[Draft | Section] = []  # those of another reading as they are, until something is added to them
        self.current: Draft | None = None
        self._by_name: dict[str, list[int]] = {}
        self._indexed = 0  # so many of `all` are in it: most files never ask

    def add(self, draft: Draft) -> None:
        """One section more."""
        self.all.append(draft)
        self.current = draft

    def add_read(self, sections: Sequence[Section]) -> Draft | None:
        """Sections of another reading; the last one, in which the reading goes on."""
        self.all += sections
        if sections:
            self.current = self._draft(len(self.all) - 1)
        return self.current

    def frozen(self) -> tuple[Section, ...]:
        """All of them as others see them."""
        return tuple([one if isinstance(one, Section) else one.frozen() for one in self.all])

    def _draft(self, index: int) -> Draft:
        """One section to add to or to inherit from."""
        one = self.all[index]
        if isinstance(one, Section):
            one = self.all[index] = Draft.again(one)
        return one

    def _named(self, name: str) -> Sequence[int]:
        """Where the sections of a name stand."""
        for index in range(self._indexed, len(self.all)):
            self._by_name.setdefault(fold(self.all[index].name), []).append(index)
        self._indexed = len(self.all)
        return self._by_name.get(fold(name), ())

    def header(self, text: str, file: str, line: int, column: int) -> Draft:
        """Begin the section of a line `[name](options)`, or go on with the one to which it adds."""
        name, bracket, rest = text[1:].partition("]")
        if not bracket:
            self.report.give_up("no ']' closes the section's name", file, line, column)
        draft = Draft(_kept(name), file, line, column)
        category: Draft = draft
        added = False
        if rest.startswith("("):
            options, bracket, _ = rest[1:].partition(")")
            if not bracket:
                self.report.give_up(f"no ')' closes what stands behind [{name}]", file, line, column)
            for option in options.split(",") if bracket else ():
                if option == "!":
                    category.template = True
                elif option == "+" or (option.startswith("+") and self.ways.filters):
                    base = self.addition(name, option[1:])
                    if base is None:
                        self.report.give_up(self.no_addition(name, option[1:]), file, line, column)
                        continue
                    category = base
                    if not added:
                        added = True
                        self.current = category
                        category.template = category.template or draft.template
                        category.entries += draft.entries
                        draft.entries = []
                else:
                    base = self._draft(0) if not option and self.all else self.named(option)
                    if base is None:
                        self.report.give_up(f"[{name}] wants to inherit from [{option}], which no line before it defines", file, line, column)
                        continue
                    if base is category or len(category.entries) + len(base.entries) > _ENTRIES:
                        self.report.hang(f"[{name}] inherits from itself without end", file, line, column)
                        continue
                    category.parents.append(base.name)
                    category.entries += [entry._replace(inherited=True) for entry in base.entries]
        if not added:
            self.add(draft)
        return category

    def named(self, name: str) -> Draft | None:
        """The first section of that name, templates included."""
        found = self._named(name)
        return self._draft(found[0]) if found else None

    def addition(self, name: str, condition: str) -> Draft | None:
        """The section to which `[name](+condition)` adds."""
        candidates = self._named(name) if name else range(len(self.all))
        if condition:
            from asterisk_lint.conf.filters import matches

            found: Iterator[int] = (index for index in candidates if matches(self.all[index].entries, self.all[index].template, condition))
        elif self.ways.filters:
            found = (index for index in candidates if not self.all[index].template)
        else:
            found = iter(candidates)
        first = next(found, None)
        return None if first is None else self._draft(first)

    def no_addition(self, name: str, condition: str) -> str:
        """Why `[name](+condition)` adds to nothing."""
        if condition:
            return f"[{name}](+{condition}) adds to a section, but no [{name}] before it is so"
        if self.named(name):
            return f"[{name}](+) adds to a section, but [{name}] is a template (only [{name}](+TEMPLATES=include) adds to one)"
        return f"[{name}](+) adds to a section, but no [{name}] stands before it"


def _kept(name: str) -> str:
    """What is kept of a section's name."""
    if len(name) * 4 <= _NAME:
        return name
    return name.encode("utf-8", "surrogateescape")[:_NAME].decode("utf-8", "surrogateescape")


def append(category: Draft, last: Entry, more: str) -> None:
    """`key += more`: ast_variable_update() changes the first entry that looks like the last one of that name."""
    value = (last.value + more).strip(BLANKS)
    key, old = fold(last.key), fold(last.value)
    for index, entry in enumerate(category.entries):
        if fold(entry.key) == key and (not old or fold(entry.value) == old):
            category.entries[index] = entry._replace(key=last.key, value=value, inherited=False)
            return
