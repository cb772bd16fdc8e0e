"""A PBX's directory of files, whatever it comes from."""

from collections.abc import Sequence
from typing import Protocol


class Unreadable(Exception):
    """A file that is there and cannot be read; the text says why."""


class Files(Protocol):
    """Every file of one PBX, by its name relative to the PBX's directory."""

    def names(self) -> Sequence[str]:
        """The names of all files, sorted, with `/` between folders."""

    def read(self, name: str) -> bytes:
        """The content of one file; FileNotFoundError when it is not there, Unreadable when it cannot be read."""
