"""How the observed file names a file of the machine: never by a name that could identify a
customer.
"""

import re
from collections.abc import Collection

from asterisk_lint.configuration import Configuration

_PLAIN = re.compile(r"[A-Za-z0-9_.+*?/\[\]{},@-]{1,200}")
ELSEWHERE = "another-file"


def is_plain(name: str) -> bool:
    """Whether a name can be written as it is."""
    return _PLAIN.fullmatch(name) is not None


class Places:
    """Publishable names of files.

    A file's own name is used if Asterisk itself chose it or the repository has it. Any other file
    has the name of the `#include` line in the repository that leads to it, or `FILE#included` for
    one that such a file includes.
    """

    def __init__(self, whole: Configuration, own: Collection[str], known: Collection[str]) -> None:
        """`whole` with every file read; `own` are the repository's files, `known` the names that
        Asterisk's modules ask for.
        """
        self._told: dict[str, str] = {name: name for name in (*own, *known)}
        home = whole.etc.rstrip("/") + "/"
        for conf in list(whole.read_confs()):
            for include in conf.includes:
                target = include.target.removeprefix(home).removeprefix("./")
                is_own = include.file in own and _PLAIN.fullmatch(target) is not None
                told = target if is_own else f"{self._told.get(conf.name, ELSEWHERE)}#included"
                for name in include.found:
                    self._told.setdefault(name, told)

    def of(self, name: str) -> str:
        """Return the name of a file in the observed file."""
        told = self._told.get(name, ELSEWHERE)
        return told if is_plain(told.replace("#", "")) else ELSEWHERE

    def is_told(self, name: str) -> bool:
        """Tell whether a file appears under its own name."""
        return self.of(name) == name
