"""Any Git revision as a tree, without a checkout."""

from asterisk_lint.tree.blobs import BlobReader
from asterisk_lint.tree.changes import commit_of
from asterisk_lint.tree.files import TreeError
from asterisk_lint.tree.git import complaint, try_git
from asterisk_lint.tree.git_directories import submodule_directory
from asterisk_lint.tree.objects import ObjectTree, parse_entries


def open_revision(root: str, revision: str) -> ObjectTree:
    """Return the tree of a revision of the repository at `root`. Raises TreeError: no such
    repository, no such revision.
    """
    status, listed, errors = try_git(
        root, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", f"{revision}^{{commit}}"
    )
    if status != 0:
        commit = commit_of(root, revision)  # reports the problem if it is the revision
        raise TreeError(f"the tree of {commit[:10]} cannot be read: {complaint(errors)[:200]}")
    return ObjectTree(
        root,
        parse_entries(listed),
        BlobReader(root).read,
        lambda path, commit: open_submodule(root, path, commit),
    )


def open_submodule(root: str, path: str, commit: str) -> ObjectTree | None:
    """Return the tree of a submodule's commit; None if the submodule was never checked out or does
    not have that commit.
    """
    try:
        directory = submodule_directory(root, path)
        return open_revision(directory, commit) if directory else None
    except TreeError:
        return None
