"""The content of modules.conf: which entries take effect, which Asterisk ignores, and at which it
refuses to start.

All facts: main/loader.c, `loader_config_init` (13 to 23; the older `load_modules` reads the same
keys).
"""

from collections.abc import Callable, Mapping

from asterisk_lint.conf.reader import Conf, Entry
from asterisk_lint.conf.shared_results import WHOLE, Origin, Results, Table
from asterisk_lint.conf.truth import is_true
from asterisk_lint.records import NamedTuple

FILE = "modules.conf"
LOADING = ("load", "require", "preload", "preload-require")
OPTIONS = (*LOADING, "noload", "autoload")


class Listed(NamedTuple):
    """An entry of modules.conf about one module."""

    module: str  # without `.so`, spelt as in the file
    option: str  # in lower case: load, require, preload, preload-require, noload
    entry: Entry

    @property
    def key(self) -> str:
        """Return the module's name as Asterisk compares it."""
        return self.module.lower()


class Ignored(NamedTuple):
    """An entry that looks like one of the loader's but has no effect, with the reason."""

    listed: Listed
    because: str


class Whitelist(NamedTuple):
    """modules.conf as Asterisk understands it."""

    # in the order of the file, those that load and those that have noload
    entries: tuple[Listed, ...]
    autoload: bool
    autoload_entry: Entry | None
    unknown: tuple[Entry, ...]  # options at which Asterisk refuses to start
    ignored: tuple[Ignored, ...]
    has_section: bool
    # cached results of `loaded` and `forbidden`
    by_name: tuple[Mapping[str, Listed], Mapping[str, Listed]]
    # Found by `with_file_names`: names that no file has, by their name in lower case
    wrong_case: Mapping[str, Listed] = {}

    def loaded(self) -> Mapping[str, Listed]:
        """Return every module that an entry loads and no entry forbids, by its name in lower case;
        the first entry wins.
        """
        return self.by_name[0]

    def forbidden(self) -> Mapping[str, Listed]:
        """Return every module with a `noload`, by its name in lower case; the first entry wins."""
        return self.by_name[1]

    def named(self) -> Mapping[str, Listed]:
        """Return every module that an entry is meant to load: the loaded ones, and those whose name
        has the wrong case.
        """
        return {**self.by_name[0], **self.wrong_case} if self.wrong_case else self.by_name[0]


_WHITELISTS: Table[Origin, Whitelist] = Table()


def read_shared_whitelist(conf: Conf, results: Results | None) -> Whitelist:
    """Read modules.conf as Asterisk's loader does, once for all PBXs with the same content."""
    if results is None or len(conf.origins) != 1 or conf.origins[0].origin.part != WHOLE:
        return read_whitelist(conf)
    kept = results.of(_WHITELISTS)
    origin = conf.origins[0].origin
    found = kept.get(origin)
    if found is None:
        found = kept[origin] = read_whitelist(conf)
    return found


def read_whitelist(conf: Conf) -> Whitelist:
    """Read modules.conf as Asterisk's loader does."""
    entries: list[Listed] = []
    unknown: list[Entry] = []
    ignored: list[Ignored] = []
    autoload: Entry | None = None
    # The loader uses the first section of that name and ignores templates.
    live = conf.section("modules")
    in_effect = {(entry.file, entry.line) for entry in live.entries} if live else set()
    for entry in live.entries if live else ():
        option = entry.key.lower()
        if option == "autoload":
            autoload = autoload or entry
        elif option in OPTIONS:
            entries.append(listed_from(entry))
        else:
            unknown.append(entry)
    for section in conf.sections:
        if section is live:
            continue
        if section.name.lower() != "modules":
            because = f"it is in [{section.name}], but Asterisk reads only [modules]"
        elif section.template:
            because = "it is in a template that [modules] does not inherit"
        else:
            because = "it is in a second [modules] section, but Asterisk reads only the first"
        for entry in section.entries:
            if (
                entry.key.lower() in OPTIONS
                and not entry.inherited
                and (entry.file, entry.line) not in in_effect
            ):
                ignored.append(Ignored(listed_from(entry), because))
    return Whitelist(
        entries=tuple(entries),
        autoload=autoload is not None and is_true(autoload.value),
        autoload_entry=autoload,
        unknown=tuple(unknown),
        ignored=tuple(ignored),
        has_section=live is not None,
        by_name=_by_name(entries),
    )


def _by_name(entries: list[Listed]) -> tuple[Mapping[str, Listed], Mapping[str, Listed]]:
    loaded: dict[str, Listed] = {}
    forbidden: dict[str, Listed] = {}
    for listed in entries:
        (forbidden if listed.option == "noload" else loaded).setdefault(listed.key, listed)
    return {key: listed for key, listed in loaded.items() if key not in forbidden}, forbidden


def with_file_names(whitelist: Whitelist, file_name: Callable[[str], str]) -> Whitelist:
    """Return the whitelist without the modules whose file Asterisk cannot open because their entry
    has the wrong case.

    `file_name` returns the name of a module's file, without `.so`, for its name in any case (an
    unknown name unchanged). Asterisk compares names without case and opens the file by the name as
    written. If several entries name one module, it uses the first and drops the others
    (main/loader.c: resource_name_match(), add_to_load_order(), load_dynamic_module()).
    """
    wrong = {
        key: listed
        for key, listed in whitelist.loaded().items()
        if file_name(listed.module) != listed.module or _suffix(listed) not in ("", ".so")
    }
    if not wrong:
        return whitelist
    loaded = {key: listed for key, listed in whitelist.loaded().items() if key not in wrong}
    return whitelist._replace(by_name=(loaded, whitelist.forbidden()), wrong_case=wrong)


def _suffix(listed: Listed) -> str:
    """Return the `.so` of an entry as written, in any case of letters; "" without one."""
    return listed.entry.value[len(listed.module) :]


def listed_from(entry: Entry) -> Listed:
    """Return an entry as a module name without `.so`, in any case of letters (loader.c,
    resource_name_baselen).
    """
    name = entry.value
    if len(name) > 3 and name[-3:].lower() == ".so":
        name = name[:-3]
    return Listed(name, entry.key.lower(), entry)
