"""The installed modules and the file formats of Asterisk's own prompts, as a list to commit next to
modules.conf; not-installed (AL110) compares with it.
"""

import argparse
import os
import re
from glob import escape, glob

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
# Where prompts are beside these directories, and one that every set of them has, in each language.
SOUNDS = ("usr/share/asterisk/sounds", "var/lib/asterisk/sounds")
PROMPTS = ("vm-intro.*", "*/vm-intro.*", "*/*/vm-intro.*")
_USUAL = re.compile(r"(.*)/usr/(?:local/)?lib(?:64|/[^/]+)?/asterisk/modules")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `inventory`."""
    parser.add_argument(
        "directory",
        nargs="?",
        metavar="DIR",
        help="Asterisk's module directory (default: where Asterisk is installed here)",
    )


def inventory(args: argparse.Namespace) -> int:
    """Print one module on each line, sorted, and before them the formats of the prompts if they are
    in a usual place. Raises UsageError if there is no such directory, or no module in it.
    """
    directory = args.directory if args.directory is not None else usual_directory()
    names = installed(directory)
    if not names:
        raise UsageError(
            f"no modules (*.so) in {directory}: is it Asterisk's module directory (astmoddir "
            "in asterisk.conf)?"
        )
    lines = [f"# The modules in {directory} (asterisk-lint inventory)"]
    if formats := sounds(directory):
        lines.append(f"sounds: {' '.join(formats)}")
    lines += names
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


def sounds(directory: str) -> list[str]:
    """Return the file formats of Asterisk's own prompts, sorted; none if the module directory or
    the prompts are not in a usual place.
    """
    usual = _USUAL.fullmatch(os.path.abspath(directory))
    if usual is None:
        return []
    from asterisk_lint.catalog.load import load, newest

    found = [
        path
        for place in SOUNDS
        for prompt in PROMPTS
        for path in glob(f"{escape(f'{usual[1]}/{place}')}/{prompt}")
    ]
    endings = {path.rpartition(".")[2].lower() for path in found}
    return sorted(endings & set(load(newest()).names("format")))


def is_file(entry: "os.DirEntry[str]") -> bool:
    """Tell whether a directory's entry is a file, or a link to one; a link that cannot be followed
    is reported on stderr and is not a file.
    """
    try:
        return entry.is_file()
    except OSError as error:
        note(f"left out {entry.path}: {(error.strerror or str(error)).lower()}")
        return False
