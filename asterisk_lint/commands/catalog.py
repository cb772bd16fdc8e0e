"""Learn local and third-party modules from an installed Asterisk."""

import argparse
import os
import re

from asterisk_lint.catalog.load import Module
from asterisk_lint.commands.module import catalog_here
from asterisk_lint.commands.options import add_release, options_of
from asterisk_lint.output.terminal import note, say
from asterisk_lint.run.options import UsageError
from asterisk_lint.settings.values import CAPABILITY_WORDS, NAME

# Modules of these families provide something that a configuration names.
VISIBLE = ("app_", "func_", "chan_", "codec_", "format_")
_PLAIN = re.compile(r"[A-Za-z_][\w.-]*")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `catalog`."""
    parser.add_argument(
        "action",
        nargs="?",
        metavar="import",
        choices=("import",),
        help="import: write `modules:` settings for modules that the catalog does not know",
    )
    parser.add_argument(
        "names",
        nargs="*",
        default=[],
        metavar="MODULE",
        help="only these modules (default: every installed module that the catalog does not know)",
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="add them to the settings file and change nothing else there (default: print them)",
    )
    parser.add_argument(
        "--root",
        metavar="DIR",
        default="/",
        help="the system in which Asterisk is installed (default: this one)",
    )
    parser.add_argument(
        "--modules",
        metavar="DIR",
        help="the folder with the modules' .so files (default: that of the system)",
    )
    parser.add_argument(
        "--no-run",
        action="store_true",
        help="only read the modules' files; do not boot that Asterisk to see what they register",
    )
    parser.add_argument(
        "--configuration",
        metavar="DIR",
        help="boot with this configuration (default: the system's etc/asterisk)",
    )
    add_release(parser, "the settings here, else the newest known")
    parser.add_argument(
        "--config", metavar="FILE", help="settings file (default: the one at the repository's root)"
    )


def catalog(args: argparse.Namespace) -> int:
    """Print settings for the requested modules, or add them to the settings file; report on stderr
    what could not be learned.
    """
    if args.action is None:
        raise UsageError(
            "what to do? `asterisk-lint catalog import` learns the modules that the catalog "
            "does not know"
        )
    from asterisk_lint.witness.installed_modules import (
        DOCUMENTATION_FOLDERS,
        learn,
        module_folder,
        observe,
        unknown_modules,
    )

    known = catalog_here(options_of(args))
    folder = args.modules or module_folder(args.root)
    if folder is None or not os.path.isdir(folder):
        raise UsageError(
            f"no Asterisk modules found in {args.modules or args.root}: give their directory "
            "with --modules DIR"
        )
    names = [name.removesuffix(".so") for name in args.names] or unknown_modules(folder, known)
    if not names:
        note(f"the catalog of Asterisk {known.release} knows every module in {folder}")
        return 0
    learned = learn(
        folder, names, known, [os.path.join(args.root, place) for place in DOCUMENTATION_FOLDERS]
    )
    problems = list(learned.problems)
    if not args.no_run and learned.modules:
        from asterisk_lint.witness.boot import NotIsolated
        from asterisk_lint.witness.layout import NoAsterisk, read_directory

        configuration = args.configuration or os.path.join(args.root, "etc/asterisk")
        try:
            files = read_directory(configuration if os.path.isdir(configuration) else None)
            learned = observe(args.root, learned, known, files)
            problems = list(learned.problems)
        except (NoAsterisk, NotIsolated) as error:
            problems.append(
                "not run, so the entries contain only what the modules' documentation "
                f"shows: {error}"
            )
    for problem in problems:
        note(problem)
    for module in learned.modules:
        if not module.provides and module.name.startswith(VISIBLE):
            note(
                f"{module.name}: asterisk-lint found nothing that it provides; add the names "
                "that the dialplan uses"
            )
    if args.write:
        write(args, learned.modules)
    elif learned.modules:
        for line in (f"# for {NAME}", *as_settings(learned.modules).splitlines()):
            say(line)
    return 0 if learned.modules else 2


def write(args: argparse.Namespace, modules: "tuple[Module, ...]") -> None:
    """Add the modules to the settings file, and print the result. A module that is already there
    keeps its entry.
    """
    from asterisk_lint.fix.write import put
    from asterisk_lint.fix.yaml import add_modules
    from asterisk_lint.run.projects import read_settings, settings_content, settings_place
    from asterisk_lint.tree.open import open_trees

    (tree, _), *_ = open_trees([])
    path, root = settings_place(tree, args.config)
    old = settings_content(tree, args.config)
    there = read_settings(tree, args.config).modules
    new = {module.name: entry(module) for module in modules if module.name not in there}
    shown = os.path.relpath(path)
    if new:
        put(path, add_modules(old or b"", new, shown), root, old)
        # The written file must be readable; an error of ours must not wait for the next run.
        read_settings(tree, args.config)
        say(f"{shown}: added {', '.join(sorted(new))}")
    kept = sorted({module.name for module in modules} - set(new))
    if kept:
        say(f"{shown}: already has {', '.join(kept)}; not changed")


def as_settings(modules: "tuple[Module, ...]") -> str:
    """Return the `modules:` table of the settings for these modules."""
    return (
        "\n".join(["modules:", *("  " + line for module in modules for line in entry(module))])
        + "\n"
    )


def entry(module: Module) -> list[str]:
    """Return the lines of the settings for a module."""
    words = {kind: word for word, kind in CAPABILITY_WORDS.items()}
    provides = [(words[kind], names) for kind, names in module.provides.items() if kind in words]
    facts = [*(("requires", module.requires),) * bool(module.requires), *sorted(provides)]
    lines = [f"  {word}: [{', '.join(_quoted(name) for name in names)}]" for word, names in facts]
    return [f"{module.name}:" + ("" if facts else " {}"), *lines]


def _quoted(name: str) -> str:
    reserved = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
    return (
        name
        if _PLAIN.fullmatch(name) and name.lower() not in reserved
        else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )
