"""Check many PBXs: results in the cache are reused, and the rest is distributed among processes."""

import os
from collections.abc import Iterator, Mapping, Sequence

from asterisk_lint.output.report import PbxReport
from asterisk_lint.records import TYPE_CHECKING, Any, import_module
from asterisk_lint.releases import UnknownRelease
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.run.cache import key_of, open_cache, tool_version
from asterisk_lint.run.kept_reports import KeptReport, KeptReports
from asterisk_lint.run.options import Options
from asterisk_lint.run.projects import Project, target_of
from asterisk_lint.run.report_cache import Same, details_of, finding_of, plain, to_value
from asterisk_lint.run.tasks import (
    Task,
    check_task,
    kept,
    pbx_key,
    project_key,
    report_from,
    with_functions,
    without_functions,
)
from asterisk_lint.tree.files import TreeFiles
from asterisk_lint.tree.git import unnamed_file
from asterisk_lint.tree.work import WorkTree

if TYPE_CHECKING:
    from asterisk_lint.shared import Shared

_MANY = 8  # PBXs to check, from which on further processes pay
_LARGE = 4_000_000  # bytes of configuration, likewise
_NUMBER = 4  # bytes of a number in `queue_of`


def check_fleet(
    options: Options, projects: Sequence[Project], *, required: bool | None = None
) -> list[PbxReport]:
    """Check every PBX, in their order; `required`: whether the requirements are wanted (otherwise:
    if the output format shows them).

    Raises the exceptions of any single check.
    """
    version = tool_version() if options.cache else ""
    scope = options.scope
    detailed = options.output_format == "json" if required is None else required
    tasks = []
    for project in projects:
        shared_key = project_key(project, scope, version)
        for pbx in project.pbxs:
            target = target_of(project, pbx, options.asterisk)
            tasks.append(Task(project, pbx, target, pbx_key(target, shared_key), detailed))
    kept_reports = KeptReports(open_cache(wanted=options.cache), run_key(tasks, scope, version))
    for project in projects:
        kept_reports.watch(project.tree)
    reports: dict[int, PbxReport] = {}
    findings_of = Same(finding_of)
    for index, task in enumerate(tasks):
        known = kept(task, kept_reports, findings_of)
        if known is not None:
            reports[index] = known
    waiting = [index for index in range(len(tasks)) if index not in reports]
    jobs = options.jobs or worthwhile_jobs([tasks[index] for index in waiting])
    if jobs > 1 and len(waiting) > 1:
        reports |= in_processes(jobs, tasks, waiting, scope, kept_reports, findings_of)
    elif waiting:
        plain_of, shared = Same(plain), None
        if len(waiting) > 1:
            from asterisk_lint.shared import Shared

            shared = Shared()
        for index in waiting:
            report, to_keep = check_task(tasks[index], scope, plain_of, shared)
            reports[index] = without_functions(report) if shared else report
            if to_keep is not None:
                kept_reports.add(tasks[index].key, to_keep)
    finished = []
    for index, task in enumerate(tasks):
        finished.append(with_functions(task, scope, reports[index]))
    kept_reports.save()
    return finished


def run_key(tasks: Sequence[Task], scope: RuleSelection, version: str) -> str:
    """Return the key of what runs on these PBXs keep."""
    places = [f"{task.project.tree.root}\0{task.pbx.directory}" for task in tasks]
    releases = sorted({str(task.target.release) for task in tasks})
    return key_of("reports", version, places, releases, scope.rules())


def worthwhile_jobs(waiting: Sequence[Task]) -> int:
    """Return how many processes are worth starting: one for each processor, if there is enough to
    check. A further process costs about as much as a few small PBXs.
    """
    if len(waiting) < _MANY and sum(map(size_of, waiting)) < _LARGE:
        return 1
    known = getattr(os, "sched_getaffinity", None)  # not on macOS
    processors = len(known(0)) if known else os.cpu_count() or 1
    return min(processors, len(waiting))


def size_of(task: Task) -> int:
    """Return how many bytes the files of a PBX have on disk (0 for those that are not there)."""
    files = task.pbx.files
    if not isinstance(files, TreeFiles):
        return 0
    size = 0
    for name in files.names():
        try:
            size += os.lstat(os.path.join(task.project.tree.root, files.path(name))).st_size
        except OSError:
            continue
    return size


def in_processes(
    jobs: int,
    tasks: Sequence[Task],
    waiting: Sequence[int],
    scope: RuleSelection,
    kept_reports: KeptReports,
    findings_of: Same,
) -> dict[int, PbxReport]:
    """Check the waiting tasks in several processes. Raises the exception of the first task that has
    one. `findings_of`: as in `report_cache.from_value`.
    """
    number = min(jobs, len(waiting))
    trees = {tree.root: tree for task in tasks if isinstance(tree := task.project.tree, WorkTree)}
    shared = prepared([tasks[index] for index in waiting], scope)
    queue = queue_of(waiting)
    workers = [start(tasks, queue, scope, trees, shared) for _ in range(number)]
    os.close(queue)
    reports: dict[int, PbxReport] = {}
    failures: dict[int, Exception] = {}
    for process, written in workers:
        os.waitpid(process, 0)
        for kind, value in read_answers(written):
            if kind == "failure":
                index, told = value
                failures[index] = rebuilt(told)
            elif kind == "tree":
                root, read = value
                trees[root].join(read)
            else:
                index, answer = value
                task = tasks[index]
                reports[index] = report_from(task, KeptReport(*answer), findings_of)
                if task.key:
                    kept_reports.add(task.key, KeptReport(*answer))
    if failures:
        raise failures[min(failures)]
    if len(reports) < len(waiting):
        raise RuntimeError("a worker process of -j ended unexpectedly")
    return reports


def prepared(waiting: Sequence[Task], scope: RuleSelection) -> "Shared":
    """Load what every check needs once, before there are processes that would each load it."""
    from asterisk_lint.rules import MISSING_NAMES, ODDITIES, load_rules
    from asterisk_lint.rules.occasions import OCCASIONS
    from asterisk_lint.shared import Shared

    import_module("asterisk_lint.check")
    sometimes = MISSING_NAMES.keys() | OCCASIONS.keys() | ODDITIES
    load_rules(name for name in scope.rules() if name not in sometimes)
    shared = Shared()
    for release in {task.target.release for task in waiting}:
        shared.tables(release)
        try:
            shared.catalog(release)
        except UnknownRelease:  # the check of the first of these PBXs reports it
            continue
    return shared


def queue_of(numbers: Sequence[int]) -> int:
    """Return the descriptor of a file of numbers. Processes that share it take one after the other,
    so that none waits for one whose processor is busy with something else.
    """
    queue = unnamed_file()
    os.write(queue, b"".join(number.to_bytes(_NUMBER, "big") for number in numbers))
    os.lseek(queue, 0, os.SEEK_SET)
    return queue


def start(
    tasks: Sequence[Task],
    queue: int,
    scope: RuleSelection,
    trees: Mapping[str, WorkTree],
    shared: "Shared",
) -> tuple[int, int]:
    """Start a process that checks tasks as long as there are numbers in the queue; return its id
    and the file for its answers (a pipe would stop the process whenever nobody reads it).
    """
    import sys
    from marshal import dump

    answers = unnamed_file()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        return process, answers
    status = 1
    try:
        found: list[tuple[str, tuple[Any, Any]]] = []
        plain_of = Same(plain)
        index = len(tasks)
        try:
            while number := os.read(queue, _NUMBER):
                index = int.from_bytes(number, "big")
                found.append(("report", (index, answer(tasks[index], scope, plain_of, shared))))
            found += [("tree", (root, tree.read_here())) for root, tree in trees.items()]
        except Exception as error:
            told = (type(error).__module__, type(error).__name__, str(error))
            found.append(("failure", (index, told)))
        with open(answers, "wb") as file:
            dump(found, file)  # at once: what is the same in many is written, and read, once
        status = 0
    finally:
        os._exit(status)


def answer(task: Task, scope: RuleSelection, plain_of: Same, shared: "Shared") -> tuple[Any, ...]:
    """Check one PBX; return the values of what is kept of it."""
    report, to_keep = check_task(task, scope, plain_of, shared)
    if to_keep is None:
        details = details_of(report) if task.detailed else None
        to_keep = KeptReport((), (), b"", (), to_value(report, plain_of), details)
    return tuple(to_keep)


def read_answers(written: int) -> Iterator[tuple[str, Any]]:
    """Yield the answers of a process that has ended, each with its kind."""
    from marshal import load

    with open(written, "rb") as file:
        file.seek(0)  # the process has left it at the end
        try:
            yield from load(file)  # noqa: S302 - from this program itself
        except EOFError:  # the process ended before or while it wrote them
            return


def rebuilt(value: Sequence[str]) -> Exception:
    """Return the exception that ended another process: one of this package's own as itself."""
    module, name, text = value
    if module.startswith("asterisk_lint."):
        kind = getattr(import_module(module), name, None)
        if isinstance(kind, type) and issubclass(kind, Exception):
            error = Exception.__new__(kind)
            error.args = (text,)
            return error
    return RuntimeError(f"{name}: {text}")
