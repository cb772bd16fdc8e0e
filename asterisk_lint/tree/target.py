"""What a check is about: the files of one PBX, with all that options and settings say of it."""

from posixpath import join, normpath

from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.settings import Settings
from asterisk_lint.tree.files import Files

if TYPE_CHECKING:
    from asterisk_lint.observed.values import Observed


class Target(NamedTuple):
    """One PBX as it is checked. Two equal targets have the same findings. `run.projects.target_of` makes them."""

    files: Files
    release: Release
    settings: Settings = Settings()  # `file` is relative to the repository, as `directory` is
    directory: str = "."  # where the PBX lies in the repository: settings name files from there
    etc: str = "/etc/asterisk"  # the directory on the machine that the PBX's directory becomes
    sealed: bool | None = None  # of this PBX alone; None: as the settings say of all
    inventory: frozenset[str] | None = (
        None  # the modules installed, in small letters; None: not known
    )
    observed: "Observed | None" = None  # what a look at the machine showed
    adopting: bool = (
        False  # the PBX has loaded every module until now, so whatever its files ask for is wanted
    )

    moved_from: Release | None = (
        None  # the release that the PBX runs until now, where it moves to `release`
    )

    @property
    def is_sealed(self) -> bool:
        """Whether nothing outside of what can be read here uses modules."""
        return self.settings.sealed if self.sealed is None else self.sealed

    def path(self, file: str) -> str:
        """A file as findings name it (relative to the PBX: the settings may be `../.asterisk-lint.yaml`), relative to the repository."""
        return normpath(join(self.directory, file))
