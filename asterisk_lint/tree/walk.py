"""The files of a directory on disk."""

import os
from collections.abc import Iterator

from asterisk_lint.tree.paths import join


def walk(root: str, directory: str, *, hidden: bool = True) -> Iterator[str]:
    """Yield every file below a directory except `.git`; symbolic links to directories inside `root`
    are followed once on each way down.

    `hidden`: False skips directories whose names begin with a dot.
    """
    yield from _walk(root, directory, frozenset(), hidden)


def _walk(root: str, directory: str, above: frozenset[str], hidden: bool) -> Iterator[str]:
    place = os.path.join(root, directory)
    real = os.path.realpath(place)
    if real in above or (real != root and not real.startswith(root.rstrip("/") + "/")):
        return
    try:
        entries = sorted(os.scandir(place), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = join(directory, entry.name)
        if entry.name == ".git":
            continue
        try:
            is_directory = entry.is_dir()
        except OSError:  # a circle of symbolic links
            is_directory = False
        if is_directory:
            if hidden or not entry.name.startswith("."):
                yield from _walk(root, path, above | {real}, hidden)
        else:
            yield path
