"""Which module of an installed Asterisk gives a symbol to others."""

import os
from collections.abc import Iterator

FOLDERS = ("usr/lib", "usr/lib64", "usr/local/lib", "usr/local/lib64", "opt/asterisk/lib")


def givers(root: str, symbol: str) -> list[str]:
    """The modules (names without .so) below a root directory that define a symbol, sorted."""
    return sorted(name for name, path in modules_in(root) if defines(path, symbol))


def modules_in(root: str) -> Iterator[tuple[str, str]]:
    """Every module file below a root directory: its name without .so, and its path."""
    for folder in FOLDERS:
        top = os.path.join(root, folder)
        if not os.path.isdir(top):
            continue
        places = [top, *(entry.path for entry in os.scandir(top) if entry.is_dir(follow_symlinks=False))]
        for place in places:
            directory = os.path.join(place, "asterisk", "modules")
            if os.path.isdir(directory):
                for name in sorted(os.listdir(directory)):
                    if name.endswith(".so"):
                        yield name[:-3], os.path.join(directory, name)


def defines(path: str, symbol: str) -> bool:
    """Whether a module's file defines a symbol; reads the file only when the name stands in it at all."""
    from asterisk_lint.witness.elf import NotAModule, read_module

    with open(path, "rb") as file:
        data = file.read()
    if b"\0" + symbol.encode() + b"\0" not in data:
        return False
    try:
        return symbol in read_module(data).gives
    except NotAModule:
        return False
