"""The plain values that pass from one step to the next (docs/architecture.md).

Files are named relative to the PBX's directory, with `/`; lines and columns count from 1 (column 0:
the whole line).
"""

from collections.abc import Callable, Iterator, Sequence

from asterisk_lint.records import NamedTuple

# Returns a file's lines by its name; none if there is no such file
Lines = Callable[[str], Sequence[str]]


class Need(NamedTuple):
    """One thing that a row of the tables needs: a capability, a module, or a kind of text that
    contains more than a name.
    """

    kind: str
    name: str  # "*" is any of the kind; "" if the kind alone is enough

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".rstrip()


class Step(NamedTuple):
    """One priority of one extension, as `dialplan show` prints it."""

    context: str
    extension: str
    priority: int | str  # a number, or "hint"
    application: str  # for a hint: the hinted devices
    arguments: str
    file: str
    line: int
    column: int = 0  # of the application's name
    label: str | None = None
    caller_id: str | None = None  # the `200` of `_999/200`


class Use(NamedTuple):
    """One place in the configuration that needs a capability or a module.

    `kind` is the singular word for a capability as the catalog spells it ("application",
    "function", "channel", "switch", "codec", "format", "bridge", "timing", "engine", "wizard",
    ...), or "module" if the place needs a certain module whatever it provides.
    """

    kind: str
    name: str
    file: str
    line: int
    column: int = 0
    context: str | None = None
    extension: str | None = None
    priority: int | str | None = None
    within: str | None = None  # the application whose argument contains the use
    because: str = ""  # one sentence for people: why this place needs it
    # the configuration asks for protection here (docs/not-shown.md: no protection is dropped)
    enforces: bool = False
    # counts only while one of these modules, the only readers of the file, is needed; () counts
    # always
    readers: tuple[str, ...] = ()


class StepUses(NamedTuple):
    """Uses that are not created yet: what the arguments of each of these steps name, or (if within
    and because are empty) the application that each of them runs.
    """

    kind: str
    name: str
    within: str | None
    because: str
    steps: Sequence[Step]  # at least one, by file and line
    lines: Lines | None  # to find the name's column in; None: the name is the step's application

    def uses(self) -> Iterator[Use]:
        """Yield a use for each step."""
        return map(self.at, self.steps)

    def at(self, step: Step) -> Use:
        """Return the use in one step."""
        context: str | None
        extension: str | None
        priority: int | str | None
        context, extension, priority, _, _, file, line, column, _, _ = step
        if not context:  # a call in a Lua function that several extensions run
            context = extension = priority = None
        if self.lines is not None:
            lines = self.lines(file)
            raw = lines[line - 1] if 0 < line <= len(lines) else ""
            column = raw.find(self.name, max(column, 0)) + 1 or column if self.name else column
        return Use(
            self.kind,
            self.name,
            file,
            line,
            column,
            context,
            extension,
            priority,
            self.within,
            self.because,
        )


class PlacedUses(NamedTuple):
    """Uses that are not created yet: what sections of one file, which differ in nothing that
    matters, ask for at one place of each.
    """

    use: Use  # the first one
    lines: Sequence[int]  # of all, ascending
    because_of: Callable[[int], str] | None = None  # by index; None: the same reason for all

    @property
    def kind(self) -> str:
        """The kind of all."""
        return self.use.kind

    @property
    def name(self) -> str:
        """The name of all."""
        return self.use.name

    @property
    def because(self) -> str:
        """The reason of the first one."""
        return self.use.because

    @property
    def within(self) -> str | None:
        """The application whose argument contains them."""
        return self.use.within

    @property
    def enforces(self) -> bool:
        """Whether they ask for protection."""
        return self.use.enforces

    def uses(self, only: int = 0) -> Iterator[Use]:
        """Yield a use for each line, or for one line only."""
        for index, line in enumerate(self.lines):
            if not only or line == only:
                because = self.because_of(index) if self.because_of else self.use.because
                yield self.use._replace(line=line, because=because)


GroupedUses = StepUses | PlacedUses  # `requirements/grouped_uses.py` returns them one at a time


class AlikeSteps(NamedTuple):
    """Steps that run the same application. `alike`: their arguments differ only in what no use
    depends on: numbers, and between `forms` other words as well; otherwise no argument matters.
    """

    steps: Sequence[Step]
    alike: bool
    forms: Sequence[Sequence[Step]] = ()


class Reason(NamedTuple):
    """Why a module is required if not by a use: a person keeps it, or another required module
    depends on it (kind "dependency").

    The fields have the same names as in a Use, and the first five are the same.
    """

    kind: str
    name: str
    file: str | None = None
    line: int | None = None
    column: int = 0
    because: str = ""
    within: str | None = None
    enforces: bool = False


class Requirement(NamedTuple):
    """A module that the PBX needs, with every reason: each use that needs it, and any other reason
    (`grouped_uses.each` returns them one at a time).
    """

    module: str
    reasons: tuple[Use | Reason | GroupedUses, ...]


class Problem(NamedTuple):
    """Something that Asterisk would reject, skip or warn about while it reads a file.

    `rule` is the name of the rule that reports it: "syntax-error", "missing-include",
    "exec-include", "dynamic-use".
    """

    rule: str
    message: str
    file: str
    line: int
    column: int = 0
    severity: str = ""  # if it differs from the rule's own
    help: str = ""  # what a person can do about it, in one line


class Unseen(NamedTuple):
    """Something that could use modules and cannot be read here (docs/architecture.md).

    `reaches` names what it could use: "application" (every capability of that kind),
    "application:dial" (one of them, in lower case), "file:pjsip.conf" (whatever an entry of that
    file can ask for), "module:app_x", or "modules:res_pjsip*" (a pattern).

    `cause` names what hides it: "missing-file" (a configuration file that is not here), "absent"
    (likewise, but nothing makes its absence relevant), "include" (an include that finds nothing),
    "ignored" (Git ignores the file), "template", "written" (by a program of the repository),
    "layer" (a folder beside), "database", "exec", "client", "dynamic" (known only in a call),
    "sample", "dialplan" (there is none), "question" (a file asks for a service that is not loaded),
    "entries" (an `#include` in modules.conf that finds nothing here), "module" (one that the
    catalog does not know), "whitelisted" (an undecided module that needs it), "mistake".
    """

    what: str  # for people: "the missing #include of sip-users.conf"
    file: str
    line: int
    reaches: frozenset[str]
    cause: str = "client"
    absent: str = ""  # the missing configuration file, if nothing in the repository refers to it
    # What a look at the machine would show: "file NAME", "include FILE: TARGET", "placeholder
    # FILE", "dialplan", "database WHAT"; "": nothing.
    hidden: str = ""
    settled: bool = False  # observation has shown it; in doubt for modules that protect alone


# What `sealed: true` covers: clients, and files that are not in the repository.
SETTLED_BY_SEALED = frozenset(
    {"client", "missing-file", "absent", "include", "ignored", "dialplan", "layer"}
)


class Related(NamedTuple):
    """A further place that belongs to a finding."""

    file: str
    line: int
    column: int = 0
    note: str = ""


class Edit(NamedTuple):
    """One change to modules.conf that corrects a finding.

    `unsafe`: it reverses what a person wrote, or removes what is only presumed unused; only
    `--unsafe-fixes` makes it.

    `action`: "add" a module (with `option`, "load" if empty; before the entry at file and line, if
    these are given), "remove" the entry at file and line, "rename" its module, "move" it before the
    line that `option` names as FILE:LINE, "enable" only the whitelist (`autoload` becomes no), or
    "strip" a suppression comment.
    """

    action: str
    module: str = ""
    file: str = ""
    line: int = 0
    option: str = ""
    unsafe: bool = False


class Finding(NamedTuple):
    """One broken rule at one place."""

    rule: str
    code: str
    severity: str  # "error", "warning", "information"
    message: str
    file: str
    line: int
    column: int = 0
    length: int = 0  # how many characters to underline; 0: unknown
    module: str | None = None
    edits: tuple[Edit, ...] = ()  # what --fix would do; empty: only a person can correct it
    fix: str = ""  # what to type, in one line
    why: str = ""  # why it matters, in one line
    help: str = ""  # what a person can do about it, in one line
    related: tuple[Related, ...] = ()
    also: Sequence[tuple[str, int]] = ()  # further places of the same finding, as file and line
    modules: tuple[str, ...] = ()  # the modules of a finding about several modules
    # the heading under which people see it with others, with "{count}" for the number of modules;
    # "": none
    group: str = ""

    @property
    def fixable(self) -> bool:
        """Whether `--fix` corrects it."""
        return bool(self.edits) and not any(edit.unsafe for edit in self.edits)

    @property
    def unsafe_fixable(self) -> bool:
        """Whether only `--unsafe-fixes` corrects it."""
        return any(edit.unsafe for edit in self.edits)
