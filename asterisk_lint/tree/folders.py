"""The folders of a directory on disk: what is in them, and where they really are."""

import os
from collections.abc import Collection, Sequence

from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.paths import join


class Folders:
    """The folders below `root`, an absolute path without symbolic links; each is listed once, and
    its links are resolved once.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self._inside = root.rstrip("/") + "/"
        self._real: dict[str, str] = {}  # each folder without symbolic links
        self._plain: dict[str, str] = {}  # those of them that a file may be read from, with a slash
        # the contents of each listed folder, and whether each name is a symbolic link
        self._listed: dict[str, dict[str, bool]] = {}

    def names(self, folder: str) -> Collection[str]:
        """Return the names in a folder; nothing if it is not listed yet."""
        return self._listed.get(folder, {}).keys()

    def may_have(self, path: str) -> bool:
        """Tell whether a file or folder can exist: False if its folder was listed without it."""
        folder, _, name = path.rpartition("/")
        listed = self._listed.get(folder or ".")
        return listed is None or name in listed

    def may_have_links(self, folder: str) -> bool:
        """Tell whether a folder can contain symbolic links: False if it was listed without one."""
        listed = self._listed.get(folder)
        return listed is None or True in listed.values()

    def place(self, path: str) -> str:
        """Return the absolute path of a file, without symbolic links. Raises Unreadable if it is
        outside `root`.
        """
        folder, _, name = path.rpartition("/")
        plain = self._plain.get(folder)
        if plain is not None and self._is_no_link(folder, name):
            return plain + name
        real = self._real_path(folder, name)
        if not real.startswith(self._inside) or "/.git/" in real[len(self.root) :]:
            raise Unreadable("it is a symbolic link that leads out of the checked directory")
        return real

    def plain_places(self, paths: Sequence[str]) -> list[str]:
        """Return the absolute path of each file, where only the file itself may be a symbolic link;
        or without any, as `places` does.
        """
        folder = paths[0].rpartition("/")[0] if paths else ""
        begin = f"{folder}/" if folder else ""
        self._real_folder(folder)
        plain = self._plain.get(folder)
        if (
            plain is None
            or not paths
            or not min(paths).startswith(begin)
            or not max(paths).startswith(begin)  # so not all paths between these do
            or "\0".join(paths).count("/") > len(paths) * begin.count("/")
        ):
            return self.places(paths)
        start = len(begin)
        return [plain + path[start:] for path in paths]

    def places(self, paths: Sequence[str]) -> list[str]:
        """Return what `place` returns for each path, and "" for one that is outside `root`."""
        places = []
        for path in paths:
            try:
                places.append(self.place(path))
            except Unreadable:
                places.append("")
        return places

    def on_disk(
        self, directory: str, tracked: Sequence[str], known: frozenset[str]
    ) -> tuple[Collection[str], bool]:
        """List a directory and every folder below it that holds a tracked path. Return which of
        the `known` paths these contain, and whether they contain anything else.
        """
        listed = self._list(directory)
        start = 0 if directory == "." else len(directory) + 1
        if [path[start:] for path in tracked] == sorted(listed):
            return tracked, False  # as nearly always
        folders = {directory}
        for path in tracked:
            folder = path.rpartition("/")[0] or "."
            while folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0] or "."
        there: set[str] = set()
        more = False
        for folder in folders:
            begin = join(folder, "")
            names = listed if folder == directory else self._list(folder)
            paths = {begin + name for name in names}
            here = paths.intersection(known)
            there |= here
            if len(here) < len(paths) and not paths <= here | folders | {f"{begin}.git"}:
                more = True
        return there, more

    def _list(self, folder: str) -> dict[str, bool]:
        """List a folder; nothing if that is impossible."""
        try:
            entries = os.scandir(os.path.join(self.root, folder))
        except OSError:
            return {}
        with entries:
            listed = {entry.name: entry.is_symlink() for entry in entries}
        self._listed[folder] = listed
        return listed

    def _is_no_link(self, folder: str, name: str) -> bool:
        return self._listed.get(folder or ".", {}).get(name) is False

    def _real_path(self, folder: str, name: str) -> str:
        """Return the absolute path of a file with every symbolic link resolved."""
        place = f"{self._real_folder(folder)}/{name}"
        if self._is_no_link(folder, name):
            return place
        if name in {"", ".", ".."} or os.path.islink(place):
            return os.path.realpath(place)
        return place

    def _real_folder(self, folder: str) -> str:
        """Return the absolute path of a folder with every symbolic link resolved."""
        known = self._real.get(folder)
        if known is not None:
            return known
        above, _, name = folder.rpartition("/")
        if name in {"", ".", ".."}:
            real = os.path.realpath(os.path.join(self.root, folder))
        else:
            real = f"{self._real_folder(above).rstrip('/')}/{name}"
            if not self._is_no_link(above, name) and os.path.islink(real):
                real = os.path.realpath(real)
        self._real[folder] = real
        if f"{real}/".startswith(self._inside) and "/.git/" not in f"{real}/"[len(self.root) :]:
            self._plain[folder] = f"{real}/"
        return real
