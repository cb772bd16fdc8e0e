"""Which rules a run looks at."""

from asterisk_lint.records import NamedTuple
from asterisk_lint.rules import rule_names


class RuleSelection(NamedTuple):
    """Which rules a run looks at: names; None selects all."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()

    def rules(self) -> list[str]:
        """The names of the rules to run, in the order of their codes."""
        names = rule_names()
        wanted = dict.fromkeys(names.values())
        return [
            name
            for name in wanted
            if (self.select is None or name in self.select) and name not in self.ignore
        ]
