"""Cutting a process off from the world: namespaces, a root directory of its own in memory, privileges given away.

Used by inside.py alone, which runs as a program of its own. Everything that is needed after `furnish` must be imported before: the files of
Python are gone with the old root.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import resource
import socket
import struct

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_NOATIME, MS_NODIRATIME = 1, 2, 4, 8, 32, 1024, 2048
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 24, 38
KEPT_CAPABILITIES = {0, 1, 3, 5, 6, 7, 10, 23}  # chown, dac_override, fowner, kill, setgid, setuid, net_bind_service, sys_nice
SYSTEM = ("bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc")  # all of the root directory that Asterisk gets to see, read-only
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")


class Failed(Exception):
    """A step of the isolation that this machine refused; the text says which and why."""


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
        number = ctypes.get_errno()
        raise Failed(f"mount {target}: {os.strerror(number)}{advice(number)}")


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
