"""What `.asterisk-lint.observed.yaml` says, as plain values. Nothing in it is a value of a
configuration: kinds, names of capabilities, places.
"""

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release

# tree/find.py says it too, so that nothing here is imported in its absence
NAME = ".asterisk-lint.observed.yaml"

# The kinds of a use: those of the catalog (a test compares), what the tables add, and the module
# itself.
KINDS = frozenset({
    "application", "function", "channel", "switch", "codec", "format", "file_format", "translator",
    "attribute", "bridge", "timing",
    "engine", "wizard", "cdr", "cel", "rtp_engine", "stt_engine", "calendar", "fax_technology",
    "agi_command", "manager_action",
    "ari_resource", "cli_command", "builtin_module", "module",
})  # fmt: skip
# What a token of a reach can begin with beside a kind (unseen/reach.py).
REACHES = KINDS | {"file", "modules"}
# Why something stays open although the machine was looked at (model.OutOfSight.cause).
CAUSES = frozenset(
    {"missing-file", "include", "ignored", "template", "database", "exec", "client", "dynamic",
        "sample", "dialplan", "module"}
)  # fmt: skip
# Where a count of what ran comes from.
SOURCES = frozenset({"full log", "CDR", "CEL", "queue_log", "CLI"})


class ObservedUse(NamedTuple):
    """A use in a file that the repository lacks."""

    kind: str
    name: str
    file: str  # on the machine; a pattern where the file's own name could tell something
    at: int  # the line in that file
    enforces: bool = False  # it asks for protection
    if_loaded: bool = False  # counts only while modules.conf loads the module
    readers: tuple[str, ...] = ()  # counts only while one of these modules is needed
    line: int = 0  # in the observed file


class Open(NamedTuple):
    """Something that could use modules and that the machine's files do not show either."""

    cause: str
    file: str  # on the machine
    at: int
    reaches: tuple[str, ...]
    line: int = 0


class Ran(NamedTuple):
    """A capability that was seen at work."""

    kind: str
    name: str
    times: int
    last: str  # the last day, as 2026-11-27; "" where no line said
    source: str  # of SOURCES
    line: int = 0


class Defined(NamedTuple):
    """A capability that a configuration file on the machine makes a module provide, by a name that
    the repository uses.
    """

    kind: str
    name: str
    module: str


class Observed(NamedTuple):
    """Everything that one file says."""

    written_by: str  # the version of asterisk-lint
    day: str  # of the observation, as 2026-11-27
    asterisk: Release | None = None  # as Asterisk itself reports it
    # Whether the machine's own configuration directory was read, and all of it: a file that it
    # lacks is not there.
    complete: bool = False
    files: frozenset[str] = frozenset()  # read on the machine, and not in the repository
    unread: frozenset[str] = frozenset()  # there on the machine, and not readable
    rendered: frozenset[str] = (
        frozenset()
    )  # in the repository with placeholders, read on the machine as a deployment filled them
    includes: frozenset[tuple[str, str]] = (
        frozenset()
    )  # file and target of each #include that was followed on the machine
    databases: frozenset[str] = (
        frozenset()
    )  # realtime families and sorcery objects of which every object was looked at
    conditions: frozenset[str] = (
        frozenset()
    )  # what other rows of the tables wait for, and what such a file says (rows.Choice.given)
    uses: tuple[ObservedUse, ...] = ()
    open: tuple[Open, ...] = ()
    defined: tuple[Defined, ...] = ()
    logged_from: str = ""  # the period of the logs, as 2026-06-01; "" where there is none
    logged_until: str = ""
    ran: tuple[Ran, ...] = ()
    installed: frozenset[str] | None = None  # the modules on the machine, as their files are called

    def is_current(self, release: Release, version: str) -> bool:
        """Whether the observation looked for what this release's tables of this version look for;
        else it adds uses and settles nothing.
        """
        return self.written_by == version and (
            self.asterisk is None or self.asterisk.series == release.series
        )
