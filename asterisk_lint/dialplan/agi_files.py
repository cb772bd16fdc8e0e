"""Which files of a PBX are AGI scripts, and which one a dialplan names."""

import re
from collections.abc import Iterable, Iterator, Mapping

from asterisk_lint.tree.files import Files, Unreadable

_LIBRARIES = ("asterisk.agi", "Asterisk::AGI", "phpagi", "pystrix", "AGI_", "agi_")
_ENDINGS = (".agi", ".eagi")
_SCRIPTS = (".js", ".lua", ".php", ".pl", ".py", ".rb", ".sh")
# Characters of a script: what is larger was not written by hand, and takes seconds to look through.
LARGEST = 1 << 20


def is_script(name: str, text: str) -> bool:
    """Tell whether a file is an AGI script: by its name, its folder, or the library that it
    loads.
    """
    if name.endswith(_ENDINGS) or "agi-bin/" in name:
        return True
    head = text[:4000]
    return (name.endswith(_SCRIPTS) or head.startswith("#!")) and any(
        word in head for word in _LIBRARIES
    )


# A part of a script that is another file, in the languages of `_SCRIPTS`.
_LOADED = (
    r"^[ \t]*(?:\.|source)[ \t]+[\"']?([^\s\"';&|]+)"
    r"|\b(?:require|include)(?:_once)?[ \t(]*(?:__DIR__[ \t]*\.[ \t]*)?"
    r"[\"']([^\"'\n]+\.(?:php|inc|pl|js))[\"']"
    r"|\brequire[ \t]*\([ \t]*[\"'](\.[^\"'\n]+)[\"']"
    r"|\brequire_relative[ \t(]*[\"']([^\"'\n]+)[\"']"
)
# Libraries, whose calls are read where a script makes them.
_KNOWN = ("phpagi", "asterisk", "autoload")
# Words of a script that itself talks to Asterisk.
_TALKS = r"(?i:agi)|\b(?:EXEC|GET|SET|STREAM|VERBOSE|ANSWER|HANGUP|SAY|RECORD|CHANNEL|DATABASE)\b"


def is_elsewhere(text: str, files: Files) -> bool:
    """Tell whether a script leaves the talk with Asterisk, or a part of it, to files that are not
    read here.
    """
    if not re.search(_TALKS, text):
        return True
    names = None
    for match in re.finditer(_LOADED, text, re.MULTILINE):
        loaded = next(each for each in match.groups() if each).rpartition("/")[2]
        if any(word in loaded.lower() for word in _KNOWN):
            continue
        if names is None:
            names = by_last_part(files.names())
        name = next((names[each] for each in _spelt(loaded) if each in names), None)
        if name is None or not _is_read(name, files):
            return True
    return False


def _spelt(loaded: str) -> Iterator[str]:
    yield loaded
    for ending in _SCRIPTS:
        yield loaded + ending


def _is_read(name: str, files: Files) -> bool:
    try:
        return is_script(name, files.read(name).decode("utf-8", "surrogateescape"))
    except (FileNotFoundError, Unreadable):
        return False


def by_last_part(names: Iterable[str]) -> dict[str, str]:
    """Map the files of a tree by the last part of their names; of several the one highest in the
    tree, then the first.
    """
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (name.count("/"), name)):
        found.setdefault(name.rpartition("/")[2], name)
    return found


def script_file(arguments: str, names: Mapping[str, str]) -> str | None:
    """Return the file that AGI()'s arguments name, among the files of a tree (see `by_last_part`).

    None if it is elsewhere: agi://host, or a file that does not exist.
    """
    script = re.split(r"[,|]", arguments, maxsplit=1)[0].strip().strip('"')
    base = script.rpartition("/")[2]
    if not base or "://" in script or script.startswith("agi:") or "$" in base:
        return None
    return names.get(base)


def too_large(files: Files) -> Iterator[str]:
    """Yield the scripts of a tree, by name and folder, that are not read completely."""
    for name in files.names():
        if name.endswith(_ENDINGS) or "agi-bin/" in name:
            try:
                content = files.read(name)
            except (FileNotFoundError, Unreadable):
                continue
            # (a compiled program is not a script)
            if len(content) > LARGEST and b"\0" not in content:
                yield name
