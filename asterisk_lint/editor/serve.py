"""Run the language server."""

import os
import sys
from contextlib import redirect_stdout

from asterisk_lint.editor.features import add_features
from asterisk_lint.editor.server import Server


def serve() -> None:
    """Serve an editor on standard input and output until it leaves."""
    server = Server()
    add_features(server)
    # A copy, because the library closes it; and nothing else may print into the protocol.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as output, redirect_stdout(sys.stderr):
        server.start_io(sys.stdin.buffer, output)
