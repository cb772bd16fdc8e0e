"""Find the repository that contains a path."""

import os


def find_repository(directory: str) -> str | None:
    """Return the top of the repository that contains an absolute directory; None outside any
    repository.

    This is the nearest directory, itself or above, with a `.git` (which no commit can contain);
    otherwise the directory itself if it is a bare repository. A bare repository inside a work tree
    is an ordinary directory, because the author of the commit also wrote its configuration.
    """
    named = environment_root() if "GIT_DIR" in os.environ else None
    place = directory
    while place != named and not os.path.exists(os.path.join(place, ".git")):
        parent = os.path.dirname(place)
        if parent == place:
            return directory if is_bare(directory) else None
        place = parent
    return place


def is_bare(directory: str) -> bool:
    """Tell whether a directory is itself a Git directory."""
    return all(
        os.path.exists(os.path.join(directory, name)) for name in ("HEAD", "objects", "refs")
    )


def environment_root() -> str:
    """Return the top of the repository that GIT_DIR and GIT_WORK_TREE name; without the latter git
    uses the current directory.
    """
    work_tree = os.environ.get("GIT_WORK_TREE")
    if work_tree:
        return os.path.realpath(work_tree)
    return os.path.realpath(".")
