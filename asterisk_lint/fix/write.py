"""Writing a file so that whoever reads it sees the old content or the new, never a part."""

import os

from asterisk_lint.fix.rewrite import FixRefused


def write_atomically(path: str, content: bytes, root: str) -> None:
    """Replace a file's content in one step; its mode and owner stay, a symbolic link stays one.

    Raises FixRefused for a place out of `root` and for somebody else's file; OSError.
    """
    real = os.path.realpath(path)
    if not real.startswith(os.path.realpath(root).rstrip("/") + "/"):
        raise FixRefused(f"{path} is a symbolic link that leads out of {root}: it is not written")
    import tempfile

    status = os.stat(real)
    # A name that Asterisk reads in no glob, in the same directory so that the replacement is one rename.
    descriptor, temporary = tempfile.mkstemp(prefix=".asterisk-lint-", dir=os.path.dirname(real))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), status.st_mode & 0o7777)
            if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
                try:
                    os.fchown(file.fileno(), status.st_uid, status.st_gid)
                except PermissionError:
                    raise FixRefused(f"{path} belongs to somebody else: run as its owner") from None
            os.fsync(file.fileno())
        os.replace(temporary, real)
    except BaseException:
        os.unlink(temporary)
        raise


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
