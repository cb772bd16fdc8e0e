"""The evidence for "nothing uses it": which files that could have used a module were read."""

from asterisk_lint.dialplan.steps import DIALPLAN_FILES
from asterisk_lint.facts import Facts
from asterisk_lint.unseen.reach import asking_files

_DIALPLAN_KINDS = ("application", "function", "channel", "switch", "format", "agi_command")


def evidence(facts: Facts, module: str) -> str:
    """One sentence naming the files that were read and could have used the module, or ""."""
    files = files_read(facts, module)
    return (
        f"{', '.join(files)} could use it, but {'does' if len(files) == 1 else 'do'} not"
        if files
        else ""
    )


def files_read(facts: Facts, module: str) -> list[str]:
    """Return the files of this PBX, sorted, that were read and whose entries could have used the
    module.
    """
    names = facts.configuration.names()
    known = facts.catalog.module(module)
    if known is None:
        return []
    found = asking_files(facts.declarations, known)
    if any(known.provides.get(kind) for kind in _DIALPLAN_KINDS):
        found |= DIALPLAN_FILES
    return sorted(found & names)
