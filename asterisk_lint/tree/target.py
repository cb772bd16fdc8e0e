"""What a check is about: the files of one PBX, with everything that options and settings say about
it.
"""

from posixpath import join, normpath

from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.files import Files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asterisk_lint.observed.values import Observed


class WrittenFile(NamedTuple):
    """A place where a program of the repository writes or changes a configuration file, or where it
    adds to a running Asterisk on the console.
    """

    # Of the file, as the program names it: "/etc/asterisk/pjsip.conf", "$CONF/*.conf"; with "/" at
    # the end any file of that folder. A module, if the program LOADS it
    path: str
    program: str  # its path: in the repository, and in a `Target` from the PBX's directory
    line: int
    sources: tuple[str, ...] = ()  # the files that are copied there, if they are known
    how: str = "writes into"


LOADS = "loads on the console"
INSTEAD = "would put in the place of"


class Target(NamedTuple):
    """One PBX as it is checked. Two equal targets have the same findings. `run.projects.target_of`
    makes them.
    """

    files: Files
    release: Release
    settings: Settings = Settings()  # `file` is relative to the repository, as `directory` is
    # the PBX's directory in the repository: paths in the settings are relative to its root
    directory: str = "."
    etc: str = "/etc/asterisk"  # the PBX's directory on the machine
    sealed: bool | None = None  # for this PBX alone; None: as in the settings for all
    inventory: frozenset[str] | None = None  # the installed modules, in lower case; None: not known
    sounds: tuple[str, ...] = ()  # file formats of Asterisk's own prompts, as the inventory says
    observed: "Observed | None" = None  # what a look at the machine showed
    written: tuple[WrittenFile, ...] = ()  # by programs of the repository
    adopting: bool = (
        # the PBX has loaded every module until now, so everything that its files ask for is wanted
        False
    )

    moved_from: Release | None = None  # the release that the PBX runs now, if it moves to `release`
    # the other PBXs that read files of the same whitelist, with the names of these files here;
    # None: there is none
    sharing: "Callable[[], Sequence[tuple[Target, frozenset[str]]]] | None" = None

    @property
    def is_sealed(self) -> bool:
        """Tell whether nothing that cannot be read here uses modules."""
        return self.settings.sealed if self.sealed is None else self.sealed

    def path(self, file: str) -> str:
        """Return a file's path relative to the repository; findings name it relative to the PBX
        (the settings may be `../.asterisk-lint.yaml`).
        """
        return normpath(join(self.directory, file))
