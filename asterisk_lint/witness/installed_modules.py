"""Learn modules that the catalog does not know from an installed Asterisk: from their files, their
documentation, and from running them.
"""

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from asterisk_lint.catalog.load import Catalog, Module
from asterisk_lint.records import NamedTuple
from asterisk_lint.witness.elf import Binary, NotAModule, read_module_file

if TYPE_CHECKING:
    from asterisk_lint.witness.boot import Asterisk

MODULE_FOLDERS = (
    "usr/lib/asterisk/modules",
    "usr/lib64/asterisk/modules",
    "usr/local/lib/asterisk/modules",
    "usr/local/lib64/asterisk/modules",
)
DOCUMENTATION_FOLDERS = (
    "usr/share/asterisk/documentation",
    "var/lib/asterisk/documentation",
    "usr/local/var/lib/asterisk/documentation",
)
DOCUMENTED = {
    "application": "application",
    "function": "function",
    "manager": "manager_action",
    "agi": "agi_command",
}
# What a booted Asterisk can list, in the kinds that `modules:` in the settings accepts.
LISTED = (
    "application",
    "function",
    "channel",
    "switch",
    "format",
    "codec",
    "bridge",
    "manager_action",
    "agi_command",
    "engine",
    "cdr",
    "cel",
)


class LearnedModules(NamedTuple):
    """What was learned, and what could not be learned."""

    modules: tuple[Module, ...]
    problems: tuple[str, ...]  # a line each, for people


def module_folder(root: str) -> str | None:
    """Return the folder of an installed Asterisk's modules below `root`, or None; Debian's is in a
    folder named after the machine.
    """
    for folder in MODULE_FOLDERS:
        if os.path.isdir(os.path.join(root, folder)):
            return os.path.join(root, folder)
    libraries = os.path.join(root, "usr/lib")
    for name in sorted(os.listdir(libraries)) if os.path.isdir(libraries) else ():
        folder = os.path.join(libraries, name, "asterisk/modules")
        if os.path.isdir(folder):
            return folder
    return None


def unknown_modules(folder: str, catalog: Catalog) -> list[str]:
    """Return the modules in a folder that the catalog does not have, sorted."""
    names = (name[:-3] for name in os.listdir(folder) if name.endswith(".so"))
    return sorted(name for name in names if catalog.module(name) is None)


def learn(
    folder: str, names: Iterable[str], catalog: Catalog, documentation: Iterable[str] = ()
) -> LearnedModules:
    """Return the dependencies of modules from their own files, and their capabilities from the
    documentation folders.
    """
    binaries, problems = _binaries(folder)
    givers: dict[str, str] = {}
    for name, binary in sorted(binaries.items()):
        for symbol in binary.gives:
            givers.setdefault(symbol, name)
    documented = _documented(documentation)
    found = []
    for name in names:
        one = binaries.get(name)
        if one is None:
            problems.setdefault(name, f"{name}: no such file in {folder}")
            continue
        declared = [
            needed
            for needed in (*one.requires, *one.enhances)
            if needed in binaries or catalog.module(needed)
        ]
        taken = sorted({givers[symbol] for symbol in one.takes if givers.get(symbol, name) != name})
        requires = tuple(dict.fromkeys([*declared, *taken]))
        optional = tuple(
            needed for needed in one.optional if needed in binaries and needed not in requires
        )
        found.append(
            Module(
                name,
                documented.get(name, {}),
                requires,
                optional=optional,
                support=one.support,
                priority=one.priority,
                origin="settings",
            )
        )
    return LearnedModules(
        tuple(found), tuple(problems[name] for name in sorted(problems) if name in set(names))
    )


def _binaries(folder: str) -> tuple[dict[str, Binary], dict[str, str]]:
    found, problems = {}, {}
    for file in sorted(os.listdir(folder)):
        if file.endswith(".so"):
            try:
                found[file[:-3]] = read_module_file(os.path.join(folder, file))
            except NotAModule as error:
                problems[file[:-3]] = f"{file[:-3]}: {error}"
            except OSError as error:
                problems[file[:-3]] = f"{file[:-3]}: {(error.strerror or str(error)).lower()}"
    return found, problems


def _documented(folders: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Map module -> kind -> names, from the `module` attributes of the documentation (written by
    Asterisk 18 and later).
    """
    from xml.etree import ElementTree

    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for folder in folders:
        for directory, _, files in sorted(os.walk(folder)):
            for file in sorted(file for file in files if file.endswith(".xml")):
                try:
                    # A file of Asterisk's own installation; expat expands no external entity.
                    tree = ElementTree.parse(os.path.join(directory, file))  # noqa: S314
                except ElementTree.ParseError:
                    continue
                for element in tree.getroot():
                    kind, module, name = (
                        DOCUMENTED.get(element.tag),
                        element.get("module"),
                        element.get("name"),
                    )
                    if kind and module and name:
                        kinds = found.setdefault(module, {})
                        kinds[kind] = tuple(dict.fromkeys((*kinds.get(kind, ()), name)))
    return found


def observe(
    root: str, learned: LearnedModules, catalog: Catalog, configuration: Mapping[str, bytes]
) -> LearnedModules:
    """Return the same, with what each module registers when it is loaded into the Asterisk at
    `root`, booted in isolation with that configuration.

    Raises NotIsolated and NoAsterisk (witness/boot.py) if that is impossible.
    """
    from asterisk_lint.witness.boot import DidNotStart, boot

    known = catalog.with_modules(learned.modules)
    modules, problems = [], list(learned.problems)
    for module in learned.modules:
        closure = known.closure(module.name)
        lines = ["[modules]", "autoload = no", *(f"load = {name}.so" for name in closure)]
        try:
            with boot(root, configuration, modules=lines) as asterisk:
                seen = _registered(asterisk, module.name)
                why_not = "" if seen is not None else _why_not(asterisk, root, module.name)
        except (
            DidNotStart
        ) as ended:  # the module, or what the configuration runs, may end it at any time
            seen, why_not = None, f"not run to its end: {ended}"
        if seen is None:
            problems.append(f"{module.name}: {why_not}")
            modules.append(module)
            continue
        provides = {
            kind: tuple(dict.fromkeys((*module.provides.get(kind, ()), *names)))
            for kind, names in seen.items()
        }
        modules.append(
            module._replace(
                provides={
                    **module.provides,
                    **{kind: names for kind, names in provides.items() if names},
                }
            )
        )
    return LearnedModules(tuple(modules), tuple(problems))


def _registered(asterisk: "Asterisk", name: str) -> dict[str, tuple[str, ...]] | None:
    """What a module registers when it is loaded into a booted Asterisk; None when one of the two
    does not start. Raises DidNotStart.
    """
    if not asterisk.up:
        return None
    before = {kind: set(asterisk.names(kind)) for kind in LISTED}
    asterisk.cli(f"module load {name}.so")
    state = asterisk.modules().get(name)
    if state is None or not state.running:
        return None
    seen = {
        kind: tuple(name for name in asterisk.names(kind) if name not in before[kind])
        for kind in LISTED
    }
    # Codecs are translated from and to signed linear audio, for which no module is needed.
    seen["codec"] = tuple(name for name in seen["codec"] if not name.startswith("slin"))
    return seen


def _why_not(asterisk: "Asterisk", root: str, module: str) -> str:
    """Why a module was not seen running. Of what Asterisk said, only what is a message of its own:
    the rest may be anything.
    """
    from asterisk_lint.witness.layout import find_binary
    from asterisk_lint.witness.quoted_logs import last_known_words
    from asterisk_lint.witness.symbols import modules_in

    installed = dict(modules_in(root))
    programs = [root.rstrip("/") + find_binary(root), *installed.values()]
    if not asterisk.up:
        said = last_known_words(asterisk.last_words, programs, frozenset(installed))
        return "; last output: ".join([f"not run: {asterisk.ending}", *[said] * bool(said)])
    errors = [
        line.partition(": ")[2]
        for line in asterisk.log.splitlines()
        if "ERROR[" in line or "WARNING[" in line
    ]
    told = [
        line
        for line in errors
        if not line.startswith(("Some non-required", "Error loading module"))
    ]
    said = last_known_words(told or errors, programs, frozenset({*installed, module}))
    why = "it declined to load (perhaps its configuration or hardware is missing)"
    return f"{why}: {said or 'it said nothing that is known'}"
