"""Trees whose files are Git blobs: what the index and the revisions have in common."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence

from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.paths import below
from asterisk_lint.tree.symbolic_links import unlinked


class TreeEntry(NamedTuple):
    """One path of a Git tree or index."""

    mode: str  # "100644", "100755", "120000" (symbolic link), "160000" (submodule)
    blob: str


class ObjectTree:
    """A tree of Git blobs. Symbolic links inside it are followed; submodules are separate trees if
    their commit is available.
    """

    def __init__(
        self,
        root: str,
        entries: Mapping[str, TreeEntry],
        read_blob: Callable[[str], bytes],
        submodule: "Callable[[str, str], ObjectTree | None]" = lambda path, commit: None,
    ) -> None:
        """`submodule` returns the tree of a submodule's path and commit; None if that commit is not
        available.
        """
        self.root = root
        self.beside_disk = False  # True for the index: the files on disk belong to it
        self._read_blob = read_blob
        self._files: dict[str, tuple[str, ObjectTree]] = {}
        self._dead_links: set[str] = set()
        self._absent: dict[str, str] = {}
        links = {}
        for path, entry in entries.items():
            if entry.mode == "160000":
                inner = submodule(path, entry.blob)
                if inner is None:
                    self._absent[path] = entry.blob
                else:
                    self._files.update(
                        (f"{path}/{name}", place) for name, place in inner._files.items()
                    )
            elif entry.mode == "120000":
                links[path] = self._target(path, os.fsdecode(read_blob(entry.blob)))
            else:
                self._files[path] = (entry.blob, self)
        if links:
            for path, end in unlinked(links, self._files).items():
                if end is None:
                    self._dead_links.add(path)
                else:
                    self._files[path] = self._files[end]
        self._paths = tuple(sorted({*self._files, *self._dead_links}))

    def paths(self) -> Sequence[str]:
        """Return the paths of all files, sorted."""
        return self._paths

    def under(self, directory: str) -> Sequence[str]:
        """Return the paths of the files below a directory, sorted."""
        return below(self._paths, directory)

    def read(self, path: str) -> bytes:
        """Return the content of one file. Raises FileNotFoundError if it does not exist, Unreadable
        if it cannot be read.
        """
        found = self._files.get(path)
        if found is not None:
            return found[1]._read_blob(found[0])
        if path in self._dead_links:
            raise Unreadable("it is a symbolic link that leads nowhere, or out of the repository")
        for submodule, commit in self._absent.items():
            if path == submodule or path.startswith(f"{submodule}/"):
                raise Unreadable(
                    f"it is in the submodule {submodule}, whose commit {commit[:10]} is "
                    "missing (git submodule update --init)"
                )
        if self.under(path):
            raise Unreadable("it is a directory")
        raise FileNotFoundError(path)

    def blobs(self, paths: Sequence[str]) -> Sequence[str | None]:
        """Return the Git blob id of each file."""
        found = map(self._files.get, paths)
        return [one[0] if one else None for one in found]

    def listing(self, directory: str) -> Collection[str]:
        """Return nothing: a path is looked up as fast."""
        return ()

    def settle(self, path: str, content: bytes, blob: str) -> None:
        """Do nothing: Git knows every blob id."""

    def _target(self, path: str, target: str) -> str:
        if target.startswith(f"{self.root}/"):
            return os.path.relpath(target, os.path.join(self.root, os.path.dirname(path)))
        return target


def parse_entries(output: bytes) -> dict[str, TreeEntry]:
    """Parse the output of `git ls-tree -r -z`: "MODE TYPE ID<TAB>PATH" for each path."""
    entries = {}
    for line in os.fsdecode(output).split("\0"):
        if line:
            words, _, path = line.partition("\t")
            mode, _, blob = words.split(" ")
            entries[path] = TreeEntry(mode, blob)
    return entries
