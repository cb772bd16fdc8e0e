"""The differences between two revisions: their merge base, renamed files, changed lines."""

import os
from collections.abc import Mapping

from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.files import TreeError
from asterisk_lint.tree.git import run_git, try_git
from asterisk_lint.tree.git_directories import git_directory


class Changes(NamedTuple):
    """What changed from one revision to another (paths relative to the repository's root)."""

    renamed: Mapping[str, str] = {}  # new path: old path
    # Path: the lines of the new file that are new or different
    lines: Mapping[str, frozenset[int]] = {}


def merge_base(root: str, one: str, other: str) -> str:
    """Return the common ancestor of two revisions; `one` itself for unrelated histories. Raises
    TreeError, also if a shallow clone lacks it.
    """
    commits = [commit_of(root, revision) for revision in (one, other)]
    status, output, _ = try_git(root, "merge-base", *commits)
    if status == 0:
        return output.decode().split()[0]
    if is_shallow(root):
        raise TreeError(
            f"this shallow clone lacks the common ancestor of {one} and {other}: "
            "fetch the whole history (git fetch --unshallow; fetch-depth: 0 in GitHub's "
            "checkout, GIT_DEPTH: 0 in GitLab)"
        )
    return commits[0]


def changes_between(root: str, old: str, new: str) -> Changes:
    """Return what changed between two commits. Raises TreeError."""
    output = run_git(
        root, "-c", "core.quotePath=false", "diff-tree", "-r", "--patch", "--no-color",
        "--no-ext-diff", "--no-textconv", "--unified=0",
        "--find-renames", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/",
        "--end-of-options", old, f"{new}^{{commit}}", "--",
    )  # fmt: skip
    renamed: dict[str, str] = {}
    lines: dict[str, set[int]] = {}
    old_name = ""
    current: set[int] = set()
    in_header = False
    for raw in output.split(b"\n"):
        if raw.startswith(b"diff --git "):
            in_header = True
        elif raw.startswith(b"@@ "):
            in_header = False
            start, _, length = raw.split(b" ")[2][1:].partition(b",")
            current.update(range(int(start), int(start) + int(length or b"1")))
        elif in_header and raw.startswith(b"rename from "):
            old_name = unquoted(raw[12:])
        elif in_header and raw.startswith(b"rename to "):
            renamed[unquoted(raw[10:])] = old_name
        elif in_header and raw.startswith(b"+++ "):
            name = unquoted(raw[4:].rstrip(b"\t"))
            current = lines.setdefault(name[2:], set()) if name.startswith("b/") else set()
    return Changes(renamed, {name: frozenset(numbers) for name, numbers in lines.items()})


def unquoted(name: bytes) -> str:
    """Decode a path from git's diff output, which quotes and escapes a quote, a backslash or a
    control character.
    """
    if not name.startswith(b'"'):
        return os.fsdecode(name)
    escapes = {
        b"n": b"\n",
        b"t": b"\t",
        b"r": b"\r",
        b"a": b"\a",
        b"b": b"\b",
        b"f": b"\f",
        b"v": b"\v",
    }
    result = bytearray()
    position = 1
    while position < len(name) - 1:
        if name[position : position + 1] != b"\\":
            result += name[position : position + 1]
            position += 1
        elif name[position + 1 : position + 4].isdigit():
            result.append(int(name[position + 1 : position + 4], 8))
            position += 4
        else:
            sign = name[position + 1 : position + 2]
            result += escapes.get(sign, sign)
            position += 2
    return os.fsdecode(bytes(result))


def commit_of(root: str, revision: str) -> str:
    """Return the full id of the commit that a revision names, as git resolves it. Raises TreeError
    if there is none.
    """
    status, output, _ = try_git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if status != 0:
        shallow = (
            " (this is a shallow clone: fetch more of its history)" if is_shallow(root) else ""
        )
        raise TreeError(f"no such revision: {revision}{shallow}")
    return output.decode().strip()


def is_shallow(root: str) -> bool:
    """Tell whether a repository lacks the older part of its history."""
    return os.path.exists(os.path.join(git_directory(root), "shallow"))
