"""The common form of every dialplan language."""

from collections.abc import Sequence

from asterisk_lint.conf.shared_results import OriginRange
from asterisk_lint.model import Problem, Step, Unseen, Use
from asterisk_lint.records import NamedTuple

DIALPLAN_FILES = frozenset({"extensions.conf", "extensions.ael", "extensions.lua"})


class Declared(NamedTuple):
    """An extension that is declared without steps, and where."""

    name: str
    file: str
    line: int
    column: int


class ContextParts(NamedTuple):
    """What a context holds besides steps, where the language is not that of configuration files."""

    name: str
    includes: tuple[str, ...]
    # whether it hands over to another dialplan, or more is added to it than can be read
    switches: bool
    extensions: tuple[Declared, ...] = ()  # those of extensions.lua; each has priority 1 alone


class Dialplan(NamedTuple):
    """The contents of one dialplan file with its includes.

    `uses` are those that only its reader can find (Lua calls, switches, applications that a
    compiler adds); `step_uses.py` finds the uses inside the steps' applications and arguments, for
    all languages. `variables` are global variables that no step sets, with their values. `origins`:
    the origin of the steps, for results that PBXs share. `contexts`: those of extensions.ael and
    extensions.lua. `unlisted`: some contexts are only known during a call.
    """

    steps: Sequence[Step] = ()
    uses: tuple[Use, ...] = ()
    problems: tuple[Problem, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    origins: tuple[OriginRange, ...] = ()
    contexts: tuple[ContextParts, ...] = ()
    unlisted: bool = False


def evaluated_by(reader: str) -> str:
    """Say that a dialplan's reader (`pbx_config`, ...) evaluates a use at once: in [globals],
    names, hints, includes, not during a call.
    """
    return f"{reader} evaluates it while it starts"
