"""What the language server answers, request by request."""

from collections.abc import Sequence

from lsprotocol import types as lsp

from asterisk_lint.editor.actions import FIX_ALL, Scene, actions_at, fix_all
from asterisk_lint.editor.completion import offers_at
from asterisk_lint.editor.go_to import definitions, references
from asterisk_lint.editor.hover import hover_text
from asterisk_lint.editor.locations import path_of
from asterisk_lint.editor.server import OUR_TRIGGERS, Server, edited, opened, remember_folders
from asterisk_lint.model import Finding

_KINDS = {
    "module": lsp.CompletionItemKind.Module,
    "application": lsp.CompletionItemKind.Method,
    "function": lsp.CompletionItemKind.Function,
    "rule": lsp.CompletionItemKind.EnumMember,
}
WATCHED = "**/{*.conf,*.ael,*.lua,.asterisk-lint*.yaml,.gitignore}"


def add_features(server: Server) -> None:
    """Register everything that the server can do."""
    _add_documents(server)
    _add_answers(server)
    _add_actions(server)


def _add_documents(server: Server) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(ls: Server, params: lsp.InitializeParams) -> None:
        remember_folders(ls, params)

    @server.feature(lsp.INITIALIZED)
    def initialized(ls: Server, params: lsp.InitializedParams) -> None:
        known = ls.client_capabilities.workspace
        watched = known.did_change_watched_files if known is not None else None
        if watched is None or not watched.dynamic_registration:
            return
        options = lsp.DidChangeWatchedFilesRegistrationOptions(
            watchers=[lsp.FileSystemWatcher(glob_pattern=WATCHED)]
        )
        registration = lsp.Registration(
            id="files", method=lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, register_options=options
        )
        ls.client_register_capability(lsp.RegistrationParams(registrations=[registration]))

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        opened(ls, params.text_document)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        edited(ls, params)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(ls: Server, params: lsp.DidSaveTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if path in ls.documents:
            ls.queue([path])

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if path is not None:
            ls.forget(path)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_files(ls: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
        if ls.documents:
            ls.queue(list(ls.documents))


def _add_answers(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        await ls.settled()
        here = ls.here(params.text_document.uri, params.position)
        text = hover_text(here) if here is not None else None
        if text is None:
            return None
        return lsp.Hover(lsp.MarkupContent(kind=lsp.MarkupKind.Markdown, value=text))

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    async def definition(ls: Server, params: lsp.DefinitionParams) -> list[lsp.Location]:
        await ls.settled()
        here = ls.here(params.text_document.uri, params.position)
        return ls.spots(here, definitions(here)) if here is not None else []

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    async def references_of(ls: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
        await ls.settled()
        here = ls.here(params.text_document.uri, params.position)
        return ls.spots(here, references(here)) if here is not None else []

    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=OUR_TRIGGERS)
    )
    async def completion(ls: Server, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        # From the last check: completion must not wait for a pause in typing.
        here = ls.here(params.text_document.uri, params.position)
        if here is None:
            return []
        found = offers_at(here)
        path = here.pbx.path(here.file)
        start = ls.locations().lines(path).place(here.line, here.column - len(found.typed))
        place = lsp.Range(lsp.Position(start.line, start.character), params.position)
        return [
            lsp.CompletionItem(
                label=offer.text,
                kind=_KINDS[offer.kind],
                detail=offer.about or None,
                sort_text=f"{0 if offer.first else 1}{offer.text.lower()}",
                text_edit=lsp.TextEdit(range=place, new_text=offer.text),
            )
            for offer in found.offers
        ]


def _add_actions(server: Server) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(
            code_action_kinds=[lsp.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True
        ),
    )
    async def code_actions(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        await ls.settled()
        path = path_of(params.text_document.uri)
        answer = ls.answer_of(path) if path is not None else None
        if path is None or answer is None:
            return []
        only = params.context.only
        found = []
        if _wants(only, lsp.CodeActionKind.QuickFix):
            found += actions_at(_scene(ls, answer.root), path, params.range)
        pbx = answer.of(path)
        if _wants(only, FIX_ALL) and pbx is not None and _fixable(pbx[0].checked.findings):
            action = lsp.CodeAction(
                title="Fix everything that --fix would fix in this PBX",
                kind=FIX_ALL,
                data={"uri": params.text_document.uri},
            )
            if not _resolves(ls):
                action = await resolve(ls, action)
            found.append(action)
        return found

    @server.feature(lsp.CODE_ACTION_RESOLVE)
    async def resolve(ls: Server, action: lsp.CodeAction) -> lsp.CodeAction:
        await ls.settled()
        data = action.data
        uri = data.get("uri") if isinstance(data, dict) else None
        path = path_of(uri) if isinstance(uri, str) else None
        answer = ls.answer_of(path) if path is not None else None
        found = answer.of(path) if answer is not None and path is not None else None
        if answer is not None and found is not None:
            scene = _scene(ls, answer.root)
            action.edit = await ls.run(fix_all, scene, found[0])
        return action


def _fixable(findings: tuple[Finding, ...]) -> bool:
    return any(finding.fixable for finding in findings)


def _wants(only: Sequence[lsp.CodeActionKind | str] | None, kind: str) -> bool:
    """Tell whether an editor asks for a kind of action: kinds are names with dots, and a shorter
    one means all that begin with it.
    """
    kind = str(getattr(kind, "value", kind))
    asked = [str(getattr(each, "value", each)) for each in only or ()]
    return not asked or any(f"{kind}.".startswith(f"{each}.") for each in asked)


def _scene(server: Server, root: str) -> Scene:
    workspace = server.client_capabilities.workspace
    edits = workspace.workspace_edit if workspace is not None else None
    versioned = bool(edits is not None and edits.document_changes)
    operations = (edits.resource_operations if edits is not None else None) or ()
    return Scene(
        server.answers[root],
        server.locations(),
        versioned,
        lsp.ResourceOperationKind.Create in operations,
    )


def _resolves(server: Server) -> bool:
    """Tell whether the editor asks for an action's edit later."""
    known = server.client_capabilities.text_document
    actions = known.code_action if known is not None else None
    later = actions.resolve_support if actions is not None else None
    return later is not None and "edit" in later.properties
