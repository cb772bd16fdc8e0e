"""The check of one PBX as a task: its key in the cache, what was kept of it, and what its report
depends on.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from asterisk_lint.model import Finding
from asterisk_lint.output.report import PbxReport, report_of
from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.run.cache import blob_id, key_of
from asterisk_lint.run.displayed_paths import fixed_for, places_of
from asterisk_lint.run.kept_reports import KeptReport, KeptReports
from asterisk_lint.run.projects import Project
from asterisk_lint.run.report_cache import Same, details_of, from_value, to_value, with_details
from asterisk_lint.tree.files import TreeFiles, Unreadable
from asterisk_lint.tree.find import OBSERVED, Pbx
from asterisk_lint.tree.target import Target
from asterisk_lint.tree.work import WorkTree

if TYPE_CHECKING:
    from asterisk_lint.shared import Shared


class Task(NamedTuple):
    """One PBX to check, with the cache key of its result."""

    project: Project
    pbx: Pbx
    target: Target
    key: str  # covers everything except the content of the files; "" without a cache
    detailed: bool  # whether the whitelist and the requirements are wanted


class Traced(TreeFiles):
    """Files that record which of them were read."""

    def __init__(self, files: TreeFiles) -> None:
        super().__init__(files.tree, files.directory, files.layers)
        self.seen: dict[str, bytes | str] = {}  # the content, or the error

    def read(self, name: str) -> bytes:
        """Return the content of one file; the result of reading it is recorded."""
        known = self.seen.get(name)
        if isinstance(known, bytes):
            return known
        try:
            content = super().read(name)
        except FileNotFoundError:
            self.seen[name] = missing(self, name)
            raise
        except Unreadable as error:
            self.seen[name] = f"unreadable: {error}"
            raise
        self.seen[name] = content
        return content

    def states(self) -> dict[str, str]:
        """Return the state of each file that was requested, as `states_of` gives it."""
        return {
            name: seen if isinstance(seen, str) else settled(self, name, seen)
            for name, seen in self.seen.items()
        }


def project_key(project: Project, scope: RuleSelection, version: str) -> str:
    """Return the part of `pbx_key` that all PBXs of a project share; "" without a `version` of this
    tool.
    """
    return key_of("report", version, repr(project.settings), scope.rules()) if version else ""


def pbx_key(target: Target, shared: str) -> str:
    """Return the key of a PBX's result, as far as it does not depend on the content of its files.
    `shared`: from `project_key` with the target's settings; "" gives "". A result that also depends
    on other PBXs is not kept.
    """
    if not shared or not isinstance(target.files, TreeFiles) or target.sharing is not None:
        return ""
    said = [
        value
        for field, value in zip(target._fields, target, strict=True)
        if field not in {"files", "directory", "inventory", "settings", "observed"}
    ]
    # (what an observation says is in sets, whose order differs from run to run)
    observed = "none" if target.observed is None else blob_id(target.files.read(OBSERVED))
    inventory = "none" if target.inventory is None else sorted(target.inventory)
    return key_of(
        shared,
        _written(tuple(said)),
        target.directory,
        observed,
        "\0".join(target.files.names()),
        inventory,
        target.files.ignore_rules(),
    )


@lru_cache(maxsize=16)  # the PBXs of a run are nearly all alike in these
def _written(values: tuple[object, ...]) -> str:
    return repr(values)


def kept(task: Task, reports: KeptReports, findings_of: Same) -> PbxReport | None:
    """Return the stored report of a PBX if none of its files has changed. `findings_of`: as in
    `report_cache.from_value`.
    """
    files = task.pbx.files
    if not task.key or not isinstance(files, TreeFiles):
        return None
    found = reports.find(task.key, partial(as_now, files))
    if found is None or (task.detailed and found.details is None):
        return None
    return report_from(task, found, findings_of)


def report_from(task: Task, found: KeptReport, findings_of: Same) -> PbxReport:
    """Return a report as it was kept, with its details if they are wanted and there.
    `findings_of`: as in `report_cache.from_value`.
    """
    report = from_value(found.report, task.project.directory_of(task.pbx), findings_of)
    return (
        with_details(report, found.details)
        if task.detailed and found.details is not None
        else report
    )


def missing(files: TreeFiles, name: str) -> str:
    """Return the state of a file that a tree does not have."""
    return "missing, but on disk" if files.on_disk(name) else "missing"


def as_now(files: TreeFiles, kept: KeptReport) -> KeptReport | None:
    """Return a report with the statuses that its files have now; None unless each of the files that
    it depends on is in the state that it was in. Files that were read for that do not count as
    read.
    """
    tree = files.tree
    work_tree = tree if isinstance(tree, WorkTree) else None
    mark = work_tree.mark() if work_tree else 0
    if lacks(files, kept.missing):
        if work_tree and work_tree.are_as(files.paths(kept.names), kept.statuses, kept.states):
            return kept
        if states_of(files, kept.names) == kept.states:
            return kept._replace(statuses=statuses_of(files, kept.names))
    if work_tree:
        work_tree.forget(mark)
    return None


def statuses_of(files: TreeFiles, names: Sequence[str]) -> bytes:
    """Return the statuses of files whose states are known; nothing outside of a work tree."""
    tree = files.tree
    return tree.statuses_of(files.paths(names)) if isinstance(tree, WorkTree) else b""


def lacks(files: TreeFiles, names: Sequence[str]) -> bool:
    """Tell whether each of the files is in the state "missing"."""
    known = files.lacking(names)
    return len(known) == len(names) or all(
        name in known or state_of(files, name) == "missing" for name in names
    )


def states_of(files: TreeFiles, names: Sequence[str]) -> tuple[str, ...]:
    """Return the state of each of the files: its blob id, if the tree knows it without reading the
    file, otherwise what `state_of` returns.
    """
    # (a repository of SHA-256 has ids of 64 digits)
    return tuple([
        blob if blob is not None and len(blob) == 40 else state_of(files, name)
        for name, blob in zip(names, files.blobs(names), strict=True)
    ])  # fmt: skip


def state_of(files: TreeFiles, name: str) -> str:
    """Return the state of a file that must be read: its blob id, or the error."""
    try:
        return settled(files, name, files.read(name))
    except FileNotFoundError:
        return missing(files, name)
    except Unreadable as error:
        return f"unreadable: {error}"


def settled(files: TreeFiles, name: str, content: bytes) -> str:
    """Return the blob id of a content that was read, and let the tree know it."""
    blob = blob_id(content)
    files.tree.settle(files.path(name), content, blob)
    return blob


def check_task(
    task: Task, scope: RuleSelection, plain_of: Same, shared: "Shared | None" = None
) -> tuple[PbxReport, KeptReport | None]:
    """Check one PBX; return its report, and what is to be kept of it (None without a key).
    `plain_of`: as in `report_cache.to_value`.
    """
    from asterisk_lint.check import check_files

    directory = task.project.directory_of(task.pbx)
    if not task.key or not isinstance(task.target.files, TreeFiles):
        checked = check_files(task.target, scope, shared)
        return report_of(*checked, directory)._replace(fixed=fixed_for(checked)), None
    traced = Traced(task.target.files)
    checked = check_files(task.target._replace(files=traced), scope, shared)
    report = report_of(*checked, directory)
    states = traced.states()
    names = tuple(sorted(name for name, state in states.items() if state != "missing"))
    to_keep = KeptReport(
        names,
        tuple([states[name] for name in names]),
        statuses_of(traced, names),
        tuple(sorted(states.keys() - set(names))),
        to_value(report, plain_of),
        details_of(report) if task.detailed else None,
    )
    return report._replace(fixed=fixed_for(checked)), to_keep


@lru_cache(maxsize=4)  # findings in one file come together, and many PBXs have it alike
def _lines(content: bytes) -> list[str]:
    return [line.rstrip("\r") for line in content.decode("utf-8", "surrogateescape").split("\n")]


def without_functions(report: PbxReport) -> PbxReport:
    """Return a report without references to everything that is known about its PBX: for hundreds of
    them memory would not suffice.
    """
    return report._replace(sources=lambda name: (), fixed=None)


def with_functions(task: Task, scope: RuleSelection, report: PbxReport) -> PbxReport:
    """Restore the parts of a report that cannot be stored: where its files are, their lines, and
    what the fix of one finding changes.
    """
    place, in_repository = places_of(task.project, task.pbx, report.directory)
    if report.fixed is not None:
        return report._replace(place=place, in_repository=in_repository)
    files = task.pbx.files
    fixers: list[Callable[[Finding], Mapping[str, bytes]]] = []

    def sources(name: str) -> list[str]:
        try:
            content = files.read(name)
        except (FileNotFoundError, Unreadable):
            content = b""
        return _lines(content)

    def fixed(finding: Finding) -> Mapping[str, bytes]:
        if not fixers:
            from asterisk_lint.check import check_files

            fixers.append(fixed_for(check_files(task.target, scope)))
        return fixers[0](finding)

    return report._replace(sources=sources, fixed=fixed, place=place, in_repository=in_repository)
