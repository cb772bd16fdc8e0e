"""Which rules a run applies."""

from asterisk_lint.records import NamedTuple
from asterisk_lint.rules import RULES


class RuleSelection(NamedTuple):
    """The rules that a run applies, as names; None selects all."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()

    def rules(self) -> list[str]:
        """Return the names of the rules to run, in the order of their codes."""
        return [
            name
            for _, name in RULES
            if (self.select is None or name in self.select) and name not in self.ignore
        ]
