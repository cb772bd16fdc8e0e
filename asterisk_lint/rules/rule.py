"""The definition of a rule, and what it checks."""

from collections.abc import Callable, Iterator, Mapping

from asterisk_lint.conf.whitelist import Listed
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.records import NamedTuple

# File, line and rule of a finding.
Place = tuple[str, int, str]


class Rule(NamedTuple):
    """One rule. Its file's docstring says what it does and why that is bad; `rule` prints it, and
    the docs are generated from it.

    The examples are small PBXs (file name to text): `bad` has at least one finding of this rule,
    `good` none.
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
    # Properties of a rule that other code needs; nothing outside rules/ compares names.
    security_severity: str = ""  # for a rule about security: 0.0 to 10.0, by which GitHub sorts
    gitlab_severity: str = (
        ""  # GitLab's word ("critical"); "": derived from the severity of the finding
    )
    # a change that gives the module a new reason introduces the finding, even if it existed before
    new_reason_counts: bool = False
    # the finding says that nothing uses its module: a change's report names the use that is gone
    tells_last_use: bool = False
    shown: str = ""  # how editors show its places: "unnecessary" (grey), "deprecated" (struck out)
    can_be_kept: bool = False  # a person can declare that the modules of a finding stay
    fixed_by_verify: bool = False  # `verify --fix` applies its edits
    upgraded_from: str = (
        ""  # the release from which the examples move to 22, for a rule that only `upgrade` runs
    )
    # while there is such a finding, `--fix` writes nothing: Asterisk itself does not understand the
    # file
    stops_fix: bool = False
    check_silenced: (
        Callable[[Facts, frozenset[Place], frozenset[str]], Iterator[Finding]] | None
    ) = None
    """Called after all `check` functions: with the places of the findings that comments silenced,
    and the names of the rules that ran.
    """

    def finding(
        self, message: str, file: str, line: int, column: int = 0, **more: object
    ) -> Finding:
        """Create a finding of this rule."""
        return Finding(self.name, self.code, self.severity, message, file, line, column, **more)  # type: ignore[arg-type]

    def at(self, listed: Listed, message: str, **more: object) -> Finding:
        """Create a finding of this rule at the module's name in an entry of modules.conf."""
        entry = listed.entry
        more.setdefault("module", listed.module)
        return self.finding(
            message, entry.file, entry.line, entry.value_column, length=len(listed.module), **more
        )
