"""Select the command for a command line, and report errors as one clear line on stderr with exit
status 2.
"""

import os
import sys
from collections.abc import Callable, Sequence

from asterisk_lint.commands.names import COMMANDS, load_command
from asterisk_lint.commands.plain_line import plain_arguments
from asterisk_lint.output.terminal import note


def run(argv: Sequence[str], leave: Callable[[int], None] | None = None) -> int:
    """Run one command line and return the exit status. User errors never raise an exception.

    `leave` ends the process with a status as soon as all output is written.
    """
    # Bytes that are not UTF-8, in names and in the configuration, must not end a run.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
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
    command = load_command(name)
    args = plain_arguments(command.add_arguments, arguments) if name == "check" else None
    if args is None:
        from asterisk_lint.commands.parsers import parser_of

        parser = parser_of(name)
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
    if not _looks_like_command(word) or os.path.lexists(word):
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


def _looks_like_command(word: str) -> bool:
    """Tell whether a word consists of at least two lower-case letters."""
    return len(word) > 1 and word.isascii() and word.isalpha() and word.islower()


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
