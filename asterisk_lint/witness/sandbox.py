"""Isolate a process: namespaces, and a private root directory in memory.

Used only by inside.py, which runs as a separate program. Everything that is needed after `furnish`
must be imported before, because Python's files are gone with the old root.
"""

import contextlib
import ctypes
import fcntl
import os
import socket
import stat
import struct

from asterisk_lint.records import NamedTuple
from asterisk_lint.witness import accessible_files
from asterisk_lint.witness.mounting import (
    MS_BIND,
    MS_NOATIME,
    MS_NODEV,
    MS_NODIRATIME,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    advice,
    bind_file,
    is_normal,
    make,
    mount,
    mounts,
    open_beneath,
    target_of,
)
from asterisk_lint.witness.rights import WRITABLE, Failed, Identity, libc, unused_number

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x20000,
    0x4000000,
    0x8000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
NEWCGROUP = 0x2000000
MNT_DETACH = 2
USER = 1000  # the caller's name inside a user namespace


class RootDirectory(NamedTuple):
    """What the root directory of one Asterisk must contain."""

    root: str  # the directory that contains the system
    binary: str  # Asterisk's program in it
    etc: str  # the place for the configuration
    size: int  # bytes of the configuration
    files: int  # its number of files
    executable: bool  # whether it contains modules, as in a test


def isolate() -> Identity:
    """Put the processes that this one forks from now on into new namespaces. Raises Failed if the
    machine does not allow it.
    """
    own = NEWNS | NEWUTS | NEWIPC | NEWPID | NEWNET
    user, group = os.geteuid(), os.getegid()
    number = unused_number() if user == 0 else None
    if number is not None and libc().unshare(own) == 0:
        libc().unshare(NEWCGROUP)  # it only hides a name; kernels before 4.6 have none
        return Identity(number, number, change=True)
    if libc().unshare(own | NEWUSER) != 0:
        cause = ctypes.get_errno()
        raise Failed(f"unshare: {os.strerror(cause)}{advice(cause)}")
    try:
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{USER} {user} 1"),
            ("gid_map", f"{USER} {group} 1"),
        ):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    except OSError as error:
        raise Failed(f"{error.filename}: {error.strerror}{advice(error.errno or 0)}") from error
    libc().unshare(NEWCGROUP)
    return Identity(USER, USER, change=False)


def furnish(wanted: RootDirectory, identity: Identity) -> None:
    """Create a new root in memory with what Asterisk needs, move into it, and release the old one.
    Raises Failed, OSError.
    """
    check_etc(wanted)
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    with (
        contextlib.suppress(OSError),
        open("/proc/sys/net/ipv4/ip_unprivileged_port_start", "w", encoding="ascii") as file,
    ):
        file.write("0")  # of its own network: Asterisk may listen on any port there
    source = os.open(wanted.root, os.O_PATH | os.O_DIRECTORY)
    new = "/tmp"  # noqa: S108 - the mount point of a private mount; any directory that is always there would do
    before = mounts().keys()
    mount(
        "tmpfs", new, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755,size=4m,nr_inodes=4096"
    )
    show_all(source, new, accessible_files.shown(wanted.binary))
    os.close(source)
    for directory in accessible_files.data_directories(wanted.binary):
        if os.path.isdir(f"{new}/{directory}"):
            os.close(make(new, f"{directory}/keys"))  # empty: without it res_crypto complains
    for name in accessible_files.DEVICES:
        bind_file(new, f"dev/{name}", f"/dev/{name}")
    for number, target in mounts().items():
        if number not in before and target != new:
            # A user namespace may drop none
            kept = os.statvfs(target).f_flag & (
                MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME
            )
            device = 0 if target.startswith(f"{new}/dev/") else MS_NODEV
            mount(
                "none", target, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | device | kept
            )
    own_files(new, identity)
    lay_out_memory(new, wanted, identity)
    show_processes(new)
    os.chdir(new)
    if libc().pivot_root(b".", b".") != 0:
        raise Failed(f"pivot_root: {os.strerror(ctypes.get_errno())}")
    if libc().umount2(b".", MNT_DETACH) != 0:
        raise Failed(f"umount of the old root: {os.strerror(ctypes.get_errno())}")
    os.chdir("/")
    mount("none", "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)
    loopback_up()
    socket.sethostname("localhost")


def check_etc(wanted: RootDirectory) -> None:
    """Reject a place for the configuration that is not a normal path, or is already in use. Raises
    Failed.
    """
    etc = wanted.etc
    if not etc.startswith("/") or not is_normal(etc[1:]) or not etc.isprintable():
        raise Failed(
            f"{etc!a} is not a normal absolute path: the configuration cannot be placed there"
        )
    name = etc[1:]
    taken = (
        *accessible_files.shown(wanted.binary),
        "proc",
        "dev",
        "run/witness",
        *(f"etc/{own}" for own in accessible_files.etc_files(0, 0)),
    )
    if any(
        f"{place}/".startswith(f"{name}/") or f"{name}/".startswith(f"{place}/") for place in taken
    ):
        raise Failed(f"{etc} belongs to the system: the configuration cannot be placed there")
    if any(f"{place}/".startswith(f"{name}/") for place in accessible_files.WRITABLE):
        raise Failed(f"{etc} is where Asterisk writes: the configuration cannot be placed there")


def show_all(source: int, new: str, names: tuple[str, ...]) -> None:
    """Show each name that the directory `source` has at the same place below `new`; names within
    one that is shown are already there.
    """
    done: list[str] = []
    for name in names:
        if any(name.startswith(f"{place}/") for place in done):
            continue
        link = target_of(source, name)
        if "/" not in name and link == f"usr/{name}":
            os.symlink(link, f"{new}/{name}")
            continue
        found = open_beneath(source, name)
        if found is None:
            continue
        mode = os.fstat(found).st_mode
        if stat.S_ISDIR(mode):
            os.close(make(new, name))
            mount(f"/proc/self/fd/{found}", f"{new}/{name}", None, MS_BIND | MS_REC)
            done.append(name)
        elif stat.S_ISREG(mode):
            bind_file(new, name, f"/proc/self/fd/{found}")
        os.close(found)


def own_files(new: str, identity: Identity) -> None:
    """Create the files of /etc and the links that every system has."""
    os.close(make(new, "etc"))
    for name, text in accessible_files.etc_files(identity.user, identity.group).items():
        with open(f"{new}/etc/{name}", "x", encoding="ascii") as file:
            file.write(text)
    for name, target in (("fd", "fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(f"/proc/self/{target}", f"{new}/dev/{name}")
    os.close(make(new, "var"))
    os.close(make(new, "run"))
    os.symlink("/run", f"{new}/var/run")


def lay_out_memory(new: str, wanted: RootDirectory, identity: Identity) -> None:
    """Create everything writable: directories of one memory file system, whose size and number of
    files are limited, at their places.
    """
    held = f"{new}/proc"  # its temporary place; each directory is then shown where it belongs
    os.close(make(new, "proc"))
    size = WRITABLE + wanted.size + 4096 * wanted.files
    mount(
        "tmpfs",
        held,
        "tmpfs",
        MS_NOSUID | MS_NODEV | MS_NOEXEC,
        f"mode=755,size={size},nr_inodes={65536 + 4 * wanted.files}",
    )
    for number, name in enumerate((*accessible_files.WRITABLE, wanted.etc[1:])):
        own = f"{held}/{number}"
        os.mkdir(own, 0o755)
        if identity.change:
            os.chown(own, identity.user, identity.group)
        if name in accessible_files.OPEN:
            os.chmod(own, 0o1777)  # noqa: S103 - as every system has them
        target = place_in(new, held, name)
        mount(own, target, None, MS_BIND)
        if name == wanted.etc[1:] and wanted.executable:
            mount("none", target, None, MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV)
    if libc().umount2(held.encode(), MNT_DETACH) != 0:
        raise Failed(f"umount {held}: {os.strerror(ctypes.get_errno())}")


def place_in(new: str, held: str, name: str) -> str:
    """Create the directory `name`, below `new` or below something writable, and return its path."""
    for number, writable in enumerate(accessible_files.WRITABLE):
        if name.startswith(f"{writable}/"):
            os.close(make(f"{held}/{number}", name.removeprefix(f"{writable}/")))
            return f"{new}/{name}"
    os.close(make(new, name))
    return f"{new}/{name}"


def show_processes(new: str) -> None:
    """Mount a separate /proc, read-only, with the sandbox's processes and nothing of the
    machine.
    """
    flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC
    try:
        mount("proc", f"{new}/proc", "proc", flags, "subset=pid")
        return
    except Failed:
        # Kernels before 5.8: the rest of it is covered, name by name
        mount("proc", f"{new}/proc", "proc", flags)
    for entry in os.scandir(f"{new}/proc"):
        if entry.name.isdigit() or entry.is_symlink():
            continue
        if entry.is_dir():
            mount("tmpfs", entry.path, "tmpfs", flags, "mode=555,size=4k,nr_inodes=2")
        else:
            mount(f"{new}/dev/null", entry.path, None, MS_BIND)


def loopback_up() -> None:
    """Do the same as `ip link set lo up`, without ip."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP


def environment() -> dict[str, str]:
    """Return the whole environment of the processes inside; nothing of the caller's."""
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {
        "PATH": path,
        "LANG": "C.UTF-8",
        "HOME": "/tmp",  # noqa: S108 - inside the sandbox
        "TERM": "dumb",
        "TZ": "UTC",
        "MALLOC_ARENA_MAX": "8",
    }
