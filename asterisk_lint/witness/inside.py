"""The program that holds a booted Asterisk: process 1 of its own namespaces, controlled through
standard input and output.

`boot.py` starts this file as a program of its own, with sandbox.py, places.py, rights.py and
seccomp.py as all that it needs of this package. It reads one line of JSON, the request:

    {"root": DIR, "binary": PATH, "etc": PATH, "files": [[NAME, SIZE], ...], "asterisk_conf": TEXT, "seconds": N, "lifetime": N,
     "executable": BOOL, "program": [WORD, ...]}

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
import select
import signal
import socket
import stat
import sys
import time

if __name__ == "__main__":
    sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

from asterisk_lint.witness.rights import MEMORY, Failed, Identity, first_to_go, give_away, libc
from asterisk_lint.witness.sandbox import Wanted, environment, furnish, is_normal, isolate

CONSOLE = "/run/witness/console"
SOCKET = "/run/witness/asterisk.ctl"
CONF = "/run/witness/asterisk.conf"
NOT_ISOLATED, TOO_MUCH_MEMORY, TOO_LONG = 3, 5, 6  # exit statuses; boot.py has texts for them
PR_SET_PDEATHSIG = 1
POLL = 0.1  # seconds between two measurements of the memory
ENDING = 5.0  # seconds that Asterisk may take to end after it was killed
LONGEST_ANSWER = (
    256 << 20
)  # maximum bytes of output of a program or the command line, or of one file


def main() -> int:
    """Isolate, boot, serve."""
    request = json.loads(read_line())
    status_pipe = os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 1)
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # process 1 is spared by every signal from inside that it does not handle
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


def watch(child: int, furnished: int, identity: Identity, lifetime: float) -> int:
    """Wait for the inner process, and end it if it uses too much or takes too long; return the exit
    status.
    """
    until = time.monotonic() + lifetime
    if os.read(
        furnished, 1
    ):  # from here on "/" is the new root, and /proc has the processes inside
        try:
            give_away(identity, lifetime)
        except Failed:
            os.kill(child, signal.SIGKILL)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    why = 0
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return why or os.waitstatus_to_exitcode(status) & 0xFF
        if not why and time.monotonic() > until:
            why = TOO_LONG
        elif not why and memory_inside() > MEMORY:
            why = TOO_MUCH_MEMORY
        if why:
            os.kill(child, signal.SIGKILL)
        signal.sigtimedwait({signal.SIGCHLD}, POLL)


def memory_inside(bound: int = MEMORY) -> int:
    """Return the bytes of memory that the processes inside use, without the pages of files, which
    the kernel can drop.

    Memory that a parent and its forks share is counted for each. Only if that sum exceeds `bound`,
    which a few hundred forks of a shell reach without using much, is each page counted once.
    """
    processes = [name for name in os.listdir("/proc") if name.isdigit()]
    total = sum(map(resident, processes))
    return total if total <= bound else sum(map(proportional, processes))


def resident(process: str) -> int:
    """Return the bytes that a process has in memory, without the pages of files; 0 if it is
    gone.
    """
    return kilobytes(f"/proc/{process}/status", (b"RssAnon:", b"RssShmem:"), b"VmRSS:") << 10


def proportional(process: str) -> int:
    """Return the same, with each page divided by the number of processes that share it; if a
    process hides that, all its memory.
    """
    try:
        file = f"/proc/{process}/smaps_rollup"
        return kilobytes(file, (b"Pss_Anon:", b"Pss_Shmem:"), b"Pss:") << 10
    except PermissionError:
        return resident(process)


def kilobytes(file: str, names: tuple[bytes, ...], otherwise: bytes) -> int:
    """Return the sum of the values for `names` in a file of /proc or, on a kernel without them, for
    `otherwise`; 0 if the process is gone.

    Raises PermissionError.
    """
    try:
        with open(file, "rb") as opened:
            said = {words[0]: words[1] for line in opened if len(words := line.split()) > 1}
    except PermissionError:
        raise
    except OSError:
        return 0
    found = [said[name] for name in names if name in said] or [said.get(otherwise, b"0")]
    return sum(map(int, found))


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
        held = Held(request, status_pipe)
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


def wanted(request: dict[str, object]) -> Wanted:
    """Return what the request needs in the root directory. Raises Failed for a name that would be
    elsewhere.
    """
    files: list[tuple[str, int]] = [(str(name), int(size)) for name, size in request["files"]]  # type: ignore[attr-defined]
    for name, _ in files:
        if not is_normal(name):
            raise Failed(f"{name!a} is not a normal path of a file in the configuration")
    size = sum(size for _, size in files)
    return Wanted(
        str(request["root"]),
        str(request["binary"]),
        str(request["etc"]),
        size,
        len(files),
        bool(request["executable"]),
    )


def enter(console: str | None) -> None:
    """In a new child, close the pipes to the caller."""
    if console is not None:
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.dup2(os.open(console, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o644), 1)
    os.dup2(1, 2)
    os.closerange(3, 1024)
    os.setsid()
    os.chdir("/")


def read_bytes(size: int) -> bytes:
    """Return exactly `size` bytes from standard input. Raises EOFError if it ends earlier."""
    parts = []
    while size:
        part = os.read(0, min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_line() -> bytes:
    """Return one line from standard input, without reading a byte too much."""
    line = bytearray()
    while not line.endswith(b"\n"):
        line += read_bytes(1)
    return bytes(line)


def answer(pipe: int, reply: dict[str, object], data: bytes = b"") -> None:
    """Write one line of JSON and the raw bytes that follow it."""
    if data:
        reply["size"] = len(data)
    out = json.dumps(reply).encode() + b"\n" + data
    while out:
        out = out[os.write(pipe, out) :]


class Held:
    """The Asterisk that this process runs."""

    def __init__(self, request: dict[str, object], pipe: int) -> None:
        self.pipe = pipe
        self.pid = 0
        self.status: int | None = None
        for name, size in request["files"]:  # type: ignore[attr-defined]
            self.put(str(request["etc"]).rstrip("/") + "/" + name, read_bytes(size))
        self.put(CONF, str(request["asterisk_conf"]).encode("utf-8", "surrogateescape"))
        for name in ("cdr-csv", "cdr-custom", "cel-custom"):
            os.makedirs(f"/var/log/asterisk/{name}")
        began = time.monotonic()
        self.start([str(word) for word in request["program"]])  # type: ignore[attr-defined]
        up = self.wait_up(began + float(str(request["seconds"])))
        answer(
            pipe,
            {
                "up": up,
                "isolated": True,
                "status": self.status,
                "seconds": time.monotonic() - began,
                "pid": self.pid,
            },
        )

    def put(self, path: str, data: bytes) -> None:
        """Write one file, with the folders it needs."""
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def start(self, program: list[str]) -> None:
        """Run Asterisk as a child, with as few privileges as it works with."""
        self.pid = os.fork()
        if self.pid:
            return
        try:
            enter(CONSOLE)
            os.execve(program[0], program, environment())  # noqa: S606  # noqa: S606
        except OSError as error:
            os.write(2, f"{program[0]}: {error.strerror}\n".encode())
        os._exit(127)

    def reap(self) -> None:
        """Collect the children that ended (as process 1, also those of others), and record how
        Asterisk ended.
        """
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid == self.pid:
                    self.status = os.waitstatus_to_exitcode(status)
        except ChildProcessError:
            return

    def wait_for_end(self, until: float) -> None:
        """Give an Asterisk that does not answer the time that the kernel needs to end a killed
        process.
        """
        while self.status is None and time.monotonic() < until:
            time.sleep(POLL / 10)
            self.reap()

    def wait_up(self, until: float) -> bool:
        """Wait until Asterisk says that it is fully booted; return False if it ended or the time is
        over.
        """
        while time.monotonic() < until:
            self.reap()
            if self.status is not None:
                return False
            told = self.cli("core waitfullybooted", until) if os.path.exists(SOCKET) else None
            # Asterisk registers the command line's own commands only after this message
            # (main/asterisk.c, 16 and 22).
            if (
                told is not None
                and "fully booted" in told
                and "No such" not in (self.cli("core show version", until) or "No such")
            ):
                return True
            if select.select([0], [], [], 0.01)[0]:
                raise EOFError  # nobody sends commands before the answer: the caller is gone
        return False

    def cli(self, command: str, until: float) -> str | None:
        """Return the output of one command of Asterisk's command line, like `asterisk -rx`; None if
        it cannot be asked, or not in time.
        """
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as control:
            try:
                control.connect(SOCKET)
                parts: list[bytes] = []
                size, sent = 0, False
                while True:
                    left = until - time.monotonic()
                    ready = select.select([control.fileno(), 0], [], [], max(left, 0))[0]
                    if 0 in ready and not select.select([control], [], [], 0)[0]:
                        raise EOFError
                    if not ready:
                        return None
                    part = control.recv(1 << 16)
                    if not part:
                        break
                    parts.append(part)
                    size += len(part)
                    if size > LONGEST_ANSWER:
                        return None
                    if not sent and b"\n" in part:
                        control.sendall(
                            b"cli quit after " + command.encode("utf-8", "surrogateescape") + b"\0"
                        )
                        sent = True
            except OSError:
                return None
        greeting, _, told = b"".join(parts).partition(b"\n")
        return told.decode("utf-8", "surrogateescape") if greeting else None

    def run(self, words: list[str], data: bytes, seconds: float) -> tuple[int, bytes]:
        """Run a program next to Asterisk and return its output; status 126 if no process is left
        for it.
        """
        from_child, to_parent = os.pipe()
        try:
            child = os.fork()
        except OSError as error:
            os.close(from_child)
            os.close(to_parent)
            return 126, f"{words[0]}: {error.strerror}\n".encode()
        if child == 0:
            self.put("/run/witness/stdin", data)
            os.dup2(os.open("/run/witness/stdin", os.O_RDONLY), 0)
            os.dup2(to_parent, 1)
            enter(None)
            try:
                os.execve(words[0], words, environment())  # noqa: S606  # noqa: S606
            except OSError as error:
                os.write(2, f"{words[0]}: {error.strerror}\n".encode())
            os._exit(127)
        os.close(to_parent)
        parts: list[bytes] = []
        size = 0
        until = time.monotonic() + seconds
        while True:
            ready = select.select([from_child, 0], [], [], max(0, until - time.monotonic()))[0]
            if ready == [0]:
                raise EOFError
            if not ready:
                os.kill(child, signal.SIGKILL)
                break
            part = os.read(from_child, 1 << 16)
            if not part:
                break
            parts.append(part)
            size += len(part)
            if size > LONGEST_ANSWER:
                os.kill(child, signal.SIGKILL)
                break
        os.close(from_child)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), b"".join(parts)

    def serve(self) -> None:
        """Execute commands until standard input ends."""
        while True:
            if not select.select([0], [], [], 0.2)[0]:
                self.reap()
                continue
            request = json.loads(read_line())
            until = time.monotonic() + float(request.get("seconds", 30))
            if request["do"] == "cli":
                told = self.cli(request["command"], until)
                self.reap()
                if told is None:
                    self.wait_for_end(min(until, time.monotonic() + ENDING))
                data = (told or "").encode("utf-8", "surrogateescape")
                answer(self.pipe, {"answered": told is not None, "status": self.status}, data)
            elif request["do"] == "read":
                self.reap()
                answer(
                    self.pipe,
                    {"status": self.status},
                    content(request["file"], request.get("offset", 0)),
                )
            elif request["do"] == "put":
                self.put(request["file"], read_bytes(request["size"]))
                answer(self.pipe, {})
            elif request["do"] == "run":
                status, data = self.run(
                    request["words"], read_bytes(request["size"]), float(request.get("seconds", 30))
                )
                answer(self.pipe, {"status": status}, data)
            elif request["do"] == "kill":
                if self.status is None:
                    os.kill(self.pid, request["signal"])
                answer(self.pipe, {})


def content(path: str, offset: int) -> bytes:
    """Return the bytes of a file from `offset` on; empty if it is not a file. A process inside may
    have put anything in its place.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return b""
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        return b""
    with contextlib.suppress(OSError), open(opened, "rb") as file:
        file.seek(offset)
        return file.read(LONGEST_ANSWER)
    return b""


if __name__ == "__main__":
    sys.exit(main())
