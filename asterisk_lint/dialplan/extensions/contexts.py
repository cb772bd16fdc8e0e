"""Contexts while they are filled: which priorities are used, which labels exist
(ast_add_extension2_lockopt(), add_priority() in main/pbx.c).
"""

from bisect import bisect_left
from operator import neg

from asterisk_lint.dialplan.extensions.names import Name

_NEAR = 64


class Chain:
    """The priorities of one extension (with one caller id)."""

    __slots__ = ("_least", "_others", "caller_id", "extension", "first_free", "labels")

    def __init__(self, extension: str, caller_id: str | None) -> None:
        self.extension = extension
        self.caller_id = caller_id
        self.first_free = 1  # all priorities before it are used
        self._others: set[int] | None = None  # that are used, except those before `first_free`
        self._least = 1  # of these, also those that are before it by now
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
        return None if self._is_used_between(priority, nearest) else nearest

    def _is_used_between(self, start: int, stop: int) -> bool:
        if max(start, 1) < min(stop, self.first_free):
            return True
        if not self._others:
            return False
        if stop - start < _NEAR:
            return not self._others.isdisjoint(range(start, stop))
        return any(start <= priority < stop for priority in self._others)

    def has(self, priority: int) -> bool:
        """Tell whether a priority is used."""
        if 0 < priority < self.first_free:
            return True
        return self._others is not None and priority in self._others

    def is_next(self, priority: int) -> bool:
        """Tell whether a priority follows all that are used, which have no gap."""
        return priority == self.first_free and not self._others

    def take(self, priority: int) -> None:
        """Use a priority."""
        if priority != self.first_free:
            if not self.has(priority):
                if self._others is None:
                    self._others = set()
                    self._least = priority
                self._others.add(priority)
                self._least = min(self._least, priority)
            return
        self.first_free += 1
        while self._others and self.first_free in self._others:
            self._others.remove(self.first_free)
            self.first_free += 1

    @property
    def priorities(self) -> set[int]:
        """All priorities that are used."""
        return {*range(1, self.first_free), *(self._others or ())}

    @property
    def first(self) -> int:
        """The lowest priority that is used; 0 if there is none."""
        if self.first_free > 1:
            return min(1, self._least)
        return self._least if self._others else 0

    @property
    def last(self) -> int:
        """The highest priority that is used; 0 if there is none."""
        return max(self.first_free - 1, *(self._others or (0,)))

    @property
    def count(self) -> int:
        """How many priorities are used."""
        return self.first_free - 1 + len(self._others or ())

    def covers(self, other: "Chain") -> bool:
        """Tell whether it has every priority of another chain."""
        return other.first_free <= self.first_free and all(map(self.has, other._others or ()))

    def name(self, label: str, priority: int) -> bool:
        """Give a priority its label; return whether the chain did not have it yet."""
        if self.labels is None:
            self.labels = {label: [priority]}
            return True
        found = self.labels.get(label)
        if found is None:
            self.labels[label] = [priority]
            return True
        found.append(priority)
        return False


class Context:
    """One context of the dialplan; two sections of the same name fill the same context."""

    __slots__ = (
        "chains", "ignored", "includes", "label_of", "labelled", "name", "switches", "with_label",
    )  # fmt: skip

    def __init__(self, name: str) -> None:
        self.name = name
        # By the extension, the same for all its spellings; or by it and the caller id. A number is
        # the first free priority of an extension of letters and digits that has no gap, at most
        # one label (in `label_of`, with its priority) and one spelling.
        self.chains: dict[str | tuple[str, str], Chain | int] = {}
        self.label_of: dict[str, tuple[str, int]] = {}
        self.with_label: dict[str, list[Chain]] = {}  # the other chains that have a label, by label
        self.labelled: dict[str, object] = {}  # the same, as match.priority_of() stores them
        self.includes: dict[str, int] = {}
        self.ignored: set[str] = set()
        self.switches: set[tuple[str, str]] = set()

    def chain(self, name: Name) -> Chain:
        """Return the chain of an extension, creating it if needed."""
        if name.caller_key is None:
            return self._chain(name.key, name.plain, name.caller_id)
        return self._chain((name.key, name.caller_key), name.plain, name.caller_id)

    def plain_chain(self, extension: str) -> Chain:
        """Return the chain of an extension of letters and digits, creating it if needed."""
        return self._chain(extension, extension, None)

    def _chain(self, key: str | tuple[str, str], extension: str, caller_id: str | None) -> Chain:
        if key in self.label_of:
            self.make_chains_of_labelled()
        found = self.chains.get(key)
        if isinstance(found, int):
            chain = self.chains[key] = Chain(str(key), None)
            chain.first_free = found
            return chain
        if found is None:
            found = self.chains[key] = Chain(extension, caller_id)
        return found

    def chains_with(self, label: str) -> list[Chain]:
        """Return the chains that have a label, in the order in which they got it."""
        self.make_chains_of_labelled()
        return self.with_label.get(label, [])

    def make_chains_of_labelled(self) -> None:
        """Turn the numbers in `chains` that have a label into chains."""
        labels = list(self.label_of.items())
        self.label_of.clear()
        for extension, (label, priority) in labels:
            self.label(self.plain_chain(extension), label, priority)

    def label(self, chain: Chain, label: str, priority: int) -> None:
        """Give a priority of one of the chains its label."""
        self.make_chains_of_labelled()
        if chain.name(label, priority):
            labelled = self.with_label.get(label)
            if labelled is None:
                self.with_label[label] = [chain]
            else:
                labelled.append(chain)
