"""What a process inside is not allowed to do and to take: no user of this machine, no privileges, no keys, few system calls, and limits.

`give_away` is called in the processes of inside.py before anything of a configuration is looked at. Whatever of it fails raises Failed: with a
limit missing nothing is started.
"""

import ctypes
import errno
import os
import resource
import struct
from functools import cache

from asterisk_lint.records import NamedTuple
from asterisk_lint.witness import seccomp

PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = (
    4,
    24,
    38,
    47,
    4,
)
CAPABILITY_VERSION = 0x20080522
JOIN_SESSION_KEYRING = 1
KEYCTL = {"x86_64": 250, "aarch64": 219}
MEGABYTE = 1 << 20
MEMORY = 1024 * MEGABYTE  # of all processes together (inside.py watches it)
WRITABLE = 256 * MEGABYTE  # all that can be written, the configuration not counted
FIRST, LAST = (
    0x70000000,
    0x77FFFFFF,
)  # user numbers that nothing uses (systemd's list of user numbers calls them unused)

# One row a limit: what it is, its value. `CPU` (seconds of one process) is the time that the whole may last.
LIMITS: dict[int, int] = {
    resource.RLIMIT_NPROC: 512,  # processes and threads
    resource.RLIMIT_AS: 8192
    * MEGABYTE,  # reserved addresses: threads reserve much more than they use
    resource.RLIMIT_DATA: MEMORY,
    resource.RLIMIT_STACK: 8 * MEGABYTE,
    resource.RLIMIT_FSIZE: 128 * MEGABYTE,
    resource.RLIMIT_NOFILE: 4096,
    resource.RLIMIT_MEMLOCK: 65536,
    resource.RLIMIT_CORE: 1,  # with 0 the kernel still starts the program that core_pattern names, outside and as root; with 1 it does not
    resource.RLIMIT_MSGQUEUE: 0,
    resource.RLIMIT_SIGPENDING: 4096,
    resource.RLIMIT_RTPRIO: 0,
    resource.RLIMIT_NICE: 0,
}


class Failed(Exception):
    """A step of the isolation that this machine refused; the text says which and why."""


class Identity(NamedTuple):
    """The user that everything inside runs as."""

    user: int
    group: int
    change: bool  # whether this process has yet to become that user (root does; in a user namespace it is that user already)


@cache
def libc() -> ctypes.CDLL:
    """The C library, with errno kept. Making it anew for each call would cost more than the calls."""
    return ctypes.CDLL(None, use_errno=True)


def unused_number() -> int | None:
    """A number for a user and a group that are nobody else's, another one each time; None where this process has no number to spare."""
    random = int.from_bytes(os.urandom(4), "little")
    wanted = FIRST + random % (LAST - FIRST)
    for number in (
        wanted,
        60578 + random % 4000,
    ):  # the second: in a container with 65,536 numbers, above those that Debian and systemd give out
        if all(is_mapped(number, f"/proc/self/{kind}_map") for kind in ("uid", "gid")):
            return number
    return None


def is_mapped(number: int, file: str) -> bool:
    """Whether the user namespace of this process has a number."""
    with open(file, encoding="ascii") as lines:
        ranges = [(int(first), int(count)) for first, _, count in map(str.split, lines)]
    return any(first <= number < first + count for first, count in ranges)


def first_to_go() -> None:
    """When memory runs out, the kernel is to end this before anything else on the machine. Needs the machine's own /proc."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")
    except OSError as error:
        raise Failed(f"{error.filename}: {error.strerror}") from error


def give_away(identity: Identity, seconds: float) -> None:
    """Become a user without rights, for this process and all that it starts; `seconds` is what it may compute. Raises Failed."""
    library = libc()
    capability = 0
    while library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    if (
        ctypes.get_errno() != errno.EINVAL
    ):  # EINVAL: behind the last capability that this kernel has
        raise Failed(f"giving up capabilities: {os.strerror(ctypes.get_errno())}")
    try:
        if identity.change:
            os.setgroups([])
            os.setresgid(*[identity.group] * 3)
            os.setresuid(*[identity.user] * 3)
        limit({**LIMITS, resource.RLIMIT_CPU: int(seconds) + 1})
    except (OSError, ValueError) as error:
        raise Failed(f"giving up rights: {error}") from error
    library.prctl(
        PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0
    )  # fails where there are none (kernels before 4.3); capset clears them too
    check(library.capset(struct.pack("=Ii", CAPABILITY_VERSION, 0), b"\0" * 24), "capset")
    check(library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    check(library.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
    own_keyring(library)
    try:
        failed = seccomp.install(library, seccomp.program(seccomp.machine()))
    except seccomp.Unknown as unknown:
        raise Failed(str(unknown)) from unknown
    if failed:
        raise Failed(f"seccomp: {os.strerror(failed)}")


def check(done: int, what: str) -> None:
    """Raise Failed when a call of the C library did not return 0."""
    if done != 0:
        raise Failed(f"{what}: {os.strerror(ctypes.get_errno())}")


def limit(limits: dict[int, int]) -> None:
    """Set each limit, both what counts and how far it could be raised, or leave what is tighter already."""
    for kind, value in limits.items():
        _, highest = resource.getrlimit(kind)
        value = value if highest == resource.RLIM_INFINITY else min(value, highest)
        resource.setrlimit(kind, (value, value))


def own_keyring(library: ctypes.CDLL) -> None:
    """A session keyring without a key in it."""
    number = KEYCTL.get(os.uname().machine)
    if (
        number is not None
        and library.syscall(number, JOIN_SESSION_KEYRING, None) == -1
        and ctypes.get_errno() != errno.ENOSYS
    ):
        raise Failed(f"a session keyring: {os.strerror(ctypes.get_errno())}")
