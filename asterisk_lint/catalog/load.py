"""Read the catalog of one Asterisk release from its data file (docs/catalog/format.md).

A hook pays for this at every commit, so a file is read in one pass of plain string work: no regular expression, no parser.
"""

from collections.abc import Iterator, Mapping, Sequence
from os import listdir
from os.path import dirname, join
from typing import NamedTuple

CORE = ""  # the module name of what Asterisk has built in
FOLDER = join(dirname(__file__), "data")

# Asterisk itself compares these names exactly; every other kind it compares without regard to case
# (main/pbx_functions.c: ast_custom_function_find; main/file.c: exts_compare).
EXACT = frozenset({"function", "format"})
# One name a line, because these names hold blanks.
WHOLE_LINE = frozenset({"cli_command", "agi_command", "ari_resource", "cdr", "cel"})
KINDS = frozenset({
    "application", "function", "channel", "switch", "codec", "format", "file_format", "translator", "attribute", "bridge", "timing",
    "engine", "wizard", "cdr", "cel", "rtp_engine", "stt_engine", "calendar", "fax_technology", "agi_command", "manager_action",
    "ari_resource", "cli_command", "builtin_module",
})  # fmt: skip
_OF_FORMATS = frozenset(["format", "file_format"])  # which stand in one fact
NEWEST = 9999  # stands for "whatever minor release is the last"
# Why a module requires another, in the order in which the reasons are told.
NEEDS = {
    "requires": "declares that it requires it",
    "enhances": "declares that it enhances it",
    "symbols": "takes symbols from it",
    "runtime": "does not start without it",
}


class UnknownRelease(Exception):
    """No catalog covers the release; the text says so and names those that there are."""


class Module(NamedTuple):
    """One module of one release. Names stand without `.so`; CORE is what Asterisk has built in."""

    name: str
    provides: Mapping[str, tuple[str, ...]]  # kind (KINDS) -> names in Asterisk's spelling
    requires: tuple[str, ...] = ()  # every module without which this one fails, whatever the reason
    because: Mapping[str, str] = {}  # for each of `requires`, what makes it one (a value of NEEDS)
    optional: tuple[str, ...] = ()  # used when there; declared so that they start first
    support: str = ""  # "core", "extended", "deprecated" as Asterisk declares it; "" where it does not say
    reads: tuple[str, ...] = ()  # configuration files
    declines: tuple[str, ...] = ()  # files without which it declines to load and says so in the log
    declines_silently: tuple[str, ...] = ()  # files without which it declines to load without a word
    deprecated: str = ""  # since which release
    removed: str = ""  # from which release on it is gone
    replaced_by: tuple[str, ...] = ()
    priority: int | None = None  # load priority, lower starts earlier; None: the default
    libraries: tuple[str, ...] = ()  # what the build needs beside Asterisk (menuselect's names)
    origin: str = ""  # "" Asterisk itself, "addons", a distribution that adds or renames it ("debian", "fedora", "digium"), "settings"
    conflicts: tuple[str, ...] = ()  # modules that can not be loaded beside it
    gives_symbols: bool = False  # others may bind to its symbols: before load priorities, what was opened first
    off_by_default: bool = False  # a plain build of Asterisk leaves it out


class Catalog:
    """What the modules of one release provide and need. Made by `load`; never changed afterwards."""

    def __init__(self, release: str, modules: "Modules", core: Module, preferred: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
        self.release = release
        self.modules = modules
        self.core = core
        self._preferred = preferred
        self._index: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {}

    def module(self, name: str) -> Module | None:
        """The module of that name (compared without case), or None; CORE gives the built-in core."""
        if name == CORE:
            return self.core
        return self.modules.get(name) or self.modules.get(name.lower())

    def providers(self, kind: str, name: str) -> tuple[str, ...]:
        """The modules that provide a capability, the default first; CORE ("") among them when it is built in, () when nothing provides it."""
        found = self._by_kind(kind).get(name if kind in EXACT else name.lower())
        return found[1] if found else ()

    def names(self, kind: str) -> Sequence[str]:
        """Every name of a kind in Asterisk's own spelling, sorted without regard to case."""
        return [spelling for _, (spelling, _) in sorted(self._by_kind(kind).items(), key=lambda item: (item[0].lower(), item[0]))]

    def spelling(self, kind: str, name: str) -> str | None:
        """Asterisk's own spelling of a name given in any case (functions too), or None when there is no such name."""
        index = self._by_kind(kind)
        found = index.get(name if kind in EXACT else name.lower())
        if found is None and kind in EXACT:
            found = next((value for key, value in sorted(index.items()) if key.lower() == name.lower()), None)
        return found[0] if found else None

    def with_modules(self, modules: Sequence[Module]) -> "Catalog":
        """A catalog that knows these modules as well; one of the same name replaces what was known of it."""
        return Catalog(self.release, self.modules.with_modules(modules), self.core, self._preferred)

    def closure(self, name: str) -> tuple[str, ...]:
        """Every module that `name` needs, directly or not, sorted; without itself."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            module = self.module(waiting.pop())
            for needed in module.requires if module else ():
                if needed not in seen and needed != name:
                    seen.add(needed)
                    waiting.append(needed)
        return tuple(sorted(seen))

    def _by_kind(self, kind: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        if kind not in self._index:
            self._index[kind] = self._index_of(kind)
        return self._index[kind]

    def _index_of(self, kind: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        spellings: dict[str, str] = {}
        homes: dict[str, list[str]] = {}
        for module, names in ((CORE, self.core.provides.get(kind, ())), *self.modules.providing(kind)):
            for name in names:
                key = name if kind in EXACT else name.lower()
                spellings.setdefault(key, name)
                homes.setdefault(key, []).append(module)
        return {key: (spellings[key], self._ranked(kind, key, found)) for key, found in homes.items()}

    def _ranked(self, kind: str, key: str, names: list[str]) -> tuple[str, ...]:
        if len(names) == 1:
            return (names[0],)
        modules = [self.core if name == CORE else self.modules[name] for name in names]
        preferred = self._preferred.get((kind, key), ())
        ranks = {"core": 0, "extended": 1, "deprecated": 3}

        def rank(module: Module) -> tuple[bool, int, bool, int, str]:
            place = preferred.index(module.name) if module.name in preferred else len(preferred)
            return module.name != CORE, place, bool(module.origin), ranks.get(module.support, 2), module.name

        return tuple(module.name for module in sorted(modules, key=rank))


def releases() -> tuple[str, ...]:
    """The series that have a catalog, oldest first, "master" last."""
    return tuple(
        sorted((name[:-4] for name in listdir(FOLDER) if name.endswith(".txt") and (name[0].isdigit() or name == "master.txt")), key=release_order)
    )


def newest() -> str:
    """The newest released series that has a catalog."""
    return [name for name in releases() if name != "master"][-1]


def series_of(release: str) -> str:
    """The series ("22", "1.8") that a release ("22.10.1", "1.8.32", "18.9-cert5") belongs to; UnknownRelease when there is no catalog of it."""
    known = releases()
    parts = release.strip().split("-")[0].split(".")
    for length in (3, 2, 1):
        series = ".".join(parts[:length])
        if series in known and all(part.isdigit() for part in parts[length:]):
            return series
    raise UnknownRelease(f"no catalog for Asterisk {release}; there is one for each of {', '.join(known)}")


def load(release: str) -> Catalog:
    """The catalog of a release: a series ("22": its newest minor release) or a minor release ("22.9", "22.10.1").

    Raises UnknownRelease, whose text names the releases that there are.
    """
    series = series_of(release)
    with open(join(FOLDER, series + ".txt"), encoding="utf-8") as file:
        return parse(file.read(), release=release, newest_minor=release.strip() == series)


def parse(text: str, *, release: str, newest_minor: bool) -> Catalog:
    """A catalog from the text of a data file; `newest_minor`: whatever came with the series' last minor release holds, too."""
    version = (NEWEST,) if newest_minor else release_order(release)
    head, *blocks = text.rstrip("\n").split("\n\n")
    preferred: dict[tuple[str, str], tuple[str, ...]] = {}
    for line in head.split("\n"):
        word, *names = line.split(" ")
        if word == "prefer":
            preferred[names[0], names[1].lower()] = tuple(names[2:])
    written: dict[str, str] = {}
    for block in blocks:
        name, _, body = block.partition("\n")
        if "<" in name or ">" in name:
            held = _hold([name], version)
            if not held:
                continue
            name = held[0]
        written[name] = body
    core = _module(CORE, _facts(written.pop("(core)", ""), version))
    return Catalog(release, Modules(written, version), core, preferred)


class Modules(Mapping[str, Module]):
    """The modules of a release by name; each one's facts are read when they are asked for."""

    def __init__(self, written: Mapping[str, str], version: tuple[int, ...]) -> None:
        self._written = written
        self._version = version
        self._read: dict[str, Module] = {}
        self._added: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Module:
        if name not in self._read:
            self._read[name] = _module(name, _facts(self._written[name], self._version))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def __contains__(self, name: object) -> bool:
        return name in self._written

    def providing(self, kind: str) -> Iterator[tuple[str, Sequence[str]]]:
        """Those that have a fact of that kind, each with what it provides; of a module nothing else is read for it."""
        mark = f"  {'format' if kind == 'file_format' else kind} "
        for name, body in self._written.items():
            if name in self._read or (kind in _OF_FORMATS and mark in body):
                yield name, self[name].provides.get(kind, ())
            elif mark in body:
                facts = "\n".join([line for line in body.split("\n") if line.startswith(mark)])
                yield name, _facts(facts, self._version).get(kind, ()) if facts else ()

    def with_modules(self, modules: Sequence[Module]) -> "Modules":
        """These and the given ones, which replace those of the same name."""
        more = Modules({**self._written, **{module.name: "" for module in modules}}, self._version)
        more._read = {**self._read, **{module.name: module for module in modules}}
        more._added = self._added | {module.name for module in modules}
        return more


def _facts(body: str, version: tuple[int, ...]) -> dict[str, list[str]]:
    facts: dict[str, list[str]] = {}
    for line in body.split("\n"):
        key, _, rest = line[2:].partition(" ")
        names = [rest] if key in WHOLE_LINE else rest.split(" ")
        if "<" in rest or ">" in rest:
            names = _hold(names, version)
        if key in facts:
            facts[key] += names
        else:
            facts[key] = names
    return facts


def _module(name: str, facts: dict[str, list[str]]) -> Module:
    because: dict[str, str] = {}
    for need, reason in NEEDS.items():
        for needed in facts.get(need, ()):
            because.setdefault(needed, reason)
    if "format" in facts:
        facts["file_format"], facts["format"] = _formats(facts["format"])
    provides = {kind: tuple(names) for kind, names in facts.items() if names and kind in KINDS}

    def several(key: str) -> tuple[str, ...]:
        return tuple(facts.get(key, ()))

    def one(key: str) -> str:
        return next(iter(facts.get(key, ())), "")

    return Module(
        name=name,
        provides=provides,
        requires=tuple(because),
        because=because,
        optional=several("optional"),
        support=one("support"),
        reads=several("reads"),
        declines=several("declines"),
        declines_silently=several("declines_silently"),
        deprecated=one("deprecated"),
        removed=one("removed"),
        replaced_by=several("replaced_by"),
        priority=int(one("priority")) if one("priority") else None,
        libraries=several("libraries"),
        origin=one("origin"),
        conflicts=several("conflicts"),
        gives_symbols=bool(one("gives_symbols")),
        off_by_default=bool(one("off_by_default")),
    )


def _formats(written: list[str]) -> tuple[list[str], list[str]]:
    """`wav49=WAV|wav49` -> the format's name and the extensions by which files and options name it."""
    names, extensions = [], []
    for item in written:
        name, given, values = item.partition("=")
        names.append(name)
        extensions += values.split("|") if given else [name]
    return names, list(dict.fromkeys(extensions))


def _hold(names: list[str], version: tuple[int, ...]) -> list[str]:
    """Those of the names whose range (`x>=22.9`, `x<22.3`, `x>=22.1<22.4`) holds the version, without the range."""
    kept = []
    for name in names:
        bare, _, below = name.partition("<")
        bare, _, least = bare.partition(">=")
        if (not least or version >= release_order(least)) and (not below or version < release_order(below)):
            kept.append(bare)
    return kept


def release_order(release: str) -> tuple[int, ...]:
    """A release as numbers that compare: "22.10.1" -> (22, 10, 1); "master" comes after all."""
    if release == "master":
        return (NEWEST + 1,)
    numbers = [int("".join(c for c in part if c.isdigit()) or 0) for part in release.strip().split("-")[0].split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
