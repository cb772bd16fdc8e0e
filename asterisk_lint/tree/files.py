"""A PBX's directory of files, and the tree that contains it, independent of their source."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from functools import lru_cache

from asterisk_lint.records import Protocol
from asterisk_lint.tree.paths import inside_tree, join

# Bytes of one file. A configuration of 300,000 lines has 20 MB; a sparse file, or a blob of zeros
# that Git packs into a thousandth, would take all memory.
LARGEST = 64 << 20


class Unreadable(Exception):
    """A file that exists but cannot be read; the text gives the reason."""


def refuse_large(size: int) -> None:
    """Raise Unreadable for a file of so many bytes that it cannot be configuration."""
    if size > LARGEST:
        raise Unreadable(f"it has {size >> 20} MB: asterisk-lint reads at most {LARGEST >> 20} MB")


class TreeError(Exception):
    """A tree that cannot be opened (no such revision, a failing Git, ...); the text is one line for
    the user.
    """


class Files(Protocol):
    """Every file of one PBX, by its name relative to the PBX's directory."""

    def names(self) -> Sequence[str]:
        """Return the names of all files, sorted, with `/` between folders."""

    def read(self, name: str) -> bytes:
        """Return the content of one file. Raises FileNotFoundError if it does not exist, Unreadable
        if it cannot be read.
        """


class Tree(Protocol):
    """One state of a repository (or of a directory outside Git); paths are relative to its root,
    with `/`.
    """

    root: str  # the absolute path of its root on disk, whether or not those files are the tree's

    def paths(self) -> Sequence[str]:
        """Return the paths of all files, sorted. In a work tree: those that Git tracks."""

    def under(self, directory: str) -> Sequence[str]:
        """Return the paths of the files below `directory`, sorted; in a work tree also those that
        Git ignores but Asterisk would read.
        """

    def read(self, path: str) -> bytes:
        """Return the content of one file. Raises FileNotFoundError if it does not exist, Unreadable
        if it cannot be read.
        """

    def blobs(self, paths: Sequence[str]) -> Sequence[str | None]:
        """Return an id of each file's content without reading the file (a Git blob id); None where
        the tree does not know one.
        """

    def listing(self, directory: str) -> Collection[str]:
        """Return the names of all that is in a directory, of whatever type, as far as this tree has
        listed it; empty if it has not.
        """

    def settle(self, path: str, content: bytes, blob: str) -> None:
        """Take note of the blob id of a content that `read` returned."""


def is_ignored(files: Files, name: str) -> bool:
    """Tell whether .gitignore keeps this file of a PBX out of Git, so that its absence proves
    nothing; False without Git.
    """
    asked = getattr(files, "ignored", None)
    return asked is not None and bool(asked(name))


def is_on_disk(files: Files, name: str) -> bool:
    """Tell whether a file that the index lacks exists on disk; False for any other tree, which may
    have nothing to do with the disk.
    """
    asked = getattr(files, "on_disk", None)
    return asked is not None and bool(asked(name))


def ignored_names(files: Files) -> Sequence[str]:
    """Return the names of files that .gitignore names literally, whether or not they exist; empty
    without Git.
    """
    asked = getattr(files, "ignored_names", None)
    return asked() if asked is not None else ()


def ignore_rules(files: Files) -> Sequence[str]:
    """Return the text of each .gitignore that can cover files of this PBX; empty without Git."""
    asked = getattr(files, "ignore_rules", None)
    return asked() if asked is not None else ()


class TreeFiles:
    """The part of a tree below one directory; with several directories, later ones overlay earlier
    ones.
    """

    def __init__(
        self,
        tree: Tree,
        directory: str,
        layers: Sequence[str] = (),
        above: dict[str, bytes | None] | None = None,
    ) -> None:
        """`above`: the .gitignore files of the folders above PBXs, which the PBXs of a run share;
        filled here.
        """
        self.tree = tree
        self.directory = directory
        self.layers = tuple(layers) or (directory,)
        self._places: dict[str, str] | None = None
        self._names: tuple[str, ...] = ()
        # Several steps read each file; None: it does not exist
        self._contents: dict[str, bytes | None] = {}
        self._above = {} if above is None else above

    def names(self) -> Sequence[str]:
        """Return the names of all files, sorted."""
        if self._places is None:
            places: dict[str, str] = {}
            for layer in self.layers:
                start = len(layer) + 1 if layer != "." else 0
                paths = self.tree.under(layer)
                places.update(zip([path[start:] for path in paths], paths, strict=True))
            self._names = tuple(sorted(places))
            self._places = places
        return self._names

    def path(self, name: str) -> str:
        """Return the tree path of the file `name`: the layer that has it, otherwise its place in
        the PBX's own directory.
        """
        self.names()
        assert self._places is not None
        known = self._places.get(name)
        if known is not None:
            return known
        inside = inside_tree(join(self.directory, name))
        return join(self.directory, name) if inside is None else inside

    def paths(self, names: Sequence[str]) -> list[str]:
        """Return what `path` returns for each of the names."""
        self.names()
        assert self._places is not None
        try:
            return list(map(self._places.__getitem__, names))
        except KeyError:  # of a file that only another commit has, or outside the folder
            return list(map(self.path, names))

    def blobs(self, names: Sequence[str]) -> Sequence[str | None]:
        """Return the blob id of each file as far as the tree knows it without reading the file."""
        return self.tree.blobs(self.paths(names))

    def lacking(self, names: Iterable[str]) -> Set[str]:
        """Return those of the names that certainly no layer has, without a look at the disk; empty
        where only a look tells.
        """
        listings = [self.tree.listing(layer) for layer in self.layers]
        if not all(listings):
            return frozenset()
        self.names()
        assert self._places is not None
        known = _in_the_folder(tuple(names))
        if known.isdisjoint(self._places) and all(map(known.isdisjoint, listings)):
            return known  # as nearly always
        return known.difference(self._places, *listings)

    def _lacks(self, name: str) -> bool:
        """Tell whether certainly no layer has a file that is none of `names`, as `lacking` does."""
        for layer in self.layers:
            listing = self.tree.listing(layer)
            if not listing or name in listing:
                return False
        return _is_in_the_folder(name)

    def on_disk(self, name: str) -> bool:
        """Tell whether the work tree that belongs to this index has the file `name`."""
        return getattr(self.tree, "beside_disk", False) and os.path.lexists(
            os.path.join(self.tree.root, self.path(name))
        )

    def ignored(self, name: str) -> bool:
        """Tell whether .gitignore covers the file `name` in one of the layers."""
        from asterisk_lint.tree.ignore import is_covered

        paths = [inside_tree(join(layer, name)) for layer in self.layers]
        return any(path is not None and is_covered(self._content, path) for path in paths)

    def ignored_names(self) -> list[str]:
        """Return the names of files that .gitignore names literally, whether or not they exist."""
        from asterisk_lint.tree.ignore import literal_paths

        paths = [
            path
            for folder, content in self._ignore_files()
            for path in literal_paths(content, folder)
        ]
        starts = ["" if layer == "." else f"{layer}/" for layer in self.layers]
        return [path[len(start) :] for start in starts for path in paths if path.startswith(start)]

    def ignore_rules(self) -> list[str]:
        """Return the text of every .gitignore that can cover one of the files: in their folders,
        and in those above them.
        """
        return [content.decode("utf-8", "surrogateescape") for _, content in self._ignore_files()]

    def _ignore_files(self) -> list[tuple[str, bytes]]:
        from asterisk_lint.tree.ignore import NAME, folders_of

        contents: dict[str, bytes] = {}
        for layer in self.layers:
            for folder in folders_of(layer):
                if folder not in self._above:
                    self._above[folder] = self._content(join(folder, NAME))
                contents[folder] = self._above[folder] or b""
        for name in self.names():
            if name.endswith(NAME) and name.rpartition("/")[2] == NAME:
                path = self.path(name)
                contents[path.rpartition("/")[0] or "."] = self._content(path) or b""
        return list(contents.items())

    def _content(self, path: str) -> bytes | None:
        """Return the content of a .gitignore; None if there is none. Raises TreeError if it cannot
        be read, because then nobody knows which files are missing on purpose.
        """
        try:
            return self.tree.read(path)
        except FileNotFoundError:
            return None
        except Unreadable as error:
            raise TreeError(
                f"{path} cannot be read ({error}), so the files that Git ignores are not known: "
                "repair it, or remove it"
            ) from None

    def read(self, name: str) -> bytes:
        """Return the content of one file. A name that leads out of the tree raises Unreadable."""
        if name not in self._contents:
            content = None
            for path in self._paths_of(name):
                try:
                    content = self.tree.read(path)
                    break
                except FileNotFoundError:
                    continue
            self._contents[name] = content
        found = self._contents[name]
        if found is None:
            raise FileNotFoundError(name)
        return found

    def _paths_of(self, name: str) -> Iterator[str]:
        """Where in the tree the file can be, the layer that counts most first. Raises Unreadable
        for a name that leads out of the tree.
        """
        self.names()
        assert self._places is not None
        known = self._places.get(name)
        if known is not None:
            yield known
            return
        if self._lacks(name):
            return
        for layer in reversed(self.layers):
            path = inside_tree(join(layer, name))
            if path is None:
                raise Unreadable("it is outside the directory that is checked")
            yield path


@lru_cache(maxsize=64)  # the PBXs of a run ask for the same names
def _in_the_folder(names: tuple[str, ...]) -> frozenset[str]:
    """Return those of the names that can only be in the folder itself."""
    return frozenset(filter(_is_in_the_folder, names))


def _is_in_the_folder(name: str) -> bool:
    """Tell whether a name can only be in the folder itself: no path, and neither `.` nor `..`."""
    return "/" not in name and "\0" not in name and bool(name.strip("."))
