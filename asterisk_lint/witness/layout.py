"""How an Asterisk is installed, and the files that it gets in the sandbox."""

import os
from collections.abc import Mapping

from asterisk_lint.records import NamedTuple

BINARIES = (
    "usr/sbin/asterisk",
    "usr/local/sbin/asterisk",
    "sbin/asterisk",
    "opt/asterisk/sbin/asterisk",
)


LOGGER_CONF = (
    b"[general]\ndateformat=%F %T.%3q\nqueue_log=no\n[logfiles]\nfull => "
    b"notice,warning,error,verbose\n"
)


OWN_OPTIONS = frozenset((
    "execincludes", "runuser", "rungroup", "nofork", "alwaysfork", "console", "quiet", "dumpcore",
    "verbose", "debug", "systemname", "autosystemname",
    "timestamp", "nocolor", "highpriority", "lockconfdir", "record_cache_dir", "remotesocket",
    "minmemfree", "maxload",
))  # fmt: skip


class Layout(NamedTuple):
    """How an Asterisk is installed, as far as its asterisk.conf says."""

    etc: str = "/etc/asterisk"
    options: Mapping[str, str] = {}  # entries of its [options]
    # Entries of its [directories] that are only read: astmoddir, astvarlibdir, astdatadir,
    # astkeydir, astagidir. The others are set here.
    directories: Mapping[str, str] = {}
    binary: str | None = (
        None  # the program inside the root directory, if it is not in a usual place
    )


class NoAsterisk(Exception):
    """There is no Asterisk at the given place."""


def read_directory(directory: str | os.PathLike[str] | None) -> dict[str, bytes]:
    """Return every file below a directory, by its relative name. Raises OSError if one cannot be
    read.
    """
    files: dict[str, bytes] = {}
    if directory is None:
        return files
    for folder, folders, names in os.walk(directory):
        folders.sort()
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    files[os.path.relpath(path, directory).replace(os.sep, "/")] = file.read()
    return files


def find_binary(root: str) -> str:
    """Return Asterisk's program below a root directory, as an absolute path inside it. Raises
    NoAsterisk if there is none.
    """
    for path in BINARIES:
        if os.access(os.path.join(root, path), os.X_OK):
            return "/" + path
    raise NoAsterisk(
        f"there is no Asterisk in {root} (looked for {', '.join('/' + path for path in BINARIES)})"
        + ("; --root DIR names another one" if root == "/" else "")
    )


def asterisk_conf(etc: str, options: Mapping[str, str], directories: Mapping[str, str]) -> str:
    """Return the text of the asterisk.conf for the sandbox: private directories, and the caller's
    options except those that could leave them.
    """
    read_only = ("astmoddir", "astvarlibdir", "astdatadir", "astkeydir", "astagidir", "astsbindir")
    lines = [
        "[directories]",
        f"astetcdir => {etc}",
        "astdbdir => /run/witness",
        "astrundir => /run/witness",
        "astlogdir => /var/log/asterisk",
        "astspooldir => /var/spool/asterisk",
        *(f"{name} => {directories[name]}" for name in read_only if name in directories),
        "[options]",
        "execincludes = no",
        "systemname = witness",
        *(
            f"{name} = {value}"
            for name, value in options.items()
            if name.lower() not in OWN_OPTIONS
        ),
        "execincludes = no",  # again: the last one counts
    ]
    return "\n".join(lines) + "\n"
