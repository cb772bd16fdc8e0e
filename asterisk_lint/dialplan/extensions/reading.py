"""One reading of extensions.conf, line by line (pbx/pbx_config.c: pbx_load_config(), compared from 1.6.2 to 23)."""

from collections import Counter
from typing import Any

from asterisk_lint.conf.reader import Entry, Section
from asterisk_lint.conf.values import BLANKS, fold
from asterisk_lint.dialplan.extensions.contexts import Chain, Context
from asterisk_lint.dialplan.extensions.entries import Entries
from asterisk_lint.dialplan.extensions.names import Name, split
from asterisk_lint.dialplan.extensions.names import name as taken_apart
from asterisk_lint.dialplan.extensions.numbers import leading, number
from asterisk_lint.model import Step
from asterisk_lint.tree.repeated_runs import mark

HINT = -1  # the priority of a hint
_NONE = -2  # no priority before
_LONGEST = 255  # bytes of an extension that are kept
_SHORT = _LONGEST // 4  # so many characters are kept whatever they are
_DISCOURAGED = ("_.", "_!")


class Reading(Entries):
    """One reading of extensions.conf."""

    def read(self, memo: dict[Any, Any] | None = None) -> None:
        """Read the globals, then every context. `memo`: as `tree.files.memo_of` gives it."""
        sections = [section for section in self.conf.sections if not section.template]
        several = self.release.order >= (13,)
        for section in sections:
            if fold(section.name) == "globals":
                self.globals(section)
                if not several:
                    break
        for section in sections:
            if fold(section.name) not in ("general", "globals"):
                if memo is not None and type(self) is Reading and memo.get(("section", id(section))) is section:
                    self.fill_once(section, memo, sections)
                else:
                    self.fill(self.context(section.name), section)

    def fill_once(self, section: Section, memo: dict[Any, Any], sections: list[Section]) -> None:
        """The entries of a section that other PBXs have as well: its steps are the same there, unless more than the section decides them."""
        if self.names is None:
            self.names = Counter(each.name for each in sections)
        key = ("steps", id(section), self.release)
        steps = memo.get(key)
        if steps is not None and self.names[section.name] == 1:
            self.steps += steps
            return
        before = (self.replaced, len(self.uses), len(self.problems), self.aliases)
        start = len(self.steps)
        self.fill(self.context(section.name), section)
        if self.names[section.name] == 1 and before == (self.replaced, len(self.uses), len(self.problems), self.aliases) and not self.aliases:
            steps = memo[key] = tuple(self.steps[start:])
            mark(steps, memo)

    def fill(self, context: Context, section: Section) -> None:
        """The entries of one section, as steps and uses."""
        last = _NONE
        extension = ""
        name, chain = taken_apart(""), Chain("", None)
        shown, caller_id, taken = "", None, chain.priorities
        usual = False  # the extension is one that Asterisk takes without a word
        met: dict[str, tuple[Name, Chain]] = {}
        steps = self.steps
        within = context.name
        new = tuple.__new__
        heads = _Heads()
        for entry in section.entries:
            key = entry.key
            value = entry.value
            at = entry.value_column
            if key == "same" and usual and last > 0:
                # The next step of the same extension, as most lines are: `same => n,App(...)`.
                head, opening, arguments = value.partition("(")
                begun = heads[head]
                end = arguments.rfind(")")
                priority = last + 1
                if begun and (end >= 0 or not opening) and priority not in taken:
                    taken.add(priority)
                    last = priority
                    at += begun[1]
                    steps.append(new(Step, (within, shown, priority, begun[0], arguments[:end], entry.file, entry.line, at, None, caller_id)))
                    continue
            if key == "exten" or fold(key) == "exten":
                if "[" in value or "\\" in value:
                    written, rest = split(value)
                else:
                    written, _, rest = value.partition(",")
                at += len(written) + 1
                extension = self.extension(written, entry, context.name) if "$" in written or len(written) > _SHORT else written
                found = met.get(extension)
                if found is None:
                    name = taken_apart(extension)
                    chain = context.chain(name)
                    found = met[extension] = (name, chain)
                    if name.plain != chain.extension or name.caller_id != chain.caller_id:
                        self.aliases = True
                name, chain = found
                taken = chain.priorities
                shown, caller_id = name.shown, name.caller_id
                usual = bool(extension and name.plain) and name.plain not in _DISCOURAGED
            elif key == "same" or fold(key[:4]) == "same":
                if not extension:
                    self.problem(f"no extension stands before '{key}' in [{context.name}]: Asterisk skips the line", entry)
                    continue
                rest = value
            else:
                self.other(context, entry)
                continue
            written, _, rest = rest.partition(",")
            at += len(written) + 1
            label = None
            dropped = False
            if written == "1":
                priority = 1
            elif written == "n" and last > _NONE + 1:
                priority = last + 1
            elif written[:2] == "n(" and last > _NONE + 1 and (end := written.find(")")) > 0:
                priority, label = last + 1, written[2:end]
            else:
                number, label, more = self.priority(context, name, written, last, entry)
                if number is None:
                    continue
                priority = number + leading(more) if more and number else number
                dropped = not number
            application, opening, arguments = rest.partition("(")
            if opening:
                if "$" in application and ("${" in application or "$[" in application):
                    application, arguments = rest, ""
                else:
                    end = arguments.rfind(")")
                    if end >= 0:
                        arguments = arguments[:end]
                    else:
                        self.problem(f"no ')' closes {application.strip(BLANKS)}(", entry)
            if dropped:
                self.problem("Asterisk drops this line without a word: counted on from a hint, its priority is 0", entry)
                continue
            last = priority
            bare = application.lstrip(BLANKS)
            at += len(application) - len(bare)
            if name.plain in _DISCOURAGED:
                self.problem(f"'{name.plain}' takes everything, h, i and t too: write '_X{name.plain[1]}' (Asterisk warns)", entry)
            labels = chain.labels
            if priority > 0 and usual and priority not in taken and not (label and labels and label in labels):
                taken.add(priority)
                if label:
                    chain.name(label, priority)
                steps.append(new(Step, (within, shown, priority, bare, arguments, entry.file, entry.line, at, label or None, caller_id)))
            else:
                self.add(context, name, priority, label, bare, arguments, entry, at)

    def extension(self, text: str, entry: Entry, context: str) -> str:
        """An extension as Asterisk keeps it."""
        text = self.substituted(text, entry, context)
        if len(text) > _SHORT:
            return text.encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "surrogateescape")
        return text

    def priority(self, context: Context, name: Name, written: str, last: int, entry: Entry) -> tuple[int | None, str | None, str]:
        """The number that a priority stands for, its label, and what stands behind a plus; None: Asterisk skips the line."""
        text = written.strip(BLANKS)
        label = None
        if "(" in text:
            text, _, label = text.partition("(")
            label, closed, _ = label.partition(")")
            if not closed:
                self.problem("no ')' closes the label: Asterisk skips the line", entry)
                return None, None, ""
        text, _, more = text.partition("+")
        if text.isdigit() and text.isascii() and len(text) < 10 and text.strip("0"):
            return int(text), label, more
        if text == "hint":
            return HINT, label, more
        if text in ("n", "next", "s", "same"):
            if last <= _NONE:
                self.problem(f"no priority stands before '{text}': Asterisk skips the line", entry)
                return None, None, ""
            return last + (text[0] == "n"), label, more
        found = number(text)
        if found is None:
            from asterisk_lint.dialplan.extensions.match import priority_of

            found = priority_of(context, name, text)
            if found is None or found < 1:
                self.problem(f"'{text}' is no priority and no label of this extension: Asterisk skips the line", entry)
                return None, None, ""
        elif found < 1:
            self.problem(f"'{text}' is no priority: Asterisk skips the line", entry)
            return None, None, ""
        return found, label, more

    def add(
        self, context: Context, name: Name, priority: int, label: str | None, application: str, arguments: str, entry: Entry, column: int
    ) -> None:
        """One priority more, unless Asterisk refuses it."""
        if not name.plain:
            self.problem("no extension stands here: Asterisk skips the line", entry)
            return
        if priority == HINT and "${" in application and not name.plain.startswith("_"):
            application = self.hint(context, name, application, entry)
        chain = context.chain(name)
        if name.plain != chain.extension or name.caller_id != chain.caller_id:
            self.aliases = True
        if label:
            repeated = chain.repeats(label, priority)
            if repeated is not None:
                self.problem(f"the label '{label}' is in use at priority {repeated}: Asterisk drops it here", entry)
                label = None
        if priority in chain.priorities:
            self.problem(f"priority {_shown(priority)} of {name.shown} in [{context.name}] is in use: Asterisk skips the line", entry)
            return
        chain.priorities.add(priority)
        if label:
            chain.name(label, priority)
        step = (
            context.name,
            name.shown,
            "hint" if priority == HINT else priority,
            application,
            "" if priority == HINT else arguments,
            entry.file,
            entry.line,
            column,
            label or None,
            name.caller_id,
        )
        self.steps.append(tuple.__new__(Step, step))


class _Heads(dict[str, tuple[str, int] | None]):
    """By a text `n,App`: the application, and how far behind the beginning it stands; None by any other text."""

    def __missing__(self, head: str) -> tuple[str, int] | None:
        priority, comma, application = head.partition(",")
        bare = application.lstrip(BLANKS)
        self[head] = (bare, len(head) - len(bare)) if priority == "n" and comma and "$" not in bare else None
        return self[head]


def _shown(priority: int) -> str:
    return "hint" if priority == HINT else str(priority)
