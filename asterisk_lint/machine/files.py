"""A PBX's files as they are on the machine: the repository's own, and those of the machine that it
lacks.
"""

from collections.abc import Collection, Mapping, Sequence

from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.files import Files


class FilesInMemory:
    """Files whose content is kept in memory. Nothing of them is ever written to a disk."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents

    def names(self) -> Sequence[str]:
        """Return the names of all files, sorted."""
        return sorted(self._contents)

    def read(self, name: str) -> bytes:
        """Return the content of one file. Raises FileNotFoundError if it does not exist."""
        try:
            return self._contents[name]
        except KeyError:
            raise FileNotFoundError(name) from None


class MachineFiles(NamedTuple):
    """A configuration directory on a machine, or a copy of one."""

    files: Files
    complete: bool  # it is the machine's own directory, and all of it was read
    unread: frozenset[str] = frozenset()  # exists but is not readable
    # The targets of #include lines outside that directory whose files were all read; the names of
    # those files are absolute paths.
    followed: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()  # keys, certificates and sounds: never read


class Whole:
    """The repository's files, with the machine's in place of those that it lacks or has with
    placeholders (`rendered`).
    """

    def __init__(self, repository: Files, machine: Files, rendered: Collection[str]) -> None:
        self._repository = repository
        self._machine = machine
        own = frozenset(repository.names())
        there = frozenset(machine.names())
        self.rendered = frozenset(rendered) & there
        self.added = frozenset(
            name for name in there - own if not name.rpartition("/")[2].startswith(".")
        )
        self._names = sorted(own | self.added)

    def names(self) -> Sequence[str]:
        """Return the names of all files, sorted."""
        return self._names

    def read(self, name: str) -> bytes:
        """Return the content of one file. Raises the exceptions of `tree.files.Files`."""
        if name in self.added or name in self.rendered:
            return self._machine.read(name)
        return self._repository.read(name)


class EverythingLoaded:
    """Files with a modules.conf that loads every module, so that rows which only apply to loaded
    modules apply.
    """

    def __init__(self, files: Files, modules: Collection[str]) -> None:
        self._files = files
        lines = ["[modules]", "autoload=no", *(f"load => {name}.so" for name in sorted(modules))]
        self._modules_conf = ("\n".join(lines) + "\n").encode()

    def names(self) -> Sequence[str]:
        """Return the names of all files, sorted."""
        return self._files.names()

    def read(self, name: str) -> bytes:
        """Return the content of one file. Raises the exceptions of `tree.files.Files`."""
        return self._modules_conf if name == "modules.conf" else self._files.read(name)
