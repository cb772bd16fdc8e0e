"""The program that holds a booted Asterisk: process 1 of its own namespaces, controlled through
standard input and output.

`boot.py` starts this file as a program of its own. Of this package it needs control.py,
running_asterisk.py, memory.py, sandbox.py, accessible_files.py, rights.py and seccomp.py. It reads
one line of JSON, the request:

    {"root": DIR, "binary": PATH, "etc": PATH, "files": [[NAME, SIZE], ...],
     "asterisk_conf": TEXT, "seconds": N, "lifetime": N, "executable": BOOL, "program": [WORD, ...]}

and the files' bytes after it; answers with one line when Asterisk is up or has failed; then takes
commands, one line of JSON each ({"do": "cli" | "read" | "run" | "put" | "kill", ...}), and answers
each with a line (`size` says how many raw bytes follow it).

Two processes: the outer one watches how long the whole takes and how much memory it has, where
nothing inside can see or stop it, and ends it with status 5 or 6; the inner one holds Asterisk.
Both become the same user without rights before they look at anything of the configuration. When
standard input ends, whatever the reason, the inner one ends, and the kernel ends everything in its
process namespace: so nothing outlives a caller that was killed. Asterisk and everything around it
lives in memory (tmpfs) of a mount namespace that goes the same way.
"""

import contextlib
import json
import os
import signal
import sys

if __name__ == "__main__":
    sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

from asterisk_lint.witness.control import answer, read_line
from asterisk_lint.witness.memory import watch
from asterisk_lint.witness.mounting import is_normal
from asterisk_lint.witness.rights import Failed, Identity, first_to_go, give_away, libc
from asterisk_lint.witness.running_asterisk import RunningAsterisk
from asterisk_lint.witness.sandbox import RootDirectory, furnish, isolate

NOT_ISOLATED = 3  # exit status, as those of memory.py
PR_SET_PDEATHSIG = 1


def main() -> int:
    """Isolate, boot, serve."""
    request = json.loads(read_line())
    status_pipe = os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 1)
    # Process 1 is spared by every signal from inside that it does not handle
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.umask(0o022)
    try:
        first_to_go()
        identity = isolate()
    except Failed as failed:
        answer(status_pipe, {"up": False, "isolated": False, "why": str(failed)})
        return NOT_ISOLATED
    furnished, tell = os.pipe()
    child = os.fork()
    if child:
        for descriptor in (status_pipe, tell):
            os.close(descriptor)
        os.dup2(null, 0)
        return watch(child, furnished, identity, float(request["lifetime"]))
    os.close(furnished)
    os.close(null)
    try:
        return hold(request, status_pipe, tell, identity)
    except EOFError:
        return 0


def hold(request: dict[str, object], status_pipe: int, tell: int, identity: Identity) -> int:
    """Make the root directory, drop privileges, boot and serve, as process 1. Raises EOFError if
    the caller is gone.
    """
    libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    try:
        furnish(wanted(request), identity)
        give_away(identity, float(str(request["lifetime"])))
        if not os.access(str(request["binary"]), os.X_OK):
            raise Failed(f"{request['binary']} cannot be run by an unprivileged user")
    except (Failed, OSError) as failed:
        answer(status_pipe, {"up": False, "isolated": False, "why": str(failed)})
        return NOT_ISOLATED
    libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # becoming another user took it away
    os.write(tell, b"x")
    os.close(tell)
    try:
        held = RunningAsterisk(request, status_pipe)
    except OSError as error:
        answer(
            status_pipe,
            {
                "up": False,
                "isolated": False,
                "why": f"{error.filename or 'a process'}: {error.strerror}",
            },
        )
        return NOT_ISOLATED
    with contextlib.suppress(
        OSError, MemoryError
    ):  # errors that a configuration can cause by exhausting resources
        held.serve()
    return 0


def wanted(request: dict[str, object]) -> RootDirectory:
    """Return what the request needs in the root directory. Raises Failed for a name that would be
    elsewhere.
    """
    files: list[tuple[str, int]] = [(str(name), int(size)) for name, size in request["files"]]  # type: ignore[attr-defined]
    for name, _ in files:
        if not is_normal(name):
            raise Failed(f"{name!a} is not a normal path of a file in the configuration")
    size = sum(size for _, size in files)
    return RootDirectory(
        str(request["root"]),
        str(request["binary"]),
        str(request["etc"]),
        size,
        len(files),
        bool(request["executable"]),
    )


if __name__ == "__main__":
    sys.exit(main())
