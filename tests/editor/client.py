"""A real editor's side of the protocol: the server as a subprocess, pytest-lsp's client with the
capabilities that an editor really announces.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

T = TypeVar("T")
WAIT = 30  # seconds: only a server that hangs takes so long


class Editor:
    """An editor with some open files."""

    def __init__(self, client: LanguageClient, top: Path) -> None:
        self.client = client
        self.top = top
        self.versions: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.published: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.news = asyncio.Event()

    def uri(self, name: str) -> str:
        return (self.top / name).as_uri()

    def receive(self, params: lsp.PublishDiagnosticsParams) -> None:
        self.published[params.uri] = params
        self.news.set()

    def open(self, name: str, text: str | None = None) -> None:
        if text is None:
            text = (self.top / name).read_bytes().decode("utf-8-sig", "replace")
        uri = self.uri(name)
        self.versions[uri], self.texts[uri] = 1, text
        self.published.pop(uri, None)
        item = lsp.TextDocumentItem(uri=uri, language_id="asterisk", version=1, text=text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, name: str, *changes: lsp.TextDocumentContentChangeEvent) -> None:
        uri = self.uri(name)
        self.versions[uri] += 1
        document = lsp.VersionedTextDocumentIdentifier(version=self.versions[uri], uri=uri)
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(document, list(changes))
        )

    def rewrite(self, name: str, text: str) -> None:
        self.texts[self.uri(name)] = text
        self.change(name, lsp.TextDocumentContentChangeWholeDocument(text=text))

    async def diagnostics(self, name: str) -> list[lsp.Diagnostic]:
        """What is shown of a file once the server has seen its current version."""
        uri = self.uri(name)
        async with asyncio.timeout(WAIT) if sys.version_info >= (3, 11) else _forever():
            while True:
                known = self.published.get(uri)
                if known is not None and known.version in {None, self.versions.get(uri)}:
                    return list(known.diagnostics)
                self.news.clear()
                await self.news.wait()

    async def actions(
        self, name: str, line: int, only: list[str] | None = None
    ) -> list[lsp.CodeAction]:
        place = lsp.Range(lsp.Position(line - 1, 0), lsp.Position(line - 1, 0))
        found = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(
                lsp.TextDocumentIdentifier(self.uri(name)),
                place,
                lsp.CodeActionContext(diagnostics=[], only=only),
            )
        )
        return [action for action in found or () if isinstance(action, lsp.CodeAction)]

    async def hover(self, name: str, line: int, word: str) -> str:
        found = await self.client.text_document_hover_async(
            lsp.HoverParams(self.document(name), self.at(name, line, word))
        )
        if found is None:
            return ""
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    def document(self, name: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(name))

    def at(self, name: str, line: int, word: str) -> lsp.Position:
        """The place of a word in a line, behind its first letter."""
        text = self.texts[self.uri(name)].split("\n")[line - 1]
        before = text[: text.index(word) + 1]
        return lsp.Position(line - 1, len(before.encode("utf-16-le")) // 2)

    def applied(self, edit: lsp.WorkspaceEdit | None) -> dict[str, str]:
        """The texts after an edit, by the name of the file, worked out as the protocol says."""
        assert edit is not None
        changes: dict[str, list[lsp.TextEdit]] = {}
        for uri, edits in (edit.changes or {}).items():
            changes[uri] = list(edits)
        for each in edit.document_changes or ():
            if isinstance(each, lsp.TextDocumentEdit):
                assert each.text_document.version in {
                    None,
                    self.versions.get(each.text_document.uri),
                }
                changes[each.text_document.uri] = [
                    one for one in each.edits if isinstance(one, lsp.TextEdit)
                ]
            else:
                assert isinstance(each, lsp.CreateFile)
                self.texts.setdefault(each.uri, "")
        found = {}
        for uri, texts in changes.items():
            name = uri.removeprefix(self.top.as_uri() + "/")
            text = self.texts.get(uri)
            if text is None:
                text = (self.top / name).read_bytes().decode("utf-8")
            found[name] = edited(text, texts)
        return found


def edited(text: str, edits: list[lsp.TextEdit]) -> str:
    """A text after edits that do not overlap; their places are those of the text before."""
    units = text.encode("utf-16-le")
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len((line + "\n").encode("utf-16-le")))

    def offset(place: lsp.Position) -> int:
        return min(starts[min(place.line, len(starts) - 1)] + 2 * place.character, len(units))

    for edit in sorted(edits, key=lambda each: offset(each.range.start), reverse=True):
        first, last = offset(edit.range.start), offset(edit.range.end)
        units = units[:first] + edit.new_text.encode("utf-16-le") + units[last:]
    return units.decode("utf-16-le")


@asynccontextmanager
async def _forever() -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def editor(top: Path, like: str = "visual_studio_code") -> AsyncIterator[Editor]:
    """An editor that has opened a folder."""
    client = make_test_lsp_client()
    opened = Editor(client, top)
    del client.protocol.fm.features[lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]

    def publish(params: lsp.PublishDiagnosticsParams) -> None:
        opened.receive(params)

    def register(params: lsp.RegistrationParams) -> None:
        pass

    client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(publish)
    client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(register)

    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    await client.start_io(sys.executable, "-m", "asterisk_lint", "server", cwd=top, env=environment)
    server = client._server
    assert server is not None
    try:
        await client.initialize_session(
            lsp.InitializeParams(
                capabilities=client_capabilities(like),
                workspace_folders=[lsp.WorkspaceFolder(uri=top.as_uri(), name="pbx")],
                root_uri=top.as_uri(),
            )
        )
        yield opened
        await client.shutdown_session()
    except BaseException:
        server.kill()  # else the client waits for its end
        raise
    finally:
        await client.stop()  # type: ignore[no-untyped-call]
    assert server.returncode == 0


def session(
    top: Path, does: Callable[[Editor], Awaitable[T]], like: str = "visual_studio_code"
) -> T:
    """What a session with an editor returns."""

    async def run() -> T:
        async with editor(top, like) as opened:
            return await does(opened)

    coroutine: Coroutine[None, None, T] = run()
    return asyncio.run(asyncio.wait_for(coroutine, 2 * WAIT))
