"""The check of one PBX as a task: its key in the cache, what was kept of it, and what its report depends on."""

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
    """One PBX to check, with where its result is kept."""

    project: Project
    pbx: Pbx
    target: Target
    cache: Cache
    key: str  # of everything but the content of the files
    required: bool  # whether the requirements are wanted: most of a report's size


class Traced(TreeFiles):
    """Files that remember which of them were read."""

    def __init__(self, files: TreeFiles) -> None:
        super().__init__(files.tree, files.directory, files.layers)
        self.seen: dict[str, bytes | str] = {}  # the content, or what hindered reading it

    def read(self, name: str) -> bytes:
        """The content of one file; what became of reading it is remembered."""
        known = self.seen.get(name)
        if isinstance(known, bytes):
            return known
        try:
            content = super().read(name)
        except FileNotFoundError:
            self.seen[name] = "missing"
            raise
        except Unreadable as error:
            self.seen[name] = f"unreadable: {error}"
            raise
        self.seen[name] = content
        return content

    def states(self) -> dict[str, str]:
        """What there was of each file that was asked for, as `state_of` says it."""
        return {
            name: seen if isinstance(seen, str) else blob_id(seen)
            for name, seen in self.seen.items()
        }


def pbx_key(target: Target, scope: RuleSelection, version: str) -> str:
    """The key of a PBX's result, as far as it does not depend on the content of its files; "" without a `version` of this tool."""
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
    """The kept report of a PBX of which no file has changed."""
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
    """The key of a result with the content of every file that was read for it."""
    return key_of(key, (text for name in sorted(seen) for text in (name, seen[name])))


def state_of(files: TreeFiles, name: str) -> str:
    """What there is of a file: its blob id, where the tree knows it without reading the file, or what hinders reading it."""
    blob = files.tree.blob(files.path(name))
    if blob is not None and len(blob) == 40:
        return blob
    try:
        return blob_id(files.read(name))
    except FileNotFoundError:
        return "missing"
    except Unreadable as error:
        return f"unreadable: {error}"


def check_task(task: Task, scope: RuleSelection, shared: "Shared | None" = None) -> PbxReport:
    """Check one PBX, and keep the result."""
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
    """A report that does not hold on to everything that is known of its PBX: with hundreds of them that is more than a machine has."""
    return report._replace(sources=lambda name: (), fixed=None)


def with_functions(task: Task, scope: RuleSelection, report: PbxReport) -> PbxReport:
    """Give a report back what cannot be kept: its files' lines, and what the fix of one finding changes."""
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
