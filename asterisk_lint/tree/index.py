"""The Git index: exactly what `git commit` would commit now.

The git command reads it, because GitPython's index reader ignores GIT_INDEX_FILE, which names the
valid index while a hook runs for `git commit -a` or `git commit PATH` (measured with git 2.39 and
GitPython 3.1).
"""

import os

from asterisk_lint.tree.blobs import BlobReader
from asterisk_lint.tree.files import TreeError
from asterisk_lint.tree.git import run_git
from asterisk_lint.tree.objects import ObjectTree, TreeEntry

# CE_INTENT_TO_ADD in git's read-cache.h: `git add -N`; a commit omits such a path
INTENT_TO_ADD = 0x20000000


def open_index(root: str) -> ObjectTree:
    """Return the index of the repository at `root` as a tree. Raises TreeError if there is no Git,
    or for unresolved merge conflicts.
    """
    entries: dict[str, TreeEntry] = {}
    empty = []
    for line in os.fsdecode(run_git(root, "ls-files", "-z", "--stage")).split("\0"):
        if not line:
            continue
        words, _, path = line.partition("\t")
        mode, blob, stage = words.split(" ")
        if stage != "0":
            raise TreeError(
                f"{path} has an unresolved merge conflict: resolve it and run `git add`"
            )
        entries[path] = TreeEntry(mode, blob)
        if blob.startswith(("e69de29bb2d1", "473a0f4c3be8")):  # the empty blob in SHA-1 and SHA-256
            empty.append(path)
    if empty:
        for path in intended(root):
            entries.pop(path, None)
    tree = ObjectTree(
        root, entries, BlobReader(root).read, lambda path, commit: _submodule(root, path, commit)
    )
    tree.beside_disk = True
    return tree


def _submodule(root: str, path: str, commit: str) -> ObjectTree | None:
    from asterisk_lint.tree.revision import open_submodule

    return open_submodule(root, path, commit)


def intended(root: str) -> list[str]:
    """Return the paths that `git add -N` announced and that have no content in the index yet."""
    found = []
    path = ""
    # With -z a path ends in NUL, followed by the lines that describe it, the last of them "  size:
    # N<TAB>flags: HEX".
    for part in os.fsdecode(run_git(root, "ls-files", "-z", "--debug")).split("\0"):
        described, _, name = part.rpartition("\n")
        at = described.rfind("flags: ")
        if at >= 0 and int(described[at + 7 :].split("\n")[0] or "0", 16) & INTENT_TO_ADD:
            found.append(path)
        path = name
    return found
