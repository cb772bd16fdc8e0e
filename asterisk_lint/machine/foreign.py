"""What the files of modules from outside Asterisk show: the modules without which each cannot be
loaded, and which of the names that are known otherwise each registers.
"""

import os
import re
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from asterisk_lint.catalog.facts import EXACT
from asterisk_lint.catalog.load import Catalog
from asterisk_lint.machine.commands import MODULE_FILE
from asterisk_lint.machine.connection import Machine, MachineError, is_plain
from asterisk_lint.model import Use
from asterisk_lint.observed.values import Foreign
from asterisk_lint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asterisk_lint.witness.elf import Binary

MOST = 50  # modules whose files are read
MOST_TEXTS = 20_000  # texts in one of them; a large module has some thousand
_HEAD = re.compile(rb"file +(\d{1,9}) ([A-Za-z0-9_.@+-]{1,80})\n")
# The functions of Asterisk (include/asterisk/*.h, 1.8 to 23) with which a module registers a name
# of each kind.
REGISTERS = {
    "application": {"ast_register_application", "ast_register_application2"},
    "function": {
        "ast_custom_function_register",
        "__ast_custom_function_register",
        "__ast_custom_function_register_escalating",
    },
    "channel": {"ast_channel_register"},
    "switch": {"ast_register_switch"},
    "format": {"__ast_format_register", "__ast_format_def_register"},
}
_TEXT = re.compile(rb"(?<=\0)[A-Za-z][A-Za-z0-9_]{0,79}(?=\0)")


class Named(NamedTuple):
    """A name that something there has or uses."""

    kind: str
    name: str
    cut: int = 0  # how many characters the machine printed of it; 0: the whole name


class OwnFile(NamedTuple):
    """The file of a module from outside Asterisk."""

    name: str
    requires: tuple[str, ...]  # the modules that it cannot be loaded without
    registers: frozenset[str]  # the kinds of names that it registers
    texts: frozenset[str]  # every text in it that can be such a name; none if there are too many


class Outside(NamedTuple):
    """What a machine has from outside Asterisk."""

    files: tuple[OwnFile, ...] = ()
    names: tuple[Named, ...] = ()  # what it lists and documents
    # As an earlier observation showed it, where this one reads no module's file.
    known: tuple[Foreign, ...] = ()


NOTHING = Outside()


def files_in(folder: str | None, catalog: Catalog) -> tuple[OwnFile, ...]:
    """Return the modules in a folder that no Asterisk ever had and that the catalog does not know.

    A module that Asterisk dropped is none of them: its file is usually left over from an older
    installation.
    """
    from asterisk_lint.catalog.third_party import with_third_party
    from asterisk_lint.witness.elf import read_module
    from asterisk_lint.witness.installed_modules import learn, unknown_modules
    from asterisk_lint.witness.symbols import content

    if folder is None or not os.path.isdir(folder):
        return ()
    catalog = with_third_party(catalog, unknown_modules(folder, catalog))
    names = unknown(unknown_modules(folder, catalog), catalog)
    learned = learn(folder, names, catalog).modules if names else ()
    found = []
    for module in learned:
        data = content(os.path.join(folder, f"{module.name}.so"))
        found.append(own_file(module.name, module.requires, read_module(data), data))
    return tuple(found)


def files_over(
    machine: Machine, installed: Collection[str], directories: str, catalog: Catalog
) -> tuple[OwnFile, ...]:
    """Return the same for a machine that has these modules installed: of the files, only those of
    the modules from outside are read, and who owns another symbol the catalog's facts say.
    """
    from asterisk_lint.catalog.third_party import with_third_party
    from asterisk_lint.witness.elf import NotAModule, read_module

    catalog = with_third_party(catalog, installed)
    read: dict[str, tuple[bytes, Binary]] = {}
    for name in [name for name in unknown(installed, catalog) if is_plain(name)][:MOST]:
        data = module_file(machine, name, directories)
        try:
            read[name] = data, read_module(data)
        except NotAModule:
            continue
    givers = {symbol: name for name in sorted(read, reverse=True) for symbol in read[name][1].gives}
    return tuple(
        own_file(name, requires_of(one, name, {*installed}, givers, catalog), one, data)
        for name, (data, one) in read.items()
    )


def own_file(name: str, requires: tuple[str, ...], one: "Binary", data: bytes) -> OwnFile:
    """Return what matters of a module's file."""
    kinds = {kind for kind, functions in REGISTERS.items() if functions & one.takes}
    found = [text[0] for text in islice(_TEXT.finditer(data), MOST_TEXTS)] if kinds else []
    texts = {text.decode() for text in found} if len(found) < MOST_TEXTS else set()
    return OwnFile(name, requires, frozenset(kinds), frozenset(texts))


def unknown(names: Iterable[str], catalog: Catalog) -> list[str]:
    """Return the modules that no release of Asterisk had and that the catalog does not know."""
    from asterisk_lint.catalog.lineage import fate

    return [
        name
        for name in sorted(names)
        if catalog.module(name) is None and fate(name, catalog.release) is None
    ]


def module_file(machine: Machine, name: str, directories: str) -> bytes:
    """Return the content of a module's file; empty if it is too large or not readable. Raises
    MachineError if the answer is not what the command prints.
    """
    answer = machine.ask(MODULE_FILE, directory=directories, names=[name])
    if not answer:
        return b""
    found = _HEAD.match(answer)
    end = found.end() + int(found[1]) if found else 0
    if found is None or found[2].decode() != name or answer[end : end + 5] != b"\nend\n":
        raise MachineError(f"the file of {name} does not have the expected form: try again")
    return answer[found.end() : end]


def requires_of(
    one: "Binary",
    name: str,
    installed: Collection[str],
    givers: Mapping[str, str],
    catalog: Catalog,
) -> tuple[str, ...]:
    """Return the modules that a module cannot be loaded without. `givers`: the modules from outside
    that give each symbol.
    """
    from asterisk_lint.witness.symbol_owners import owner_of

    declared = [
        other
        for other in (*one.requires, *one.enhances)
        if other in installed or catalog.module(other) is not None
    ]
    taken = {
        owner_of(symbol, catalog) or givers.get(symbol, name) for symbol in one.takes - one.gives
    }
    return tuple(dict.fromkeys([*declared, *sorted(taken - {name})]))


def foreign_of(outside: Outside, used: Iterable[Use], catalog: Catalog) -> tuple[Foreign, ...]:
    """Return the modules with what they need and provide. A module provides those names that the
    machine lists or documents or a configuration uses, that the catalog does not know, and whose
    kind and text no other file has.
    """
    if not outside.files:
        return outside.known
    names = {*outside.names, *(Named(use.kind, use.name) for use in used)}
    provided: dict[str, set[tuple[str, str]]] = {each.name: set() for each in outside.files}
    for named, holders in _holders(outside.files, names, catalog).items():
        if len(holders) == 1:
            ((module, texts),) = holders.items()
            text = named.name if named.name in texts else min(texts)
            if catalog.spelling(named.kind, text) is None and (not named.cut or len(texts) == 1):
                provided[module].add((named.kind, text))
    return tuple(
        Foreign(each.name, each.requires, tuple(sorted(provided[each.name])))
        for each in outside.files
    )


def _holders(
    files: Iterable[OwnFile], names: Iterable[Named], catalog: Catalog
) -> dict[Named, dict[str, set[str]]]:
    """Return for each name that the catalog does not know the modules whose files contain it, with
    the texts that can be meant. Each text is looked up, not each name: there can be many names.
    """
    wanted: dict[tuple[str, str, int], Named] = {}
    for named in names:
        if named.cut or catalog.spelling(named.kind, named.name) is None:
            wanted[named.kind, _folded(named.kind, named.name), named.cut] = named
    cuts = {(named.kind, named.cut) for named in wanted.values()}
    found: dict[Named, dict[str, set[str]]] = {}
    for each in files:
        for kind, cut in cuts:
            for text in each.texts if kind in each.registers else ():
                beginning = _folded(kind, text[:cut] if cut else text)
                named_here = wanted.get((kind, beginning, cut))
                if named_here is not None:
                    found.setdefault(named_here, {}).setdefault(each.name, set()).add(text)
    return found


def _folded(kind: str, name: str) -> str:
    """Return a name as Asterisk compares it."""
    return name if kind in EXACT else name.lower()
