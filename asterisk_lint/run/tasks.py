"""The check of one PBX as a task: its key in the cache, what was kept of it, and what its report
depends on.
"""

from collections.abc import Callable, Mapping

from asterisk_lint.model import Finding
from asterisk_lint.output.report import PbxReport, report_of
from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.run.cache import Cache, blob_id, key_of
from asterisk_lint.run.displayed_paths import fixed_for
from asterisk_lint.run.projects import Project
from asterisk_lint.run.report_cache import (
    from_value,
    requirements_from_value,
    requirements_to_value,
    to_value,
)
from asterisk_lint.tree.files import TreeFiles, Unreadable
from asterisk_lint.tree.find import Pbx
from asterisk_lint.tree.target import Target

if TYPE_CHECKING:
    from asterisk_lint.shared import Shared


class Task(NamedTuple):
    """One PBX to check, with the cache key of its result."""

    project: Project
    pbx: Pbx
    target: Target
    cache: Cache
    key: str  # covers everything except the content of the files
    required: bool  # whether the requirements are wanted, which are most of a report's size


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
        """Return the state of each file that was requested, as `state_of` gives it."""
        return {
            name: seen if isinstance(seen, str) else blob_id(seen)
            for name, seen in self.seen.items()
        }


def pbx_key(target: Target, scope: RuleSelection, version: str) -> str:
    """Return the key of a PBX's result, as far as it does not depend on the content of its files;
    "" without a `version` of this tool.
    """
    if not version or not isinstance(target.files, TreeFiles):
        return ""
    said = [
        value
        for field, value in zip(target._fields, target, strict=True)
        if field not in {"files", "inventory"}
    ]
    inventory = "none" if target.inventory is None else sorted(target.inventory)
    return key_of(
        "report",
        version,
        repr(said),
        scope.rules(),
        target.files.names(),
        inventory,
        target.files.ignore_rules(),
    )


def kept(task: Task) -> PbxReport | None:
    """Return the stored report of a PBX if none of its files has changed."""
    if not task.key or not isinstance(task.pbx.files, TreeFiles):
        return None
    seen = task.cache.get(task.key)
    if not isinstance(seen, list):
        return None
    try:
        key = content_key(task.key, {name: state_of(task.pbx.files, name) for name in seen})
        value = task.cache.get(key)
        if value is None:
            return None
        report = from_value(value, task.project.directory_of(task.pbx))
        return (
            report._replace(
                required=requirements_from_value(task.cache.get(key_of(key, "required")))
            )
            if task.required
            else report
        )
    except (TypeError, ValueError):
        return None


def content_key(key: str, seen: Mapping[str, str]) -> str:
    """Return the key of a result with the content of every file that was read for it."""
    return key_of(key, (text for name in sorted(seen) for text in (name, seen[name])))


def missing(files: TreeFiles, name: str) -> str:
    """Return the state of a file that a tree does not have."""
    return "missing, but on disk" if files.on_disk(name) else "missing"


def state_of(files: TreeFiles, name: str) -> str:
    """Return the state of a file: its blob id, if the tree knows it without reading the file, or
    the error.
    """
    blob = files.tree.blob(files.path(name))
    if blob is not None and len(blob) == 40:
        return blob
    try:
        return blob_id(files.read(name))
    except FileNotFoundError:
        return missing(files, name)
    except Unreadable as error:
        return f"unreadable: {error}"


def check_task(task: Task, scope: RuleSelection, shared: "Shared | None" = None) -> PbxReport:
    """Check one PBX, and store the result."""
    from asterisk_lint.check import check_files

    directory = task.project.directory_of(task.pbx)
    if not isinstance(task.target.files, TreeFiles):
        checked = check_files(task.target, scope, shared)
        return report_of(*checked, directory)._replace(fixed=fixed_for(checked))
    traced = Traced(task.target.files)
    checked = check_files(task.target._replace(files=traced), scope, shared)
    report = report_of(*checked, directory)
    if task.key and task.cache.directory is not None:
        seen = traced.states()
        key = content_key(task.key, seen)
        task.cache.put(key, to_value(report))
        if task.required:
            task.cache.put(key_of(key, "required"), requirements_to_value(report.required))
        task.cache.put(task.key, sorted(seen))
    return report._replace(fixed=fixed_for(checked))


def without_functions(report: PbxReport) -> PbxReport:
    """Return a report without references to everything that is known about its PBX: for hundreds of
    them memory would not suffice.
    """
    return report._replace(sources=lambda name: (), fixed=None)


def with_functions(task: Task, scope: RuleSelection, report: PbxReport) -> PbxReport:
    """Restore the parts of a report that cannot be stored: its files' lines, and what the fix of
    one finding changes.
    """
    if report.fixed is not None:
        return report
    files = Traced(task.pbx.files) if isinstance(task.pbx.files, TreeFiles) else task.pbx.files
    fixers: list[Callable[[Finding], Mapping[str, bytes]]] = []

    def sources(name: str) -> list[str]:
        try:
            content = files.read(name)
        except (FileNotFoundError, Unreadable):
            content = b""
        return [
            line.rstrip("\r") for line in content.decode("utf-8", "surrogateescape").split("\n")
        ]

    def fixed(finding: Finding) -> Mapping[str, bytes]:
        if not fixers:
            from asterisk_lint.check import check_files

            fixers.append(fixed_for(check_files(task.target, scope)))
        return fixers[0](finding)

    return report._replace(sources=sources, fixed=fixed)
