"""Contexts while they are filled: which priorities are taken, which labels are known (ast_add_extension2_lockopt(), add_priority() in main/pbx.c)."""

from asterisk_lint.dialplan.extensions.names import Name


class Chain:
    """The priorities of one extension (with one caller id)."""

    __slots__ = ("caller_id", "extension", "labels", "priorities")

    def __init__(self, extension: str, caller_id: str | None) -> None:
        self.extension = extension
        self.caller_id = caller_id
        self.priorities: set[int] = set()
        self.labels: dict[str, list[int]] | None = None  # the priorities that have a label, the oldest first

    def repeats(self, label: str, priority: int) -> int | None:
        """The priority at which Asterisk finds the same label when it puts a new priority in its place; it looks no further than that place."""
        found = self.labels.get(label) if self.labels else None
        if not found:
            return None
        for other in found:
            if other < priority:
                return other
        following = min((other for other in self.priorities if other >= priority), default=priority)
        return following if following in found and following != priority else None

    def name(self, label: str, priority: int) -> None:
        """Give a priority its label."""
        if self.labels is None:
            self.labels = {}
        self.labels.setdefault(label, []).append(priority)


class Context:
    """One context of the dialplan; two sections of the same name fill the same one."""

    __slots__ = ("chains", "ignored", "includes", "name", "switches")

    def __init__(self, name: str) -> None:
        self.name = name
        self.chains: dict[tuple[str, str | None], Chain] = {}
        self.includes: dict[str, int] = {}
        self.ignored: set[str] = set()
        self.switches: set[tuple[str, str]] = set()

    def chain(self, name: Name) -> Chain:
        """The chain of an extension, made where there is none."""
        key = (name.key, name.caller_key)
        found = self.chains.get(key)
        if found is None:
            found = self.chains[key] = Chain(name.plain, name.caller_id)
        return found
