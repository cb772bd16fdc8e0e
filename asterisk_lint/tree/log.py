"""A branch's history as one git command reports it: which blob each commit put where."""

import os
from collections.abc import Iterator, Mapping, Sequence

from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.git import run_git
from asterisk_lint.tree.objects import TreeEntry, parse_entries


class Commit(NamedTuple):
    """One commit with what it changed compared with its first parent."""

    id: str
    parents: tuple[str, ...]
    date: str  # the author date, as YYYY-MM-DD
    subject: str
    changes: tuple[tuple[str, TreeEntry | None], ...]  # path and current content; None: deleted


def first_parents(root: str, tip: str, *excluded: str) -> list[Commit]:
    """Return the commits from a branch's start (or from those that `excluded` commits reach) up to
    `tip`, along first parents, oldest first. Raises TreeError.
    """
    output = run_git(
        root, "-c", "core.quotePath=false", "log", "--first-parent", "-m", "--reverse", "--raw",
        "-z", "--no-abbrev", "--no-renames",
        "--no-color", "--no-show-signature", "--no-ext-diff", "--no-textconv",
        "--format=%x01%H%x02%P%x02%as%x02%s%x02",
        tip, *(f"^{commit}" for commit in excluded), "--",
    )  # fmt: skip
    return list(_commits(os.fsdecode(output)))


def _commits(output: str) -> Iterator[Commit]:
    head: list[str] = []
    changes: list[tuple[str, TreeEntry | None]] = []
    raw = ""
    for token in output.split("\0"):
        if raw:  # a path, whatever it begins with
            _, mode, _, blob, status = raw.split(" ")
            changes.append((token, None if status == "D" else TreeEntry(mode, blob)))
            raw = ""
        elif token.startswith("\x01"):
            if head:
                yield _commit(head, changes)
            head, changes = token[1:].split("\x02"), []
        elif token.startswith((":", "\n:")):
            raw = token.lstrip("\n")
    if head:
        yield _commit(head, changes)


def _commit(head: list[str], changes: list[tuple[str, TreeEntry | None]]) -> Commit:
    commit, parents, date, subject = head[:4]
    return Commit(commit, tuple(parents.split()), date, subject, tuple(changes))


def entries_of(root: str, commit: str) -> dict[str, TreeEntry]:
    """Return every path of a commit. Raises TreeError."""
    return parse_entries(run_git(root, "ls-tree", "-r", "-z", "--full-tree", commit))


def entries_at(
    start: Mapping[str, TreeEntry], commits: Sequence[Commit], at: int
) -> dict[str, TreeEntry]:
    """Return every path after the commit `at`; `start`: those before the first of the commits."""
    entries = dict(start)
    for commit in commits[: at + 1]:
        apply(entries, commit)
    return entries


def apply(entries: dict[str, TreeEntry], commit: Commit) -> None:
    """Update the entries of a commit's parent to those of the commit."""
    for path, entry in commit.changes:
        if entry is None:
            entries.pop(path, None)
        else:
            entries[path] = entry
