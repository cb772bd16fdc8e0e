"""The command line: `asterisk-lint`, `python -m asterisk_lint`."""

import os
import sys
from collections.abc import Sequence

if __name__ == "__main__" and __package__ in {None, ""}:  # pragma: no cover
    sys.exit("asterisk-lint: run it as `python -m asterisk_lint`")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit status (0 nothing found, 1 findings or changes, 2 it could not do its work)."""
    from asterisk_lint.cli import run

    if argv is None:
        return run(sys.argv[1:], leave)
    return run(list(argv))


def leave(status: int) -> None:
    """End the process at once: to take the values of a large check apart one by one takes longer than many a check."""
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
