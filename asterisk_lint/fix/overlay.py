"""Files as they will be after a change is written."""

from collections.abc import Mapping, Sequence

from asterisk_lint.tree.files import Files, ignore_rules, ignored_names, is_ignored


class Overlay:
    """Files, some of them with new content that is not written yet."""

    def __init__(self, files: Files, changed: Mapping[str, bytes]) -> None:
        self.files = files
        self.changed = changed

    def names(self) -> Sequence[str]:
        """Return the names of all files, sorted."""
        return self.files.names()

    def ignored(self, name: str) -> bool:
        """Tell whether .gitignore covers a file."""
        return is_ignored(self.files, name)

    def ignored_names(self) -> Sequence[str]:
        """Return the names of files that .gitignore names literally."""
        return ignored_names(self.files)

    def ignore_rules(self) -> Sequence[str]:
        """Return the tree's own rules."""
        return ignore_rules(self.files)

    def read(self, name: str) -> bytes:
        """Return the new content of a file, or the current one."""
        return self.changed[name] if name in self.changed else self.files.read(name)
