"""Mounts and files of a root directory that is being made, none of which follows a symbolic
link.
"""

import contextlib
import ctypes
import errno
import os
import stat
import struct

from asterisk_lint.witness.rights import Failed, libc

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_NOATIME, MS_NODIRATIME = (
    1,
    2,
    4,
    8,
    32,
    1024,
    2048,
)
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
OPENAT2, RESOLVE_NO_MAGICLINKS, RESOLVE_IN_ROOT = 437, 0x02, 0x10


def advice(number: int) -> str:
    """Return the setting of the machine that is the likely obstacle."""
    settings = (
        (
            "/proc/sys/kernel/unprivileged_userns_clone",
            "0",
            "kernel.unprivileged_userns_clone is 0",
        ),
        (
            "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "AppArmor restricts unprivileged user namespaces",
        ),
        *(
            (f"/proc/sys/user/max_{kind}_namespaces", "0", f"user.max_{kind}_namespaces is 0")
            for kind in ("user", "net", "pid", "mnt", "ipc", "uts")
        ),
    )
    for file, value, meaning in settings:
        with contextlib.suppress(OSError), open(file, encoding="ascii") as opened:
            if opened.read().strip() == value:
                return f" ({meaning})"
    return " (a container has to be privileged for this)" if number == errno.EPERM else ""


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Call mount(2). Raises Failed with the reason."""
    texts = [
        text.encode("utf-8", "surrogateescape") if text is not None else None
        for text in (source, target, kind)
    ]
    if (
        libc().mount(
            texts[0], texts[1], texts[2], ctypes.c_ulong(flags), data.encode() if data else None
        )
        != 0
    ):
        number = ctypes.get_errno()
        raise Failed(f"mount {target}: {os.strerror(number)}{advice(number)}")


def is_normal(name: str) -> bool:
    """Tell whether a relative path leads where it seems to: no empty part, no '.', no '..'."""
    return not {"", ".", ".."} & set(name.split("/")) and "\0" not in name


def target_of(source: int, name: str) -> str:
    """Return the target of a symbolic link, without surrounding slashes; "" for anything else."""
    try:
        return os.readlink(name, dir_fd=source).strip("/")
    except OSError:
        return ""


def open_beneath(source: int, name: str) -> int | None:
    """Return a handle (O_PATH) of what the name means when the directory `source` is the root; None
    if there is nothing.

    Links, absolute ones too, are followed inside it and never lead out of it.
    """
    how = struct.pack("=QQQ", os.O_PATH | os.O_CLOEXEC, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)
    opened = libc().syscall(OPENAT2, source, name.encode(), how, ctypes.c_size_t(len(how)))
    if opened >= 0:
        return int(opened)
    if ctypes.get_errno() not in {errno.ENOSYS, errno.EPERM}:
        return None
    return open_without_links(source, name)


def open_without_links(source: int, name: str) -> int | None:
    """Do the same for kernels before 5.6, which lack openat2: a link counts as nothing."""
    at = os.dup(source)
    for word in name.split("/"):
        try:
            inner = os.open(word, os.O_PATH | os.O_NOFOLLOW, dir_fd=at)
        except OSError:
            return None
        finally:
            os.close(at)
        at = inner
        if stat.S_ISLNK(os.fstat(at).st_mode):
            os.close(at)
            return None
    return at


def make(new: str, name: str) -> int:
    """Create a directory with its parents below `new`, and return its handle; existing ones must be
    in this sandbox's own memory. Raises Failed.
    """
    at = os.open(new, os.O_PATH | os.O_DIRECTORY)
    device = os.fstat(at).st_dev
    for word in name.split("/"):
        if os.fstat(at).st_dev != device:
            raise Failed(f"{name} would be in a system directory")
        with contextlib.suppress(FileExistsError):
            os.mkdir(word, 0o755, dir_fd=at)
        try:
            inner = os.open(word, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
        except OSError as error:
            raise Failed(f"{name}: {error.strerror}") from error
        os.close(at)
        at = inner
    return at


def bind_file(new: str, name: str, source: str) -> None:
    """Show one file, or one device, if it exists."""
    if os.path.exists(source):
        folder, _, last = name.rpartition("/")
        at = make(new, folder)
        os.close(os.open(last, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=at))
        os.close(at)
        mount(source, f"{new}/{name}", None, MS_BIND)


def mounts() -> dict[str, str]:
    """Return the places of all mounts, by mount number."""
    with open("/proc/self/mountinfo", "rb") as file:
        lines = [line.split(b" ") for line in file]
    return {
        words[0].decode(): os.fsdecode(words[4].decode("unicode_escape").encode("latin-1"))
        for words in lines
    }
