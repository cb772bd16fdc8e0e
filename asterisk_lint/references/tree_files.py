"""AGI scripts and sounds, where the tree holds the directory that they are in.

A tree seldom holds all of them. A name is looked for only in a directory from which the dialplan
takes another file that is there, and never where Git ignores files or a recording may create one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.references.names_there import Names
from asterisk_lint.references.values import AGI, FOLDERS, SOUND
from asterisk_lint.tree.files import is_ignored

# Directories that the packages of Asterisk's sounds fill, or Asterisk itself while it runs.
_STANDARD = frozenset({
    "dictate", "digits", "extra", "followme", "ha", "letters", "phonetic", "priv-callerintros",
    "recordings", "silence", "states", "tmp", "wx",
})  # fmt: skip
_LANGUAGE = r"[a-z]{2,3}([_-][A-Za-z0-9]+)*"
_ENDINGS = ("wav", "gsm", "sln16", "ulaw", "g722", "mp3")
# Applications whose arguments can name a sound that somebody records.
_RECORDING = ("record", "mixmonitor", "monitor", "dictate", "system", "trysystem", "agi", "eagi")


def names_in(text: str, kind: str) -> list[str]:
    """Return the names in an argument that names things of a kind."""
    return text.split("&") if kind == SOUND else [text]


def missing_files(
    configuration: Configuration, kind: str, named: Iterable[str]
) -> Mapping[str, tuple[str, ...]]:
    """Return those of the names that have no file, each with the names that are there; none if the
    tree does not hold the directory.
    """
    files = _files(configuration, kind)
    if not files:
        return {}
    names = [name for name in named if _is_plain(name, kind)]
    taken = {
        where for where, _, base in (name.rpartition("/") for name in names)
        if base in files.get(where, ())
    }  # fmt: skip
    found: dict[str, tuple[str, ...]] = {}
    there: dict[str, Names] = {}  # by directory, as in `recorded`
    recorded: dict[str, bool] = {}
    for name in names:
        where, slash, base = name.rpartition("/")
        if where in taken and base not in files[where]:
            if where not in there:
                there[where] = Names(f"{where}{slash}{each}" for each in sorted(files[where]))
                recorded[where] = kind != AGI and _is_recorded(configuration, where + "/")
            if not recorded[where] and not _is_left_out(configuration, kind, name):
                found[name] = there[where]
    return found


def _is_plain(name: str, kind: str) -> bool:
    """Tell whether a name is that of a file below the directory, in a place that only this PBX
    fills.
    """
    if not name or MARK in name or "$" in name or name[0] == "/" or ":" in name:
        return False
    return kind == AGI or ("/" in name and name.partition("/")[0] not in _STANDARD)


def _is_left_out(configuration: Configuration, kind: str, name: str) -> bool:
    """Tell whether a file can be where nobody sees it, because Git ignores it."""
    path = FOLDERS[kind] + name
    paths = [path] if kind == AGI else [f"{path}.{each}" for each in _ENDINGS]
    return any(is_ignored(configuration.files, each) for each in paths)


def _is_recorded(configuration: Configuration, where: str) -> bool:
    """Tell whether the dialplan may record files in a directory."""
    return where in configuration.arguments() and any(
        where in step.arguments or step.arguments.startswith("$")
        for step in configuration.dialplan().steps
        if step.application.lower() in _RECORDING
    )


def _files(configuration: Configuration, kind: str) -> dict[str, set[str]]:
    """Return the files of a kind by directory, each by the name that the dialplan uses."""
    folder = FOLDERS[kind]
    found: dict[str, set[str]] = {}
    for name in configuration.names():
        if name.startswith(folder):
            for each in _names(name[len(folder) :], kind):
                where, _, base = each.rpartition("/")
                found.setdefault(where, set()).add(base)
    return found


def _names(path: str, kind: str) -> Iterator[str]:
    """Yield the names that a file below the directory has in the dialplan: a sound without its
    format, with and without the language in front.
    """
    where, slash, base = path.rpartition("/")
    yield path if kind == AGI else where + slash + (base.rpartition(".")[0] or base)
    first, slash, rest = path.partition("/")
    if kind == SOUND and slash and re.fullmatch(_LANGUAGE, first):
        yield from _names(rest, kind)
