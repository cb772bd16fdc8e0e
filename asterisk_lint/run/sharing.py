"""Which PBXs of a tree read files of the same whitelist: a line of such a file concerns all."""

import os
from collections.abc import Callable, Mapping, Sequence

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.files import Tree, TreeFiles, Unreadable
from asterisk_lint.tree.find import MODULES, Pbx
from asterisk_lint.tree.paths import join
from asterisk_lint.tree.work import WorkTree


class Sharer(NamedTuple):
    """A PBX that reads files of another one's whitelist, with their names in that one."""

    pbx: Pbx
    names: frozenset[str]


def sharing_whitelists(
    tree: Tree,
    pbxs: Sequence[Pbx],
    settings: Settings,
    release_of: Callable[[None, Settings, Pbx], tuple[Release, bool]],
) -> Mapping[str, Sequence[Sharer]]:
    """Map each PBX of a tree, by its directory, to those that also read its modules.conf or a file
    that it includes (a layer of several, a symbolic link), itself included. `pbxs`: all of the
    tree; `release_of` returns the release of a PBX.
    """

    def place(pbx: Pbx, name: str) -> str:
        path = pbx.files.path(name) if isinstance(pbx.files, TreeFiles) else ""
        return os.path.join(tree.root, path or join(pbx.directory, name))

    def is_elsewhere(pbx: Pbx) -> bool:
        if len(pbx.settings.layers) > 1:
            return True
        if isinstance(tree, WorkTree) and not tree.may_have_links(pbx.directory):
            return False
        own = {MODULES, *(name.partition("/")[0] for name in pbx.files.names() if "/" in name)}
        folder = os.path.join(tree.root, pbx.directory)
        return any(os.path.islink(os.path.join(folder, name)) for name in own)

    if not any(map(is_elsewhere, pbxs)):
        return {}
    readers: dict[str, list[tuple[Pbx, str]]] = {}
    for pbx in pbxs:
        for name in _whitelist_files(pbx, release_of(None, settings, pbx)[0]):
            readers.setdefault(os.path.realpath(place(pbx, name)), []).append((pbx, name))
    sharing: dict[str, dict[str, tuple[Pbx, set[str]]]] = {}
    for group in readers.values():
        for pbx, name in group if len({pbx.directory for pbx, _ in group}) > 1 else ():
            for other, _ in group:
                found = sharing.setdefault(pbx.directory, {})
                found.setdefault(other.directory, (other, set()))[1].add(name)
    return {
        directory: [Sharer(pbx, frozenset(names)) for pbx, names in others.values()]
        for directory, others in sharing.items()
    }


def _whitelist_files(pbx: Pbx, release: Release) -> list[str]:
    """Return the names of modules.conf and of the files that it includes."""
    try:
        if b"include" not in pbx.files.read(MODULES):
            return [MODULES]
    except (FileNotFoundError, Unreadable):
        return []
    from asterisk_lint.conf.reader import read_conf

    etc = pbx.settings.etc or "/etc/asterisk"
    conf = read_conf(pbx.files, MODULES, release=release, etc=etc)
    found = [] if conf is None else [name for each in conf.includes for name in each.found]
    return list(dict.fromkeys([MODULES, *found]))
