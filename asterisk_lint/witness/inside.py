"""The program that holds a booted Asterisk: process 1 of its own namespaces, controlled through standard input and output.

`boot.py` starts this file as a program of its own, with sandbox.py as all that it needs of this package. It reads one line of JSON, the request:

    {"root": DIR, "binary": PATH, "etc": PATH, "files": [[NAME, SIZE], ...], "asterisk_conf": TEXT, "seconds": N, "program": [WORD, ...]}

and the files' bytes after it; answers with one line when Asterisk is up or has failed; then takes commands, one line of JSON each
({"do": "cli" | "read" | "run" | "put" | "kill", ...}), and answers each with a line (`size` says how many raw bytes follow it).

When standard input ends, whatever the reason, it ends too, and the kernel ends everything in its process namespace: so nothing outlives
a caller that was killed. Asterisk and everything around it lives in memory (tmpfs) of a mount namespace that goes the same way.
"""

import json
import os
import select
import signal
import socket
import sys
import time

if __name__ == "__main__":
    sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

from asterisk_lint.witness.sandbox import PR_SET_PDEATHSIG, Failed, enter, environment, furnish, isolate, libc

CONSOLE = "/run/witness/console"
SOCKET = "/run/witness/asterisk.ctl"
CONF = "/run/witness/asterisk.conf"


def main() -> int:
    """Isolate, boot, serve."""
    request = json.loads(read_line())
    status_pipe = os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 1)
    try:
        isolate()
    except Failed as failed:
        answer(status_pipe, {"up": False, "isolated": False, "why": str(failed)})
        return 3
    child = os.fork()
    if child:
        os.close(status_pipe)
        os.dup2(null, 0)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) & 0xFF
    libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    try:
        try:
            furnish(request["root"], request["etc"], request["binary"])
        except (Failed, OSError) as failed:
            answer(status_pipe, {"up": False, "isolated": False, "why": str(failed)})
            return 3
        Held(request, status_pipe).serve()
    except EOFError:
        return 0
    return 0


def read_bytes(size: int) -> bytes:
    """Exactly `size` bytes from standard input; EOFError when it ends before."""
    parts = []
    while size:
        part = os.read(0, min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_line() -> bytes:
    """One line from standard input, read without taking a byte too much."""
    line = bytearray()
    while not line.endswith(b"\n"):
        line += read_bytes(1)
    return bytes(line)


def answer(pipe: int, reply: dict[str, object], data: bytes = b"") -> None:
    """One line of JSON and the raw bytes that follow it."""
    if data:
        reply["size"] = len(data)
    out = json.dumps(reply).encode() + b"\n" + data
    while out:
        out = out[os.write(pipe, out) :]


class Held:
    """The Asterisk that this process holds."""

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
        answer(pipe, {"up": up, "isolated": True, "status": self.status, "seconds": time.monotonic() - began, "pid": self.pid})

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
        """Collect the children that ended (as process 1, also those of others), and remember how Asterisk did."""
        try:
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid == self.pid:
                    self.status = os.waitstatus_to_exitcode(status)
        except ChildProcessError:
            return

    def wait_up(self, until: float) -> bool:
        """Wait till Asterisk says that it is fully booted; False when it ended or the time is over."""
        while time.monotonic() < until:
            self.reap()
            if self.status is not None:
                return False
            told = self.cli("core waitfullybooted", until) if os.path.exists(SOCKET) else None
            # Asterisk registers the command line's own commands only after it said so (main/asterisk.c, 16 and 22).
            if told is not None and "fully booted" in told and "No such" not in (self.cli("core show version", until) or "No such"):
                return True
            if select.select([0], [], [], 0.02)[0]:
                raise EOFError  # nobody sends commands before the answer: the caller is gone
        return False

    def cli(self, command: str, until: float) -> str | None:
        """What one command of Asterisk's command line prints, as `asterisk -rx` does it; None when it can't be asked, or not in time."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as control:
            try:
                control.connect(SOCKET)
                parts: list[bytes] = []
                sent = False
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
                    if not sent and b"\n" in part:
                        control.sendall(b"cli quit after " + command.encode("utf-8", "surrogateescape") + b"\0")
                        sent = True
            except OSError:
                return None
        greeting, _, told = b"".join(parts).partition(b"\n")
        return told.decode("utf-8", "surrogateescape") if greeting else None

    def run(self, words: list[str], data: bytes, seconds: float) -> tuple[int, bytes]:
        """Run a program beside Asterisk and collect what it prints."""
        from_child, to_parent = os.pipe()
        child = os.fork()
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
        os.close(from_child)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), b"".join(parts)

    def serve(self) -> None:
        """Take commands till standard input ends."""
        while True:
            if not select.select([0], [], [], 0.2)[0]:
                self.reap()
                continue
            request = json.loads(read_line())
            until = time.monotonic() + float(request.get("seconds", 30))
            if request["do"] == "cli":
                told = self.cli(request["command"], until)
                self.reap()
                data = (told or "").encode("utf-8", "surrogateescape")
                answer(self.pipe, {"answered": told is not None, "status": self.status}, data)
            elif request["do"] == "read":
                self.reap()
                answer(self.pipe, {"status": self.status}, content(request["file"], request.get("offset", 0)))
            elif request["do"] == "put":
                self.put(request["file"], read_bytes(request["size"]))
                answer(self.pipe, {})
            elif request["do"] == "run":
                status, data = self.run(request["words"], read_bytes(request["size"]), float(request.get("seconds", 30)))
                answer(self.pipe, {"status": status}, data)
            elif request["do"] == "kill":
                if self.status is None:
                    os.kill(self.pid, request["signal"])
                answer(self.pipe, {})


def content(path: str, offset: int) -> bytes:
    """The bytes of a file from `offset` on; nothing when it is not there."""
    try:
        with open(path, "rb") as file:
            file.seek(offset)
            return file.read()
    except OSError:
        return b""


if __name__ == "__main__":
    sys.exit(main())
