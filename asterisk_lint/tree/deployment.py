"""Configuration files that a program of the repository writes, changes or fetches when it deploys
them: a container's entrypoint, a Dockerfile, tasks of Ansible, Salt, Puppet and Chef, a ConfigMap.
"""

from collections.abc import Callable, Iterable

from asterisk_lint.tree.files import Tree, Unreadable
from asterisk_lint.tree.target import WrittenFile

# Files that are not programs: texts for people, data, sounds, and the configuration itself.
_OTHER = (
    ".md", ".rst", ".txt", ".adoc", ".html", ".htm", ".css", ".scss", ".svg", ".png", ".jpg",
    ".jpeg", ".gif", ".ico", ".pdf", ".csv", ".tsv", ".sql", ".dump", ".po", ".pot",
    ".mo", ".lock", ".log",
    ".diff", ".patch", ".wav", ".gsm", ".mp3", ".ogg", ".opus", ".flac", ".raw", ".sln", ".sln16",
    ".ulaw", ".alaw", ".g722", ".g729", ".pcm", ".al", ".ul", ".tif", ".tiff", ".so", ".o",
    ".pyc", ".class", ".jar", ".gz", ".tgz", ".bz2", ".xz", ".zip", ".7z", ".deb", ".rpm", ".ttf",
    ".woff", ".woff2", ".eot", ".map", ".pem", ".crt", ".key", ".csr", ".sqlite3", ".db", ".ael",
    ".call", ".yamllint", ".asterisk-lint.yaml", ".asterisk-lint.observed.yaml",
    ".pre-commit-config.yaml", "extensions.lua", "changelog", "readme", "license", "copying",
    "codeowners", ".gitignore", ".gitattributes",
)  # fmt: skip
_FOREIGN = frozenset({"node_modules", "bower_components", "site-packages"})  # folders of libraries
_MOST_FILES = 5000
REST = ""  # the path of a `WrittenFile` for the programs beyond the first `_MOST_FILES`


# The path of a program and its content
Find = Callable[[str, bytes], Iterable[WrittenFile]]


def in_program(path: str, content: bytes) -> Iterable[WrittenFile]:
    """Return each file that a program writes."""
    from asterisk_lint.tree import deploying

    return deploying.in_program(path, content.decode("utf-8", "surrogateescape"))


def written_files(tree: Tree, find: Find = in_program) -> tuple[WrittenFile, ...]:
    """Return every configuration file that a program of the repository writes, each place once, in
    order; `concerning` (deployed.py) yields those that a PBX has to count. `find`: `in_program`, or
    what remembers its results.
    """
    programs = [path for path in tree.paths() if _may_deploy(path)]
    programs.sort(key=lambda each: (each.count("/"), each))
    found: dict[WrittenFile, None] = {}
    for path in programs[:_MOST_FILES]:
        try:
            content = tree.read(path)
        except (FileNotFoundError, Unreadable):
            continue
        if _deploys(content):
            found.update(dict.fromkeys(find(path, content)))
    if len(programs) > _MOST_FILES:
        found[WrittenFile(REST, programs[_MOST_FILES], 1)] = None
    return tuple(found)


def _may_deploy(path: str) -> bool:
    if path.endswith(".conf"):
        return False
    folder, _, name = path.lower().rpartition("/")
    return (
        ".conf" not in name
        and (not name.endswith(_OTHER) or name.startswith("cron"))
        and _FOREIGN.isdisjoint(folder.split("/"))
    )


def _deploys(content: bytes) -> bool:
    """Tell whether a file is worth a look: a text that names Asterisk and its configuration."""
    if not any(word in content for word in (b".conf", b".ael", b".lua", b"/asterisk", b"rx")):
        return False
    lower = content.lower()
    return (
        any(word in lower for word in (b"asterisk", b"pjsip", b"extensions.conf"))
        and b"\0" not in content[:4096]
    )
