"""What a rule is, and what it looks at."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding


class Rule(NamedTuple):
    """One rule. Its file's docstring says what it does and why that is bad; `rule` prints it, the docs are made from it.

    The examples are small PBXs (file name to text): every one of `bad` has at least one finding of this rule, `good` none.
    """

    code: str
    name: str
    severity: str
    summary: str
    doc: str
    bad: Mapping[str, str]
    good: Mapping[str, str]
    check: Callable[[Facts], Iterator[Finding]]
    fixable: bool = False

    def finding(self, message: str, file: str, line: int, column: int = 0, **more: object) -> Finding:
        """Make a finding of this rule."""
        return Finding(self.name, self.code, self.severity, message, file, line, column, **more)  # type: ignore[arg-type]

    def at(self, listed: Listed, message: str, **more: object) -> Finding:
        """Make a finding of this rule at the module's name in an entry of modules.conf."""
        entry = listed.entry
        more.setdefault("module", listed.module)
        return self.finding(message, entry.file, entry.line, entry.value_column, length=len(listed.module), **more)
