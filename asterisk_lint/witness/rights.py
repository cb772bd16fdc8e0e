"""What a process inside may do and use: no user of this machine, no privileges, no keys, few system
calls, and limits.

`give_away` is called in the processes of inside.py before anything of a configuration is read. Any
failure raises Failed: without one of the limits nothing is started.
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
MEMORY = 1024 * MEGABYTE  # for all processes together (inside.py watches it)
WRITABLE = 256 * MEGABYTE  # everything writable, not counting the configuration
# User numbers that nothing uses (systemd's list of user numbers calls them unused)
FIRST, LAST = (
    0x70000000,
    0x77FFFFFF,
)

# One row for each limit: its name and value. `CPU` (seconds of one process) is the time limit of
# the whole.
LIMITS: dict[int, int] = {
    resource.RLIMIT_NPROC: 512,  # processes and threads
    resource.RLIMIT_AS: 8192
    * MEGABYTE,  # reserved addresses: threads reserve much more than they use
    resource.RLIMIT_DATA: MEMORY,
    resource.RLIMIT_STACK: 8 * MEGABYTE,
    resource.RLIMIT_FSIZE: 128 * MEGABYTE,
    resource.RLIMIT_NOFILE: 4096,
    resource.RLIMIT_MEMLOCK: 65536,
    # with 0 the kernel still starts the program in core_pattern, outside and as root; with 1 it
    # does not
    resource.RLIMIT_CORE: 1,
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
    # whether this process still has to become that user (root does; in a user namespace it already
    # is that user)
    change: bool


@cache
def libc() -> ctypes.CDLL:
    """Return the C library, with errno preserved. Creating it for each call would cost more than
    the calls.
    """
    return ctypes.CDLL(None, use_errno=True)


def unused_number() -> int | None:
    """Return a number for a user and a group that nobody else has, a different one each time; None
    if this process has none to spare.
    """
    random = int.from_bytes(os.urandom(4), "little")
    wanted = FIRST + random % (LAST - FIRST)
    # The second: in a container with 65,536 numbers, above those that Debian and systemd assign.
    for number in (wanted, 60578 + random % 4000):
        if all(is_mapped(number, f"/proc/self/{kind}_map") for kind in ("uid", "gid")):
            return number
    return None


def is_mapped(number: int, file: str) -> bool:
    """Tell whether the user namespace of this process has a number."""
    with open(file, encoding="ascii") as lines:
        ranges = [(int(first), int(count)) for first, _, count in map(str.split, lines)]
    return any(first <= number < first + count for first, count in ranges)


def first_to_go() -> None:
    """Ask the kernel to end this process first when memory runs out. Needs the machine's own
    /proc.
    """
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")
    except OSError as error:
        raise Failed(f"{error.filename}: {error.strerror}") from error


def give_away(identity: Identity, seconds: float) -> None:
    """Become a user without privileges, for this process and everything that it starts; `seconds`
    is its CPU time limit. Raises Failed.
    """
    library = libc()
    capability = 0
    while library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    if ctypes.get_errno() != errno.EINVAL:  # EINVAL: after the last capability that this kernel has
        raise Failed(f"giving up capabilities: {os.strerror(ctypes.get_errno())}")
    try:
        if identity.change:
            os.setgroups([])
            os.setresgid(*[identity.group] * 3)
            os.setresuid(*[identity.user] * 3)
        limit({**LIMITS, resource.RLIMIT_CPU: int(seconds) + 1})
    except (OSError, ValueError) as error:
        raise Failed(f"giving up rights: {error}") from error
    # Fails if there are none (kernels before 4.3); capset clears them too
    library.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
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
    """Set each limit, both the current one and its maximum, or keep what is stricter already."""
    for kind, value in limits.items():
        _, highest = resource.getrlimit(kind)
        value = value if highest == resource.RLIM_INFINITY else min(value, highest)
        resource.setrlimit(kind, (value, value))


def own_keyring(library: ctypes.CDLL) -> None:
    """Create a session keyring without keys."""
    number = KEYCTL.get(os.uname().machine)
    if (
        number is not None
        and library.syscall(number, JOIN_SESSION_KEYRING, None) == -1
        and ctypes.get_errno() != errno.ENOSYS
    ):
        raise Failed(f"a session keyring: {os.strerror(ctypes.get_errno())}")
