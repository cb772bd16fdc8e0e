"""The work tree: files as they are on disk.

PBXs are looked for among the files that Git tracks. Below a PBX's directory every file counts,
whether Git tracks it, ignores it or does not know it yet, because Asterisk reads it as it is.
`untracked` names the files of the last kind, which the next commit would lack.
"""

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence

from asterisk_lint.tree.files import TreeError, Unreadable, refuse_large
from asterisk_lint.tree.folders import Folders
from asterisk_lint.tree.git import run_git, try_git
from asterisk_lint.tree.paths import below
from asterisk_lint.tree.repository import find_repository, is_bare
from asterisk_lint.tree.statuses import Statuses


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
        self._paths: tuple[str, ...] | None = None
        self._known: frozenset[str] = frozenset()
        self._read: dict[str, None] = {}  # paths of the files that were read, or known without
        self.statuses: Statuses | None = None  # set by a run that keeps results
        self._folders = Folders(self.root)

    def paths(self) -> Sequence[str]:
        """Return the paths of all tracked files (outside a repository: of all files), sorted."""
        if self._paths is None:
            found = tracked_files(self.root) if self.tracked else self._walk(".")
            paths = dict.fromkeys(found)  # nearly in order
            self._known = frozenset(paths)
            self._paths = tuple(sorted(paths))
        return self._paths

    def may_have_links(self, directory: str) -> bool:
        """Tell whether a directory can contain symbolic links: False if it is known that it has
        none.
        """
        return self._folders.may_have_links(directory)

    def under(self, directory: str) -> Sequence[str]:
        """Return the paths of the files below a directory that exist on disk, without those in
        hidden directories unless Git tracks them.
        """
        tracked = below(self.paths(), directory)
        if not self.tracked:
            return tracked
        on_disk, more = self._folders.on_disk(directory, tracked, self._known)
        found = tracked if on_disk is tracked else [path for path in tracked if path in on_disk]
        if not more:
            return found
        others = self._walk(directory, hidden=False)
        return sorted({*found, *(path for path in others if "/.git/" not in f"/{path}")})

    def _walk(self, directory: str, *, hidden: bool = True) -> Iterator[str]:
        from asterisk_lint.tree.walk import walk

        return walk(self.root, directory, hidden=hidden)

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
        return self._folders.place(path)

    def are_as(self, paths: Sequence[str], statuses: bytes, blobs: Sequence[str]) -> bool:
        """Tell whether files have the statuses that an earlier run left for them. If not, `blobs`
        uses what that run knew: the blob ids of the files.
        """
        if self.statuses is None or not statuses:
            return False
        self.paths()
        tracked = self._known.issuperset(paths)
        if (
            tracked or all(path in self._known or self._belongs(path) for path in paths)
        ) and self.statuses.are_as(self._folders.plain_places(paths), statuses):
            if not tracked:
                self._read.update(dict.fromkeys(paths))
            return True
        self.statuses.expect(paths, statuses, blobs)
        return False

    def statuses_of(self, paths: Sequence[str]) -> bytes:
        """Return the statuses of files for `are_as` in a later run; nothing without one."""
        return b"" if self.statuses is None else self.statuses.packed(paths)

    def blobs(self, paths: Sequence[str]) -> Sequence[str | None]:
        """Return the blob id of each file that is as an earlier run read it; None for one that must
        be read.
        """
        if self.statuses is None:
            return [None] * len(paths)
        self.paths()
        if not self._known.issuperset(paths):
            inside = [path for path in paths if path in self._known or self._belongs(path)]
            if len(inside) < len(paths):
                known = dict(zip(inside, self.blobs(inside), strict=True))
                return [known.get(path) for path in paths]
        blobs = self.statuses.blobs(paths, self._folders.places(paths))
        self._read.update(
            (path, None) for path, blob in zip(paths, blobs, strict=True) if blob is not None
        )
        return blobs

    def listing(self, directory: str) -> Collection[str]:
        """Return the names in a directory, if `under` has listed it."""
        return self._folders.names(directory)

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

    def read_here(self) -> list[str]:
        """Return which files were read: for `join` in another process that has the same tree."""
        return list(self._read)

    def join(self, read: Iterable[str]) -> None:
        """Take over which files another process read."""
        self._read.update(dict.fromkeys(read))

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
        return self._unknown_to_git("--", *(f":(literal){path}" for path in unknown))

    def untracked(self, directory: str) -> Sequence[str]:
        """Return the paths below a directory that the next commit would lack: Git neither tracks
        nor ignores them (a directory ends in `/`).
        """
        if not self.tracked:
            return []
        tracked = below(self.paths(), directory)
        if not self._folders.on_disk(directory, tracked, self._known)[1]:
            return []
        return self._unknown_to_git("--directory", "--", directory)

    def _unknown_to_git(self, *arguments: str) -> list[str]:
        """Return what Git neither tracks nor ignores, sorted; nothing if git fails."""
        command = ("ls-files", "-z", "--others", "--exclude-standard", *arguments)
        status, output, _ = try_git(self.root, *command)
        return [] if status else sorted(path for path in os.fsdecode(output).split("\0") if path)

    def _belongs(self, path: str) -> bool:
        """Tell whether an untracked path is still part of the tree because it exists on disk."""
        if not self._folders.may_have(path):
            return False
        exists = os.path.lexists if self.tracked else os.path.isdir
        return exists(os.path.join(self.root, path))


def tracked_files(root: str) -> list[str]:
    """Return the paths that Git tracks in the work tree at `root`, including those in checked-out
    submodules and through symbolic links.
    """
    output = os.fsdecode(run_git(root, "ls-files", "-z", "--stage", "--recurse-submodules"))
    # Each entry is "MODE BLOB STAGE<TAB>PATH", with as many characters before every path; a path
    # with a merge conflict has several entries.
    start = output.find("\t") + 1
    entries = output.split("\0")
    paths = [entry[start:] for entry in entries if entry[:3] == "100"]
    links = {
        path: _target(root, path)
        for path in [entry[start:] for entry in entries if entry[:6] == "120000"]
    }
    if links:
        from asterisk_lint.tree.symbolic_links import unlinked

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
