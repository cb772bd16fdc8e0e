"""Asterisk's files in folders that belong to no PBX: those of a host, or of an environment, that a
deployment may put over the files of one.
"""

from collections.abc import Iterator, Mapping

from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.files import Tree
from asterisk_lint.tree.find import MODULES, ONLY_ASTERISK, Pbx, directories_with
from asterisk_lint.tree.paths import below
from asterisk_lint.tree.target import INSTEAD, WrittenFile

# Folders whose files nobody deploys, by a word in their name or the whole of it, in the singular
_ASIDE = frozenset(
    {
        "test", "testing", "spec", "fixture", "example", "sample", "doc", "documentation",
        "archive", "archived", "attic", "backup", "bak", "old", "orig", "original", "save",
        "saved", "vendor", "thirdparty", "upstream", "skel", "skeleton", "nodemodule",
        "disabled", "unused", "obsolete", "deprecated", "bkp", "copy", "note", "snippet",
        "tmp", "tutorial", "wiki",
    }
)  # fmt: skip
# Folders of programs that work on a repository, by their whole name (a hidden folder such as
# .docker may be deployed)
_OF_PROGRAMS = frozenset({".devcontainer", ".github", ".gitlab", ".idea", ".vscode"})


def stray_folders(tree: Tree, settings: Settings) -> Mapping[str, frozenset[str]]:
    """Map the folders with files that only Asterisk has, other than those of PBXs and layers, to
    the directories of the nearest PBXs.
    """
    layers = {layer for pbx in settings.pbx.values() for layer in pbx.layers}
    homes = {*directories_with(tree.paths(), MODULES), *settings.pbx, *layers}
    others = {path.rpartition("/")[0] or "." for path in tree.paths()} - homes
    found = {}
    for folder in directories_with(tree.paths(), *ONLY_ASTERISK) if others else ():
        if folder in others and not _is_aside(folder):
            near = {home: _shared(folder, home) for home in homes}
            most = max(near.values(), default=0)
            found[folder] = frozenset(home for home, count in near.items() if count == most)
    return found


def stray_files(
    tree: Tree, folders: Mapping[str, frozenset[str]], pbx: Pbx
) -> Iterator[WrittenFile]:
    """Yield the files of such folders that may take the place of those of a PBX, unless its
    settings say what it consists of.
    """
    for folder, nearest in folders.items() if len(pbx.settings.layers) < 2 else ():
        if pbx.directory in nearest:
            for path in below(tree.paths(), folder):
                name = path[len(folder) + 1 :] if folder != "." else path
                if "/" not in name and name.endswith((".conf", ".ael", ".lua")):
                    yield WrittenFile(f"/etc/asterisk/{name}", path, 1, how=INSTEAD)


def _is_aside(folder: str) -> bool:
    """Tell whether nobody deploys the files of a folder, by its name or those above it."""
    for name in folder.lower().split("/"):
        words = "".join([sign if sign.isalpha() else " " for sign in name]).split()
        if name in _OF_PROGRAMS or any(
            word.removesuffix("s") in _ASIDE for word in (*words, "".join(words))
        ):
            return True
    return False


def _shared(one: str, other: str) -> int:
    """Return how many folders two paths have in common."""
    count = 0
    for each, same in zip(one.split("/"), other.split("/"), strict=False):
        if each != same:
            break
        count += 1
    return count
