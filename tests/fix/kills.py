"""Ending --fix with kill -9, at each line of the code that writes and at random moments: `python -m
tests.fix.kills 1000` does it 1,000 times.

After each kill modules.conf holds the old content or the new one, and the next run leaves nothing
else in the directory.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from asterisk_lint.fix import new_file, write
from asterisk_lint.fix.write import write_atomically

OWN = (write.__file__, new_file.__file__)


def main() -> int:
    """Kill as often as the argument says; prints what was found, gives 1 when a file was torn or
    left over.
    """
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as directory:
        lines = killed_at_each_line(Path(directory))
        found = killed_in_a_fix(Path(directory), max(number - len(lines), 0))
    total = Counter(lines) + found
    print(f"{total.total()} kills: {dict(total)}")
    return 1 if total.keys() - {"old", "new"} else 0


def killed(work: Callable[[], None], seconds: float | None = None) -> bool:
    """Run something in a separate process, and kill it after some time; True if it was killed, by
    itself or by this.
    """
    child = os.fork()
    if not child:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def until_line(number: int, work: Callable[[], None]) -> None:
    """Do something, and be killed before the line with this number of all that run in the files
    that write.
    """
    left = number

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal left
        if frame.f_code.co_filename not in OWN:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    work()
    sys.settrace(None)


def state(file: Path, old: bytes, new: bytes) -> str:
    """What a kill left: "old", "new", or what is wrong; the next write has removed the rest."""
    content = file.read_bytes()
    found = {old: "old", new: "new"}.get(content, "torn")
    write_atomically(str(file), old, str(file.parent))
    left = set(os.listdir(file.parent)) - {file.name}
    for name in left:
        (file.parent / name).unlink()
    return "left over" if left else found


def killed_at_each_line(directory: Path) -> list[str]:
    """What each kill left, one before each line that runs while a file is written."""
    file = directory / "modules.conf"
    old, new = b"o" * 200_000, b"n" * 300_000
    file.write_bytes(old)
    found: list[str] = []
    for number in range(1, 1000):
        if not killed(
            lambda at=number: until_line(  # type: ignore[misc]
                at, lambda: write_atomically(str(file), new, str(directory), old)
            )
        ):
            break
        found.append(state(file, old, new))
    file.unlink()
    return found


MODULES = b"[modules]\nautoload = no\nload = pbx_config.so\nload = app_echo.so\n"


def killed_in_a_fix(directory: Path, number: int) -> Counter[str]:
    """What kills at random moments of a whole --fix left."""
    from asterisk_lint.cli import run as command

    (directory / "extensions.conf").write_text("[default]\nexten => 1,1,Queue(support)\n")
    file = directory / "modules.conf"
    os.chdir(directory)
    null = os.open(os.devnull, os.O_WRONLY)

    def fix() -> None:
        os.dup2(null, 1)
        os.dup2(null, 2)
        command(["--fix", "--asterisk", "22"])

    file.write_bytes(MODULES)
    fix_quietly(fix)
    new = file.read_bytes()
    took = []
    for _ in range(5):
        file.write_bytes(MODULES)
        began = time.monotonic()
        killed(fix)
        took.append(time.monotonic() - began)
    chosen = random.Random(14)
    found: Counter[str] = Counter()
    for _ in range(number):
        file.write_bytes(MODULES)
        # Most of the time goes into the check; half of the kills wait for the end, where it writes.
        first = chosen.choice([0.0, 0.8]) * min(took)
        killed(fix, chosen.uniform(first, 1.1 * min(took)))
        content = file.read_bytes()
        kind = {MODULES: "old", new: "new"}.get(content, "torn")
        killed(fix)
        if sorted(os.listdir(directory)) != ["extensions.conf", "modules.conf"]:
            kind = "left over"
        found[kind] += 1
    return found


def fix_quietly(fix: Callable[[], None]) -> None:
    """One whole run, so that what a run imports is there for those that follow."""
    assert not killed(fix)


if __name__ == "__main__":
    sys.exit(main())
