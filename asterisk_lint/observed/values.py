"""The content of `.asterisk-lint.observed.yaml`, as plain values. It contains no value of a
configuration, only kinds, names of capabilities and places.
"""

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release

# tree/find.py has it too, so that nothing here is imported if there is no such file
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
# What a token of a reach can begin with other than a kind (unseen/reach.py).
REACHES = KINDS | {"file", "modules"}
# Why something stays open although the machine was observed (model.Unseen.cause).
CAUSES = frozenset(
    {"missing-file", "include", "ignored", "template", "database", "exec", "client", "dynamic",
        "sample", "dialplan", "module"}
)  # fmt: skip
# The source of a count of what ran.
SOURCES = frozenset({"full log", "CDR", "CEL", "queue_log", "CLI"})


class ObservedUse(NamedTuple):
    """A use in a file that the repository lacks."""

    kind: str
    name: str
    file: str  # on the machine; a pattern if the file's own name could reveal something
    at: int  # the line in that file
    enforces: bool = False  # it asks for protection
    if_loaded: bool = False  # counts only while modules.conf loads the module
    readers: tuple[str, ...] = ()  # counts only while one of these modules is needed
    line: int = 0  # in the observed file


class OpenQuestion(NamedTuple):
    """Something that could use modules and that the machine's files do not show either."""

    cause: str
    file: str  # on the machine
    at: int
    reaches: tuple[str, ...]
    line: int = 0


class Ran(NamedTuple):
    """A capability that was seen in use."""

    kind: str
    name: str
    times: int
    last: str  # the last day, as 2026-11-27; "" if unknown
    source: str  # of SOURCES
    line: int = 0


class Defined(NamedTuple):
    """A capability that a module provides only because of a configuration file on the machine,
    under a name that the repository uses.
    """

    kind: str
    name: str
    module: str


class Foreign(NamedTuple):
    """A module from outside Asterisk that is installed on the machine."""

    name: str
    requires: tuple[str, ...]  # the modules without which it cannot be loaded
    provides: tuple[tuple[str, str], ...] = ()  # kind and name of what it was seen to provide


class Then(NamedTuple):
    """The repository when the machine was observed."""

    # What modules.conf loaded, in lower case. What was whitelisted later has a reason that the
    # observation cannot know, so nothing is settled for it.
    whitelist: frozenset[str] = frozenset()
    # Digests (unseen/digests.py) of the clients that the repository admitted when logs were read,
    # and of its files that map objects to databases: others are not settled. "": there is none.
    clients: str = ""
    mappings: str = ""
    # Templates of the repository, and files in it with placeholders, which a deployment had made
    # into what was read: each with the digest of the repository's file, since what is made of it
    # changes with it.
    rendered: frozenset[tuple[str, str]] = frozenset()
    both: frozenset[str] = frozenset()  # there, and in the repository, whose own counted


NOTHING = Then()


class Observed(NamedTuple):
    """Everything that one file says."""

    written_by: str  # the version of asterisk-lint
    day: str  # of the observation, as 2026-11-27
    asterisk: Release | None = None  # as Asterisk itself reports it
    # Whether the machine's own configuration directory was read completely, so that a file which it
    # lacks does not exist.
    complete: bool = False
    then: Then = NOTHING
    files: frozenset[str] = frozenset()  # read on the machine, and not in the repository
    unread: frozenset[str] = frozenset()  # exists on the machine, but is not readable
    # File and target of each #include that was followed on the machine
    includes: frozenset[tuple[str, str]] = frozenset()
    # Realtime families and sorcery objects that were read completely
    databases: frozenset[str] = frozenset()
    # The conditions of other rows of the tables that such a file fulfils (rows.Choice.given)
    conditions: frozenset[str] = frozenset()
    uses: tuple[ObservedUse, ...] = ()
    open: tuple[OpenQuestion, ...] = ()
    defined: tuple[Defined, ...] = ()
    logged_from: str = ""  # the period of the logs, as 2026-06-01; "" if there are none
    logged_until: str = ""
    ran: tuple[Ran, ...] = ()
    sounds: frozenset[str] = frozenset()  # file formats of Asterisk's own prompts there
    installed: frozenset[str] | None = None  # the modules on the machine, by their files' names
    foreign: tuple[Foreign, ...] = ()

    def is_current(self, release: Release, version: str) -> bool:
        """Tell whether the observation covered what this release's tables of this version need;
        otherwise it adds uses and settles nothing.
        """
        return self.written_by == version and (
            self.asterisk is None or self.asterisk.series == release.series
        )


def digest(content: bytes) -> str:
    """Return what tells whether a file of the repository has changed."""
    from hashlib import sha256

    return sha256(content).hexdigest()[:16]
