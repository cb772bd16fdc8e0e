"""Runs commands in copies of one process that has imported the program: to start Python and to
import take longer than most checks of a small PBX.

Tests use it through `tests.pbx.lint`. It is a program of its own, small and without threads, and
not the process of the tests: what those have imported or changed is not in it. Each request, a line
of JSON on its input, is run in a fork; the exit status is the answer.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

# Python reads these when it starts, and the copies have started.
AT_START = ("PYTHON", "LANG", "LC_", "TZ", "COVERAGE_")


class Forks:
    """The process that is copied, started once."""

    def __init__(self) -> None:
        self.settings = at_start(os.environ)
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(
        self, arguments: Sequence[str], cwd: str, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run the command."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as err:
            # The copies open what this process has open: no name, nothing to remove.
            own = f"/proc/{os.getpid()}/fd"
            request = {
                "arguments": arguments,
                "cwd": cwd,
                "environment": dict(environment),
                "out": f"{own}/{out.fileno()}",
                "err": f"{own}/{err.fileno()}",
            }
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            status = int(self.process.stdout.readline())
            texts = []
            for file in (out, err):
                file.seek(0)
                text = file.read().decode("utf-8", "surrogateescape")
                texts.append(text.replace("\r\n", "\n").replace("\r", "\n"))
        return subprocess.CompletedProcess(list(arguments), status, *texts)


def at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """What in an environment counts when Python starts."""
    return {name: value for name, value in environment.items() if name.startswith(AT_START)}


@cache
def forks() -> Forks | None:
    """The process of this process; None where the system cannot do it."""
    return Forks() if Path("/proc/self/fd").is_dir() else None


def serve() -> None:
    """Answer requests until there are no more."""
    import_all()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            answer(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def answer(request: Mapping[str, object]) -> None:
    """Run one command and end the process."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for number, name in ((1, "out"), (2, "err")):
        file = os.open(str(request[name]), os.O_WRONLY | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    os.close(null)
    os.chdir(str(request["cwd"]))
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[call-overload]
    sys.argv = ["asterisk-lint", *request["arguments"]]  # type: ignore[misc]
    from asterisk_lint.__main__ import main

    status = 1
    try:
        status = main()
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def import_all() -> None:
    """Import the program; what belongs to extras need not be there."""
    from importlib import import_module
    from pkgutil import walk_packages

    import asterisk_lint
    from asterisk_lint.run.own_modules import import_own_modules_fast

    import_own_modules_fast()
    for module in walk_packages(asterisk_lint.__path__, "asterisk_lint."):
        if not module.name.startswith(("asterisk_lint.editor", "asterisk_lint.__main__")):
            import_module(module.name)


if __name__ == "__main__":
    serve()
