"""Completion of commands, options, module and rule names for shells."""

import argparse

from asterisk_lint.output.terminal import say_document
from asterisk_lint.run.options import UsageError

SHELLS = ("bash", "zsh", "fish", "tcsh")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `completion`."""
    parser.add_argument("shell", choices=SHELLS, help="the shell to complete in")


def completion(args: argparse.Namespace) -> int:
    """Print a script for the shell, to be sourced or installed; gives the exit status."""
    try:
        from shtab import complete
    except ImportError:
        raise UsageError("completion needs the package shtab: pip install shtab") from None
    from asterisk_lint.commands.parsers import whole_parser

    parser = whole_parser()
    with_names(parser)
    say_document(complete(parser, shell=args.shell) + "\n")
    return 0


def with_names(parser: argparse.ArgumentParser, command: str = "") -> None:
    """Let the arguments of every command offer names: of the newest release's modules, of rules, of
    files.
    """
    from shtab import FILE

    from asterisk_lint.catalog.load import load, newest
    from asterisk_lint.rules import RULES

    names: dict[tuple[str, str], list[str]] = {
        ("why", "module"): (modules := sorted(load(newest()).modules)),
        ("module", "names"): modules,
        ("catalog", "names"): modules,
        ("rule", "names"): (rules := sorted(name for _, name in RULES)),
    }
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, one in action.choices.items():
                with_names(one, name)
        elif action.dest in {"select", "ignore"}:
            action.choices = rules
        elif (command, action.dest) in names:
            action.choices = names[command, action.dest]
        elif action.dest in {"paths", "files", "config", "inventory"}:
            action.complete = FILE  # type: ignore[attr-defined]
