"""Check many PBXs: results in the cache are reused, and the rest is distributed among processes."""

import os
from collections.abc import Iterator, Sequence

from asterisk_lint.output.report import PbxReport
from asterisk_lint.records import Any
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.run.cache import open_cache, tool_version
from asterisk_lint.run.displayed_paths import with_places
from asterisk_lint.run.options import Options
from asterisk_lint.run.projects import Project, target_of
from asterisk_lint.run.report_cache import (
    from_value,
    requirements_from_value,
    requirements_to_value,
    to_value,
)
from asterisk_lint.run.tasks import (
    Task,
    check_task,
    kept,
    pbx_key,
    with_functions,
    without_functions,
)
from asterisk_lint.tree.files import TreeFiles

_MANY = 24  # PBXs to check, from which on further processes pay
_LARGE = 4_000_000  # bytes of configuration, likewise


def check_fleet(
    options: Options, projects: Sequence[Project], *, required: bool | None = None
) -> list[PbxReport]:
    """Check every PBX, in their order; `required`: whether the requirements are wanted (otherwise:
    if the output format shows them).

    Raises the exceptions of any single check.
    """
    version = tool_version() if options.cache else ""
    scope = options.scope
    cache = open_cache(wanted=options.cache)
    tasks = []
    for project in projects:
        wanted = options.output_format == "json" if required is None else required
        for pbx in project.pbxs:
            target = target_of(project, pbx, options.asterisk)
            tasks.append(Task(project, pbx, target, cache, pbx_key(target, scope, version), wanted))
    reports: dict[int, PbxReport] = {}
    for index, task in enumerate(tasks):
        known = kept(task)
        if known is not None:
            reports[index] = known
    waiting = [index for index in range(len(tasks)) if index not in reports]
    jobs = options.jobs or worthwhile_jobs([tasks[index] for index in waiting])
    if jobs > 1 and len(waiting) > 1:
        reports |= in_processes(jobs, tasks, waiting, scope)
    elif len(waiting) == 1:
        reports[waiting[0]] = check_task(tasks[waiting[0]], scope)
    elif waiting:
        from asterisk_lint.shared import Shared

        shared = Shared()
        for index in waiting:
            reports[index] = without_functions(check_task(tasks[index], scope, shared))
    finished = []
    for index, task in enumerate(tasks):
        report = reports[index]
        finished.append(with_places(task.project, task.pbx, with_functions(task, scope, report)))
    return finished


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
    jobs: int, tasks: Sequence[Task], waiting: Sequence[int], scope: RuleSelection
) -> dict[int, PbxReport]:
    """Check the waiting tasks in several processes. Raises the first exception of any of them."""
    number = min(jobs, len(waiting))
    readers = [start(tasks, waiting[share::number], scope) for share in range(number)]
    reports: dict[int, PbxReport] = {}
    failure: Exception | None = None
    for process, reader in readers:
        for index, value in read_answers(reader):
            if index is None:
                failure = failure or rebuilt(value)
            else:
                report = from_value(value[0], tasks[index].project.directory_of(tasks[index].pbx))
                reports[index] = report._replace(required=requirements_from_value(value[1]))
        os.waitpid(process, 0)
    if failure is None and len(reports) < len(waiting):
        failure = RuntimeError("a worker process of -j ended unexpectedly")
    if failure is not None:
        raise failure
    return reports


def start(tasks: Sequence[Task], share: Sequence[int], scope: RuleSelection) -> tuple[int, int]:
    """Start a process that checks a share of the tasks; return its id and the pipe for its
    answers.
    """
    import json
    import sys

    from asterisk_lint.shared import Shared

    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    status = 1
    shared = Shared()
    try:
        os.close(reading)
        with open(writing, "wb") as pipe:
            try:
                for index in share:
                    report = check_task(tasks[index], scope, shared)
                    required = (
                        requirements_to_value(report.required) if tasks[index].required else []
                    )
                    pipe.write(
                        json.dumps(
                            [index, [to_value(report), required]], ensure_ascii=False
                        ).encode("utf-8", "surrogatepass")
                        + b"\n"
                    )
            except Exception as error:
                pipe.write(
                    json.dumps(
                        [None, [type(error).__module__, type(error).__name__, str(error)]]
                    ).encode()
                    + b"\n"
                )
        status = 0
    finally:
        os._exit(status)


def read_answers(reader: int) -> Iterator[tuple[int | None, Any]]:
    """Yield the answers of one process as they arrive."""
    import json

    with open(reader, "rb") as pipe:
        for line in pipe:
            index, value = json.loads(line.decode("utf-8", "surrogatepass"))
            yield index, value


def rebuilt(value: Sequence[str]) -> Exception:
    """Return the exception that ended another process: one of this package's own as itself."""
    from importlib import import_module

    module, name, text = value
    if module.startswith("asterisk_lint."):
        kind = getattr(import_module(module), name, None)
        if isinstance(kind, type) and issubclass(kind, Exception):
            error = Exception.__new__(kind)
            error.args = (text,)
            return error
    return RuntimeError(f"{name}: {text}")
