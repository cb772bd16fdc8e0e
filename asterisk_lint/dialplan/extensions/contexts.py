"""Contexts while they are filled: which priorities are used, which labels exist
(ast_add_extension2_lockopt(), add_priority() in main/pbx.c).
"""

from bisect import bisect_left
from operator import neg

from asterisk_lint.dialplan.extensions.names import Name

_NEAR = 64


class Chain:
    """The priorities of one extension (with one caller id)."""

    __slots__ = ("caller_id", "extension", "labels", "priorities")

    def __init__(self, extension: str, caller_id: str | None) -> None:
        self.extension = extension
        self.caller_id = caller_id
        self.priorities: set[int] = set()
        self.labels: dict[str, list[int]] | None = (
            None  # the priorities that have a label, the oldest first
        )

    def repeats(self, label: str, priority: int) -> int | None:
        """Return the priority at which Asterisk finds the same label when it inserts a new
        priority; it looks no further than that position.
        """
        found = self.labels.get(label) if self.labels else None
        if not found:
            return None
        # Each is lower than those before it, otherwise it would have been dropped.
        lower = bisect_left(found, -priority + 1, key=neg)
        if lower < len(found):
            return found[lower]
        nearest = found[-1]
        if nearest == priority:
            return None
        between = (
            range(priority, nearest)
            if nearest - priority < _NEAR
            else (other for other in self.priorities if priority <= other < nearest)
        )
        return None if not self.priorities.isdisjoint(between) else nearest

    def name(self, label: str, priority: int) -> bool:
        """Give a priority its label; return whether the chain did not have it yet."""
        if self.labels is None:
            self.labels = {}
        found = self.labels.get(label)
        if found is None:
            self.labels[label] = [priority]
            return True
        found.append(priority)
        return False


class Context:
    """One context of the dialplan; two sections of the same name fill the same context."""

    __slots__ = ("chains", "ignored", "includes", "labelled", "name", "switches", "with_label")

    def __init__(self, name: str) -> None:
        self.name = name
        # By the extension, the same for all its spellings; or by it and the caller id.
        self.chains: dict[str | tuple[str, str], Chain] = {}
        self.with_label: dict[str, list[Chain]] = {}  # the chains that have a label, by label
        self.labelled: dict[str, object] = {}  # the same, as match.priority_of() stores them
        self.includes: dict[str, int] = {}
        self.ignored: set[str] = set()
        self.switches: set[tuple[str, str]] = set()

    def chain(self, name: Name) -> Chain:
        """Return the chain of an extension, creating it if needed."""
        key = name.key if name.caller_key is None else (name.key, name.caller_key)
        found = self.chains.get(key)
        if found is None:
            found = self.chains[key] = Chain(name.plain, name.caller_id)
        return found

    def plain_chain(self, extension: str) -> Chain:
        """Return the chain of an extension of letters and digits, creating it if needed."""
        found = self.chains.get(extension)
        if found is None:
            found = self.chains[extension] = Chain(extension, None)
        return found

    def label(self, chain: Chain, label: str, priority: int) -> None:
        """Give a priority of one of the chains its label."""
        if chain.name(label, priority):
            self.with_label.setdefault(label, []).append(chain)
