"""Write a file so that readers see either the old or the new content, never a part, and so that its
other properties stay.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from asterisk_lint.fix.new_file import create, give_name, left_over, remove_left_over
from asterisk_lint.fix.rewrite import FixRefused

# Attributes that the kernel computes for each file's own content, and that must not be copied.
COMPUTED = ("security.ima", "security.evm", "security.capability")
_PROC = "/proc/self/fd"
PATIENCE = 30.0  # seconds to wait for another run that writes to the same directory


def write_atomically(path: str, content: bytes, root: str, expected: bytes | None = None) -> None:
    """Replace a file's content in one step; mode, owner, group, ACL and extended attributes are
    kept, and a symbolic link stays one.

    `expected` is the content that the new one was derived from (None: any). Raises FixRefused, with
    nothing written, for a place outside `root`, a file with hard links, one whose content has
    changed in the meantime, and if one of these properties cannot be kept; OSError.
    """
    real = refuse_unwritable(path, root)
    with locked(os.path.dirname(real)) as folder:
        status = os.stat(real)

        def keep(descriptor: int) -> None:
            _keep_owner(descriptor, path, status)
            _keep_attributes(descriptor, path, real)
            os.fchmod(descriptor, stat.S_IMODE(status.st_mode))

        def replace(descriptor: int, name: str | None) -> None:
            name = name or give_name(descriptor, folder)
            try:
                refuse_changed(path, expected)
                os.replace(name, os.path.basename(real), src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                os.unlink(name, dir_fd=folder)
                raise

        _write(folder, 0o600, content, keep, replace)


def write_new(path: str, content: bytes, root: str) -> None:
    """Write a new file, completely or not at all. Raises FixRefused if it must not be written or
    exists by now; OSError.
    """
    real = refuse_unwritable(path, root)
    with locked(os.path.dirname(real)) as folder:

        def place(descriptor: int, name: str | None) -> None:
            try:
                if name is None:
                    give_name(descriptor, folder, os.path.basename(real))
                    return
                os.link(name, os.path.basename(real), src_dir_fd=folder, dst_dir_fd=folder)
            except FileExistsError:
                raise FixRefused(changed(path)) from None
            finally:
                if name is not None:
                    os.unlink(name, dir_fd=folder)

        _write(folder, 0o666, content, lambda _: None, place)


def _write(
    folder: int,
    mode: int,
    content: bytes,
    keep: Callable[[int], None],
    finish: Callable[[int, str | None], None],
) -> None:
    """Fill a new file in a directory, let `keep` set its properties and `finish` its place; nothing
    is left behind if one of them fails.
    """
    descriptor, name = create(folder, mode)
    try:
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            keep(descriptor)
            os.fsync(descriptor)
        except BaseException:
            if name is not None:
                os.unlink(name, dir_fd=folder)
            raise
        finish(descriptor, name)
    finally:
        os.close(descriptor)


def refuse_changed(path: str, expected: bytes | None) -> None:
    """Raise FixRefused if a file differs from what was read (`expected`; None: any content is
    accepted).
    """
    if expected is None:
        return
    try:
        with open(path, "rb") as file:
            now: bytes | None = file.read(len(expected) + 1)
    except FileNotFoundError:
        now = None
    if now != expected:
        raise FixRefused(changed(path))


def changed(path: str) -> str:
    """Return the message about a file that another program writes at the same time."""
    return (
        f"{path} was changed by another program while asterisk-lint was working, so it is not "
        "written; run the same command again"
    )


def refuse_unwritable(path: str, root: str) -> str:
    """Return the real path of a file. Raises FixRefused if it must not be written, whatever its
    content.
    """
    real = os.path.realpath(path)
    if not real.startswith(os.path.realpath(root).rstrip("/") + "/"):
        raise FixRefused(
            f"{path} is a symbolic link that leads out of {root}, so it is not written"
        )
    try:
        status = os.stat(real)
    except FileNotFoundError:
        if os.path.islink(path):
            raise FixRefused(
                f"{path} is a symbolic link to {real}, which does not exist, so it is not written"
            ) from None
        return real
    if not stat.S_ISREG(status.st_mode):
        raise FixRefused(f"{path} is not a regular file, so it is not written")
    if status.st_nlink > 1:
        raise FixRefused(
            f"{path} has {status.st_nlink} hard links, and only this one would get the new "
            "content, so it is not written; replace it with a copy of its own (cp it, then mv the "
            "copy over it), or with a symbolic link"
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
            f"{path} belongs to the group {_group(group)}, and you are not a member: run as "
            "a member, or as root"
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
    """Copy the extended attributes of the old file to the new one, including its ACL, and remove
    those that the directory set.
    """
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
            f"{path}: {what} cannot be kept ({(error.strerror or str(error)).lower()}): run "
            "as its owner, or as root"
        ) from None


@contextmanager
def locked(folder: str, patience: float = PATIENCE) -> Iterator[int]:
    """Lock a directory against other runs that write to it, and remove what a killed one left
    there; yield its descriptor.

    On a file system without locks nothing is removed. Raises FixRefused if another run holds the
    lock for longer than `patience` (seconds), and if the directory is no longer at its real path
    `folder`: somebody put a symbolic link there since the path was resolved.
    """
    import fcntl
    from time import monotonic, sleep

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if not _is_at(descriptor, folder):
            raise FixRefused(
                f"{folder} was replaced while asterisk-lint was working: nothing was written there"
            )
        until = monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if monotonic() > until:
                    raise FixRefused(
                        f"another program has locked {folder}: nothing was written there"
                    ) from None
                sleep(0.02)
            except OSError:
                yield descriptor
                return
        remove_left_over(folder)
        yield descriptor
        with suppress(OSError):  # a file system that cannot keeps its own order
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_at(descriptor: int, folder: str) -> bool:
    """Tell whether an open directory has this path, without any symbolic link on the way."""
    try:
        return os.readlink(f"{_PROC}/{descriptor}") == folder
    except OSError:  # not on Linux
        there = os.path.realpath(folder) == folder
        return there and os.path.samestat(os.lstat(folder), os.fstat(descriptor))


def clean(folder: str) -> None:
    """Remove what a killed run left in a directory, if anything."""
    try:
        if left_over(folder):
            with locked(os.path.realpath(folder), 0):
                pass
    except (OSError, FixRefused):  # not writable for us, or another run is writing there
        pass


def put(path: str, content: bytes, root: str, expected: bytes | None) -> None:
    """Write a file that may be new. `expected` is its content when it was read; None: it did not
    exist.

    Raises FixRefused and OSError like write_atomically.
    """
    if expected is None:
        write_new(path, content, root)
    else:
        write_atomically(path, content, root, expected)
