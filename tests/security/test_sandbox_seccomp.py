"""The filter of system calls: its numbers are the kernel's, and it decides as the table says on
both machines.
"""

import re
from pathlib import Path

import pytest

from asterisk_lint.witness import seccomp
from asterisk_lint.witness.seccomp import (
    ALLOW,
    ARCHITECTURES,
    ERRNO,
    KILL,
    REFUSED,
    Instruction,
    Unknown,
    program,
)

HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}
CALLS = {**REFUSED, "clone": seccomp.CLONE, "clone3": seccomp.CLONE3, "socket": seccomp.SOCKET,
    "socketpair": seccomp.SOCKETPAIR,
         "prlimit64": seccomp.PRLIMIT, "setrlimit": seccomp.SETRLIMIT,
         "personality": seccomp.PERSONALITY, "ioctl": seccomp.IOCTL,
         "mmap": seccomp.MMAP}  # fmt: skip
EPERM, ENOSYS, EPROTONOSUPPORT, EAFNOSUPPORT = 1, 38, 93, 97
MACHINES = ("x86_64", "aarch64")
# call: arguments, what is decided (None: allowed)
DECIDED = (
    ("socket", (1, 1, 0), None), ("socket", (2, 1, 6), None), ("socket", (2, 2, 17), None),
    ("socket", (10, 2, 0), None), ("socket", (16, 3, 0), None),
    ("socket", (40, 1, 0), EAFNOSUPPORT), ("socket", (38, 5, 0), EAFNOSUPPORT),
    ("socket", (17, 3, 768), EAFNOSUPPORT), ("socket", (15, 3, 2), EAFNOSUPPORT),
    ("socket", (2, 1, 132), EPROTONOSUPPORT), ("socket", (10, 3, 58), EPROTONOSUPPORT),
    ("socket", (16, 3, 16), EPROTONOSUPPORT),
    ("socketpair", (1, 1, 0), None), ("socketpair", (30, 1, 0), EAFNOSUPPORT),
    ("clone", (17,), None), ("clone", (0x3D0F00,), None), ("clone", (0x10000011,), EPERM),
    ("clone", (0x20011,), EPERM), ("clone", (0x40000011,), EPERM),
    ("clone", (0x2000011,), EPERM), ("clone", (0x4000011,), EPERM), ("clone", (0x8000011,), EPERM),
    ("clone", (0x20000011,), EPERM),
    ("clone3", (0,), ENOSYS),
    ("prlimit64", (0, 7, 0, 4096), None), ("prlimit64", (0, 7, 4096, 0), None),
    ("prlimit64", (0, 4, 0, 4096), None), ("prlimit64", (0, 4, 4096, 0), EPERM),
    ("prlimit64", (0, 4, 1 << 40, 0), EPERM), ("prlimit64", (1, 7, 4096, 0), EPERM),
    ("prlimit64", (1, 7, 0, 4096), EPERM),
    ("setrlimit", (7, 4096), None), ("setrlimit", (4, 4096), EPERM),
    ("personality", (0,), None), ("personality", (0xFFFFFFFF,), None),
    ("personality", (0x40000,), EPERM),
    ("mmap", (0, 4096, 3, 0x22), None), ("mmap", (0, 4096, 3, 0x01), None),
    ("mmap", (0, 4096, 3, 0x02), None), ("mmap", (0, 4096, 3, 0x21), EPERM),
    ("mmap", (0, 4096, 3, 0x23), EPERM), ("mmap", (0, 4096, 3, 0x40031), EPERM),
    ("ioctl", (0, 0x5401), None), ("ioctl", (0, 0x5412), EPERM), ("ioctl", (0, 0x541C), EPERM),
    ("ioctl", (0, 1 << 32 | 0x5412), EPERM),
)  # fmt: skip


def decide(
    steps: list[Instruction], architecture: int, number: int, arguments: tuple[int, ...] = ()
) -> int:
    """What the program returns for a call, worked out as the kernel does (linux/bpf_common.h)."""
    words = {0: number, 4: architecture}
    for place, value in enumerate(arguments):
        words[16 + 8 * place], words[20 + 8 * place] = value & 0xFFFFFFFF, value >> 32
    at = held = 0
    while True:
        step = steps[at]
        at += 1
        if step.code == 0x06:
            return step.value
        if step.code == 0x20:
            held = words.get(step.value, 0)
            continue
        true = {0x15: held == step.value, 0x35: held >= step.value, 0x45: bool(held & step.value)}[
            step.code
        ]
        at += step.true if true else step.false


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_those_of_the_kernels_headers(machine: str) -> None:
    header = Path(HEADERS[machine])
    if not header.exists():
        pytest.skip("the kernel's headers are not installed (linux-libc-dev)")
    known = {
        name: int(number)
        for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    }
    checked = 0
    for name, numbers in CALLS.items():
        number = numbers[MACHINES.index(machine)]
        if name in known:
            assert number == known[name], name
            checked += 1
        elif number is not None:
            assert number > 450 or (machine, name) in {
                ("aarch64", "name_to_handle_at"),
                ("aarch64", "open_by_handle_at"),
            }, name
    assert checked > 60


@pytest.mark.parametrize("machine", MACHINES)
def test_what_the_table_names_is_refused(machine: str) -> None:
    steps, architecture, at = program(machine), ARCHITECTURES[machine], MACHINES.index(machine)
    for name, numbers in REFUSED.items():
        number = numbers[at]
        if number is not None:
            assert decide(steps, architecture, number) == ERRNO | EPERM, name
    refused = {numbers[at] for numbers in (*REFUSED.values(), seccomp.CLONE3)} | {
        seccomp.SOCKET[at],
        seccomp.SOCKETPAIR[at],
        seccomp.PRLIMIT[at],
        seccomp.PERSONALITY[at],
    }
    for number in range(467):
        if number not in refused:
            assert decide(steps, architecture, number) == ALLOW, number
    for number in (467, 500, 999, 0x40000000, 0x40000000 + 39, 0xFFFFFFFF):
        assert decide(steps, architecture, number) == ERRNO | ENOSYS
    for other in (0x40000003, 0x40000028, 0xC000003E ^ 1):  # i386, ARM
        assert decide(steps, other, 39) == KILL


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("name", "arguments", "says"), DECIDED)
def test_arguments_decide(
    machine: str, name: str, arguments: tuple[int, ...], says: int | None
) -> None:
    number = CALLS[name][MACHINES.index(machine)]
    assert number is not None
    assert decide(program(machine), ARCHITECTURES[machine], number, arguments) == (
        ALLOW if says is None else ERRNO | says
    )


def test_another_machine_has_no_filter() -> None:
    with pytest.raises(Unknown, match="riscv64"):
        program("riscv64")


def test_the_program_fits_the_kernel() -> None:
    assert all(
        len(program(machine)) < 4096
        and all(max(step.true, step.false) < 256 for step in program(machine))
        for machine in MACHINES
    )
