"""Run the language server."""

import os
import sys
from contextlib import redirect_stdout
from typing import BinaryIO, cast

from asterisk_lint.editor.features import add_features
from asterisk_lint.editor.messages import Messages, quiet
from asterisk_lint.editor.server import Server


def serve() -> None:
    """Serve an editor on standard input and output until it leaves. Raises TooLarge."""
    if not os.environ.get("ASTERISK_LINT_TRACEBACK"):
        quiet("pygls")
    server = Server()
    add_features(server)
    # A copy, because the library closes it; and nothing else may print into the protocol.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output, redirect_stdout(sys.stderr):
        server.start_io(cast("BinaryIO", Messages(sys.stdin.buffer)), output)
