"""How much memory the processes of a sandbox take together, and the end of those that take too much
or too long.
"""

import os
import signal
import time

from asterisk_lint.witness.rights import MEMORY, Failed, Identity, give_away

TOO_MUCH_MEMORY, TOO_LONG = 5, 6  # exit statuses; boot.py has texts for them
POLL = 0.1  # seconds between two measurements


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
