"""Configuration that nobody wrote for this PBX: sections, and whole files, that say what Asterisk
or a distribution ships.

The data (shipped_sections.txt) are made by `python -m tools.sample_digests`.
"""

from functools import cache
from os.path import dirname, join

from asterisk_lint.conf.values import Conf, Section
from asterisk_lint.tree.digests import sha256

_WHOLE = "*"  # in the data: the file from its first line to its last


def section_digest(section: Section) -> str:
    """What one section says, comments, blanks and the sign between option and value aside."""
    lines = [
        f"[{section.name}]",
        *(f"{entry.key.lower()}={' '.join(entry.value.split())}" for entry in section.entries),
    ]
    return _digest(lines)


def file_digest(conf: Conf) -> str:
    """What all sections of a file say, in their order."""
    return _digest([section_digest(section) for section in conf.sections])


def is_shipped(file: str, section: Section) -> bool:
    """Tell whether a section of a file ("iax.conf") says, word for word, what a sample of that file
    says in some release or package.
    """
    digests = _shipped(file, section.name)
    return bool(digests) and section_digest(section) in digests


def is_shipped_whole(conf: Conf) -> bool:
    """Tell whether a file says, from its first line to its last, what a sample of it says in some
    release or package.
    """
    return file_digest(conf) in _shipped(conf.name, _WHOLE)


def _digest(lines: list[str]) -> str:
    return sha256("\n".join(lines).encode("utf-8", "surrogateescape"))[:12]


def _shipped(file: str, name: str) -> frozenset[str]:
    return _digests_of(file).get(name, frozenset())


@cache
def _digests_of(file: str) -> dict[str, frozenset[str]]:
    """Return the digests in the lines about one file, by section. Each line of the data is
    FILE [SECTION] DIGEST ...
    """
    found: dict[str, frozenset[str]] = {}
    for following in _data().split(f"\n{file} [")[1:]:
        name, _, digests = following.partition("\n")[0].rpartition("] ")
        found[name] = frozenset(digests.split())
    return found


@cache
def _data() -> str:
    with open(join(dirname(__file__), "shipped_sections.txt"), encoding="utf-8") as file:
        return "\n" + file.read()
