"""The installed modules, as a list to commit next to modules.conf; not-installed (AL110) compares
with it.
"""

import argparse
import os
from glob import glob

from asterisk_lint.output.terminal import note, say
from asterisk_lint.run.options import UsageError

# Where packages and `make install` put modules (the Makefile's ASTMODDIR; Debian's and Fedora's
# packages).
USUAL = (
    "/usr/lib/*/asterisk/modules",
    "/usr/lib/asterisk/modules",
    "/usr/lib64/asterisk/modules",
    "/usr/local/lib/asterisk/modules",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `inventory`."""
    parser.add_argument(
        "directory",
        nargs="?",
        metavar="DIR",
        help="Asterisk's module directory (default: where Asterisk is installed here)",
    )


def inventory(args: argparse.Namespace) -> int:
    """Print one module on each line, sorted. Raises UsageError if there is no such directory, or no
    module in it.
    """
    directory = args.directory if args.directory is not None else usual_directory()
    names = installed(directory)
    if not names:
        raise UsageError(
            f"no modules (*.so) in {directory}: is it Asterisk's module directory (astmoddir "
            "in asterisk.conf)?"
        )
    lines = [f"# The modules in {directory} (asterisk-lint inventory)", *names]
    for line in lines:
        say(line)
    return 0


def usual_directory() -> str:
    """Return where Asterisk's modules are on this machine."""
    found = [path for pattern in USUAL for path in sorted(glob(pattern)) if os.path.isdir(path)]
    if not found:
        raise UsageError(
            f"no Asterisk is installed here ({', '.join(USUAL)}): give its module directory, "
            "`asterisk-lint inventory DIR`"
        )
    return found[0]


def installed(directory: str) -> list[str]:
    """Return the names of the modules in a directory, without `.so`, sorted. Raises UsageError."""
    try:
        with os.scandir(directory) as entries:
            return sorted(
                entry.name[:-3]
                for entry in entries
                if entry.name.endswith(".so") and is_file(entry)
            )
    except OSError as error:
        raise UsageError(f"{directory}: {(error.strerror or str(error)).lower()}") from None


def is_file(entry: "os.DirEntry[str]") -> bool:
    """Tell whether a directory's entry is a file, or a link to one; a link that cannot be followed
    is reported on stderr and is not a file.
    """
    try:
        return entry.is_file()
    except OSError as error:
        note(f"left out {entry.path}: {(error.strerror or str(error)).lower()}")
        return False
