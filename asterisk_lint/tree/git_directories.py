"""Find the Git directories of a repository and of its submodules."""

import os

from asterisk_lint.tree.git import run_git, try_git
from asterisk_lint.tree.repository import is_bare


def git_directory(root: str) -> str:
    """Return the repository's common Git directory (for a linked work tree: that of the main one),
    absolute.
    """
    path = os.fsdecode(run_git(root, "rev-parse", "--git-common-dir")).rstrip("\n")
    return os.path.normpath(os.path.join(root, path))


def submodule_directory(root: str, path: str) -> str | None:
    """Return the Git directory of a submodule of the repository at `root`; None if it was never
    checked out or is elsewhere.

    It is looked up in the superproject's Git directory, where git puts it, not in the work tree at
    `path`: a commit can put a directory there that only looks like the submodule's repository. A
    submodule whose name is not its path (it was moved) is found by the work tree that its settings
    name.
    """
    if path != os.path.normpath(path) or path.startswith(("/", "..")):
        return None
    told = os.fsdecode(run_git(root, "rev-parse", "--git-dir", "--git-common-dir")).splitlines()
    for directory in dict.fromkeys(os.path.normpath(os.path.join(root, line)) for line in told):
        modules = os.path.join(directory, "modules")
        place = os.path.join(modules, path)
        if is_bare(place):
            return place
        for folder, folders, files in os.walk(modules):
            if "HEAD" in files and "objects" in folders:
                folders.clear()
                named = _work_tree_of(root, folder)
                if named and os.path.normpath(os.path.join(folder, named)) == os.path.join(
                    root, path
                ):
                    return folder
    return None


def _work_tree_of(root: str, directory: str) -> str | None:
    """Return the work tree that a submodule's Git directory names, relative to it; None if none."""
    file = os.path.join(directory, "config")
    status, value, _ = try_git(root, "config", "--file", file, "-z", "--get", "core.worktree")
    return os.fsdecode(value).removesuffix("\0") if status == 0 else None
