"""Changed files as an editor's edits."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from lsprotocol import types as lsp

from asterisk_lint.editor.buffers import BOM
from asterisk_lint.editor.locations import Locations, position

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def decoded(content: bytes, text: str | None) -> str:
    """Return a file's content as the editor has it: without a byte order mark, and as Latin-1 where
    the open `text` was read so.
    """
    if content.startswith(BOM) and not (text or "").startswith("\ufeff"):
        content = content[len(BOM) :]
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if text is not None and "\ufffd" not in text:
            return content.decode("latin-1")
        return content.decode("utf-8", "surrogateescape")


def text_edits(
    path: str, old: bytes, new: bytes, locations: Locations
) -> list[lsp.TextEdit] | None:
    """Return the edits of whole lines that turn a file into another; None if they would put bytes
    into the editor's text that it cannot hold.
    """
    document = locations.documents.get(path)
    text = document.text if document is not None else None
    before, after = decoded(old, text), decoded(new, text)
    first, second = _LINES.findall(before), _LINES.findall(after)
    edits = []
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for kind, start, stop, begin, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        inserted = "".join(second[begin:end])
        if any("\ud800" <= letter <= "\udfff" for letter in inserted):
            return None
        edits.append(
            lsp.TextEdit(range=_range(path, first, start, stop, locations), new_text=inserted)
        )
    return edits


def _range(path: str, lines: list[str], start: int, stop: int, locations: Locations) -> lsp.Range:
    places = locations.lines(path)
    end = places.place(stop + 1, 1)
    if stop == len(lines) and lines and not lines[-1].endswith("\n"):
        end = places.place(stop, len(lines[-1]) + 1)
    elif stop == len(lines):
        # Behind the last line end: a line that the list of lines has as an empty one.
        last = places.place(max(stop, 1), 1)
        end = last._replace(line=last.line + 1, character=0) if lines else last
    begin = end if start == stop else places.place(start + 1, 1)
    return lsp.Range(start=position(begin), end=position(end))


def workspace_edit(
    edits: Mapping[str, list[lsp.TextEdit]],
    locations: Locations,
    *,
    versioned: bool,
    created: frozenset[str] = frozenset(),
) -> lsp.WorkspaceEdit:
    """Return edits of files (by absolute path) as one change.

    `versioned`: the editor refuses it if a text has changed since. `created`: files that do not
    exist yet, which only a versioned change can create.
    """
    if not versioned:
        return lsp.WorkspaceEdit(
            changes={locations.uri(path): found for path, found in edits.items()}
        )
    return lsp.WorkspaceEdit(document_changes=list(_documents(edits, locations, created)))


def _documents(
    edits: Mapping[str, list[lsp.TextEdit]], locations: Locations, created: frozenset[str]
) -> Iterator[lsp.CreateFile | lsp.TextDocumentEdit]:
    for path, found in edits.items():
        uri = locations.uri(path)
        if path in created:
            yield lsp.CreateFile(uri=uri, options=lsp.CreateFileOptions(ignore_if_exists=True))
        document = locations.documents.get(path)
        version = document.version if document is not None else None
        yield lsp.TextDocumentEdit(
            text_document=lsp.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version),
            edits=list(found),
        )
