"""What goes wrong between the editor and the server: messages that are too large or damaged, and
what the library says about them.

An error must not end the server or print a traceback into the editor's log.
"""

import logging
import re
from typing import BinaryIO

from asterisk_lint.output.terminal import note

MOST = 64 << 20  # bytes of one message, as of one file
_LONGEST = 1 << 16  # bytes of a header line
_SHOWN = 300  # characters of what the library says
_LENGTH = re.compile(rb"content-length:\s*(\d+)\s*", re.IGNORECASE)


class TooLarge(Exception):
    """A message of the editor that is not read. Nothing after it can be read either, because only
    its end tells where the next one begins.
    """


class Messages:
    """The editor's messages as the library reads them, each of limited size."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def readline(self) -> bytes:
        """Return a header line. Raises TooLarge for one that announces more than `MOST` bytes."""
        line = self._source.readline(_LONGEST)
        length = _LENGTH.fullmatch(line)
        if len(line) == _LONGEST or (
            length and (len(length[1]) > len(str(MOST)) or int(length[1]) > MOST)
        ):
            raise TooLarge(
                f"the editor sent a message of more than {MOST >> 20} MB: the language server ends"
            )
        return line

    def read(self, size: int) -> bytes:
        """Return the body of a message."""
        return self._source.read(size)


class OneLine(logging.Handler):
    """Prints what the library reports as one harmless line on stderr, without a traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        error = record.exc_info[1] if record.exc_info else None
        said = record.getMessage().partition("\n")[0]
        if error is not None:
            said = f"{said}: {type(error).__name__}: {error}"
        said = " ".join(said.split())
        note(f"language server: {said[:_SHOWN]}{'...' if len(said) > _SHOWN else ''}")


def quiet(name: str) -> None:
    """Let a library report its errors in lines."""
    logger = logging.getLogger(name)
    logger.addHandler(OneLine(logging.WARNING))
    logger.propagate = False
