"""Places in files as an editor wants them: addresses and ranges."""

import os
import re
from collections.abc import Mapping

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path

from asterisk_lint.editor.texts import UTF16, Lines, Position
from asterisk_lint.records import NamedTuple

TOKEN = re.compile(r"[^\s;,|()]+")
_LARGE = 1 << 24  # bytes of a file that is read only to count columns


class Document(NamedTuple):
    """A file that is open in the editor."""

    uri: str
    version: int | None
    text: str


class Locations:
    """The files of one moment: texts that are open, and their addresses as the editor writes them.

    `documents`: by absolute, resolved path. `folders`: the resolved path of each workspace folder
    with the path that the editor knows it by (where a symbolic link leads to it).
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        encoding: str = UTF16,
        folders: Mapping[str, str] | None = None,
    ) -> None:
        self.documents = documents
        self.encoding = encoding
        self.folders = folders or {}
        self._lines: dict[str, Lines] = {}

    def uri(self, path: str) -> str:
        """Return the address of a file."""
        known = self.documents.get(path)
        if known is not None:
            return known.uri
        for real, shown in self.folders.items():
            if path.startswith(real.rstrip("/") + "/"):
                path = os.path.join(shown, path[len(real.rstrip("/")) + 1 :])
                break
        return from_fs_path(path) or f"file://{path}"

    def lines(self, path: str) -> Lines:
        """Return the lines of a file, as the editor has it open, otherwise as it is on the disk."""
        known = self._lines.get(path)
        if known is None:
            document = self.documents.get(path)
            text = document.text if document is not None else _on_disk(path)
            known = self._lines[path] = Lines(
                [line.removesuffix("\r") for line in text.split("\n")], self.encoding
            )
        return known

    def range(self, path: str, line: int, column: int, length: int) -> lsp.Range:
        """Return a range; column 0 is the whole line, length 0 a word."""
        lines = self.lines(path)
        text = lines.text(line)
        if not column:
            column = len(text) - len(text.lstrip()) + 1
            length = len(text.strip())
        elif not length:
            token = TOKEN.match(text, column - 1)
            length = len(token[0]) if token else 1
        return lsp.Range(
            start=position(lines.place(line, column)),
            end=position(lines.place(line, column + length)),
        )

    def location(self, path: str, line: int, column: int = 0, length: int = 0) -> lsp.Location:
        """Return a range with the address of its file."""
        return lsp.Location(uri=self.uri(path), range=self.range(path, line, column, length))


def position(place: Position) -> lsp.Position:
    """Return a place as the protocol writes it."""
    return lsp.Position(line=place.line, character=place.character)


def path_of(uri: str) -> str | None:
    """Return the absolute, resolved path of a file's address; None for anything else (an
    untitled text, a file in a virtual file system).
    """
    if not uri.startswith("file:"):
        return None
    try:
        path = to_fs_path(uri)
    except ValueError:
        return None
    if path is None or "\0" in path or not os.path.isabs(path):
        return None
    return os.path.realpath(path)


def _on_disk(path: str) -> str:
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > _LARGE:
            return ""
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig", "surrogateescape")
    except OSError:
        return ""
