"""The values that this package returns."""

from asterisk_lint.records import NamedTuple

# The kinds of things that names refer to. Each has one rule (rules/).
CONTEXT, EXTENSION, PRIORITY = "context", "extension", "priority"
AGI, SOUND = "AGI script", "sound file"
# Those that are files of the tree, with the directory that they are in.
FOLDERS = {AGI: "agi-bin/", SOUND: "sounds/"}


class Place(NamedTuple):
    """Where a name is written, and by what: "Goto()", "the option context"."""

    file: str
    line: int
    column: int
    by: str


class Missing(NamedTuple):
    """A reference to something that is not there, although everything that could declare it was
    read.
    """

    kind: str
    name: str
    place: Place
    # For an extension or a priority: where it was looked for, in words ("the context 'sales'").
    inside: str = ""
    known: tuple[str, ...] = ()  # the names that are there, to propose one
    severity: str = ""  # if it differs from that of the rule
