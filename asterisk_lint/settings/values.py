"""The settings as values, each with its default."""

from collections.abc import Mapping

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release

NAME = ".asterisk-lint.yaml"


# What `uses:` and `modules:` may name, with the capability kind of each word.
CAPABILITY_WORDS: Mapping[str, str] = {
    "applications": "application",
    "functions": "function",
    "channels": "channel",
    "switches": "switch",
    "codecs": "codec",
    "formats": "format",
    "bridges": "bridge",
    "timing": "timing",
    "engines": "engine",
    "wizards": "wizard",
    "cdr": "cdr",
    "cel": "cel",
    "agi_commands": "agi_command",
    "manager_actions": "manager_action",
    "modules": "module",
}


class SettingsError(Exception):
    """The settings cannot be used; the text names file, line and key."""


class DeclaredUse(NamedTuple):
    """A use that the settings declare (`uses:`)."""

    kind: str
    name: str
    line: int


class KeptModule(NamedTuple):
    """A module whitelisted on purpose (`keep:`), with the reason given."""

    reason: str
    line: int


class LocalModule(NamedTuple):
    """A module that the catalog does not know (`modules:`)."""

    provides: Mapping[str, tuple[str, ...]]
    requires: tuple[str, ...]
    line: int


class PbxSettings(NamedTuple):
    """The settings of one PBX (`pbx:`)."""

    asterisk: Release | None = None
    layers: tuple[str, ...] = ()
    etc: str | None = None
    inventory: str | None = None
    sealed: bool | None = None


class Settings(NamedTuple):
    """Every setting with its default."""

    file: str | None = None
    asterisk: Release | None = None
    keep: Mapping[str, KeptModule] = {}
    uses: tuple[DeclaredUse, ...] = ()
    modules: Mapping[str, LocalModule] = {}
    ignore: tuple[str, ...] = ()
    sealed: bool = False
    strict: bool = False  # undecided modules are errors
    sounds: tuple[str, ...] = ()  # file formats of the installed prompts; (): gsm
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    pbx: Mapping[str, PbxSettings] = {}
    remove: str = "delete"
    autoload_fix: bool = False
    clients_complete: bool = False  # what was observed is all that AMI, ARI and AGI clients use
    observed_max_age: int = 180  # days after which an observation is worth a note
    only_pbx: bool = False  # whether they cover a single PBX: not written in them, but determined

    def ignored(self, path: str, rule: str) -> bool:
        """Tell whether findings of `rule` in the file `path` (relative to the repository) are
        silenced.
        """
        if rule in self.ignore or not self.per_file_ignores:
            return rule in self.ignore
        from fnmatch import fnmatchcase

        return any(
            rule in rules and fnmatchcase(path, pattern)
            for pattern, rules in self.per_file_ignores.items()
        )
