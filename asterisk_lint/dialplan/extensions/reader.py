"""One reading of extensions.conf, line by line (pbx/pbx_config.c: pbx_load_config(), compared from
1.6.2 to 23).
"""

from collections import Counter

from asterisk_lint.conf.reader import Conf, Entry, Section
from asterisk_lint.conf.shared_results import Origin, OriginRange, Results, Table
from asterisk_lint.conf.values import BLANKS, fold
from asterisk_lint.dialplan.extensions.contexts import Chain, Context
from asterisk_lint.dialplan.extensions.heads import HINT, Head, Heads, Kinds
from asterisk_lint.dialplan.extensions.names import Name
from asterisk_lint.dialplan.extensions.names import name as taken_apart
from asterisk_lint.dialplan.extensions.numbers import leading
from asterisk_lint.dialplan.extensions.step_parts import NO_PRIORITY, SHORT, StepParts
from asterisk_lint.model import Step
from asterisk_lint.releases import Release

_STEPS: Table[Origin, tuple[Step, ...]] = Table()  # of a section
SAME_SECTION: Table[tuple[str, Section], Origin] = Table()  # by the release


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
        origins = self.lone_origins(results) if results is not None else {}
        steps = results.of(_STEPS) if results is not None else {}
        for index, section in enumerate(self.conf.sections):
            if not section.template and fold(section.name) not in ("general", "globals"):
                origin = origins.get(index)
                if origin is None:
                    self.fill(self.context(section.name), section)
                else:
                    self.fill_once(section, origin, steps)

    def lone_origins(self, results: Results) -> dict[int, Origin]:
        """Return the origin of each section that alone fills its context, by its position, if it is
        known. Equal sections have the origin of the first.
        """
        names = Counter(section.name for section in self.conf.objects())
        same = results.of(SAME_SECTION)
        release = self.release.text
        found: dict[int, Origin] = {}
        for start, stop, origin in self.conf.origins:
            for number in range(stop - start):
                section = self.conf.sections[start + number]
                if names[section.name] == 1:
                    own = Origin(origin.source, origin.part, number, release)
                    found[start + number] = same.setdefault((release, section), own)
        return found

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
        chain = Chain("", None)
        shown, caller_id, usual = "", None, False
        taken = chain.priorities
        met: dict[str, tuple[Chain, str, str | None, bool]] = {}
        steps = self.steps
        within = context.name
        new = tuple.__new__
        kinds = self.kinds
        heads = self.heads
        for index, opening, rest, file, line in section.each_line():
            kind = kinds[opening.key]
            at = opening.value_column
            if kind == "exten":
                written, _, following = rest.partition(",")
                if "[" in written or "\\" in written:
                    written, following = self.split(rest)
                rest = following
                at += len(written) + 1
                extension = written
                if "$" in written or len(written) > SHORT:
                    extension = self.extension(written, section.entry(index), within)
                found = met.get(extension)
                if found is None:
                    found = met[extension] = self.begun(context, extension)
                chain, shown, caller_id, usual = found
                taken = chain.priorities
            elif not kind:
                self.other(context, section.entry(index))
                continue
            elif not extension:
                self.problem(
                    f"there is no extension before '{opening.key}' in [{within}]: Asterisk skips "
                    "the line",
                    section.entry(index),
                )
                continue
            head, parenthesis, arguments = rest.partition("(")
            begun = heads[head]
            label = None
            if begun is None and parenthesis and "," not in head:
                begun, label, parenthesis, arguments = self.labelled(head, arguments)
            end = arguments.rfind(")")
            if begun is not None and (end >= 0 or not parenthesis) and (last > HINT or begun[0]):
                number, bare, skipped = begun
                priority = number or last + 1
                arguments = arguments[:end]
                at += skipped if label is None else skipped + len(label) + 2
            else:
                entry = section.entry(index)
                written, _, rest = rest.partition(",")
                name = taken_apart(extension)
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
                    context.label(chain, label, priority)
                steps.append(step)
            else:
                entry = section.entry(index)
                name = taken_apart(extension)
                if name.plain in self.DISCOURAGED:
                    self.problem(
                        (
                            f"'{name.plain}' matches everything, including h, i and t: write "
                            f"'_X{name.plain[1]}' (Asterisk warns)"
                        ),
                        entry,
                    )
                self.add(context, name, priority, step, entry)

    def labelled(self, head: str, text: str) -> tuple[Head | None, str | None, str, str]:
        """Return what the heads say of a step with a label, the label, the parenthesis and the text
        after it. `text` follows the parenthesis of the label: `mail),VoiceMail(100)`.
        """
        label, closed, after = text.partition("),")
        if not closed or "," in label or ")" in label or head[-1:] in BLANKS:
            return None, None, "", ""
        second, parenthesis, arguments = after.partition("(")
        return self.heads[f"{head},{second}"], label, parenthesis, arguments

    def begun(self, context: Context, extension: str) -> tuple[Chain, str, str | None, bool]:
        """Return an extension's priorities, the extension and the caller id as `dialplan show`
        prints them, and whether Asterisk silently accepts it.
        """
        if extension.isalnum():
            chain = context.plain_chain(extension)
            if chain.extension != extension:
                self.aliases = True
            return chain, extension, None, True
        name = taken_apart(extension)
        chain = context.chain(name)
        if name.plain != chain.extension or name.caller_id != chain.caller_id:
            self.aliases = True
        usual = bool(name.plain) and name.plain not in self.DISCOURAGED
        return chain, name.shown, name.caller_id, usual

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
            context.label(chain, label, priority)
        self.steps.append(step)


def _shown(priority: int) -> str:
    return "hint" if priority == HINT else str(priority)
