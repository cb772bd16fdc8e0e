"""Open the trees for the paths on the command line."""

import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from asterisk_lint.tree.files import Tree, TreeError
from asterisk_lint.tree.paths import below, inside_tree
from asterisk_lint.tree.repository import find_repository
from asterisk_lint.tree.work import WorkTree


def open_trees(
    paths: Sequence[str], *, staged: bool = False, revision: str | None = None
) -> list[tuple[Tree, list[str]]]:
    """Return each tree that the paths belong to, with the paths in it; without paths, the
    repository or directory that contains the current directory.

    `staged` selects the index, `revision` that revision. Raises TreeError: no such file, no
    repository although one is needed, no such revision.
    """
    places = list(paths) or [find_repository(os.path.realpath(".")) or "."]
    trees: dict[str, tuple[Tree, list[str]]] = {}
    for place in places:
        if staged or revision is not None:
            tree, inside = _open_objects(place, trees, revision)
        else:
            tree, inside = open_work_tree(place, {root: tree for root, (tree, _) in trees.items()})
        trees.setdefault(tree.root, (tree, []))[1].append(inside)
    return list(trees.values())


def open_work_tree(path: str, known: Mapping[str, Tree] = MappingProxyType({})) -> tuple[Tree, str]:
    """Return the tree that a path given by the user belongs to, and the path in it. Raises
    TreeError if there is no such file or directory.

    A path in a repository belongs to that repository's work tree, unless Git tracks nothing below
    it (in a new repository, at all): then it is a separate tree in which every file counts.
    `known`: trees that are already open, by their root.
    """
    if not os.path.lexists(path):
        raise TreeError(f"no such file or directory: {path}")
    real = os.path.realpath(path)
    directory = real if os.path.isdir(real) else os.path.dirname(real)
    top = find_repository(directory)
    if top is not None:
        tree = known.get(top) or WorkTree(top)
        inside = os.path.relpath(real, top).replace(os.sep, "/")
        if tree.paths() and (
            inside == "." or inside in tree.paths() or below(tree.paths(), inside)
        ):
            return tree, inside
    inside = "." if real == directory else os.path.basename(real)
    return known.get(directory) or WorkTree(directory, tracked=False), inside


def _open_objects(
    place: str, trees: dict[str, tuple[Tree, list[str]]], revision: str | None
) -> tuple[Tree, str]:
    real = os.path.realpath(place)
    directory = real
    while not os.path.isdir(directory):  # a path in a revision need not exist on disk
        directory = os.path.dirname(directory)
    top = find_repository(directory)
    if top is None:
        raise TreeError(f"{place} is not in a Git repository: --staged and --rev need one")
    if top in trees:
        tree = trees[top][0]
    elif revision is None:
        from asterisk_lint.tree.index import open_index

        tree = open_index(top)
    else:
        from asterisk_lint.tree.revision import open_revision

        tree = open_revision(top, revision)
    inside = inside_tree(os.path.relpath(real, top).replace(os.sep, "/")) or "."
    if inside != "." and not tree.under(inside) and inside not in tree.paths():
        raise TreeError(
            f"no such file or directory in {'the index' if revision is None else revision}: {place}"
        )
    return tree, inside
