"""The program that holds a booted Asterisk: process 1 of its own namespaces, controlled through standard input and output.

`boot.py` starts this file as a program of its own (nothing of this package is imported here, and nothing is imported after the old root is
gone). It reads one line of JSON, the request:

    {"root": DIR, "binary": PATH, "etc": PATH, "files": [[NAME, SIZE], ...], "asterisk_conf": TEXT, "seconds": N, "program": [WORD, ...]}

and the files' bytes after it; answers with one line when Asterisk is up or has failed; then takes commands, one line of JSON each
({"do": "cli" | "read" | "run" | "put" | "kill", ...}), and answers each with a line (`size` says how many raw bytes follow it).

When standard input ends, whatever the reason, it ends too, and the kernel ends everything in its process namespace: so nothing outlives
a caller that was killed. Asterisk and everything around it lives in memory (tmpfs) of a mount namespace that goes the same way.
"""

import contextlib
import ctypes
import errno
import fcntl
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import time

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_NOATIME, MS_NODIRATIME = 1, 2, 4, 8, 32, 1024, 2048
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
KEPT_CAPABILITIES = {0, 1, 3, 5, 6, 7, 10, 23}  # chown, dac_override, fowner, kill, setgid, setuid, net_bind_service, sys_nice
SYSTEM = ("bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc")  # all of the root directory that Asterisk gets to see, read-only
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
LOG = "/var/log/asterisk/full"
CONSOLE = "/run/witness/console"
SOCKET = "/run/witness/asterisk.ctl"
CONF = "/run/witness/asterisk.conf"


class Failed(Exception):
    """A step of the isolation that this machine refused; the text says which and why."""


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


def libc() -> ctypes.CDLL:
    """The C library, with errno kept."""
    return ctypes.CDLL(None, use_errno=True)


def isolate() -> None:
    """Put what this process forks from now on into namespaces of its own; Failed when the machine does not allow it."""
    own = NEWNS | NEWUTS | NEWIPC | NEWPID | NEWNET
    user, group = os.geteuid(), os.getegid()
    if user == 0 and libc().unshare(own) == 0:
        return
    if libc().unshare(own | NEWUSER) != 0:
        number = ctypes.get_errno()
        raise Failed(f"unshare: {os.strerror(number)}{advice(number)}")
    try:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    except OSError as error:
        raise Failed(f"{error.filename}: {error.strerror}{advice(error.errno or 0)}") from error


def advice(number: int) -> str:
    """Which setting of the machine is likely to stand in the way."""
    settings = (
        ("/proc/sys/kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone is 0"),
        ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor restricts unprivileged user namespaces"),
        *((f"/proc/sys/user/max_{kind}_namespaces", "0", f"user.max_{kind}_namespaces is 0") for kind in ("user", "net", "pid", "mnt", "ipc", "uts")),
    )
    for file, value, meaning in settings:
        with contextlib.suppress(OSError), open(file, encoding="ascii") as opened:
            if opened.read().strip() == value:
                return f" ({meaning})"
    return " (a container has to be privileged for this)" if number == errno.EPERM else ""


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """mount(2); Failed with the reason."""
    texts = [text.encode() if text is not None else None for text in (source, target, kind)]
    if libc().mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), data.encode() if data else None) != 0:
        raise Failed(f"mount {target}: {os.strerror(ctypes.get_errno())}")


def furnish(root: str, etc: str, binary: str) -> None:
    """Make a new root of memory with the system's programs in it read-only, move into it, and let the old one go."""
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    source = f"/proc/self/fd/{os.open(root, os.O_PATH | os.O_DIRECTORY)}"
    new = "/tmp"  # noqa: S108 - the mount point of a private mount; any directory that is always there would do
    before = mounts().keys()
    mount("tmpfs", new, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=1g")
    wanted = [name for name in SYSTEM if os.path.lexists(f"{source}/{name}")]
    if binary.split("/")[1] == "opt":
        wanted.append("opt")
    for name in wanted:
        if os.path.islink(f"{source}/{name}"):
            os.symlink(os.readlink(f"{source}/{name}"), f"{new}/{name}")
        else:
            show(f"{source}/{name}", f"{new}/{name}")
    for name in ("var/lib", "var/log/asterisk", "var/spool/asterisk", "var/cache", "run/witness", "run/asterisk", "dev/shm", "proc", "old"):
        os.makedirs(f"{new}/{name}")
    for name in ("tmp", "var/tmp", "dev/shm"):
        os.makedirs(f"{new}/{name}", exist_ok=True)
        os.chmod(f"{new}/{name}", 0o1777)  # noqa: S103 - as every system has them
    os.symlink("/run", f"{new}/var/run")
    if os.path.isdir(f"{source}/var/lib/asterisk"):
        show(f"{source}/var/lib/asterisk", f"{new}/var/lib/asterisk")
    for name in DEVICES:
        if os.path.exists(f"/dev/{name}"):
            os.close(os.open(f"{new}/dev/{name}", os.O_CREAT, 0o666))
            mount(f"/dev/{name}", f"{new}/dev/{name}", None, MS_BIND)
    for number, target in mounts().items():
        if number not in before and target != new and not target.startswith(f"{new}/dev/"):
            kept = os.statvfs(target).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME)  # a user namespace may drop none
            mount("none", target, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | kept)
    own_directory(new, etc)
    with contextlib.suppress(Failed):  # a container whose /proc is masked allows no new one; Asterisk lives without
        mount("proc", f"{new}/proc", "proc", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)
    os.chdir(new)
    if libc().pivot_root(b".", b"old") != 0:
        raise Failed(f"pivot_root: {os.strerror(ctypes.get_errno())}")
    os.chdir("/")
    if libc().umount2(b"/old", MNT_DETACH) != 0:
        raise Failed(f"umount of the old root: {os.strerror(ctypes.get_errno())}")
    os.rmdir("/old")
    os.symlink("/proc/self/fd", "/dev/fd")
    loopback_up()
    socket.sethostname("localhost")


def show(source: str, target: str) -> None:
    """Bind a directory with all that is mounted below it."""
    os.makedirs(target)
    mount(source, target, None, MS_BIND | MS_REC)


def mounts() -> dict[str, str]:
    """Where what is mounted, by the mounts' numbers."""
    with open("/proc/self/mountinfo", "rb") as file:
        lines = [line.split(b" ") for line in file]
    return {words[0].decode(): os.fsdecode(words[4].decode("unicode_escape").encode("latin-1")) for words in lines}


def own_directory(new: str, path: str) -> None:
    """An empty writable directory at `path`, though its parents may be read-only: those are rebuilt in memory around it."""
    at = new
    words = [word for word in path.split("/") if word]
    for depth, word in enumerate(words):
        inside = f"{at}/{word}"
        if depth == len(words) - 1 and os.path.isdir(inside):
            mount("tmpfs", inside, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")
            return
        if not os.path.isdir(inside):
            if not os.access(at, os.W_OK):
                rebuild(at)
            os.mkdir(inside)
        at = inside


def rebuild(directory: str) -> None:
    """Lay memory over a read-only directory and show all its entries there again."""
    held = f"/proc/self/fd/{os.open(directory, os.O_PATH | os.O_DIRECTORY)}"
    mount("tmpfs", directory, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")
    for entry in os.listdir(held):
        if os.path.islink(f"{held}/{entry}"):
            os.symlink(os.readlink(f"{held}/{entry}"), f"{directory}/{entry}")
        elif os.path.isdir(f"{held}/{entry}"):
            show(f"{held}/{entry}", f"{directory}/{entry}")
        elif os.path.isfile(f"{held}/{entry}"):
            os.close(os.open(f"{directory}/{entry}", os.O_CREAT, 0o644))
            mount(f"{held}/{entry}", f"{directory}/{entry}", None, MS_BIND)


def loopback_up() -> None:
    """`ip link set lo up`, without ip."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP


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


def enter(console: str | None) -> None:
    """Give away, in a fresh child, what it must not have: the control pipe, privileges, core dumps."""
    if console is not None:
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.dup2(os.open(console, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), 1)
    os.dup2(1, 2)
    os.closerange(3, 1024)
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for capability in range(64):
        if capability not in KEPT_CAPABILITIES:
            libc().prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    os.chdir("/")


def environment() -> dict[str, str]:
    """The whole environment of what runs inside; nothing of the caller's."""
    return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/tmp", "TERM": "dumb", "TZ": "UTC"}  # noqa: S108


if __name__ == "__main__":
    sys.exit(main())
