"""One reading of extensions.conf, line by line (pbx/pbx_config.c: pbx_load_config(), compared from
1.6.2 to 23).
"""

from collections import Counter

from asterisk_lint.conf.reader import Conf, Entry, Section
from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table
from asterisk_lint.conf.values import BLANKS, fold
from asterisk_lint.dialplan.extensions.contexts import Chain, Context
from asterisk_lint.dialplan.extensions.heads import HINT, Heads, Kinds
from asterisk_lint.dialplan.extensions.names import Name
from asterisk_lint.dialplan.extensions.names import name as taken_apart
from asterisk_lint.dialplan.extensions.numbers import leading
from asterisk_lint.dialplan.extensions.step_parts import NO_PRIORITY, SHORT, StepParts
from asterisk_lint.model import Step
from asterisk_lint.releases import Release

_STEPS: Table[Origin, tuple[Step, ...]] = Table()  # of a section


class ExtensionsReader(StepParts):
    """Reads extensions.conf."""

    DISCOURAGED: tuple[str, ...] = ("_.", "_!")

    def __init__(self, conf: Conf, release: Release, etc: str) -> None:
        super().__init__(conf, release, etc)
        self.kinds = Kinds()
        self.heads = Heads()

    def read(self, results: Results | None = None) -> None:
        """Read the globals, then every context. `results` holds what the PBXs of a run share."""
        several = self.release.order >= (13,)
        for section in self.conf.named("globals"):
            self.globals(section)
            if not several:
                break
        origins = self.lone_origins() if results is not None else {}
        steps = results.of(_STEPS) if results is not None else {}
        for index, section in enumerate(self.conf.sections):
            if not section.template and fold(section.name) not in ("general", "globals"):
                origin = origins.get(index)
                if origin is None:
                    self.fill(self.context(section.name), section)
                else:
                    self.fill_once(section, origin, steps)

    def lone_origins(self) -> dict[int, Origin]:
        """Return the origin of each section that alone fills its context, by its position, if it is
        known.
        """
        names = Counter(section.name for section in self.conf.objects())
        return {
            start + number: Origin(origin.source, origin.part, number, self.release.text)
            for start, stop, origin in self.conf.origins
            for number in range(stop - start)
            if names[self.conf.sections[start + number].name] == 1
        }

    def fill_once(
        self, section: Section, origin: Origin, known: dict[Origin, tuple[Step, ...]]
    ) -> None:
        """Process a section that other PBXs also have: its steps are the same there, unless more
        than the section determines them.
        """
        start = len(self.steps)
        steps = known.get(origin)
        if steps is not None:
            self.steps += steps
        else:
            before = (self.replaced, len(self.uses), self.told, self.aliases)
            self.fill(self.context(section.name), section)
            if self.aliases or before != (self.replaced, len(self.uses), self.told, self.aliases):
                return
            known[origin] = tuple(self.steps[start:])
        self.origins.append(OriginRange(start, len(self.steps), origin))

    def fill(self, context: Context, section: Section) -> None:
        """Process the entries of one section as steps and uses."""
        last = NO_PRIORITY
        extension = ""
        name, chain = taken_apart(""), Chain("", None)
        shown, caller_id, taken = "", None, chain.priorities
        usual = False  # Asterisk silently accepts this extension
        met: dict[str, tuple[Name, Chain]] = {}
        steps = self.steps
        within = context.name
        new = tuple.__new__
        kinds = self.kinds
        heads = self.heads
        for entry in section.each_entry():
            key, rest, file, line, _, at, _, _ = entry
            kind = kinds[key]
            if kind == "exten":
                if "[" in rest or "\\" in rest:
                    written, rest = self.split(rest)
                else:
                    written, _, rest = rest.partition(",")
                at += len(written) + 1
                extension = (
                    self.extension(written, entry, within)
                    if "$" in written or len(written) > SHORT
                    else written
                )
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
                usual = bool(extension and name.plain) and name.plain not in self.DISCOURAGED
            elif not kind:
                self.other(context, entry)
                continue
            elif not extension:
                self.problem(
                    f"there is no extension before '{key}' in [{within}]: Asterisk skips the line",
                    entry,
                )
                continue
            head, opening, arguments = rest.partition("(")
            begun = heads[head]
            end = arguments.rfind(")")
            if begun is not None and (end >= 0 or not opening) and (last > HINT or begun[0]):
                number, bare, skipped = begun
                priority = number or last + 1
                label = None
                arguments = arguments[:end]
                at += skipped
            else:
                written, _, rest = rest.partition(",")
                numbered = self.priority(context, name, written, last, entry)
                if numbered is None:
                    continue
                number, label, more = numbered
                called = self.called(rest, entry, dropped=not number)
                if called is None:
                    continue
                if not number:
                    self.problem(
                        "Asterisk silently drops this line: an `n` after a hint gives priority 0",
                        entry,
                    )
                    continue
                priority = number + leading(more) if more else number
                application, arguments = called
                bare = application.lstrip(BLANKS)
                at += len(written) + 1 + len(application) - len(bare)
            last = priority
            step = new(
                Step,
                (
                    within,
                    shown,
                    priority,
                    bare,
                    arguments,
                    file,
                    line,
                    at,
                    label or None,
                    caller_id,
                ),
            )
            if (
                usual
                and priority > 0
                and priority not in taken
                and not (label and chain.labels and label in chain.labels)
            ):
                taken.add(priority)
                if label:
                    chain.name(label, priority)
                steps.append(step)
            else:
                if name.plain in self.DISCOURAGED:
                    self.problem(
                        (
                            f"'{name.plain}' matches everything, including h, i and t: write "
                            f"'_X{name.plain[1]}' (Asterisk warns)"
                        ),
                        entry,
                    )
                self.add(context, name, priority, step, entry)

    def add(self, context: Context, name: Name, priority: int, step: Step, entry: Entry) -> None:
        """Add a step as its extension's priority (HINT for a hint), unless Asterisk rejects it."""
        if not name.plain:
            self.problem("this line has no extension: Asterisk skips it", entry)
            return
        label = step.label
        if priority == HINT:
            application = step.application
            if "${" in application and not name.plain.startswith("_"):
                application = self.hint(context, name, application, entry)
            step = step._replace(priority="hint", application=application, arguments="")
        chain = context.chain(name)
        if name.plain != chain.extension or name.caller_id != chain.caller_id:
            self.aliases = True
        if label:
            repeated = chain.repeats(label, priority)
            if repeated is not None:
                self.problem(
                    (
                        f"the label '{label}' is already used at priority {repeated}: Asterisk "
                        "drops it here"
                    ),
                    entry,
                )
                label = None
                step = step._replace(label=None)
        if priority in chain.priorities:
            self.problem(
                (
                    f"priority {_shown(priority)} of {name.shown} in [{context.name}] is already "
                    "used: Asterisk skips the line"
                ),
                entry,
            )
            return
        chain.priorities.add(priority)
        if label:
            chain.name(label, priority)
        self.steps.append(step)


def _shown(priority: int) -> str:
    return "hint" if priority == HINT else str(priority)
