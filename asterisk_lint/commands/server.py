"""Run a language server for editors."""

import argparse

from asterisk_lint.run.options import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `server`."""
    parser.add_argument(
        "--stdio",
        action="store_true",
        help="talk on standard input and output (there is no other way; some editors name it)",
    )


def server(args: argparse.Namespace) -> int:
    """Serve an editor until it leaves. Raises UsageError without the library that it needs."""
    try:
        from asterisk_lint.editor.serve import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        raise UsageError(
            "the language server needs the package pygls: pip install 'pygls>=2'"
        ) from None
    serve()
    return 0
