"""Where something that a name refers to may be declared although nobody can read it here."""

from collections.abc import Iterable

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import OutOfSight
from asterisk_lint.references import tree_files
from asterisk_lint.references.declared import files_of
from asterisk_lint.references.values import CONTEXT, EXTENSION, PRIORITY
from asterisk_lint.unseen.reach import DIALPLAN_FILES

_OF_DIALPLAN = frozenset({CONTEXT, EXTENSION, PRIORITY})


def unread_files(unseen: Iterable[OutOfSight]) -> frozenset[str]:
    """Return the files that cannot be read, or only in part."""
    return frozenset(
        token.removeprefix("file:")
        for thing in unseen
        for token in thing.reaches
        if token.startswith("file:")
    )


def is_hidden(kind: str, configuration: Configuration, unread: frozenset[str]) -> bool:
    """Tell whether something of a kind can be declared where it cannot be read."""
    if kind in tree_files.KINDS:
        return False
    if kind in _OF_DIALPLAN:
        return not unread.isdisjoint(DIALPLAN_FILES)
    from asterisk_lint.unseen.known_files import is_made_elsewhere

    return any(
        file in unread or is_made_elsewhere(configuration, file)
        for file in files_of(kind, configuration.release)
    )


def has_lua(configuration: Configuration) -> bool:
    """Tell whether extensions.lua, whose contexts are not known, adds to the dialplan."""
    return "extensions.lua" in configuration.names() and not _is_sample(
        configuration, "extensions.lua"
    )


def _is_sample(configuration: Configuration, name: str) -> bool:
    from asterisk_lint.dialplan.stock_samples import is_shipped_sample

    return is_shipped_sample(name, "\n".join(configuration.lines(name)))
