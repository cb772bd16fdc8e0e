"""Which required modules only an observation of the machine asks for."""

from collections.abc import Mapping

from asterisk_lint.model import Requirement
from asterisk_lint.observed.values import NAME
from asterisk_lint.requirements.grouped_uses import each_use


def only_observed(required: Mapping[str, Requirement]) -> frozenset[str]:
    """Return the modules, in lower case, whose reasons all lead to the observed file: neither the
    repository's files nor its settings ask for them.
    """
    needed: dict[str, set[str]] = {}  # by a required module, those that depend on it
    found = set(required)
    shown: list[str] = []
    for key, requirement in required.items():
        for reason in each_use(requirement.reasons):
            before = reason.name.lower()
            if reason.kind == "dependency" and before in required:
                needed.setdefault(before, set()).add(key)
            elif reason.file is None or reason.file.rpartition("/")[2] != NAME:
                shown.append(key)
    while shown:
        key = shown.pop()
        if key in found:
            found.discard(key)
            shown += needed.get(key, ())
    return frozenset(found)
