"""Which paths .gitignore files cover, whatever tree they come from: the work tree, the index or a
revision.
"""

from collections.abc import Callable
from functools import lru_cache

from asterisk_lint.tree.ignore_rules import IgnoreRule, decision, parse_rules

NAME = ".gitignore"
# Returns a file's content by its path in the tree; None if it cannot be read
Read = Callable[[str], bytes | None]


def is_covered(read: Read, path: str) -> bool:
    """Tell whether a .gitignore on the way to `path` covers it. The nearest file with a matching
    rule decides (gitignore(5)).
    """
    for folder in reversed(folders_of(path)):
        content = read(NAME if folder == "." else f"{folder}/{NAME}")
        if content is None:
            continue
        inside = path if folder == "." else path[len(folder) + 1 :]
        covered = decision(_parsed(content), inside)
        if covered is not None:
            return covered
    return False


def literal_paths(content: bytes, folder: str) -> list[str]:
    """Return the paths that a .gitignore in `folder` names literally, without a wildcard and with
    more than a bare name.
    """
    found = []
    for line in content.decode("utf-8", "surrogateescape").splitlines():
        rule = line.strip()
        if (
            rule
            and rule[0] not in "#!"
            and not any(sign in rule for sign in "*?[\\")
            and "/" in rule.rstrip("/")
        ):
            path = rule.lstrip("/").rstrip("/")
            found.append(path if folder == "." else f"{folder}/{path}")
    return found


def folders_of(path: str) -> list[str]:
    """Return the folders on the way to a path, the root (`.`) first."""
    parts = path.split("/")[:-1]
    return [".", *("/".join(parts[: end + 1]) for end in range(len(parts)))]


@lru_cache(maxsize=64)  # called for every file that does not exist
def _parsed(content: bytes) -> tuple[IgnoreRule, ...]:
    return parse_rules(content)
