"""Determine which Asterisk release a repository is for, from its files."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release, UnknownRelease
from asterisk_lint.tree.files import Tree, Unreadable


class Evidence(NamedTuple):
    """One line of the repository that names a release."""

    release: Release
    file: str
    line: int
    what: str  # for people: "`core show version`"


# Names in lower case; most files of a repository need not be read.
FILES = (
    "*version*", "*package*", "*dpkg*", "*rpm*", "*apk*", "*installed*", "*observed*", "*.list",
    "*.lock", "readme*", "*.txt", "*.md",
    "asterisk.conf", "dockerfile*", "containerfile*", "*.dockerfile", "*.yml", "*.yaml", "*.env",
    ".env", "makefile", "*.sh", "*.log",
)  # fmt: skip
MOST_FILES, MOST_BYTES = 400, 1 << 18
_VERSION = r"(?P<release>(?:certified[/-])?(?:[0-9]+:)?[0-9]{1,2}(?:\.[0-9]{1,4}){0,4}[\w.~+:-]*)"
# In order of weight: what a running Asterisk reported, then what builds or installs one.
PATTERNS: tuple[tuple[str, "re.Pattern[str]"], ...] = (
    (
        "`core show version`",
        re.compile(rf"(?:^|[^\w/.-])Asterisk (?:GIT-)?{_VERSION} built by "),
    ),
    ("the list of packages", re.compile(rf"^(?:[ih]i\s+)?asterisk(?::\w+)?(?:\s+|=){_VERSION}")),
    ("the list of packages", re.compile(rf"^asterisk-{_VERSION}")),
    (
        "the image",
        re.compile(rf"^\s*(?:FROM|image:)\s+[\"']?\S*asterisk[\w/-]*:v?{_VERSION}", re.IGNORECASE),
    ),
    ("what is installed", re.compile(rf"\sasterisk(?::\w+)?=\s*{_VERSION}")),
    (
        "what is built",
        re.compile(
            r"asterisk-(?:certified-)?(?P<release>[0-9]{1,2}(?:\.[0-9]{1,4}){0,3}(?:-cert[0-9]+)?)(?:-current)?\.t"
        ),
    ),
    (
        "a variable",
        re.compile(rf"\bASTERISK_?VERSION[\"']?\s*(?::-|[:=])\s*[\"']?{_VERSION}", re.IGNORECASE),
    ),
)  # fmt: skip


def find_evidence(tree: Tree, directory: str, series: frozenset[str]) -> list[Evidence]:
    """Return every line that names a release of these series, the strongest first; files of the
    PBX's directory before others of the same strength.
    """
    names = [path for path in tree.paths() if is_candidate(path)]
    start = "" if directory == "." else directory + "/"
    names.sort(key=lambda path: (not path.startswith(start), path.count("/"), path))
    found: list[tuple[int, Evidence]] = []
    for path in names[:MOST_FILES]:
        found += _in_file(tree, path, series)
    return [evidence for _, evidence in sorted(found, key=lambda each: each[0])]


def is_candidate(path: str) -> bool:
    """Tell whether a file of this name may say which release it is about."""
    name = path.rpartition("/")[2].lower()
    return any(fnmatchcase(name, pattern) for pattern in FILES)


def _in_file(tree: Tree, path: str, series: frozenset[str]) -> Iterator[tuple[int, Evidence]]:
    try:
        text = tree.read(path)[:MOST_BYTES].decode("utf-8", "surrogateescape")
    except (FileNotFoundError, Unreadable):
        return
    if "asterisk" not in text.lower():
        return
    for number, line in enumerate(text.split("\n"), 1):
        for strength, (what, pattern) in enumerate(PATTERNS):
            match = pattern.search(line)
            release = _release(match["release"]) if match else None
            if release is not None and release.series in series:
                yield strength, Evidence(release, path, number, what)
                break


def _release(text: str) -> Release | None:
    try:
        return Release.parse(text.rstrip(".:-"))
    except UnknownRelease:
        return None
