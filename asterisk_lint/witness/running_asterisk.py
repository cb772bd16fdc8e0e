"""An Asterisk that runs in the sandbox: started, watched and asked by the process that holds it."""

import contextlib
import json
import os
import select
import signal
import socket
import stat
import time

from asterisk_lint.witness.control import answer, read_bytes, read_line
from asterisk_lint.witness.sandbox import environment

CONSOLE = "/run/witness/console"
SOCKET = "/run/witness/asterisk.ctl"
CONF = "/run/witness/asterisk.conf"
_POLL = 0.1  # seconds between two looks at Asterisk
ENDING = 5.0  # seconds that Asterisk may take to end after it was killed
# Maximum bytes of output of a program or the command line, or of one file
LONGEST_ANSWER = 256 << 20


def enter(console: str | None) -> None:
    """In a new child, close the pipes to the caller."""
    if console is not None:
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.dup2(os.open(console, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o644), 1)
    os.dup2(1, 2)
    os.closerange(3, 1024)
    os.setsid()
    os.chdir("/")


class RunningAsterisk:
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
            os.execve(program[0], program, environment())  # noqa: S606
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
            time.sleep(_POLL / 10)
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
                os.execve(words[0], words, environment())  # noqa: S606
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
