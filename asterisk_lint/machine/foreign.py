"""What the files of modules from outside Asterisk show: which other modules they cannot be loaded
without.
"""

import os
import re
from collections.abc import Collection, Iterable

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.machine.commands import MODULE_FILE
from asterisk_lint.machine.connection import Machine, MachineError, is_plain
from asterisk_lint.observed.values import Foreign

MOST = 50  # modules whose files are read
_HEAD = re.compile(rb"file +(\d{1,9}) ([A-Za-z0-9_.@+-]{1,80})\n")


def foreign_modules(folder: str, catalog: Catalog) -> tuple[Foreign, ...]:
    """Return the modules in a folder that no Asterisk ever had and that the catalog does not know,
    with what they need (`ast_module_info` and the symbols of each file).

    A module that Asterisk dropped is none of them: its file is usually left over from an older
    installation.
    """
    from asterisk_lint.catalog.third_party import with_third_party
    from asterisk_lint.witness.installed_modules import learn, unknown_modules

    if not os.path.isdir(folder):
        return ()
    catalog = with_third_party(catalog, unknown_modules(folder, catalog))
    names = unknown(unknown_modules(folder, catalog), catalog)
    learned = learn(folder, names, catalog).modules if names else ()
    return tuple(Foreign(module.name, module.requires) for module in learned)


def unknown(names: Iterable[str], catalog: Catalog) -> list[str]:
    """Return the modules that no release of Asterisk had and that the catalog does not know."""
    from asterisk_lint.catalog.lineage import fate

    return [
        name
        for name in sorted(names)
        if catalog.module(name) is None and fate(name, catalog.release) is None
    ]


def foreign_over(
    machine: Machine, installed: Collection[str], directories: str, catalog: Catalog
) -> tuple[Foreign, ...]:
    """Return the same for a machine that has these modules installed: of the files, only those of
    the modules from outside are read, and who owns a symbol the catalog's facts say.
    """
    from asterisk_lint.catalog.third_party import with_third_party

    catalog = with_third_party(catalog, installed)
    found = []
    for name in [name for name in unknown(installed, catalog) if is_plain(name)][:MOST]:
        content = module_file(machine, name, directories)
        requires = requires_of(content, name, {*installed}, catalog)
        if requires is not None:
            found.append(Foreign(name, requires))
    return tuple(found)


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
    content: bytes, name: str, installed: Collection[str], catalog: Catalog
) -> tuple[str, ...] | None:
    """Return the modules that a module cannot be loaded without; None for another kind of file."""
    from asterisk_lint.witness.elf import NotAModule, read_module
    from asterisk_lint.witness.symbol_owners import owner_of

    try:
        one = read_module(content)
    except NotAModule:
        return None
    declared = [
        other
        for other in (*one.requires, *one.enhances)
        if other in installed or catalog.module(other) is not None
    ]
    taken = {owner_of(symbol, catalog) or name for symbol in one.takes - one.gives}
    return tuple(dict.fromkeys([*declared, *sorted(taken - {name})]))
