"""From the files of a source tree to the facts of each module."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from tools.catalog_generator import (
    c,
    information,
    module_source,
    registrations,
    rest,
    sources,
    symbols,
)

FAMILIES = (
    "app_",
    "bridge_",
    "cdr_",
    "cel_",
    "chan_",
    "codec_",
    "format_",
    "func_",
    "pbx_",
    "res_",
    "test_",
)
# How a default build of Asterisk is configured: developers' modes off; the parts for unit tests
# stay, as Debian builds them.
SWITCHES = {
    "AST_DEVMODE": False, "IMAP_STORAGE": False, "ODBC_STORAGE": False, "LOW_MEMORY": False,
    "DEBUG_THREADS": False, "DEBUG_THREADLOCALS": False,
    "MALLOC_DEBUG": False, "__AST_DEBUG_MALLOC": False, "AO2_DEBUG": False, "STANDALONE": False,
    "STANDALONE2": False, "IAXTESTS": False,
    "DO_CRASH": False, "AST_XML_DOCS": True, "MALLOC_LEAK": False, "DEBUG_SCHEDULER": False,
    "DETECT_DEADLOCKS": False, "REF_DEBUG": False,
}  # fmt: skip
BUILT_WITH = {
    "app_voicemail_imap": {"IMAP_STORAGE": True},
    "app_voicemail_odbc": {"ODBC_STORAGE": True},
}


class Facts(NamedTuple):
    """What the sources say about one module."""

    name: str
    files: tuple[str, ...]
    provides: Mapping[str, tuple[str, ...]]
    information: information.Information
    takes: Mapping[str, tuple[str, ...]]  # module -> the symbols taken from it
    reads: tuple[str, ...]
    unread: tuple[registrations.Unread, ...]


class Tree(NamedTuple):
    """A prepared source tree: each module's files as the compiler sees them, and the headers, all
    without comments.
    """

    files: Mapping[str, str]
    modules: Mapping[str, Mapping[str, str]]
    headers: Mapping[str, str]

    public: Mapping[str, str]  # those of the headers that every module may include
    private: Mapping[str, str]  # the others


def collect(files: Mapping[str, str]) -> dict[str, Facts]:
    """Return module name -> its facts; "(core)" is what is linked into Asterisk."""
    tree = _prepared(files)
    levels = information.priorities(files.get("include/asterisk/module.h", ""))
    shared: dict[str, str] = {}
    for text in tree.public.values():
        for name, value in module_source.scan(text).strings.items():
            shared.setdefault(name, value)
    taken = _taken(tree)
    return {
        module: _facts(module, tree, shared, levels, taken.get(module, {}))
        for module in tree.modules
    }


def _prepared(files: Mapping[str, str]) -> Tree:
    headers = {
        name: c.without_comments(text) for name, text in files.items() if name.endswith(".h")
    }
    compiled = {}
    for module, parts in sources.modules(files).items():
        switches = frozenset({**SWITCHES, **BUILT_WITH.get(module, {})}.items())
        compiled[module] = {
            path: c.compiled(c.without_comments(files[path]), switches) for path in parts
        }
    public = {name: text for name, text in headers.items() if name.startswith("include/")}
    return Tree(
        files,
        compiled,
        headers,
        public,
        {name: text for name, text in headers.items() if name not in public},
    )


def _facts(
    module: str,
    tree: Tree,
    shared: Mapping[str, str],
    levels: Mapping[str, int],
    takes: Mapping[str, tuple[str, ...]],
) -> Facts:
    parts = tree.modules[module]
    texts = [*_own_headers(parts, tree.private), *parts.values()]
    text = module_source.source(texts, shared)
    provides: dict[str, list[str]] = {}
    unread = []
    for item in registrations.registrations(text):
        if isinstance(item, registrations.Unread):
            unread.append(item)
        else:
            provides.setdefault(item.kind, []).append(item.name)
    resources = rest.resources(text)
    if resources:
        provides["ari_resource"] = resources
    if module == "(core)":
        provides["builtin_module"] = [
            _built_in(path, tree.files[path])
            for path, bare in parts.items()
            if "AST_MODULE_INFO" in bare
        ]
        said = information.Information(support="core")
    else:
        said = information.information(
            tree.files[next(iter(parts))],
            "\n".join(one for one in texts if "AST_MODULE_INFO" in one),
            text.strings,
            levels,
            FAMILIES,
        )
    reads = tuple(dict.fromkeys(name for one in texts for name in information.files(one)))
    unique = {kind: tuple(dict.fromkeys(names)) for kind, names in provides.items()}
    return Facts(module, tuple(parts), unique, said, takes, reads, tuple(unread))


def _built_in(path: str, text: str) -> str:
    """Return the name by which the loader knows a part of the core: the name of its source file,
    unless it says otherwise (main/config.c, named_acl.c).
    """
    named = re.search(r'^#\s*define\s+AST_MODULE\s+"(\w+)"', text, re.MULTILINE)
    return named[1] if named else path.rpartition("/")[2].rpartition(".")[0]


def _own_headers(parts: Iterable[str], headers: Mapping[str, str]) -> list[str]:
    """Return the private headers next to a module's sources: they define the names of its
    applications.
    """
    found: dict[str, str] = {}
    for path in parts:
        folder, _, file = path.rpartition("/")
        beside = f"{folder}/{file.rpartition('.')[0]}"
        for name, text in headers.items():
            if name.startswith(beside) or (folder.count("/") and name.startswith(folder + "/")):
                found[name] = text
    return list(found.values())


def _taken(tree: Tree) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return module -> the module whose symbols it uses -> those symbols."""
    gifts = _gifts(tree)
    everything = frozenset(gifts)
    expansions = symbols.macros(tree.public, everything)
    optional = symbols.optional_api(tree.headers)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for module, parts in tree.modules.items():
        if module == "(core)":
            continue
        own: frozenset[str] = frozenset().union(*(_statics(text) for text in parts.values()))
        words = frozenset().union(*(symbols.words(text) for text in parts.values()))
        givers: dict[str, list[str]] = {}
        for name in sorted(symbols.taken(words, everything, expansions) - own - optional):
            if gifts[name] != module:
                givers.setdefault(gifts[name], []).append(name)
        found[module] = {giver: tuple(names) for giver, names in givers.items()}
    return found


@cache
def _statics(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\bstatic\s[\w\s*]*?\b(\w+)\s*\(", text))


def _gifts(tree: Tree) -> dict[str, str]:
    """Return symbol -> the module that provides it. Before exports files a module with
    AST_MODFLAG_GLOBAL_SYMBOLS exported everything that was not static.
    """
    selective = any(name.endswith(".exports.in") for name in tree.files)
    core = (
        frozenset()
        if selective
        else frozenset().union(*(symbols.words(text) for text in tree.modules["(core)"].values()))
    )
    gifts: dict[str, str] = {}
    for module, parts in tree.modules.items():
        exports = tree.files.get(next(iter(parts), "").rpartition(".")[0] + ".exports.in")
        if module == "(core)" or (
            exports is None
            and (selective or not any("GLOBAL_SYMBOLS" in text for text in parts.values()))
        ):
            continue
        wanted = None if exports is None else symbols.patterns(exports)
        for text in parts.values():
            for name in symbols.given(text, wanted) - core:
                gifts.setdefault(name, module)
    return gifts
