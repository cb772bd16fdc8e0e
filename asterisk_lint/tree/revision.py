"""Any Git revision as a tree, without a checkout. This is the only place (with history.py) that loads GitPython: it costs 0.1 s."""

import os
from typing import TYPE_CHECKING

from asterisk_lint.tree.files import TreeError, Unreadable
from asterisk_lint.tree.git import PRIVATE, git_environment, is_bare
from asterisk_lint.tree.objects import ObjectTree, parse_entries

if TYPE_CHECKING:
    from git import Repo


def open_repository(root: str) -> "Repo":
    """GitPython's Repo for the repository at `root`, deaf to a GIT_DIR that speaks of another one. Raises TreeError."""
    try:
        from git import Repo
        from git.exc import GitError
    except ImportError as error:
        raise TreeError(f"GitPython cannot be used: {str(error).strip().splitlines()[0]}") from None
    environment = git_environment(root)
    try:
        repository = Repo(root)
    except (GitError, ValueError, OSError) as error:
        raise TreeError(f"not a Git repository that can be read: {root} ({str(error).strip() or type(error).__name__})") from None
    repository.git.update_environment(LC_ALL="C", GIT_OPTIONAL_LOCKS="0")
    if any(name in os.environ and name not in environment for name in PRIVATE):
        repository.git.update_environment(GIT_DIR=str(repository.git_dir), GIT_COMMON_DIR=str(repository.common_dir))
        repository.git.update_environment(GIT_OBJECT_DIRECTORY=os.path.join(repository.common_dir, "objects"))
    return repository


def commit_of(repository: "Repo", revision: str) -> str:
    """The full id of the commit that a revision names, as git itself reads it. Raises TreeError when there is none."""
    from git.exc import GitCommandError

    try:
        return str(repository.git.rev_parse("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"))
    except GitCommandError:
        shallow = " (this is a shallow clone: fetch more of its history)" if is_shallow(repository) else ""
        raise TreeError(f"no such revision: {revision}{shallow}") from None


def is_shallow(repository: "Repo") -> bool:
    """Tell whether a repository lacks part of its history."""
    return os.path.exists(os.path.join(repository.common_dir, "shallow"))


def open_revision(root: str, revision: str) -> ObjectTree:
    """The tree of a revision of the repository at `root`. Raises TreeError: no such repository, no such revision."""
    repository = open_repository(root)
    return revision_tree(repository, root, commit_of(repository, revision))


def revision_tree(repository: "Repo", root: str, commit: str) -> ObjectTree:
    """The tree of one commit, by its full id."""
    from git.exc import GitCommandError

    try:
        listed = repository.git.ls_tree("-r", "-z", "--full-tree", commit, stdout_as_string=False, strip_newline_in_stdout=False)
    except GitCommandError as error:
        raise TreeError(f"the tree of {commit[:10]} cannot be read: {str(error.stderr).strip()[:200]}") from None

    def read_blob(blob: str) -> bytes:
        try:
            content: bytes = repository.odb.stream(bytes.fromhex(blob)).read()
        except (ValueError, OSError, GitCommandError):
            raise Unreadable(f"Git has no content for it (object {blob[:10]} is missing)") from None
        return content

    def submodule(path: str, inner: str) -> ObjectTree | None:
        for place in (os.path.join(root, path), os.path.join(repository.common_dir, "modules", path)):
            if os.path.exists(os.path.join(place, ".git")) or is_bare(place):
                try:
                    return open_revision(place, inner)
                except TreeError:
                    continue
        return None

    return ObjectTree(os.path.realpath(root), parse_entries(listed), read_blob, submodule)
