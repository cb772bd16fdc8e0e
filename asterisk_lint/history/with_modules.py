"""Files with a modules.conf, whether or not a commit has one."""

from asterisk_lint.tree.files import TreeFiles
from asterisk_lint.tree.find import MODULES

STUB = b"[modules]\nautoload=no\n"


class WithModules:
    """Files with a modules.conf, which is added if there is none."""

    def __init__(self, files: TreeFiles) -> None:
        self.files = files

    def names(self) -> list[str]:
        """Return the names of all files."""
        return sorted({*self.files.names(), MODULES})

    def read(self, name: str) -> bytes:
        """Return the content of one file; an empty whitelist in place of a missing modules.conf."""
        try:
            return self.files.read(name)
        except FileNotFoundError:
            if name == MODULES:
                return STUB
            raise
