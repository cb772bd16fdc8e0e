"""The file to which new content is written before it takes its final place, and what a killed run
leaves of it.

Where the file system supports it (O_TMPFILE), it has no name until it is complete, so that a kill
leaves nothing. Its name then contains its own inode number: no file that a person wrote, copied,
checked out or restored from a backup contains its own number, so none is ever mistaken for ours.
"""

import os
import re
import stat
from secrets import token_hex

# A name that no glob of Asterisk matches.
PREFIX, SUFFIX = ".asterisk-lint-", ".new"
LEFT_OVER = re.compile(r"\.asterisk-lint-(\d+)(?:-\d+)?\.new", re.ASCII)


def create(folder: int, mode: int) -> tuple[int, str | None]:
    """Create a new empty file in a directory (given by descriptor, as everywhere here); return its
    descriptor, and its name if a file without a name is impossible.

    Raises OSError.
    """
    try:
        descriptor = os.open(".", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, mode, dir_fd=folder)
    except (OSError, AttributeError):  # NFS, old kernels, macOS
        return _create_named(folder, mode)
    if os.path.exists(_own(descriptor)):
        return descriptor, None
    os.close(descriptor)  # no /proc: it could not get a name
    return _create_named(folder, mode)


def _create_named(folder: int, mode: int) -> tuple[int, str]:
    first = f"{PREFIX}{token_hex(8)}{SUFFIX}"
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC
    descriptor = os.open(first, flags, mode, dir_fd=folder)
    name = _free_name(descriptor, folder)
    os.rename(first, name, src_dir_fd=folder, dst_dir_fd=folder)
    return descriptor, name


def give_name(descriptor: int, folder: int, name: str | None = None) -> str:
    """Give a complete file without a name a name, with its number in it unless one is given. Raises
    FileExistsError, OSError.
    """
    name = name or _free_name(descriptor, folder)
    # With `src_dir_fd` Python calls linkat, which can follow the link in /proc to the file itself.
    os.link(_own(descriptor), name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
    return name


def _own(descriptor: int) -> str:
    return f"/proc/self/fd/{descriptor}"


def _free_name(descriptor: int, folder: int) -> str:
    """Return a free name with the file's number: a copy of a left-over file can have kept its name
    after the number was reused.
    """
    number, more = os.fstat(descriptor).st_ino, ""
    names = set(os.listdir(folder))
    while (name := f"{PREFIX}{number}{more}{SUFFIX}") in names:
        more = f"-{int(more[1:] or 0) + 1}"
    return name


def left_over(folder: str) -> list[str]:
    """Return the names of files in a directory that killed runs left there: regular files named by
    their own inode number that Git does not track.
    """
    found = []
    for name in os.listdir(folder):
        match = LEFT_OVER.fullmatch(name)
        if match is None:
            continue
        try:
            status = os.lstat(os.path.join(folder, name))
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_ino == int(match[1]):
            found.append(name)
    return [name for name in found if not _tracked(folder, name)]


def _tracked(folder: str, name: str) -> bool:
    """Tell whether Git tracks a file, or cannot say."""
    from asterisk_lint.tree.files import TreeError
    from asterisk_lint.tree.git import try_git
    from asterisk_lint.tree.repository import find_repository

    folder = os.path.realpath(folder)
    root = find_repository(folder)
    if root is None:
        return False
    path = os.path.relpath(os.path.join(folder, name), root)
    try:
        status, listed, _ = try_git(root, "ls-files", "-z", "--", f":(top,literal){path}")
    except TreeError:
        return True
    return status != 0 or listed != b""


def remove_left_over(folder: str) -> None:
    """Remove what killed runs left in a directory. It must be locked, because files that another
    run is writing look the same.
    """
    for name in left_over(folder):
        try:
            os.unlink(os.path.join(folder, name))
        except OSError:
            continue  # owned by another user
