"""A tree in which what is open in an editor, and not saved, replaces what is on the disk."""

import os
from collections.abc import Collection, Mapping, Sequence

from asterisk_lint.tree.files import Tree, Unreadable
from asterisk_lint.tree.paths import below

BOM = b"\xef\xbb\xbf"


class BufferTree:
    """A work tree with the unsaved texts of an editor, by their paths in the tree."""

    def __init__(self, tree: Tree, buffers: Mapping[str, bytes]) -> None:
        self.tree = tree
        self.buffers = buffers
        self.root = tree.root
        self.tracked = bool(getattr(tree, "tracked", True))

    def paths(self) -> Sequence[str]:
        """Return the paths of all files, sorted: also of those that were never saved."""
        return self._with(self.tree.paths(), tuple(self.buffers))

    def under(self, directory: str) -> Sequence[str]:
        """Return the paths below a directory, sorted."""
        return self._with(self.tree.under(directory), below(sorted(self.buffers), directory))

    def read(self, path: str) -> bytes:
        """Return the unsaved text of a file, otherwise its content on the disk. Raises as the tree
        itself does.
        """
        known = self.buffers.get(path)
        return self.tree.read(path) if known is None else known

    def blobs(self, paths: Sequence[str]) -> Sequence[str | None]:
        """Return None for each: no Git blob is known for what is not saved."""
        return [None] * len(paths)

    def listing(self, directory: str) -> Collection[str]:
        """Return the names in a directory on the disk, if the tree has listed it."""
        return self.tree.listing(directory)

    def settle(self, path: str, content: bytes, blob: str) -> None:
        """Take note of nothing: what is not saved must not be remembered for the file."""

    def _with(self, paths: Sequence[str], more: Sequence[str]) -> Sequence[str]:
        known = set(paths)
        new = [path for path in more if path not in known]
        return sorted([*paths, *new]) if new else paths


def to_bytes(text: str, on_disk: bytes | None) -> bytes | None:
    """Return an editor's text as the file would be saved; None if it says what the disk says.

    A byte order mark of the file stays: editors do not show it. A file in another encoding says the
    same if the editor read it as Latin-1, or shows a replacement character for what is not UTF-8.
    """
    if on_disk is None:
        return encoded(text)
    mark = BOM if on_disk.startswith(BOM) and not text.startswith("\ufeff") else b""
    content = mark + encoded(text)
    if content == on_disk:
        return None
    body = on_disk[len(mark) :]
    if len(body) == len(text) and body.decode("latin-1") == text:
        return None
    if "\ufffd" in text and body.decode("utf-8", "replace") == text:
        return None
    return content


def encoded(text: str) -> bytes:
    """Return a text as UTF-8; half a surrogate pair, which no file can hold, as `?`."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def content_of(tree: Tree, path: str) -> bytes | None:
    """Return the content of a file; None if it cannot be read."""
    try:
        return tree.read(path)
    except (FileNotFoundError, Unreadable):
        return None


def path_inside(root: str, path: str) -> str | None:
    """Return an absolute path relative to a tree's root; None if it is outside of it."""
    inside = os.path.relpath(path, root).replace(os.sep, "/")
    return None if inside == ".." or inside.startswith("../") else inside
