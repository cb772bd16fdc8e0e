"""Which module of an installed Asterisk provides a symbol to others."""

import os
from collections.abc import Iterator
from contextlib import suppress

# bytes; the largest module, one with its debug information, has some dozens of megabytes
LARGEST = 256 << 20
FOLDERS = ("usr/lib", "usr/lib64", "usr/local/lib", "usr/local/lib64", "opt/asterisk/lib")


def givers(root: str, symbol: str) -> list[str]:
    """Return the modules (names without .so) below a root directory that define a symbol,
    sorted.
    """
    return sorted(name for name, path in modules_in(root) if defines(path, symbol))


def modules_in(root: str) -> Iterator[tuple[str, str]]:
    """Yield every module file below a root directory: its name without .so, and its path."""
    for folder in FOLDERS:
        top = os.path.join(root, folder)
        if not os.path.isdir(top):
            continue
        places = [
            top,
            *(entry.path for entry in os.scandir(top) if entry.is_dir(follow_symlinks=False)),
        ]
        for place in places:
            directory = os.path.join(place, "asterisk", "modules")
            if os.path.isdir(directory):
                for name in sorted(os.listdir(directory)):
                    if name.endswith(".so"):
                        yield name[:-3], os.path.join(directory, name)


def holds(path: str, symbol: str) -> bool:
    """Tell whether a symbol's name occurs in a module's file at all; never for "" and for other
    files.
    """
    return bool(symbol) and b"\0" + symbol.encode("utf-8", "surrogateescape") + b"\0" in content(
        path
    )


def content(path: str) -> bytes:
    """Return a module's file; empty for anything that is not a file, cannot be read, or is larger
    than any module.
    """
    if not os.path.isfile(path) or os.path.getsize(path) > LARGEST:
        return b""
    with suppress(OSError), open(path, "rb") as file:
        return file.read()
    return b""


def defines(path: str, symbol: str) -> bool:
    """Tell whether a module's file defines a symbol; parses it only if the name occurs in it at
    all.
    """
    from asterisk_lint.witness.elf import NotAModule, read_module

    if not holds(path, symbol):
        return False
    try:
        return symbol in read_module(content(path)).gives
    except NotAModule:
        return False
