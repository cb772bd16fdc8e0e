"""Sections during linking: templates, inheritance, additions (the `[...]` part of
process_text_line() in main/config.c).
"""

from collections.abc import Iterator, Sequence

from asterisk_lint.conf.dialect import Dialect
from asterisk_lint.conf.names import kept_name
from asterisk_lint.conf.parsed import Append, Header, Loose
from asterisk_lint.conf.problems import ProblemCollector
from asterisk_lint.conf.shared_results import Origin, OriginRange
from asterisk_lint.conf.values import BLANKS, Entry, Section, Shape, fold

# the maximum number of entries that all sections of a file together may inherit: ten times a
# dialplan of 250,000 lines
INHERITED = 2_500_000
DEEP = 10  # more levels of templates than people write by hand
# the maximum number of entries that sections may inherit through more levels than that
INHERITED_DEEP = 250_000
# The characters that the `+=` lines of a file put together; each entry looked at on the way counts
# as a hundred.
_APPENDED = 200_000_000
_HELD = 200_000  # the number of sections that the filters of one file are compared with


class Draft:
    """A section to which something was or may still be added."""

    __slots__ = ("column", "depth", "entries", "file", "line", "name", "parents", "template")

    def __init__(self, name: str, file: str, line: int, column: int) -> None:
        self.name = name
        self.file = file
        self.line = line
        self.column = column
        self.template = False
        self.parents: list[str] = []
        self.depth = 0  # levels of templates above it
        self.entries: list[Entry] = []

    def frozen(self, shapes: dict[tuple[str, ...], Shape]) -> Section:
        """Return the finished section; `shapes` are those of the file, by their keys."""
        section = Section(
            self.name,
            self.file,
            self.line,
            self.column,
            self.template,
            tuple(self.parents),
            tuple(self.entries),
        )
        section.share(shapes)
        return section

    @classmethod
    def of(cls, section: Section) -> "Draft":
        """Return a draft of a section that was parsed whole."""
        draft = cls(section.name, section.file, section.line, section.column)
        draft.entries = list(section.entries)
        return draft


class Sections:
    """The sections of one configuration, in Asterisk's order; `current` is the one in which the
    next included file begins.

    A section is identified by its position in this order.
    """

    def __init__(self, dialect: Dialect, report: ProblemCollector) -> None:
        self.dialect = dialect
        self.report = report
        self.all: list[
            Draft | Section
        ] = []  # finished sections stay as they are until something is added to them
        self.current: int | None = None
        self.incomplete = False
        self._runs: list[OriginRange] = []  # the positions of sections that were parsed whole
        self._changed: set[int] = set()  # the ones that are drafts now
        self._by_name: dict[str, list[int]] = {}
        self._indexed = 0  # how many of `all` it contains: most files never use it
        self._inherited = 0
        self._inherited_deep = 0
        self._appended = 0  # characters that `+=` put together
        self._held = 0  # sections that filters were compared with
        # By the template's position: its entries as others inherit them
        self._bequests: dict[int, list[Entry]] = {}

    def add_plain(self, sections: Sequence[Section], origin: Origin) -> int:
        """Add sections that were parsed whole; return the last one, which is now current."""
        start = len(self.all)
        self.all += sections
        self._runs.append(OriginRange(start, len(self.all), origin))
        self.current = len(self.all) - 1
        return self.current

    def frozen(self) -> tuple[Section, ...]:
        """Return all finished sections."""
        shapes: dict[tuple[str, ...], Shape] = {}
        return tuple([one if isinstance(one, Section) else one.frozen(shapes) for one in self.all])

    def origins(self) -> tuple[OriginRange, ...]:
        """Return where the sections are that were not changed after parsing."""
        if not self._changed:
            return tuple(self._runs)
        from bisect import bisect_left

        changed = sorted(self._changed)
        changed.append(len(self.all))
        return tuple(
            run for run in self._runs if changed[bisect_left(changed, run.start)] >= run.stop
        )

    def entries(self, index: int) -> list[Entry]:
        """Return the entries of a section, for modification."""
        return self._draft(index).entries

    def _draft(self, index: int) -> Draft:
        self._bequests.pop(index, None)
        one = self.all[index]
        if isinstance(one, Section):
            one = self.all[index] = Draft.of(one)
            self._changed.add(index)
        return one

    def _bequest(self, index: int) -> list[Entry]:
        """Return the entries of a section as another one inherits them: the same values for all
        sections that inherit from it.
        """
        found = self._bequests.get(index)
        if found is None:
            found = self._bequests[index] = [
                entry if entry.inherited else entry._replace(inherited=True)
                for entry in self.all[index].entries
            ]
        return found

    def _named(self, name: str) -> Sequence[int]:
        """Return the positions of the sections with a name."""
        for index in range(self._indexed, len(self.all)):
            self._by_name.setdefault(fold(self.all[index].name), []).append(index)
        self._indexed = len(self.all)
        return self._by_name.get(fold(name), ())

    def header(self, header: Header, file: str) -> int:
        """Begin the section of a line `[name](options)`, or continue the one to which it adds."""
        name, options, line, column = header.name, header.options, header.line, header.column
        draft = Draft(kept_name(name), file, line, column)
        category = draft
        place: int | None = None  # of the section to which it adds
        for option in options:
            if option == "!":
                category.template = True
            elif option == "+" or (option.startswith("+") and self.dialect.filters):
                base = self.addition(name, option[1:])
                if base is None:
                    self.report.give_up(self.no_addition(name, option[1:]), file, line, column)
                    continue
                category = self._draft(base)
                if place is None:
                    self.current = base
                    category.template = category.template or draft.template
                    category.entries += draft.entries
                    draft.entries = []
                place = base
            else:
                base = 0 if not option and self.all else self.named(option)
                if base is None:
                    self.report.give_up(
                        f"[{name}] inherits from [{option}], which is not defined before it",
                        file,
                        line,
                        column,
                    )
                elif base == place:
                    self.report.hang(f"[{name}] inherits from itself", file, line, column)
                else:
                    self._inherit(category, base, header, file)
        if place is None:
            self.all.append(draft)
            place = self.current = len(self.all) - 1
        return place

    def _inherit(self, category: Draft, base: int, header: Header, file: str) -> None:
        template = self.all[base]
        depth = template.depth if isinstance(template, Draft) else 0
        category.depth = max(category.depth, depth + 1)
        category.parents.append(template.name)
        entries = self._bequest(base)
        self._inherited += len(entries)
        self._inherited_deep += len(entries) if depth >= DEEP else 0
        if self._inherited <= INHERITED and self._inherited_deep <= INHERITED_DEEP:
            category.entries += entries
        elif not self.incomplete:
            self.incomplete = True
            most = (
                f"{INHERITED:,}"
                if self._inherited > INHERITED
                else f"{INHERITED_DEEP:,} (through more than {DEEP} levels)"
            )
            message = (
                f"templates produce more than {most} inherited lines: from [{header.name}] on, "
                "asterisk-lint does not read all of them"
            )
            self.report.problem(message, file, header.line, header.column)

    def named(self, name: str) -> int | None:
        """Return the first section of that name, templates included."""
        found = self._named(name)
        return found[0] if found else None

    def addition(self, name: str, condition: str) -> int | None:
        """Return the section to which `[name](+condition)` adds."""
        candidates = self._named(name) if name else range(len(self.all))
        if condition:
            from asterisk_lint.conf.filters import Filter

            wanted = Filter(condition)
            self._held += len(candidates)
            if self._held > _HELD:
                # reported as an addition to nothing, at which Asterisk gives up on the file
                return None
            found: Iterator[int] = (
                index
                for index in candidates
                if wanted.matches(self.all[index].entries, self.all[index].template)
            )
        elif self.dialect.filters:
            found = (index for index in candidates if not self.all[index].template)
        else:
            found = iter(candidates)
        return next(found, None)

    def no_addition(self, name: str, condition: str) -> str:
        """Explain why `[name](+condition)` adds to nothing."""
        if condition:
            return f"[{name}](+{condition}) adds to a section, but no earlier [{name}] matches this"
        if self.named(name) is not None:
            return (
                f"[{name}](+) adds to a section, but [{name}] is a template (only "
                f"[{name}](+TEMPLATES=include) adds to one)"
            )
        return f"[{name}](+) adds to a section, but there is no earlier [{name}]"

    def add(self, part: Loose | Append, category: int, file: str) -> None:
        """Add entries to a section."""
        entries = self.entries(category)
        if isinstance(part, Loose):
            entries += part.entries
        elif self._appended <= _APPENDED:
            key = part.entry.key
            last = next((entry for entry in reversed(entries) if entry.key == key), None)
            self._appended += 100 * len(entries)
            if last is None:
                entries.append(part.entry)
            else:
                self._appended += len(last.value)
                append(entries, last, part.more)
        elif not self.incomplete:
            self.incomplete = True
            message = (
                "the lines with += are too many: from here on, asterisk-lint does not read them"
            )
            self.report.problem(message, file, part.line, part.entry.column)


def append(entries: list[Entry], last: Entry, more: str) -> None:
    """Apply `key += more`: ast_variable_update() changes the first entry that looks like the last
    one of that name.
    """
    value = (last.value + more).strip(BLANKS)
    key, old = fold(last.key), fold(last.value)
    for index, entry in enumerate(entries):
        if (entry.key == last.key or fold(entry.key) == key) and (
            not old or fold(entry.value) == old
        ):
            entries[index] = entry._replace(key=last.key, value=value, inherited=False)
            return
