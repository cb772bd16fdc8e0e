"""How a section's entries fill a context: those that follow each other as `dialplan show` would
print them all at once, any other one by one.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, repeat
from operator import getitem

from asterisk_lint.conf.plain_lines import texts_of
from asterisk_lint.conf.reader import Section
from asterisk_lint.conf.values import BLANKS
from asterisk_lint.conf.zeroed import AT_ONCE
from asterisk_lint.dialplan.extensions.contexts import Chain, Context
from asterisk_lint.dialplan.extensions.forms import HINT, NO_STEP, OTHER, Form, TextForms
from asterisk_lint.dialplan.extensions.names import name as taken_apart
from asterisk_lint.dialplan.extensions.numbers import leading
from asterisk_lint.dialplan.extensions.plain_extensions import (
    TOGETHER,
    Heads,
    beginnings,
    plain_extensions,
)
from asterisk_lint.dialplan.extensions.step_parts import NO_PRIORITY, StepParts
from asterisk_lint.dialplan.extensions.written import Written
from asterisk_lint.model import Step


class Filling:
    """Fills a context with the entries of one section, for a reader of extensions.conf."""

    def __init__(
        self, reader: StepParts, context: Context, section: Section, forms: TextForms
    ) -> None:
        self.reader = reader
        self.context = context
        self.section = section
        self.known_forms = forms
        self.heads = Heads()
        # Some entries at a time: where they begin in the section, the texts that hold their values,
        # and their forms.
        self.first = 0
        self.texts: list[str] = []
        self.forms: Sequence[Form] = ()
        # The extension of the last line, what Asterisk makes of it, and whether it silently accepts
        # it.
        self.extension = ""
        self.chain = Chain("", None)
        self.shown = ""
        self.caller_id: str | None = None
        self.usual = False
        self.last = NO_PRIORITY
        self.met: dict[str, tuple[Chain, str, str | None, bool]] = {}
        # Of the steps at `done` and after it, in order
        self.done = 0
        self.extensions: list[str] = []
        self.priorities: list[int] = []
        self.labels: dict[int, str] = {}  # by position after `done`, where there is one
        self.caller_ids: dict[int, str] = {}

    def run(self) -> None:
        """Process every entry as a step or a use."""
        chains, label_of = self.context.chains, self.context.label_of
        extension, last = "", NO_PRIORITY
        is_plain = False  # nothing but letters and digits
        for starts in self.pieces():
            forms, texts = self.forms, self.texts
            if self.take_new(starts[:-1]):
                last = 1
                starts = starts[-2:]
            for start, stop in pairwise(starts):
                form, text = forms[start], texts[start]
                priority, label_at = form.priority, form.label
                if form.extension_end >= 0:
                    extension = text[form.extension]
                    if form.is_substituted:
                        extension = self.reader.extension(
                            extension, self.section.entry(self.first + start), self.context.name
                        )
                    is_plain = extension.isalnum()
                if priority is None:
                    priority = int(text[form.digits])
                elif not priority:
                    priority = last + 1
                label = text[label_at] if label_at else None
                if (
                    is_plain
                    and chains.get(extension, 1) == priority
                    and not (label and extension in label_of)
                ):
                    if label:
                        label_of[extension] = (label, priority)
                        self.labels[start - self.done] = label
                    chains[extension] = last = priority + stop - start
                    last -= 1
                    if last == priority:
                        self.extensions.append(extension)
                        self.priorities.append(priority)
                    else:
                        self.extensions += [extension] * (stop - start)
                        self.priorities += range(priority, last + 1)
                else:
                    self.last = last
                    self.enter(extension)
                    while not self.take(start, stop, priority, label):
                        self.process(start)
                        start += 1
                        if start == stop:
                            break
                        priority, label = self.last + 1, None
                    last = self.last

    def pieces(self) -> Iterator[list[int]]:
        """Yield what `beginnings` gives, for some entries after the other."""
        keys, (texts, lines) = self.section.shape.keys, texts_of(self.section)
        for self.first in range(0, len(keys), AT_ONCE):
            self.done = 0
            self.texts = list(islice(texts, AT_ONCE))
            some = slice(self.first, self.first + AT_ONCE)
            self.forms = self.known_forms.of(keys[some], self.texts, lines[some], self.reader.form)
            yield from beginnings(self.forms)
            self.create_until(len(self.texts))

    def take_new(self, starts: list[int]) -> bool:
        """Take the entries from the first of these positions to before the last at once if each
        begins a new plain extension, and the last one an extension, so that it needs none of them;
        tell whether they do.
        """
        start, stop = starts[0], starts[-1]
        if not (stop - start + 1 == len(starts) == TOGETHER) or self.forms[stop].extension_end < 0:
            return False
        extensions = plain_extensions(self.forms[start:stop], self.texts[start:stop], self.heads)
        chains = self.context.chains
        before = len(chains)
        list(map(chains.setdefault, extensions, repeat(2)))
        if not extensions or len(chains) - before < len(extensions):
            while len(chains) > before:
                chains.popitem()  # those that were added
            return False
        self.extensions += extensions
        self.priorities += [1] * len(extensions)
        return True

    def enter(self, extension: str) -> None:
        """Take a look at what Asterisk makes of an extension."""
        self.extension = extension
        if extension.isalnum():
            chain = self.context.plain_chain(extension)
            if chain.extension != extension:
                self.reader.aliases = True
            self.chain, self.shown, self.caller_id, self.usual = chain, extension, None, True
            return
        begun = self.met.get(extension)
        if begun is None:
            begun = self.met[extension] = self.begun(extension)
        self.chain, self.shown, self.caller_id, self.usual = begun

    def begun(self, extension: str) -> tuple[Chain, str, str | None, bool]:
        """Return an extension's priorities, the extension and the caller id as `dialplan show`
        prints them, and whether Asterisk silently accepts it.
        """
        name = taken_apart(extension)
        chain = self.context.chain(name)
        if name.plain != chain.extension or name.caller_id != chain.caller_id:
            self.reader.aliases = True
        usual = bool(name.plain) and name.plain not in self.reader.DISCOURAGED
        return chain, name.shown, name.caller_id, usual

    def take(self, start: int, stop: int, priority: int, label: str | None) -> bool:
        """Take entries as the next priorities of the extension, from this one on, if Asterisk
        silently accepts them all; tell whether it does.
        """
        chain = self.chain
        if not self.usual or not chain.is_next(priority):
            return False
        if label:
            if chain.labels and label in chain.labels:
                return False
            self.context.label(chain, label, priority)
            self.labels[start - self.done] = label
        count = stop - start
        chain.first_free += count
        self.last = priority + count - 1
        if count == 1:
            self.extensions.append(self.shown)
            self.priorities.append(priority)
        else:
            self.extensions += [self.shown] * count
            self.priorities += range(priority, priority + count)
        if self.caller_id is not None:
            positions = range(start - self.done, stop - self.done)
            self.caller_ids.update(dict.fromkeys(positions, self.caller_id))
        return True

    def create_until(self, stop: int) -> None:
        """Create the steps of the entries that were taken, which end there."""
        start, self.done = self.done, stop
        if start == stop:
            return
        forms = self.forms[start:stop]
        places = {form: form.arguments for form in set(forms)}
        arguments: Iterator[str] = map(
            getitem, self.texts[start:stop], map(places.__getitem__, forms)
        )
        written = Written(
            self.context.name,
            self.section.places(slice(self.first + start, self.first + stop)),
            forms,
            (self.extensions, self.priorities),
            arguments,
            (self.labels, self.caller_ids),
        )
        self.reader.steps.extend(written)
        self.extensions, self.priorities, self.labels, self.caller_ids = [], [], {}, {}

    def process(self, index: int) -> None:
        """Process one entry."""
        self.create_until(index)
        self.done = index + 1
        form, entry, reader = self.forms[index], self.section.entry(self.first + index), self.reader
        if form.priority == NO_STEP:
            reader.other(self.context, entry)
            return
        if not self.extension and form.extension_end < 0:
            reader.problem(
                f"there is no extension before '{entry.key}' in [{self.context.name}]: Asterisk "
                "skips the line",
                entry,
                advice="write exten => EXTENSION,1,... here, or move the line below one that does",
            )
            return
        parts = self.parts(index)
        if parts is None:
            return
        priority, label, application, arguments, at = parts
        self.last = priority
        step = Step(
            self.context.name,
            self.shown,
            priority,
            application,
            arguments,
            entry.file,
            entry.line,
            entry.value_column + at,
            label,
            self.caller_id,
        )
        name = taken_apart(self.extension)
        if name.plain in reader.DISCOURAGED:
            reader.problem(
                f"'{name.plain}' matches everything, including h, i and t: write "
                f"'_X{name.plain[1]}' (Asterisk warns)",
                entry,
            )
        reader.add(self.context, name, priority, step, entry)

    def parts(self, index: int) -> tuple[int, str | None, str, str, int] | None:
        """Return the priority, label, application and arguments of an entry, and where the
        application begins in its value; None: Asterisk skips the line.
        """
        form, text = self.forms[index], self.texts[index]
        priority = form.priority
        if priority is None:
            priority = int(text[form.digits]) or OTHER
        elif not priority:
            priority = self.last + 1 if self.last > HINT else OTHER
        if priority == OTHER:
            return self.exactly(index)
        label = text[form.label] or None if form.label else None
        return priority, label, form.application, text[form.arguments], form.at

    def exactly(self, index: int) -> tuple[int, str | None, str, str, int] | None:
        """Return the same for an entry whose form does not tell."""
        entry, reader = self.section.entry(self.first + index), self.reader
        start = self.forms[index].extension_end + 1
        written, _, called = entry.value[start:].partition(",")
        name = taken_apart(self.extension)
        numbered = reader.priority(self.context, name, written, self.last, entry)
        if numbered is None:
            return None
        number, label, more = numbered
        step = reader.called(called, entry, dropped=not number)
        if step is None:
            return None
        if not number:
            reader.problem(
                "Asterisk silently drops this line: an `n` after a hint gives priority 0", entry
            )
            return None
        application, arguments = step
        bare = application.lstrip(BLANKS)
        at = start + len(written) + 1 + len(application) - len(bare)
        return number + leading(more) if more else number, label or None, bare, arguments, at
