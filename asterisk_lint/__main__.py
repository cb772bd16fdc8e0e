"""The command line: `asterisk-lint`, `python -m asterisk_lint`."""

import gc
import os
import sys
from collections.abc import Sequence

if __name__ == "__main__" and __package__ in {None, ""}:  # pragma: no cover
    sys.exit("asterisk-lint: run it as `python -m asterisk_lint`")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status: 0 no findings, 1 findings or changes, 2
    asterisk-lint itself failed.
    """
    # A run creates many small values and few cycles, then ends. Garbage collection would take a
    # third of the time of a large check, and 2% of that of an unchanged one, in its imports.
    gc.disable()
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        open_standard_streams()
    from asterisk_lint.run.own_modules import import_own_modules_fast

    import_own_modules_fast()
    from asterisk_lint.cli import run

    if argv is None:
        return run(sys.argv[1:], leave)
    return run(list(argv))


def open_standard_streams() -> None:
    """Give a process the null device for each standard stream that it was started without.
    Otherwise the next file that it opens would take the stream's place, and its output would go
    there.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115


def leave(status: int) -> None:
    """End the process at once, because freeing the values of a large check takes longer than many
    checks.
    """
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
