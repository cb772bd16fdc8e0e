"""From the files of a source tree to the facts of each module."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from asterisk_lint.catalog.generate import c, information, registrations, rest, sources, symbols

FAMILIES = ("app_", "bridge_", "cdr_", "cel_", "chan_", "codec_", "format_", "func_", "pbx_", "res_", "test_")
# How a plain build of Asterisk is configured: developers' modes off, the unit tests' parts on (they register harmless extras).
SWITCHES = {
    "AST_DEVMODE": False, "IMAP_STORAGE": False, "ODBC_STORAGE": False, "LOW_MEMORY": False, "DEBUG_THREADS": False, "DEBUG_THREADLOCALS": False,
    "MALLOC_DEBUG": False, "__AST_DEBUG_MALLOC": False, "AO2_DEBUG": False, "STANDALONE": False, "STANDALONE2": False, "IAXTESTS": False,
    "DO_CRASH": False, "AST_XML_DOCS": True, "MALLOC_LEAK": False, "DEBUG_SCHEDULER": False, "DETECT_DEADLOCKS": False, "REF_DEBUG": False,
}  # fmt: skip
BUILT_WITH = {"app_voicemail_imap": {"IMAP_STORAGE": True}, "app_voicemail_odbc": {"ODBC_STORAGE": True}}


class Facts(NamedTuple):
    """What the sources say about one module."""

    name: str
    provides: Mapping[str, tuple[str, ...]]
    information: information.Information
    takes: Mapping[str, tuple[str, ...]]  # module -> the symbols taken from it
    reads: tuple[str, ...]
    unread: tuple[registrations.Unread, ...]


def collect(files: Mapping[str, str]) -> dict[str, Facts]:
    """Module name -> its facts; "(core)" is what is linked into Asterisk."""
    headers = {name: c.without_comments(text) for name, text in files.items() if name.endswith(".h")}
    levels = information.priorities(files.get("include/asterisk/module.h", ""))
    homes = sources.modules(files)
    public = {name: text for name, text in headers.items() if name.startswith("include/")}
    shared: dict[str, str] = {}
    for text in public.values():
        for name, value in c.constants(text).items():
            shared.setdefault(name, value)
    bare = {path: c.without_comments(files[path]) for parts in homes.values() for path in parts}
    compiled = {module: {path: c.compiled(bare[path], {**SWITCHES, **BUILT_WITH.get(module, {})}) for path in parts} for module, parts in homes.items()}
    gifts = _gifts(files, homes, compiled)
    everything = frozenset(gifts)
    expansions = symbols.macros(public, everything)
    optional = symbols.optional_api(headers)
    found: dict[str, Facts] = {}
    for module, parts in homes.items():
        own = {name: value for path in parts for name, value in _own_headers(path, headers).items()}
        texts = [*own.values(), *compiled[module].values()]
        text = registrations.source(texts, shared)
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
            provides["builtin_module"] = [path.rpartition("/")[2].rpartition(".")[0] for path in parts if "AST_MODULE_INFO" in compiled[module][path]]
        main = parts[0] if parts else ""
        said = (
            information.Information(support="core")
            if module == "(core)"
            else information.information(files[main], "\n".join(texts), text.strings, levels, FAMILIES)
        )
        taken = _taken(module, "\n".join(compiled[module].values()), gifts, everything, expansions, optional) if module != "(core)" else {}
        found[module] = Facts(module, {kind: tuple(dict.fromkeys(names)) for kind, names in provides.items()}, said, taken, information.files(text.text), tuple(unread))
    return found


def _own_headers(path: str, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers beside a module's source (not Asterisk's public ones): they define the names of its applications."""
    folder, _, file = path.rpartition("/")
    stem = file.rpartition(".")[0]
    return {name: text for name, text in headers.items() if not name.startswith("include/") and (name.startswith(f"{folder}/{stem}") or (folder.count("/") and name.startswith(folder + "/")))}


def _gifts(files: Mapping[str, str], homes: Mapping[str, list[str]], compiled: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Symbol -> the module that gives it. What the core defines too is the core's."""
    selective = any(name.endswith(".exports.in") for name in files)
    core = frozenset(symbols.words("\n".join(compiled["(core)"].values()))) if not selective else frozenset()
    gifts: dict[str, str] = {}
    for module, parts in homes.items():
        if module == "(core)":
            continue
        exports = files.get(parts[0].rpartition(".")[0] + ".exports.in")
        if exports is None and selective:
            continue
        whole = "\n".join(compiled[module].values())
        if exports is None and "GLOBAL_SYMBOLS" not in whole:
            continue
        for name in symbols.given(whole, None if exports is None else symbols.patterns(exports)):
            if name not in core:
                gifts.setdefault(name, module)
    return gifts


def _taken(
    module: str, text: str, gifts: Mapping[str, str], everything: frozenset[str], expansions: Mapping[str, frozenset[str]], optional: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    own = frozenset(re.findall(r"\bstatic\s[\w\s*]*?\b(\w+)\s*\(", text))
    found: dict[str, list[str]] = {}
    for name in sorted(symbols.taken(symbols.words(text), everything, expansions) - own - optional):
        if gifts[name] != module:
            found.setdefault(gifts[name], []).append(name)
    return {giver: tuple(names) for giver, names in found.items()}
