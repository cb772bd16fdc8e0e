"""Where something that a name refers to may be declared although nobody can read it here."""

from collections.abc import Iterable

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.steps import DIALPLAN_FILES
from asterisk_lint.model import SETTLED_BY_SEALED, Unseen
from asterisk_lint.records import NamedTuple
from asterisk_lint.references.cdr_fields import FIELD
from asterisk_lint.references.declared import files_of
from asterisk_lint.references.odbc_queries import QUERIES
from asterisk_lint.references.values import CONTEXT, EXTENSION, FOLDERS, PRIORITY
from asterisk_lint.references.variables import VARIABLE

# What a program that handles calls can use (unseen/clients.py).
_RUNS = frozenset({"application", "function", "channel"})
# What one can use that can send a call to any priority: Originate and Command of AMI, ARI, and AGI.
# AMI's Redirect goes with GetVar, a function.
_SENDS = frozenset({"application", "cli_command", "ari_resource"})
_REDIRECT = frozenset({"manager_action", "function"})
# What runs them: a program outside, or the dialplan itself where a name is only known in a call.
_RUNNING = frozenset({"client", "dynamic"})
_OF_DIALPLAN = frozenset({CONTEXT, EXTENSION, PRIORITY})


class Unread(NamedTuple):
    """The files that cannot be read, or only in part; whether programs outside the configuration
    handle calls, and whether they can send them to any priority.
    """

    files: frozenset[str] = frozenset()
    programs: bool = False
    sending: bool = False


def is_settled(thing: Unseen) -> bool:
    """Tell whether `sealed: true` settles what something that cannot be read declares."""
    return thing.cause in SETTLED_BY_SEALED | _RUNNING


def unread_of(unseen: Iterable[Unseen], *, sealed: bool = False) -> Unread:
    """Return what cannot be read of a PBX. `sealed`: no client does more than the files show."""
    # What a mistake hides does not exist for Asterisk.
    things = [thing for thing in unseen if thing.cause != "mistake"]
    tokens = frozenset(token for thing in things for token in thing.reaches)
    return Unread(
        frozenset(token.removeprefix("file:") for token in tokens if token.startswith("file:")),
        any(thing.cause in _RUNNING and not _RUNS.isdisjoint(thing.reaches) for thing in things),
        not sealed and any(map(_sends, things)),
    )


def _sends(thing: Unseen) -> bool:
    return thing.cause in _RUNNING and (
        not _SENDS.isdisjoint(thing.reaches) or thing.reaches >= _REDIRECT
    )


def is_hidden(kind: str, configuration: Configuration, hidden: Unread) -> bool:
    """Tell whether something of a kind can be declared where it cannot be read."""
    unread = hidden.files
    if kind in FOLDERS:
        return False
    if kind in {VARIABLE, FIELD}:
        return hidden.programs or not unread.isdisjoint(DIALPLAN_FILES)
    if kind in _OF_DIALPLAN:
        return not unread.isdisjoint(DIALPLAN_FILES)
    from asterisk_lint.unseen.known_files import is_made_elsewhere

    files = {"func_odbc.conf"} if kind in QUERIES else files_of(kind, configuration.release)
    return any(file in unread or is_made_elsewhere(configuration, file) for file in files)


def has_lua(configuration: Configuration) -> bool:
    """Tell whether extensions.lua, whose code can set any variable, adds to the dialplan."""
    return "extensions.lua" in configuration.names() and not is_sample(
        configuration, "extensions.lua"
    )


def is_sample(configuration: Configuration, name: str) -> bool:
    """Tell whether a dialplan file is a sample that Asterisk installs."""
    if name not in DIALPLAN_FILES:
        return False
    from asterisk_lint.dialplan.stock_samples import is_shipped_sample

    return is_shipped_sample(name, "\n".join(configuration.lines(name)))
