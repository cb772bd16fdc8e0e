"""The work tree: files as they are on disk.

PBXs are looked for among the files that Git tracks. Below a PBX's directory every file counts,
whether Git tracks it, ignores it or does not know it yet, because Asterisk reads it as it is.
`untracked` names the files of the last kind, which the next commit would lack.
"""

import os
import stat
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from asterisk_lint.tree.files import (
    Tree,
    TreeError,
    Unreadable,
    below,
    join,
    refuse_large,
    unlinked,
)
from asterisk_lint.tree.git import find_repository, is_bare, run_git, try_git
from asterisk_lint.tree.statuses import Status, Statuses
from asterisk_lint.tree.walk import walk


class WorkTree:
    """The files of a repository's work tree, or of a directory outside any repository."""

    def __init__(self, root: str, *, tracked: bool | None = None) -> None:
        """`root`: the top of a work tree, or any directory. `tracked`: False takes every file,
        whatever Git says. Raises TreeError.
        """
        self.root = os.path.realpath(root)
        if not os.path.isdir(self.root):
            raise TreeError(f"no such directory: {root}")
        self.tracked = find_repository(self.root) == self.root if tracked is None else tracked
        if (
            self.tracked
            and is_bare(self.root)
            and not os.path.exists(os.path.join(self.root, ".git"))
        ):
            raise TreeError(
                f"{root} is a bare repository, without a work tree: name a revision with --rev"
            )
        self._inside = self.root.rstrip("/") + "/"
        self._paths: tuple[str, ...] | None = None
        self._known: frozenset[str] = frozenset()
        self._read: dict[str, None] = {}  # paths of the files that were read, or known without
        self.statuses: Statuses | None = None  # set by a run that keeps results
        self._folders: dict[str, str] = {}  # each without symbolic links
        self._plain: dict[str, str] = {}  # those of them that a file may be read from, with a slash
        # the contents of the folders that were read so far, and whether each is a symbolic link
        self._listed: dict[str, dict[str, bool]] = {}

    def paths(self) -> Sequence[str]:
        """Return the paths of all tracked files (outside a repository: of all files), sorted."""
        if self._paths is None:
            found = set(tracked_files(self.root) if self.tracked else walk(self.root, "."))
            self._paths = tuple(sorted(found))
            self._known = frozenset(found)
        return self._paths

    def under(self, directory: str) -> Sequence[str]:
        """Return the paths of the files below a directory that exist on disk, without those in
        hidden directories unless Git tracks them.
        """
        tracked = below(self.paths(), directory)
        if not self.tracked:
            return tracked
        on_disk, more = self._on_disk(directory, tracked)
        found = {path for path in tracked if path in on_disk}
        if more:
            found.update(
                path
                for path in walk(self.root, directory, hidden=False)
                if "/.git/" not in f"/{path}"
            )
        return sorted(found)

    def read(self, path: str) -> bytes:
        """Return the content of one file. Raises FileNotFoundError if it does not exist or is not
        part of the tree, Unreadable if it cannot be read.
        """
        real = self._place(path)
        try:
            # O_NONBLOCK: a named pipe in place of a file must not hang the run.
            descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            if os.path.islink(os.path.join(self.root, path)):
                raise Unreadable("it is a symbolic link that leads nowhere") from None
            raise FileNotFoundError(path) from None
        except OSError as error:
            raise Unreadable((error.strerror or str(error)).lower()) from None
        try:
            status = os.fstat(descriptor)
            if stat.S_ISDIR(status.st_mode):
                raise Unreadable("it is a directory")
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("it is not a regular file")
            refuse_large(status.st_size)
            parts = []
            size = status.st_size + 1
            # A read of a regular file returns less than requested only at its end.
            while part := os.read(descriptor, size):
                parts.append(part)
                if len(part) < size:
                    break
            self._read[path] = None
            content = b"".join(parts)
            if self.statuses is not None:
                self.statuses.read(path, status, content)
            return content
        except OSError as error:
            raise Unreadable((error.strerror or str(error)).lower()) from None
        finally:
            os.close(descriptor)

    def _place(self, path: str) -> str:
        """Return the absolute path of a file of this tree, without symbolic links. Raises as
        `read`.
        """
        self.paths()
        if path not in self._known and not self._belongs(path):
            raise FileNotFoundError(path)
        folder, _, name = path.rpartition("/")
        plain = self._plain.get(folder)
        if plain is not None and self._listed.get(folder or ".", {}).get(name) is False:
            return plain + name
        real = self._real(path)
        if not real.startswith(self._inside) or "/.git/" in real[len(self.root) :]:
            raise Unreadable("it is a symbolic link that leads out of the checked directory")
        return real

    def _real(self, path: str) -> str:
        """Return the absolute path of a file with every symbolic link resolved; a folder's links
        are resolved once.
        """
        folder, _, name = path.rpartition("/")
        real = self._real_folder(folder)
        place = f"{real}/{name}"
        if self._listed.get(folder or ".", {}).get(name) is False:
            return place
        return (
            os.path.realpath(place) if name in {"", ".", ".."} or os.path.islink(place) else place
        )

    def _real_folder(self, folder: str) -> str:
        """Return the absolute path of a folder with every symbolic link resolved, once."""
        known = self._folders.get(folder)
        if known is not None:
            return known
        above, _, name = folder.rpartition("/")
        if name in {"", ".", ".."}:
            real = os.path.realpath(os.path.join(self.root, folder))
        else:
            real = f"{self._real_folder(above).rstrip('/')}/{name}"
            if os.path.islink(real):
                real = os.path.realpath(real)
        self._folders[folder] = real
        if f"{real}/".startswith(self._inside) and "/.git/" not in f"{real}/"[len(self.root) :]:
            self._plain[folder] = f"{real}/"
        return real

    def blob(self, path: str) -> str | None:
        """Return the blob id of a file that is as an earlier run read it; None if it must be
        read.
        """
        if self.statuses is None:
            return None
        try:
            blob = self.statuses.blob(path, self._place(path))
        except (FileNotFoundError, Unreadable):
            return None
        if blob is not None:
            self._read[path] = None
        return blob

    def listing(self, directory: str) -> Collection[str]:
        """Return the names in a directory, if `under` has listed it."""
        return self._listed.get(directory, {}).keys()

    def settle(self, path: str, content: bytes, blob: str) -> None:
        """Remember the blob id of a content that `read` returned, for `blob` in later runs."""
        if self.statuses is not None:
            self.statuses.settle(path, content, blob)

    def mark(self) -> int:
        """Return where the list of read files ends, for `forget`."""
        return len(self._read)

    def forget(self, mark: int) -> None:
        """Forget which files were read since, because their content did not matter."""
        while len(self._read) > mark:
            self._read.popitem()

    def learned(self) -> tuple[list[str], dict[str, tuple[Status, str]]]:
        """Return which files were read, and what is known of them: for `join` in another process
        that has the same tree.
        """
        return list(self._read), self.statuses.used if self.statuses is not None else {}

    def join(self, read: Iterable[str], statuses: Mapping[str, tuple[Status, str]]) -> None:
        """Take over what another process learned."""
        self._read.update(dict.fromkeys(read))
        if self.statuses is not None:
            self.statuses.used.update(statuses)

    def read_and_not_in_git(self) -> Sequence[str]:
        """Return the paths of the files that were read and that the next commit would lack: Git
        neither tracks nor ignores them. (.gitignore is left out: Asterisk does not read it.)
        """
        unknown = (
            sorted(
                path
                for path in self._read
                if path not in self._known and path.rpartition("/")[2] != ".gitignore"
            )
            if self.tracked
            else []
        )
        if not unknown:
            return []
        status, output, _ = try_git(
            self.root,
            "ls-files",
            "-z",
            "--others",
            "--exclude-standard",
            "--",
            *(f":(literal){path}" for path in unknown),
        )
        return [] if status else sorted(path for path in os.fsdecode(output).split("\0") if path)

    def untracked(self, directory: str) -> Sequence[str]:
        """Return the paths below a directory that the next commit would lack: Git neither tracks
        nor ignores them (a directory ends in `/`).
        """
        if not self.tracked or not self._on_disk(directory, below(self.paths(), directory))[1]:
            return []
        status, output, _ = try_git(
            self.root,
            "ls-files",
            "-z",
            "--others",
            "--exclude-standard",
            "--directory",
            "--",
            directory,
        )
        return [] if status else sorted(path for path in os.fsdecode(output).split("\0") if path)

    def _belongs(self, path: str) -> bool:
        """Tell whether an untracked path is still part of the tree because it exists on disk."""
        folder, _, name = path.rpartition("/")
        if name not in self._listed.get(folder or ".", (name,)):
            return False
        return (self.tracked and os.path.lexists(os.path.join(self.root, path))) or os.path.isdir(
            os.path.join(self.root, path)
        )

    def _on_disk(self, directory: str, tracked: Sequence[str]) -> tuple[set[str], bool]:
        """Return which of the tracked paths below a directory exist on disk, and whether there are
        other files.
        """
        folders = {directory}
        for path in tracked:
            folder = path.rpartition("/")[0] or "."
            while folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0] or "."
        there: set[str] = set()
        more = False
        for folder in folders:
            try:
                entries = os.scandir(os.path.join(self.root, folder))
            except OSError:
                continue
            listed = self._listed[folder] = {}
            with entries:
                for entry in entries:
                    listed[entry.name] = entry.is_symlink()
                    path = join(folder, entry.name)
                    if path in self._known:
                        there.add(path)
                    elif path not in folders and entry.name != ".git":
                        more = True
        return there, more


def tracked_files(root: str) -> list[str]:
    """Return the paths that Git tracks in the work tree at `root`, including those in checked-out
    submodules and through symbolic links.
    """
    paths: list[str] = []
    links: dict[str, str] = {}
    # Each entry is "MODE BLOB STAGE<TAB>PATH"; a path with a merge conflict has several.
    for entry in os.fsdecode(
        run_git(root, "ls-files", "-z", "--stage", "--recurse-submodules")
    ).split("\0"):
        path = entry[entry.find("\t") + 1 :]
        if entry.startswith("120000"):
            links[path] = _target(root, path)
        elif path and not entry.startswith("160000"):
            paths.append(path)
    if links:
        paths += unlinked(links, paths)
    return paths


def _target(root: str, path: str) -> str:
    """Return the target of a symbolic link, from the root of the tree (`/` if it is not a link any
    more: changed on disk since).
    """
    try:
        target = os.readlink(os.path.join(root, path))
    except OSError:
        return "/"
    if target.startswith(root + "/"):
        return os.path.relpath(target, os.path.join(root, os.path.dirname(path)))
    return target


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
