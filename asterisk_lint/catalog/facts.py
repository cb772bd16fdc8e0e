"""The facts of a release's modules, read on demand from the lines of its data file
(docs/catalog/format.md).
"""

from collections.abc import Iterator, Mapping, Sequence

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import bound

CORE = ""  # the module name for what Asterisk has built in
THIRD_PARTY = "third-party"  # the origin of a module that is not part of Asterisk
# Asterisk compares these names exactly; it compares every other kind without regard to case
# (main/pbx_functions.c: ast_custom_function_find; main/file.c: exts_compare).
EXACT = frozenset({"function", "format"})
# One name on each line, because these names contain blanks.
WHOLE_LINE = frozenset({"cli_command", "agi_command", "ari_resource", "cdr", "cel"})
KINDS = frozenset({
    "application", "function", "channel", "switch", "codec", "format", "file_format", "translator",
    "attribute", "bridge", "timing",
    "engine", "wizard", "cdr", "cel", "rtp_engine", "stt_engine", "calendar", "fax_technology",
    "agi_command", "manager_action",
    "ari_resource", "cli_command", "builtin_module",
})  # fmt: skip
_OF_FORMATS = frozenset(["format", "file_format"])  # which share one fact
# Why a module requires another, in the order in which the reasons are shown.
NEEDS = {
    "requires": "declares that it requires it",
    "enhances": "declares that it enhances it",
    "symbols": "uses symbols of it",
    "runtime": "does not start without it",
}
_NOTHING = ("",)


class Module(NamedTuple):
    """One module of one release. Names are without `.so`; CORE is what Asterisk has built in."""

    name: str
    provides: Mapping[str, tuple[str, ...]]  # kind (KINDS) -> names in Asterisk's spelling
    requires: tuple[str, ...] = ()  # every module without which this one fails, for any reason
    because: Mapping[str, str] = {}  # for each of `requires`, the reason (a value of NEEDS)
    optional: tuple[str, ...] = ()  # used if loaded; declared so that they start first
    support: str = (
        ""  # "core", "extended", "deprecated" as Asterisk declares it; "" if it does not say
    )
    reads: tuple[str, ...] = ()  # configuration files
    declines: tuple[str, ...] = ()  # files without which it declines to load and logs a message
    declines_silently: tuple[str, ...] = ()  # files without which it declines to load silently
    deprecated: str = ""  # the release that deprecated it
    removed: str = ""  # the first release without it
    replaced_by: tuple[str, ...] = ()
    priority: int | None = None  # load priority, lower starts earlier; None: the default
    libraries: tuple[str, ...] = ()  # what the build needs besides Asterisk (menuselect's names)
    # "" Asterisk itself, "addons", a distribution that adds or renames it ("debian", "fedora",
    # "digium"), "settings", "third-party"
    origin: str = ""
    conflicts: tuple[str, ...] = ()  # modules that cannot be loaded together with it
    gives_symbols: bool = (
        False  # others may bind to its symbols: before load priorities, what was opened first
    )
    off_by_default: bool = False  # a default build of Asterisk omits it
    opaque: bool = (
        False  # a third-party module without public source: it may need more than is known
    )


class Modules(Mapping[str, Module]):
    """The modules of a release by name; the facts of each are read on demand."""

    def __init__(self, written: Mapping[str, str], version: tuple[int, ...]) -> None:
        self._written = written
        self._version = version
        self._read: dict[str, Module] = {}
        self._given: dict[str, Module] = {}  # those that are not from the data file
        self._text = ""  # of all modules, once it is searched

    def __getitem__(self, name: str) -> Module:
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = module_of(name, facts_of(self._written[name], self._version))
        return found

    def get(self, name: str, default: Module | None = None) -> Module | None:  # type: ignore[override]
        """Return the module of that name, or `default`."""
        return self[name] if name in self._written else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def __contains__(self, name: object) -> bool:
        return name in self._written

    def providing(self, kind: str) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the modules that have a fact of that kind, with what they provide, without reading
        their other facts.
        """
        lines = self._lines_of("format" if kind == "file_format" else kind)
        given, version = self._given, self._version
        for name in self._written if given else lines:
            if name in given:
                yield name, given[name].provides.get(kind, ())
            elif name in lines:
                names = []
                for line in lines[name]:
                    found = [line] if kind in WHOLE_LINE else line.split(" ")
                    names += holding(found, version) if "<" in line or ">" in line else found
                if kind in _OF_FORMATS:
                    names = _formats(names)[kind == "format"]
                yield name, names

    def _lines_of(self, word: str) -> dict[str, list[str]]:
        """Return what follows a word in the lines of facts that begin with it, by module, in the
        modules' order.
        """
        if not self._text:
            self._text = "\n\n".join(
                [f"{name}\n{body}" for name, body in self._written.items() if body]
            )
        mark = f"\n  {word} "
        found: dict[str, list[str]] = {}
        # A piece ends where a line of that word begins; the last block in it is that line's module.
        piece, *pieces = self._text.split(mark)
        name = ""
        for following in pieces:
            block = piece.rpartition("\n\n")
            if block[1] or not name:
                name = block[2].partition("\n")[0]
            found.setdefault(name, []).append(following.partition("\n")[0])
            piece = following
        return found

    def with_modules(self, modules: Sequence[Module]) -> "Modules":
        """Return these modules and the given ones, which replace those of the same name."""
        more = Modules({**self._written, **{module.name: "" for module in modules}}, self._version)
        more._given = {**self._given, **{module.name: module for module in modules}}
        more._read = {**self._read, **more._given}
        return more


def facts_of(body: str, version: tuple[int, ...]) -> dict[str, list[str]]:
    """Return the facts in the lines of a module's block that are valid in the version: word ->
    names.
    """
    facts: dict[str, list[str]] = {}
    ranges = "<" in body or ">" in body
    for line in body[2:].split("\n  "):
        word, _, rest = line.partition(" ")
        names = [rest] if word in WHOLE_LINE else rest.split(" ")
        if ranges and ("<" in rest or ">" in rest):
            names = holding(names, version)
        if word in facts:
            facts[word] += names
        else:
            facts[word] = names
    return facts


def module_of(name: str, facts: dict[str, list[str]]) -> Module:
    """Return a module from its facts, as `facts_of` returns them."""
    because: dict[str, str] = {}
    for need, reason in NEEDS.items():
        for needed in facts.get(need, ()):
            because.setdefault(needed, reason)
    if "format" in facts:
        facts["file_format"], facts["format"] = _formats(facts["format"])
    provides: dict[str, tuple[str, ...]] = {}
    others: dict[str, tuple[str, ...]] = {}
    for word, names in facts.items():
        if names:
            (provides if word in KINDS else others)[word] = tuple(names)
    several = others.get
    # By position: by name takes three times as long, and a check reads a hundred modules.
    return Module(
        name,
        provides,
        tuple(because),
        because,
        several("optional", ()),
        several("support", _NOTHING)[0],
        several("reads", ()),
        several("declines", ()),
        several("declines_silently", ()),
        several("deprecated", _NOTHING)[0],
        several("removed", _NOTHING)[0],
        several("replaced_by", ()),
        int(others["priority"][0]) if "priority" in others else None,
        several("libraries", ()),
        several("origin", _NOTHING)[0],
        several("conflicts", ()),
        "gives_symbols" in others,
        "off_by_default" in others,
        "opaque" in others,
    )


def _formats(written: list[str]) -> tuple[list[str], list[str]]:
    """Parse `wav49=WAV|wav49` into the format's name and the extensions that files and options use
    for it.
    """
    names, extensions = [], []
    for item in written:
        name, given, values = item.partition("=")
        names.append(name)
        extensions += values.split("|") if given else [name]
    return names, list(dict.fromkeys(extensions))


def holding(names: list[str], version: tuple[int, ...]) -> list[str]:
    """Return the names whose range (`x>=22.9`, `x<22.3`, `x>=22.1<22.4`) includes the version,
    without the range.
    """
    kept = []
    for name in names:
        bare, below = _cut(name, "<")
        bare, least = _cut(bare, ">=")
        if (not least or version >= bound(least)) and (not below or version < bound(below)):
            kept.append(bare)
    return kept


def _cut(name: str, sign: str) -> tuple[str, str]:
    """Split a name from the release after the sign; "" without one. A CLI command can contain the
    sign: `[<device>]`.
    """
    bare, found, release = name.rpartition(sign)
    return (bare, release) if found and release[:1].isdigit() else (name, "")
