"""Paths in a tree: relative to its root, with `/` between folders."""

from bisect import bisect_left
from collections.abc import Sequence


def join(directory: str, name: str) -> str:
    """Append a name to a directory of the tree, where `.` is the root."""
    return name if directory in {".", ""} else f"{directory}/{name}"


def inside_tree(path: str) -> str | None:
    """Resolve `.` and `..` in a path; None if it leads out of the tree or is absolute."""
    if path.startswith("/") or "\0" in path:
        return None
    if path and "//" not in path and "/." not in path and path[0] != "." and path[-1] != "/":
        return path  # as nearly every path is
    parts = resolved(path)
    return None if parts is None else "/".join(parts) or "."


def resolved(path: str) -> list[str] | None:
    """Return the parts of a path without `.` and `..`; None if it leads above where it begins."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return parts


def below(paths: Sequence[str], directory: str) -> Sequence[str]:
    """Return those of the sorted `paths` that are below a directory."""
    if directory in {".", ""}:
        return paths
    first = bisect_left(paths, directory + "/")
    return paths[first : bisect_left(paths, directory + "0", first)]  # "0" is what comes after "/"
