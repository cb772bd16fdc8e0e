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
    if is_named_as_script(name):
        return True
    head = text[:4000]
    return (name.endswith(_SCRIPTS) or head.startswith("#!")) and any(
        word in head for word in _LIBRARIES
    )


def is_named_as_script(name: str) -> bool:
    """Tell whether a file is an AGI script by its name or its folder."""
    return name.endswith(_ENDINGS) or "agi-bin/" in name


def without_comments(text: str) -> str:
    """Blank out lines that are only comments, in the syntax of most languages."""
    return "\n".join(
        "" if line.lstrip().startswith(("#", "//", "* ", "/*", "--")) else line
        for line in text.split("\n")
    )


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
        if is_named_as_script(name):
            try:
                content = files.read(name)
            except (FileNotFoundError, Unreadable):
                continue
            # (a compiled program is not a script)
            if len(content) > LARGEST and b"\0" not in content:
                yield name
