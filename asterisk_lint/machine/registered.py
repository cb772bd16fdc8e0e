"""The names of the capabilities of modules from outside Asterisk: as a running Asterisk lists them
beside its own, and as their documentation describes them.
"""

import os
import re
from collections.abc import Callable, Iterator

from asterisk_lint.machine.commands import (
    APPLICATIONS,
    DOCUMENTATION,
    FILE_FORMATS,
    FUNCTIONS,
    SWITCHES,
    TECHNOLOGIES,
    Command,
)
from asterisk_lint.machine.connection import Machine
from asterisk_lint.machine.foreign import Named
from asterisk_lint.witness.observe import file_formats, first_words, switches

# The usual data directories; Asterisk reads documentation that is not its own from
# documentation/thirdparty there (main/xmldoc.c).
FOLDERS = ("usr/share/asterisk", "var/lib/asterisk", "usr/local/share/asterisk")
LARGEST = 8 << 20  # bytes of one file
_ELEMENT = re.compile(rb"<(application|function)\s[^<>]{0,200}?\bname=\"([A-Za-z]\w{0,79})\"")


def documented_over(machine: Machine) -> tuple[Named, ...]:
    """Return the names that documentation on a machine describes. Raises MachineError."""
    return documented(machine.ask(DOCUMENTATION))


def documented_beside(folder: str) -> tuple[Named, ...]:
    """Return the same for a folder of modules here: of the system that the folder is part of."""
    found: set[Named] = set()
    folder = os.path.abspath(folder)
    while folder != "/":
        folder = os.path.dirname(folder)
        for place in FOLDERS:
            directory = os.path.join(folder, place, "documentation/thirdparty")
            for name in os.listdir(directory) if os.path.isdir(directory) else ():
                path = os.path.join(directory, name)
                if name.endswith(".xml") and os.path.isfile(path):
                    with open(path, "rb") as file:
                        found.update(documented(file.read(LARGEST)))
    return tuple(sorted(found))


def documented(text: bytes) -> tuple[Named, ...]:
    """Return the applications and functions that a text in Asterisk's form describes."""
    found = {Named(kind.decode(), name.decode()) for kind, name in _ELEMENT.findall(text)}
    return tuple(sorted(found))


def registered(machine: Machine) -> Iterator[Named]:
    """Yield the names that a running Asterisk lists; none of a kind that it cannot list. Raises
    MachineError.
    """
    for kind, command, names_in, cut in _LISTS:
        for name in names_in("\n".join(machine.lines(command))):
            yield Named(kind, name, cut if len(name) == cut else 0)


def _applications(text: str) -> Iterator[str]:
    """Yield the names in lines such as `  Queue: Queue a call for a call queue.`."""
    return switches("\n".join(map(str.strip, text.split("\n"))))


# How each list is read, and at how many characters it cuts names off (main/pbx_app.c,
# main/pbx_functions.c, main/channel.c, main/pbx_switch.c and main/file.c, 1.8 to 23).
_LISTS: tuple[tuple[str, Command, Callable[[str], Iterator[str]], int], ...] = (
    ("application", APPLICATIONS, _applications, 0),
    ("function", FUNCTIONS, first_words, 20),
    ("channel", TECHNOLOGIES, first_words, 15),
    ("switch", SWITCHES, switches, 0),
    ("format", FILE_FORMATS, file_formats, 0),
)
