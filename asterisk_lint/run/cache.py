"""Results stored from one run to the next, in the user's cache directory: nothing that a repository
contains, its Git directory included, and no other user can put an entry there.

An entry is a separate file, named by what it depends on (blob ids, this tool's version, the
release, the settings) and written in one step, so that simultaneous runs cannot disturb each other.
It contains its own checksum, so a damaged one is ignored. The cache never fails a run: if it cannot
be read or written, everything is computed again. It may be deleted at any time.
"""

import os
import sys
from collections.abc import Iterable
from marshal import dumps, loads
from stat import S_ISLNK, S_ISREG, S_ISVTX
from time import monotonic_ns

from asterisk_lint import __version__
from asterisk_lint.records import Any
from asterisk_lint.tree.digests import blake2b, sha1

KEPT = 20_000  # entries; when a directory has grown beyond its share, the older half is deleted
# The folders of this tool that no stored result depends on: these packages are imported neither
# by a check nor by `history` (`[tool.importlinter]` in pyproject.toml).
_APART = frozenset({"__pycache__", "adopt", "editor", "machine", "witness"})


class Cache:
    """A directory of results. Without a directory every lookup fails and nothing is stored."""

    def __init__(self, directory: str | None) -> None:
        self.directory = directory

    def get(self, key: str) -> Any:
        """Return the value stored for a key (from `key_of`); None if there is none, or it is
        damaged.
        """
        if self.directory is None:
            return None
        try:
            with open(self._place(key), "rb", opener=_opener) as file:
                if not _is_ours(file.fileno()):
                    return None
                check, _, content = file.read().partition(b"\n")
            if check != checksum(key, content):
                return None
            return loads(content)  # noqa: S302 - nobody but this user could write it: `_is_ours`
        except (OSError, ValueError, EOFError, TypeError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Store a value: text, numbers, bytes, None; lists, tuples and dictionaries of such."""
        if self.directory is None:
            return
        content = dumps(value)
        place = self._place(key)
        folder = os.path.dirname(place)
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            # (tempfile would work, but costs more to import than all the rest of this)
            temporary = os.path.join(folder, f"new-{os.getpid()}-{monotonic_ns()}")
            descriptor = os.open(
                temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600
            )
            try:
                with open(descriptor, "wb") as file:
                    file.write(checksum(key, content) + b"\n" + content)
                os.replace(temporary, place)
            except BaseException:
                os.unlink(temporary)
                raise
            self._thin_out(folder)
        except OSError:
            self.directory = None  # full, or not writable: continue without it

    def _place(self, key: str) -> str:
        assert self.directory is not None
        # (Python's own format, which differs between versions, is read in a third of JSON's time)
        return os.path.join(self.directory, key[:2], f"{key[2:]}.{sys.implementation.cache_tag}")

    def _thin_out(self, folder: str) -> None:
        names = os.listdir(folder)
        if len(names) <= KEPT // 256:
            return
        aged = sorted((os.stat(os.path.join(folder, name)).st_mtime_ns, name) for name in names)
        for _, name in aged[: len(aged) // 2]:
            os.unlink(os.path.join(folder, name))


def key_of(*parts: Iterable[str] | str) -> str:
    """Return the key of everything that a result depends on: 64 hexadecimal digits."""
    pieces: list[str] = []
    for part in parts:
        texts = (part,) if isinstance(part, str) else part
        pieces += [f"{len(text)}:{text}" for text in texts]
        pieces.append(";")
    return blake2b("".join(pieces).encode("utf-8", "surrogatepass"))


def blob_id(content: bytes) -> str:
    """Return the id that Git (in a SHA-1 repository) gives to a file's content."""
    return sha1(b"blob %d\0" % len(content) + content)


def checksum(key: str, content: bytes) -> bytes:
    """Return the checksum that reveals a damaged entry, or one under another name."""
    return blake2b(key.encode() + content).encode()


def open_cache(*, wanted: bool = True) -> Cache:
    """Return the user's cache; an empty one if not wanted."""
    return Cache(cache_directory() if wanted else None)


def cache_directory() -> str | None:
    """Return where results are stored; None without a home directory, or where others could put an
    entry: other users, or a commit (CI jobs move the cache into the work tree).
    """
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if not os.path.isabs(home):
        return None
    own = os.path.join(home, "asterisk-lint")
    directory = os.path.join(own, "results")
    try:
        if not _is_private(directory):
            return None
        os.makedirs(own, mode=0o700, exist_ok=True)
        os.makedirs(directory, mode=0o700, exist_ok=True)
        ours = all(_is_only_ours(os.lstat(place)) for place in (own, directory))
    except OSError:
        return None
    return directory if ours else None


def _is_private(place: str) -> bool:
    """Tell whether nobody but this user and root can replace a directory, and no work tree holds
    it; of one that does not exist yet, whether that is so of the one above.
    """
    place = os.path.realpath(place)
    while True:
        try:
            status = os.stat(place)
        except FileNotFoundError:
            pass
        else:
            common = status.st_mode & S_ISVTX and status.st_uid == 0  # as /tmp is
            # A group of the same number as the user has no other members.
            others = 0o022 if status.st_gid != os.getuid() or not os.getuid() else 0o002
            if not common and (status.st_uid not in {0, os.getuid()} or status.st_mode & others):
                return False
        if os.path.lexists(os.path.join(place, ".git")):
            return False
        above = os.path.dirname(place)
        if above == place:
            return True
        place = above


def _is_only_ours(status: os.stat_result) -> bool:
    """Tell whether a file or directory, and not a link, belongs to this user, and nobody else can
    write to it.
    """
    mode = status.st_mode
    return status.st_uid == os.getuid() and not S_ISLNK(mode) and not mode & 0o022


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _is_ours(descriptor: int) -> bool:
    """Tell whether an open file was written by this user, and has no name elsewhere (none at all if
    it was replaced just now).
    """
    status = os.fstat(descriptor)
    return S_ISREG(status.st_mode) and status.st_nlink < 2 and _is_only_ours(status)


def tool_version() -> str:
    """Return this tool's version, with a mark that changes with any of its files on which results
    depend: of an installed wheel, the list of its files with their digests, which the installer
    left beside the package; otherwise (a development checkout) the status of each.
    """
    top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    try:
        with open(f"{top}-{__version__}.dist-info/RECORD", "rb") as record:
            return blake2b(record.read())
    except OSError:
        pass
    start = len(top)
    marks: list[tuple[str, int, int]] = []
    folders = [top]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name not in _APART:
                        folders.append(entry.path)
                elif entry.name != ".DS_Store":
                    status = entry.stat()
                    marks.append((entry.path[start:], status.st_size, status.st_mtime_ns))
    marks.sort()
    # (this costs a third of what texts cost; version 2 writes equal values alike)
    return blake2b(dumps((__version__, marks), 2))
