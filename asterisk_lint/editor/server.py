"""The language server: it keeps the texts that are open, checks after a pause in typing, and
answers from the last check.

The check itself runs in a thread of its own, so that the editor is answered meanwhile. Requests
that depend on it wait for it; an editor can cancel them.
"""

import asyncio
import gc
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from asterisk_lint import __version__
from asterisk_lint.editor.answers import Answer, answers_for, merged
from asterisk_lint.editor.diagnostics import diagnostics_of
from asterisk_lint.editor.locations import Document, Locations, path_of
from asterisk_lint.editor.lookup import Here
from asterisk_lint.editor.phases import FIRST, completed, with_earlier
from asterisk_lint.editor.texts import UTF16, Change, Position, changed
from asterisk_lint.output.terminal import visible
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.shared import Shared

PAUSE = 0.2  # seconds without a change before a check begins
P = ParamSpec("P")
T = TypeVar("T")

SLOW = 0.4  # seconds of a check
IDLE = 2.0  # seconds after a check, until memory is tidied up
MOST_UNCOLLECTED = 4  # checks, however fast one types
OUR_TRIGGERS = ["{", "=", ",", "[", "."]


class Server(LanguageServer):
    """The open texts, and what the last checks found."""

    def __init__(self) -> None:
        super().__init__("asterisk-lint", __version__)
        self.documents: dict[str, Document] = {}  # by absolute, resolved path
        self.answers: dict[str, Answer] = {}  # by the root of the tree
        self.folders: dict[str, str] = {}
        self.shared = Shared()
        self.executor = ThreadPoolExecutor(1)
        self.waiting: dict[str, None] = {}  # paths to check
        self.is_slow = (
            False  # the last check took long: the next one shows its findings in two phases
        )
        self.uncollected = 0  # checks since memory was tidied up
        self.changes = 0  # how often a text changed
        self.task: asyncio.Task[None] | None = None
        self.shown: dict[str, set[str]] = {}  # paths with diagnostics, by root

    @property
    def encoding(self) -> str:
        """The encoding in whose units positions are counted."""
        known = self.workspace.position_encoding
        return str(getattr(known, "value", known) or UTF16)

    def locations(self) -> Locations:
        """Return the places in the texts of this moment."""
        return Locations(dict(self.documents), self.encoding, self.folders)

    def queue(self, paths: Sequence[str]) -> None:
        """Check the PBXs of some files as soon as there is a pause."""
        self.waiting.update(dict.fromkeys(paths))
        self.changes += 1
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self._check_waiting())

    async def settled(self) -> None:
        """Wait until everything that changed has been checked."""
        while self.task is not None and not self.task.done():
            await asyncio.shield(self.task)

    async def _check_waiting(self) -> None:
        loop = asyncio.get_running_loop()
        while self.waiting:
            changes = -1
            while changes != self.changes:
                changes = self.changes
                await asyncio.sleep(PAUSE)
            paths = list(self.waiting)
            self.waiting.clear()
            locations = self.locations()
            texts = {path: document.text for path, document in locations.documents.items()}
            try:
                started = time.monotonic()
                scope = FIRST if self.is_slow else RuleSelection()
                answers = await self.run(answers_for, paths, list(texts), texts, self.shared, scope)
                if self.is_slow and changes == self.changes:
                    earlier = [with_earlier(each, self.answers.get(each.root)) for each in answers]
                    self._take(earlier, paths, locations)
                    answers = await self.run(completed, answers)
                self.is_slow = time.monotonic() - started > SLOW
            except Exception as error:  # must not end the server
                self.report_internal(error)
                continue
            if changes != self.changes:
                self.waiting.update(dict.fromkeys(paths))  # out of date already
                continue
            self._take(answers, paths, locations)
        # `main` disables garbage collection, which would take a third of each check: it runs when
        # nobody waits.
        self.uncollected += 1
        loop.call_later(IDLE, self._collect, self.changes)

    def _take(self, answers: Sequence[Answer], paths: Sequence[str], locations: Locations) -> None:
        """Keep and show the answers of a check of some paths."""
        for answer in answers:
            known = merged(self.answers.get(answer.root), answer, paths)
            self.answers[answer.root] = known
            self._publish(answer.root, known, locations)

    def _collect(self, changes: int) -> None:
        if changes == self.changes or self.uncollected >= MOST_UNCOLLECTED:
            self.uncollected = 0
            gc.collect()

    async def run(self, function: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        """Run what takes long beside the server."""
        return await asyncio.get_running_loop().run_in_executor(
            self.executor, partial(function, *args, **more)
        )

    def report_internal(self, error: Exception) -> None:
        """Write an error of this program to the editor's log."""
        self.window_log_message(
            lsp.LogMessageParams(
                type=lsp.MessageType.Error,
                message=(
                    f"internal error ({type(error).__name__}: {visible(str(error))}); please "
                    "report it with the configuration that causes it"
                ),
            )
        )

    def _publish(self, root: str, answer: Answer, locations: Locations) -> None:
        found = diagnostics_of(answer, locations)
        before = self.shown.get(root, set())
        inside = {path for path in self.documents if _is_in(path, root)}
        for path in sorted({*before, *found, *inside}):
            document = locations.documents.get(path)
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(
                    uri=locations.uri(path),
                    diagnostics=found.get(path, []),
                    version=document.version if document is not None else None,
                )
            )
        self.shown[root] = set(found)

    def forget(self, path: str) -> None:
        """Close a text; a tree without an open text is no longer shown."""
        document = self.documents.pop(path, None)
        if document is None:
            return
        for root in [root for root in self.answers if _is_in(path, root)]:
            left = [other for other in self.documents if _is_in(other, root)]
            if left:
                self.queue(left)
                continue
            locations = self.locations()
            for shown in self.shown.pop(root, set()):
                self.text_document_publish_diagnostics(
                    lsp.PublishDiagnosticsParams(uri=locations.uri(shown), diagnostics=[])
                )
            del self.answers[root]

    def here(self, uri: str, place: lsp.Position) -> Here | None:
        """Return a position in a file of a checked PBX; None if it is in none."""
        path = path_of(uri)
        if path is None:
            return None
        for answer in self.answers.values():
            found = answer.of(path)
            if found is not None:
                pbx, name = found
                lines = self.locations().lines(path)
                line, column = lines.position(Position(place.line, place.character))
                return Here(pbx, name, line, column, lines.text(line))
        return None

    def spots(self, here: Here, places: Sequence[tuple[str, int, int]]) -> list[lsp.Location]:
        """Return places of a PBX as the protocol writes them."""
        locations = self.locations()
        return [
            locations.location(here.pbx.path(file), line, column) for file, line, column in places
        ]

    def answer_of(self, path: str) -> Answer | None:
        """Return the answer that has a finding in a file, or whose tree has it."""
        return next((answer for root, answer in self.answers.items() if _is_in(path, root)), None)


def _is_in(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")


def opened(server: Server, item: lsp.TextDocumentItem) -> None:
    """Take a text that was opened."""
    path = path_of(item.uri)
    if path is not None:
        server.documents[path] = Document(item.uri, item.version, item.text)
        server.queue([path])


def edited(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    """Take the changes of a text."""
    path = path_of(params.text_document.uri)
    known = server.documents.get(path or "")
    if path is None or known is None:
        return
    changes = [
        Change(each.text)
        if isinstance(each, lsp.TextDocumentContentChangeWholeDocument)
        else Change(each.text, _place(each.range.start), _place(each.range.end))
        for each in params.content_changes
    ]
    text = changed(known.text, changes, server.encoding)
    server.documents[path] = Document(known.uri, params.text_document.version, text)
    server.queue([path])


def _place(position: lsp.Position) -> Position:
    return Position(position.line, position.character)


def remember_folders(server: Server, params: lsp.InitializeParams) -> None:
    """Note under which paths the editor knows its folders, where links lead to them."""
    uris = [folder.uri for folder in params.workspace_folders or ()]
    for uri in [*uris, *([params.root_uri] if params.root_uri else [])]:
        real = path_of(uri)
        shown = uri.removeprefix("file://")
        if real is not None and os.path.realpath(shown) == real and shown != real:
            server.folders[real] = shown
