"""Convert a report to plain values and back: for the cache, and for the processes of `-j`."""

from collections.abc import Callable, Sequence
from marshal import dumps, loads
from operator import attrgetter

from asterisk_lint.model import Edit, Finding, Reason, Related, Requirement
from asterisk_lint.output.report import PbxReport, WhitelistEntry
from asterisk_lint.records import Any
from asterisk_lint.requirements.file_lines import FileLines


class Same:
    """What was made of values, by their identity: many findings of a run are the same object."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self._make = make
        self._made: dict[int, tuple[Any, Any]] = {}  # with the value, so that it stays

    def of(self, value: Any) -> Any:
        """Return what is made of a value, the same for the same one."""
        made = self._made.get(id(value))
        if made is None:
            made = self._made[id(value)] = value, self._make(value)
        return made[1]


def to_value(report: PbxReport, plain_of: Same) -> list[Any]:
    """Return everything in a report except its functions, its directory and its details.
    `plain_of`: of `plain`.
    """
    return [report.asterisk, report.autoload, list(map(plain_of.of, report.findings))]


def details_of(report: PbxReport) -> bytes:
    """Return the whitelist and the requirements, which are most of a report's size and rarely
    wanted.
    """
    whitelist = [tuple(entry) for entry in report.whitelist]
    return dumps((whitelist, requirements_to_value(report.required)))


def plain(value: Any) -> Any:
    """Return a value in which plain tuples take the place of records."""
    return tuple(map(plain, value)) if isinstance(value, (tuple, list, FileLines)) else value


def from_value(value: Any, directory: str, findings_of: Same) -> PbxReport:
    """Return the report for values from `to_value`; `sources` still returns nothing. Raises
    TypeError or ValueError for anything else. `findings_of`: of `finding_of`.
    """
    asterisk, autoload, findings = value
    return PbxReport(
        directory=directory,
        asterisk=asterisk,
        autoload=autoload,
        whitelist=(),
        required=(),
        findings=tuple(map(findings_of.of, findings)),
        sources=lambda name: (),
    )


def with_details(report: PbxReport, details: bytes) -> PbxReport:
    """Return a report with its details. Raises TypeError or ValueError for anything but bytes from
    `details_of`.
    """
    whitelist, required = loads(details)  # noqa: S302 - from `details_of`
    return report._replace(
        whitelist=tuple(WhitelistEntry(*entry) for entry in whitelist),
        required=requirements_from_value(required),
    )


def requirements_to_value(required: Sequence[Requirement]) -> list[Any]:
    """Return the requirements. A use keeps only the fields of a Reason."""
    from asterisk_lint.requirements.grouped_uses import each_use

    fields = attrgetter(*Reason._fields)
    return [
        [need.module, [fields(reason) for reason in each_use(need.reasons)]] for need in required
    ]


def requirements_from_value(value: Any) -> tuple[Requirement, ...]:
    """Return the requirements for values from `requirements_to_value`. Raises TypeError or
    ValueError for anything else.
    """
    return tuple(
        Requirement(module, tuple(Reason(*reason) for reason in reasons))
        for module, reasons in value
    )


def finding_of(value: list[Any]) -> Finding:
    """Return a finding with its edits and related places."""
    finding = Finding(*value)
    return finding._replace(
        edits=tuple(Edit(*edit) for edit in finding.edits),
        related=tuple(Related(*place) for place in finding.related),
        also=tuple((file, line) for file, line in finding.also),
    )
