"""Which tree, and which PBXs, a file that is open in an editor belongs to."""

import os
from collections.abc import Mapping, Sequence

from asterisk_lint.editor.buffers import BufferTree, content_of, path_inside, to_bytes
from asterisk_lint.run.projects import Project, read_settings, with_observed
from asterisk_lint.settings.values import NAME
from asterisk_lint.tree.deployment import written_files
from asterisk_lint.tree.files import Tree
from asterisk_lint.tree.find import MODULES, find_pbxs
from asterisk_lint.tree.open import open_work_tree
from asterisk_lint.tree.repository import find_repository


def home_of(path: str) -> str | None:
    """Return the directory whose tree a file belongs to, as the command would take it; None if no
    PBX can be there.

    In a repository: the nearest directory with a modules.conf, else the repository. Elsewhere: the
    nearest one with settings, else with a modules.conf.
    """
    directory = os.path.dirname(path)
    while not os.path.isdir(directory):
        if os.path.dirname(directory) == directory:
            return None
        directory = os.path.dirname(directory)
    top = find_repository(directory)
    above = directories_above(directory, top)
    pbx = next((place for place in above if has(place, MODULES)), None)
    if top is not None:
        return pbx or top
    return next((place for place in above if has(place, NAME)), pbx)


def directories_above(directory: str, top: str | None) -> list[str]:
    """Return a directory and those above it, down to `top` (the root of the file system without
    one).
    """
    found = [directory]
    while found[-1] != top and os.path.dirname(found[-1]) != found[-1]:
        found.append(os.path.dirname(found[-1]))
    return found


def has(directory: str, name: str) -> bool:
    """Tell whether a directory has a file of that name."""
    return os.path.isfile(os.path.join(directory, name))


def open_tree(home: str, texts: Mapping[str, str]) -> Tree:
    """Return the tree of a directory with everything that is open in the editor.

    `texts`: by the absolute, resolved path of each file. Raises TreeError.
    """
    tree, _ = open_work_tree(home)
    buffers = {}
    for place, text in texts.items():
        inside = path_inside(tree.root, place)
        if inside is not None and "/.git/" not in f"/{inside}":
            content = to_bytes(text, content_of(tree, inside))
            if content is not None:
                buffers[inside] = content
    return BufferTree(tree, buffers)


def open_project(tree: Tree, paths: Sequence[str]) -> Project:
    """Return the settings of a tree with the PBXs that files (absolute paths) belong to. Raises
    SettingsError.
    """
    settings = read_settings(tree)
    inside = [place for path in paths if (place := path_inside(tree.root, path)) is not None]
    pbxs = tuple(with_observed(pbx) for pbx in find_pbxs(tree, inside, settings)) if inside else ()
    if settings.keep and len(pbxs) == 1:
        settings = settings._replace(only_pbx=len(find_pbxs(tree, ["."], settings)) == 1)
    return Project(tree, settings, pbxs, written_files(tree) if pbxs else ())
