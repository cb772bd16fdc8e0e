"""What a rule is, and what it looks at."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.certainty import Verdict
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Alike, Finding, Problem, Reason, Requirement, Use
from asterisk_lint.settings import Settings
from asterisk_lint.suppressions import Suppression
from asterisk_lint.usage.rows import Row
from asterisk_lint.whitelist import Listed, Whitelist


class Facts(NamedTuple):
    """Everything known about one PBX when the rules look at it."""

    configuration: Configuration
    catalog: Catalog
    settings: Settings
    whitelist: Whitelist
    uses: tuple[Use | Alike, ...]  # `alike.each` gives them one by one
    required: Mapping[str, Requirement]  # by the module's name in small letters
    unprovided: tuple[Use, ...]
    verdicts: Mapping[str, Verdict]  # of each whitelisted module, by its name in small letters
    problems: tuple[Problem, ...]
    suppressions: tuple[Suppression, ...]
    rows: tuple[Row, ...]
    inventory: frozenset[str] | None  # the modules installed, in small letters, where that is known
    unsettled: Mapping[str, Use | Reason]  # modules that are needed if this Asterisk has them, which nothing says; and for what


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
