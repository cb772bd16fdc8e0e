"""Writing a file so that whoever reads it sees the old content or the new, never a part, and so that it stays the same file to everybody else."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from asterisk_lint.fix.rewrite import FixRefused

# A name that Asterisk reads in no glob. What a kill leaves is found by it.
PREFIX, SUFFIX = ".asterisk-lint-", ".new"
LEFT_OVER = re.compile(r"\.asterisk-lint-\w{8}\.new")

# What the kernel works out for each file's own content, and must not be copied to another content.
COMPUTED = ("security.ima", "security.evm", "security.capability")
PATIENCE = 30.0  # seconds to wait for another run that writes in the same directory


def write_atomically(path: str, content: bytes, root: str) -> None:
    """Replace a file's content in one step; mode, owner, group, ACL and extended attributes stay, a symbolic link stays one.

    Raises FixRefused, with nothing written, for a place out of `root`, for a file with several names (hard links), and where one of these
    properties cannot be kept; OSError.
    """
    real = refuse_unwritable(path, root)
    status = os.stat(real)
    with locked(os.path.dirname(real)) as folder:
        import tempfile

        # In the same directory, so that the replacement is one rename.
        descriptor, temporary = tempfile.mkstemp(
            prefix=PREFIX, suffix=SUFFIX, dir=os.path.dirname(real)
        )
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                _keep_owner(file.fileno(), path, status)
                _keep_attributes(file.fileno(), path, real)
                os.fchmod(file.fileno(), stat.S_IMODE(status.st_mode))
                os.fsync(file.fileno())
            os.replace(temporary, real)
        except BaseException:
            os.unlink(temporary)
            raise
        if folder >= 0:
            os.fsync(folder)


def refuse_unwritable(path: str, root: str) -> str:
    """Where a file really lies. Raises FixRefused where it must not be written, whatever its content."""
    real = os.path.realpath(path)
    if not real.startswith(os.path.realpath(root).rstrip("/") + "/"):
        raise FixRefused(f"{path} is a symbolic link that leads out of {root}: it is not written")
    links = os.stat(real).st_nlink if os.path.exists(real) else 1
    if links > 1:
        raise FixRefused(
            f"{path} is one file with {links} names (hard links): a new content would reach this name only, so it is not written; "
            "make it a file of its own (cp it, and mv the copy over it), or a symbolic link"
        )
    return real


def _keep_owner(descriptor: int, path: str, status: os.stat_result) -> None:
    now = os.fstat(descriptor)
    owner = status.st_uid if status.st_uid != now.st_uid else -1
    group = status.st_gid if status.st_gid != now.st_gid else -1
    if (owner, group) == (-1, -1):
        return
    try:
        os.fchown(descriptor, owner, group)
    except PermissionError:
        if owner != -1:
            raise FixRefused(
                f"{path} belongs to {_user(owner)}: run as that user, or as root"
            ) from None
        raise FixRefused(
            f"{path} belongs to the group {_group(group)}, of which you are no member: run as one, or as root"
        ) from None


def _user(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _group(number: int) -> str:
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def _keep_attributes(descriptor: int, path: str, real: str) -> None:
    """Give the new file the extended attributes of the old one, its ACL among them, and take away what the directory gave it."""
    if not hasattr(os, "listxattr"):  # macOS, the BSDs
        return
    try:
        wanted = {
            name: os.getxattr(real, name) for name in os.listxattr(real) if name not in COMPUTED
        }
        there = {
            name: os.getxattr(descriptor, name)
            for name in os.listxattr(descriptor)
            if name not in COMPUTED
        }
    except OSError:
        return  # a file system without them
    try:
        for name in there.keys() - wanted.keys():
            if not name.startswith("security."):  # a label that every file has
                os.removexattr(descriptor, name)
        for name, value in wanted.items():
            if there.get(name) != value:
                os.setxattr(descriptor, name, value)
    except OSError as error:
        what = (
            "its ACL" if name.startswith("system.posix_acl") else f"its extended attribute {name}"
        )
        raise FixRefused(
            f"{path}: {what} cannot be kept ({(error.strerror or str(error)).lower()}): run as its owner, or as root"
        ) from None


@contextmanager
def locked(folder: str, patience: float = PATIENCE) -> Iterator[int]:
    """Hold a directory against other runs that write in it, and remove what a killed one left there; gives its descriptor.

    -1 on a file system without locks: there nothing is removed. Raises FixRefused when another run holds it for longer than `patience`
    (seconds).
    """
    import fcntl
    from time import monotonic, sleep

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        until = monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if monotonic() > until:
                    raise FixRefused(
                        f"another program holds {folder}: nothing was written there"
                    ) from None
                sleep(0.02)
            except OSError:
                yield -1
                return
        try:
            _remove_left_over(folder)
            yield descriptor
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def clean(folder: str) -> None:
    """Remove what a killed run left in a directory, if there is something."""
    try:
        if any(LEFT_OVER.fullmatch(name) for name in os.listdir(folder)):
            with locked(folder, 0):
                pass
    except (OSError, FixRefused):  # not ours to write, or another run is writing there
        pass


def _remove_left_over(folder: str) -> None:
    with os.scandir(folder) as entries:
        names = [
            entry.name
            for entry in entries
            if LEFT_OVER.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
        ]
    for name in names:
        try:
            os.unlink(os.path.join(folder, name))
        except OSError:
            continue  # somebody else's


def read_bytes(path: str) -> bytes:
    """A file's content; nothing when it is not there."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def put(path: str, content: bytes, root: str) -> None:
    """Write a file that may be new."""
    if os.path.exists(path):
        write_atomically(path, content, root)
        return
    with open(path, "xb") as file:
        file.write(content)
