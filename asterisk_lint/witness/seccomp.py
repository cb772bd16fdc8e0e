"""The system calls that a booted Asterisk may make: a table, and the filter program for the kernel
that is created from it.

What a PBX and its scripts need is allowed. Refused are calls that open namespaces, mount, inspect
other processes, access the kernel's keys and devices, or communicate other than by Unix sockets and
IP. Every number that is not known here is also refused, so that a new kernel adds no new way out.
Numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h of Linux 6.12.
"""

import ctypes
import errno
import os
import struct

from asterisk_lint.records import NamedTuple

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
KILL, ERRNO, ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = (
    0x20,
    0x15,
    0x35,
    0x45,
    0x06,
)  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, JGE, JSET, BPF_RET|K
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
LAST = 466  # removexattrat, the last number of Linux 6.13
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # AUDIT_ARCH_*
# CLONE_NEW*: mount, cgroup, UTS, IPC, user, process, network (clone cannot ask for a time
# namespace)
NEW_NAMESPACES = 0x7E020000
RLIMIT_CORE = 4
TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: typing into a terminal

# name: number on x86_64, number on aarch64 (None: that machine has no such call)
REFUSED: dict[str, tuple[int | None, int | None]] = {
    # namespaces, mounts and roots
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "statmount": (457, 457),
    "listmount": (458, 458), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "swapon": (167, 224), "swapoff": (168, 225),
    "quotactl": (179, 60), "quotactl_fd": (443, 443),
    "fanotify_init": (300, 262), "fanotify_mark": (301, 263), "mknod": (133, None),
    "sysfs": (139, None), "ustat": (136, None),
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448), "kcmp": (312, 272), "pidfd_getfd": (438, 438),
    "migrate_pages": (256, 238), "move_pages": (279, 239),
    # the kernel itself
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "create_module": (174, None),
    "query_module": (178, None),
    "get_kernel_syms": (177, None), "reboot": (169, 142), "acct": (163, 89), "syslog": (103, 116),
    "lookup_dcookie": (212, 18),
    "nfsservctl": (180, 42), "_sysctl": (156, None), "uselib": (134, None), "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None), "vhangup": (153, 58), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "clock_adjtime": (305, 266),
    "adjtimex": (159, 171), "sethostname": (170, 161), "setdomainname": (171, 162),
    # keys
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    # memory that no limit of a process counts
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "shmat": (30, 196),
    "shmctl": (31, 195), "semget": (64, 190),
    "msgget": (68, 186), "mq_open": (240, 180),
}  # fmt: skip
# Its flags are in memory, which no filter can read; C libraries then use clone
CLONE3 = (
    435,
    435,
)
# Numbers of calls whose arguments are checked.
CLONE, SOCKET, SOCKETPAIR = (56, 220), (41, 198), (53, 199)
PRLIMIT, SETRLIMIT, PERSONALITY, IOCTL = (302, 261), (160, 164), (135, 92), (16, 29)
MMAP = (9, 222)
MAP_SHARED, MAP_ANONYMOUS = 0x01, 0x20
# family: its protocols, or None for any
SOCKETS: dict[int, tuple[int, ...] | None] = {
    1: None,
    2: (0, 6, 17),
    10: (0, 6, 17),
    16: (0,),
}  # Unix; IPv4 and IPv6: TCP, UDP; netlink: routes


class Unknown(Exception):
    """There is no table for this machine; the text names it."""


class Instruction(NamedTuple):
    """One instruction of the program (struct sock_filter)."""

    code: int
    value: int
    true: int = 0  # how many instructions to skip if the comparison is true
    false: int = 0


def program(machine: str) -> list[Instruction]:
    """Return the filter for a machine ("x86_64", "aarch64"). Raises Unknown for any other."""
    if machine not in ARCHITECTURES:
        raise Unknown(f"asterisk-lint does not know the system calls of this machine ({machine})")
    at = list(ARCHITECTURES).index(machine)
    steps = [
        Instruction(LOAD, ARCHITECTURE),
        Instruction(EQUAL, ARCHITECTURES[machine], 1, 0),
        Instruction(RETURN, KILL),
        Instruction(LOAD, NUMBER),
        Instruction(
            AT_LEAST, LAST + 1, 0, 1
        ),  # with it the calls of x32, whose numbers begin at 0x40000000
        Instruction(RETURN, ERRNO | errno.ENOSYS),
        *when(CLONE3[at], [Instruction(RETURN, ERRNO | errno.ENOSYS)]),
    ]
    for name in sorted(REFUSED):
        number = REFUSED[name][at]
        if number is not None:
            steps += when(number, [Instruction(RETURN, ERRNO | errno.EPERM)])
    steps += when(
        CLONE[at],
        [
            argument(0),
            Instruction(ANY_BIT, NEW_NAMESPACES, 0, 1),
            Instruction(RETURN, ERRNO | errno.EPERM),
        ],
    )
    for call in (SOCKET[at], SOCKETPAIR[at]):
        steps += when(call, sockets())
    # Limits of other processes must not be changed, and a core dump stays off (rights.py explains
    # why its limit is 1).
    steps += when(PRLIMIT[at], [
        argument(0), Instruction(EQUAL, 0, 1, 0), Instruction(RETURN, ERRNO | errno.EPERM),
        argument(1), Instruction(EQUAL, RLIMIT_CORE, 0, 5),
        argument(2), Instruction(EQUAL, 0, 0, 2), argument(2, high=True),
        Instruction(EQUAL, 0, 1, 0), Instruction(RETURN, ERRNO | errno.EPERM),
    ])  # fmt: skip
    steps += when(
        SETRLIMIT[at],
        [
            argument(0),
            Instruction(EQUAL, RLIMIT_CORE, 0, 1),
            Instruction(RETURN, ERRNO | errno.EPERM),
        ],
    )
    steps += when(PERSONALITY[at], [
        argument(0), Instruction(EQUAL, 0, 2, 0), Instruction(EQUAL, 0xFFFFFFFF, 1, 0),
        Instruction(RETURN, ERRNO | errno.EPERM),
    ])  # fmt: skip
    steps += when(
        IOCTL[at],
        [
            argument(1),
            Instruction(EQUAL, TERMINAL[0], 1, 0),
            Instruction(EQUAL, TERMINAL[1], 0, 1),
            Instruction(RETURN, ERRNO | errno.EPERM),
        ],
    )
    # Shared memory without a file persists when no process maps it any more, and nothing would
    # count it. /dev/zero, which gives the same, is not available.
    steps += when(
        MMAP[at],
        [
            argument(3),
            Instruction(ANY_BIT, MAP_SHARED, 0, 2),
            Instruction(ANY_BIT, MAP_ANONYMOUS, 0, 1),
            Instruction(RETURN, ERRNO | errno.EPERM),
        ],
    )
    return [*steps, Instruction(RETURN, ALLOW)]


def when(number: int, steps: list[Instruction]) -> list[Instruction]:
    """Return the steps for one system call; what they do not refuse is allowed. The number must be
    loaded again for each call.
    """
    inside = (
        [*steps, Instruction(RETURN, ALLOW)]
        if steps[-1].code != RETURN or len(steps) > 1
        else steps
    )
    return [Instruction(EQUAL, number, 0, len(inside)), *inside]


def argument(number: int, *, high: bool = False) -> Instruction:
    """Load the low (or the high) half of an argument; both machines are little-endian."""
    return Instruction(LOAD, ARGUMENTS + 8 * number + (4 if high else 0))


def sockets() -> list[Instruction]:
    """Allow the families and protocols of SOCKETS, and nothing else."""
    steps: list[Instruction] = []
    for family, protocols in SOCKETS.items():
        if protocols is None:
            allowed = [Instruction(RETURN, ALLOW)]
        else:
            allowed = [argument(2)]
            for protocol in protocols:
                allowed += [Instruction(EQUAL, protocol, 0, 1), Instruction(RETURN, ALLOW)]
            allowed.append(Instruction(RETURN, ERRNO | errno.EPROTONOSUPPORT))
        steps += [argument(0), Instruction(EQUAL, family, 0, len(allowed)), *allowed]
    return [*steps, Instruction(RETURN, ERRNO | errno.EAFNOSUPPORT)]


def machine() -> str:
    """Return the machine whose system calls this process makes."""
    return os.uname().machine if struct.calcsize("P") == 8 else f"{os.uname().machine}, 32 bits"


def install(library: ctypes.CDLL, steps: list[Instruction]) -> int:
    """Install the filter permanently for this process and everything that it starts. Return errno,
    0 on success.
    """
    code = b"".join(
        struct.pack("=HBBI", step.code, step.true, step.false, step.value) for step in steps
    )
    held = ctypes.create_string_buffer(code, len(code))
    filters = struct.pack("@HP", len(steps), ctypes.addressof(held))
    done = library.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_char_p(filters), 0, 0)
    return ctypes.get_errno() if done else 0
