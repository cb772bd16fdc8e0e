"""Select the command for a command line, and report errors as one clear line on stderr with exit
status 2.
"""

import argparse
import gc
import os
import re
import sys
from collections.abc import Callable, Sequence

from asterisk_lint import __version__
from asterisk_lint.output.terminal import note, visible, without_commands
from asterisk_lint.records import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import ModuleType

# Each command with its description. The file in commands/ with the command's name has two
# functions: `add_arguments`, and one with the command's name.
COMMANDS: tuple[tuple[str, str], ...] = (
    ("uses", "list every use: kind, name, file and line"),
    ("why", "explain why a module is required, down to file and line"),
    ("rule", "explain a rule"),
    ("module", "show what a module provides and requires, and what counts as its use"),
    ("application", "show which module provides an application, in which releases"),
    ("function", "show which module provides a dialplan function, in which releases"),
    ("init", "turn autoload=yes into a whitelist, write the settings, add the hook"),
    ("upgrade", "show what an upgrade to another Asterisk release needs"),
    ("inventory", "list the installed modules"),
    ("log", "read Asterisk logs and report which modules their errors ask for"),
    (
        "observe",
        "look at the machine that runs a PBX, and write what it shows into a file to commit",
    ),
    ("verify", "boot a real Asterisk with the configuration, without any network"),
    ("graph", "draw the modules and the reason for each"),
    ("export", "list what to build or install for these modules: menuselect, packages, Dockerfile"),
    ("catalog", "learn local and third-party modules from an installed Asterisk"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Formats help with a fixed width, so that it is the same everywhere."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=110)


class _Parser(argparse.ArgumentParser):
    """An argparse parser whose messages repeat words of the command line safely."""

    def error(self, message: str) -> NoReturn:
        """Report an error in the command line and exit."""
        self.exit(
            2,
            without_commands(f"{self.format_usage()}{self.prog}: error: {visible(message)}") + "\n",
        )


def run(argv: Sequence[str], leave: Callable[[int], None] | None = None) -> int:
    """Run one command line and return the exit status. User errors never raise an exception.

    `leave` ends the process with a status as soon as all output is written.
    """
    # Bytes that are not UTF-8, in names and in the configuration, must not end a run.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    # A run creates many small values and few cycles, then ends. Garbage collection would take a
    # third of the time of a large check.
    gc.disable()
    try:
        return _dispatch(argv, leave)
    except SystemExit as stop:  # argparse
        return stop.code if isinstance(stop.code, int) else 2
    except KeyboardInterrupt:
        return _fail("interrupted")
    except BrokenPipeError:
        # The reader of our output has gone, so nothing more can be reported.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except Exception as error:
        if os.environ.get("ASTERISK_LINT_TRACEBACK"):
            raise
        return _fail(_explained(error))


def _dispatch(argv: Sequence[str], leave: Callable[[int], None] | None) -> int:
    words = dict(COMMANDS)
    name, arguments = (argv[0], argv[1:]) if argv and argv[0] in words else ("check", argv)
    if name == "check":
        _refuse_mistyped(argv)
    command = _load(name)
    if name == "check":
        epilog = (
            "commands:\n"
            + "\n".join(f"  {word:<12} {what}" for word, what in COMMANDS)
            + "\n\n`asterisk-lint COMMAND --help` describes a command."
        )
        parser = _Parser(
            prog="asterisk-lint",
            usage="asterisk-lint [COMMAND] [options] [PATH ...]",
            description=(
                "Check that the module whitelist of each PBX found under the paths matches what "
                "its configuration uses."
            ),
            epilog=epilog,
            formatter_class=_Formatter,
            allow_abbrev=False,
        )
        parser.add_argument("--version", action="version", version=f"asterisk-lint {__version__}")
    else:
        about = words[name][0].upper() + words[name][1:] + "."
        parser = _Parser(
            prog=f"asterisk-lint {name}",
            description=about,
            formatter_class=_Formatter,
            allow_abbrev=False,
        )
    command.add_arguments(parser)
    args, rest = parser.parse_known_args(arguments)
    if rest:
        args = parser.parse_intermixed_args(arguments)  # options may be written between paths
    status: int = getattr(command, name)(args)
    sys.stdout.flush()
    if leave is not None:
        leave(status)
    return status


def _refuse_mistyped(argv: Sequence[str]) -> None:
    """Raise UsageError where the first word is neither a command nor a path, and looks like a
    command.
    """
    word = argv[0] if argv else ""
    if not re.fullmatch(r"[a-z]{2,}", word) or os.path.lexists(word):
        return
    from asterisk_lint.run.options import UsageError
    from asterisk_lint.settings.spelling import did_you_mean

    hint = did_you_mean(word, [name for name, _ in COMMANDS])
    git = {"--staged", "--rev"} & {argument.partition("=")[0] for argument in argv}
    if not git:  # (a path in a revision need not exist on the disk)
        raise UsageError(
            f"no such command, file or directory: {word}{hint}; `asterisk-lint --help` lists "
            "the commands"
        )


def _load(name: str) -> "ModuleType":
    from importlib import import_module

    return import_module(f"asterisk_lint.commands.{name}")


def _explained(error: Exception) -> str:
    """Explain in one line what went wrong."""
    if isinstance(error, RecursionError):
        return "the configuration is nested too deeply to read"
    if isinstance(error, MemoryError):
        return "not enough memory for this configuration"
    if isinstance(error, OSError):
        where = f"{os.fsdecode(error.filename)}: " if error.filename is not None else ""
        return f"{where}{(error.strerror or str(error)).lower()}"
    known = type(error).__module__.startswith("asterisk_lint.")
    text = " ".join(str(error).split())
    return (
        text
        if known
        else (
            f"internal error ({type(error).__name__}: {text}); please report it with the "
            "configuration that causes it"
        )
    )


def _fail(message: str) -> int:
    try:
        sys.stdout.flush()
        note(message)
    except OSError:
        pass
    return 2
