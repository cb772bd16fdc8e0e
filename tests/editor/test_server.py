"""The language server as an editor sees it: a real client, a real process."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.editor.client import Editor, session
from tests.pbx import fixture, lint
from tests.repository import Repository

MODULES = "[modules]\nautoload = no\nload = pbx_config.so\n"
# The capabilities of three editors: versioned edits and later ones, neither, and both.
EDITORS = ("visual_studio_code", "emacs", "neovim@v0.11.0")


@pytest.fixture(autouse=True)
def no_traceback(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    assert "Traceback" not in capfd.readouterr().err


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return small(
        tmp_path, {"modules.conf": MODULES, "extensions.conf": "[a]\nexten => 1,1,NoOp()\n"}
    )


def small(tmp_path: Path, files: dict[str, str]) -> Path:
    top = tmp_path / "pbx"
    for name, content in {".asterisk-lint.yaml": "asterisk: 22\n", **files}.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    return top


def test_a_finding_appears_while_one_types_and_goes_when_it_is_undone(top: Path) -> None:
    async def types_and_undoes(editor: Editor) -> None:
        editor.open("extensions.conf")
        assert await editor.diagnostics("extensions.conf") == []
        end = lsp.Position(2, 0)
        for letter in "exten => 2,1,Queue(x)\n":
            editor.change(
                "extensions.conf",
                lsp.TextDocumentContentChangePartial(lsp.Range(end, end), letter),
            )
            end = lsp.Position(2, end.character + 1)
        (found,) = (
            one
            for one in await editor.diagnostics("extensions.conf")
            if "Queue() needs app_queue, which modules.conf does not load" in one.message
        )
        assert found.code == "AL101"
        assert found.severity == lsp.DiagnosticSeverity.Error
        assert found.source == "asterisk-lint"
        assert found.code_description is not None
        assert found.code_description.href.endswith("#missing-module-al101")
        assert found.range == lsp.Range(lsp.Position(2, 13), lsp.Position(2, 18))
        editor.rewrite("extensions.conf", "[a]\nexten => 1,1,NoOp()\n")
        assert await editor.diagnostics("extensions.conf") == []
        # On the disk nothing has changed, and the other file was never opened.
        assert (top / "extensions.conf").read_text() == "[a]\nexten => 1,1,NoOp()\n"

    session(top, types_and_undoes)


def test_tags_severities_and_related_places(top: Path) -> None:
    text = MODULES + "load = app_queue.so\nload = app_macro.so\n"
    dialplan = "[a]\nexten => 1,1,Playback(x)\nexten => 1,2,Playback(y)\n"
    expected = lint(
        "--output-format",
        "json",
        "--asterisk",
        "16",
        cwd=small(top.parent / "b", {"modules.conf": text, "extensions.conf": dialplan}),
    )
    assert expected.returncode == 1

    async def looks(editor: Editor) -> None:
        editor.open(".asterisk-lint.yaml", "asterisk: 16\n")
        editor.open("extensions.conf", dialplan)
        editor.open("modules.conf", text)
        found = {
            each.code: each
            for each in await editor.diagnostics("modules.conf")
            if "app_queue" in each.message or each.code == "AL112"
        }
        assert list(found["AL102"].tags or ()) == [lsp.DiagnosticTag.Unnecessary]
        # app_macro is deprecated since Asterisk 16 (its MODULEINFO), not removed.
        assert list(found["AL112"].tags or ()) == [lsp.DiagnosticTag.Deprecated]
        assert found["AL112"].severity == lsp.DiagnosticSeverity.Warning
        missing = next(
            each
            for each in await editor.diagnostics("extensions.conf")
            if "app_playback" in each.message
        )
        assert missing.related_information is not None
        assert [place.location.range.start.line for place in missing.related_information] == [2]

    session(top, looks)


@pytest.mark.parametrize(
    ("name", "like"),
    list(zip(("call-centre", "small-office", "call-centre"), EDITORS, strict=True)),
)
def test_fixing_all_gives_the_bytes_of_fix(name: str, like: str, tmp_path: Path) -> None:
    top = fixture(name, tmp_path)
    fixed = Path(shutil.copytree(top, tmp_path / "fixed"))
    lint("--fix", cwd=fixed)

    async def fixes(editor: Editor) -> dict[str, str]:
        editor.open("extensions.conf")
        await editor.diagnostics("extensions.conf")
        (action,) = await editor.actions("extensions.conf", 1, ["source.fixAll"])
        if action.edit is None:
            action = await editor.client.code_action_resolve_async(action)
        return editor.applied(action.edit)

    changed = session(top, fixes, like)
    names = [path.relative_to(fixed).as_posix() for path in fixed.rglob("*") if path.is_file()]
    different = [name for name in names if (fixed / name).read_bytes() != (top / name).read_bytes()]
    assert sorted(changed) == sorted(different)
    for file, text in changed.items():
        assert text.encode() == (fixed / file).read_bytes()


@pytest.mark.parametrize(
    ("end", "mark", "last"), [("\r\n", "\ufeff", True), ("\n", "", False), ("\r\n", "", False)]
)
def test_a_quick_fix_keeps_line_ends_and_a_byte_order_mark(
    end: str, mark: str, last: bool, tmp_path: Path
) -> None:
    text = MODULES.replace("\n", end)
    text = text if last else text.removesuffix(end)
    dialplan = "[a]\nexten => 1,1,Playback(tt-monkeys)\n"
    top = small(tmp_path, {"modules.conf": mark + text, "extensions.conf": dialplan})
    fixed = Path(shutil.copytree(top, tmp_path / "fixed"))
    lint("--fix", cwd=fixed)

    async def fixes(editor: Editor) -> str:
        editor.open("modules.conf", text)
        editor.open("extensions.conf")
        await editor.diagnostics("extensions.conf")
        (action,) = await editor.actions("modules.conf", 1, ["source.fixAll"])
        action = await editor.client.code_action_resolve_async(action)
        return editor.applied(action.edit)["modules.conf"]

    assert (mark + session(top, fixes)).encode() == (fixed / "modules.conf").read_bytes()


def test_quick_fixes_of_one_finding(top: Path) -> None:
    async def fixes(editor: Editor) -> None:
        editor.open("extensions.conf", "[a]\nexten => 1,1,Queue(x) ; the queue\n")
        editor.open("modules.conf", MODULES + "load = app_morsecode.so\n")
        await editor.diagnostics("extensions.conf")
        actions = {each.title: each for each in await editor.actions("extensions.conf", 2)}
        (whitelist,) = (each for title, each in actions.items() if "Whitelist app_queue" in title)
        assert whitelist.is_preferred
        assert "load = app_queue.so\n" in editor.applied(whitelist.edit)["modules.conf"]
        ignored = editor.applied(actions["Ignore missing-module on this line"].edit)
        line = "exten => 1,1,Queue(x) ; the queue ; asterisk-lint: ignore[missing-module]"
        assert ignored["extensions.conf"].splitlines()[1] == line
        editor.rewrite("extensions.conf", ignored["extensions.conf"])
        found = await editor.diagnostics("extensions.conf")
        assert [each for each in found if each.code == "AL101"] == []
        unused = {each.title: each for each in await editor.actions("modules.conf", 4)}
        kept = editor.applied(unused["Keep app_morsecode, with a reason"].edit)["modules.conf"]
        assert kept.endswith(
            "load = app_morsecode.so ; asterisk-lint: keep (write the reason here)\n"
        )
        declared = editor.applied(
            unused["Declare app_morsecode as used in .asterisk-lint.yaml"].edit
        )
        assert (
            declared[".asterisk-lint.yaml"] == "asterisk: 22\nuses:\n  modules: [app_morsecode]\n"
        )
        editor.rewrite("modules.conf", kept)
        found = await editor.diagnostics("modules.conf")
        assert [each for each in found if "app_morsecode" in each.message] == []

    session(top, fixes)


def test_settings_that_are_typed_count_and_their_errors_have_a_line(top: Path) -> None:
    async def types(editor: Editor) -> None:
        editor.open("modules.conf", MODULES + "load = app_morsecode.so\n")
        found = await editor.diagnostics("modules.conf")
        assert any("app_morsecode" in each.message for each in found)
        editor.published.clear()
        editor.open(".asterisk-lint.yaml", "asterisk: 22\nkeep:\n  app_morsecode: alarm\n")
        await editor.diagnostics(".asterisk-lint.yaml")
        found = await editor.diagnostics("modules.conf")
        assert not any("app_morsecode" in each.message for each in found)
        editor.rewrite(".asterisk-lint.yaml", "asterisk: 22\n\nkept: {}\n")
        (wrong,) = await editor.diagnostics(".asterisk-lint.yaml")
        assert wrong.range.start.line == 2
        assert "kept" in wrong.message

    session(top, types)


def test_hover_goes_and_references(tmp_path: Path) -> None:
    top = small(
        tmp_path,
        {
            "modules.conf": MODULES + "load = app_queue.so\n",
            "extensions.conf": '#include "more.conf"\n[a]\ninclude => b\nexten => 1,1,Queue(x)\n'
            "same => n(away),Goto(2,1)\nsame => n,Goto(a,1,away)\nsame => n,Dial(PJSIP/anna)\n",
            "more.conf": "[b]\nexten => 2,1,Set(x=${CALLERID(num)})\nsame => n,Queue(y)\n",
            "queues.conf": "[x]\nmember => PJSIP/anna\n",
            "pjsip.conf": "[anna]\ntype = endpoint\ncontext = a\n",
        },
    )

    async def looks(editor: Editor) -> None:
        editor.open("extensions.conf")
        editor.open("more.conf")
        editor.open("queues.conf")
        editor.open("pjsip.conf")
        editor.open("modules.conf")
        await editor.diagnostics("modules.conf")
        hover = await editor.hover("extensions.conf", 4, "Queue")
        assert "**Queue()**, application in Asterisk 22" in hover
        assert "`app_queue`: `modules.conf:4` has `load`, required" in hover
        hover = await editor.hover("more.conf", 2, "CALLERID")
        assert "**CALLERID()**, function" in hover
        assert "`func_callerid`: not loaded, required" in hover
        hover = await editor.hover("modules.conf", 4, "app_queue")
        assert "Queue\\(\\) at `extensions.conf:4`" in hover
        # catalog/data/costs.txt
        assert "- takes about 200 KiB of memory (measured on Debian's Asterisk 22)" in hover

        async def goes(name: str, line: int, word: str) -> list[tuple[str, int]]:
            found = await editor.client.text_document_definition_async(
                lsp.DefinitionParams(editor.document(name), editor.at(name, line, word))
            )
            assert isinstance(found, list)
            return [
                (each.uri.rpartition("/")[2], each.range.start.line + 1)
                for each in found
                if isinstance(each, lsp.Location)
            ]

        assert await goes("extensions.conf", 1, "more") == [("more.conf", 1)]
        assert await goes("extensions.conf", 3, "b") == [("more.conf", 1)]
        assert await goes("extensions.conf", 4, "Queue") == [("modules.conf", 4)]
        assert await goes("extensions.conf", 4, "x)") == [("queues.conf", 1)]
        assert await goes("extensions.conf", 5, "2,") == [("more.conf", 2)]
        assert ("extensions.conf", 2) in await goes("extensions.conf", 6, "a,1")
        assert ("extensions.conf", 5) in await goes("extensions.conf", 6, "away")
        assert ("pjsip.conf", 1) in await goes("extensions.conf", 7, "anna")
        assert ("pjsip.conf", 1) in await goes("queues.conf", 2, "anna")
        assert ("extensions.conf", 2) in await goes("pjsip.conf", 3, "a")

        async def named(name: str, line: int, word: str) -> set[tuple[str, int]]:
            found = await editor.client.text_document_references_async(
                lsp.ReferenceParams(
                    lsp.ReferenceContext(include_declaration=True),
                    editor.document(name),
                    editor.at(name, line, word),
                )
            )
            return {
                (each.uri.rpartition("/")[2], each.range.start.line + 1) for each in found or ()
            }

        anna = {("pjsip.conf", 1), ("extensions.conf", 7), ("queues.conf", 2)}
        assert await named("pjsip.conf", 1, "anna") == anna
        assert await named("queues.conf", 2, "anna") == anna
        assert await named("queues.conf", 1, "x") == {("queues.conf", 1), ("extensions.conf", 4)}
        assert await named("extensions.conf", 2, "a") == {
            ("extensions.conf", 2),
            ("extensions.conf", 6),
            ("pjsip.conf", 3),
        }
        found = await editor.client.text_document_references_async(
            lsp.ReferenceParams(
                lsp.ReferenceContext(include_declaration=True),
                editor.document("modules.conf"),
                editor.at("modules.conf", 4, "app_queue"),
            )
        )
        places = {(each.uri.rpartition("/")[2], each.range.start.line + 1) for each in found or ()}
        assert places == {("modules.conf", 4), ("extensions.conf", 4), ("more.conf", 3)}

    session(top, looks)


def test_completion(top: Path) -> None:
    async def completes(editor: Editor, name: str, text: str) -> dict[str, lsp.CompletionItem]:
        if editor.uri(name) in editor.versions:
            editor.rewrite(name, text)
        else:
            editor.open(name, text)
            await editor.diagnostics(name)
        line = text.split("\n")[-1]
        found = await editor.client.text_document_completion_async(
            lsp.CompletionParams(editor.document(name), lsp.Position(text.count("\n"), len(line)))
        )
        assert isinstance(found, list)
        return {each.label: each for each in found}

    async def types(editor: Editor) -> None:
        found = await completes(
            editor, "extensions.conf", "[a]\nexten => 1,1,Queue(x)\nsame => n,Pl"
        )
        assert found["Playback"].detail == "app_playback"
        assert "CALLERID" not in found
        edit = found["Playback"].text_edit
        assert isinstance(edit, lsp.TextEdit)
        assert edit.range == lsp.Range(lsp.Position(2, 10), lsp.Position(2, 12))
        found = await completes(editor, "extensions.conf", "[a]\nexten => 1,1,Set(x=${CALL")
        assert "func_callerid" in (found["CALLERID"].detail or "")
        found = await completes(editor, "extensions.conf", "[a]\n; exten => 1,1,")
        assert found == {}
        editor.rewrite("extensions.conf", "[a]\nexten => 1,1,Queue(x)\n")
        found = await completes(editor, "modules.conf", MODULES + "load = ")
        assert found["app_queue.so"].sort_text == "0app_queue.so"
        assert found["app_morsecode.so"].sort_text == "1app_morsecode.so"
        assert "pbx_config.so" not in found
        found = await completes(
            editor, "modules.conf", MODULES + "load = x ; asterisk-lint: ignore["
        )
        assert found["unused-module"].detail == "AL102"

    session(top, types)


def test_columns_are_counted_in_utf_16(top: Path) -> None:
    async def looks(editor: Editor) -> None:
        text = (
            "[a]\nexten => 1,1,NoOp(\U0001f4de\U0001f4de é)\n"
            "exten => 1,2,Set(\U0001f4de=${EVAL(x)})\n"
        )
        editor.open("extensions.conf", text)
        found = [
            each for each in await editor.diagnostics("extensions.conf") if "EVAL" in each.message
        ]
        assert [each.range for each in found] == [
            lsp.Range(lsp.Position(2, 22), lsp.Position(2, 26))
        ]
        assert "**EVAL()**" in await editor.hover("extensions.conf", 3, "EVAL")
        # Behind a character of two units; between its halves nothing can be inserted.
        place = lsp.Range(lsp.Position(2, 19), lsp.Position(2, 19))
        editor.change("extensions.conf", lsp.TextDocumentContentChangePartial(place, "y"))
        found = [
            each for each in await editor.diagnostics("extensions.conf") if "EVAL" in each.message
        ]
        assert [each.range.start for each in found] == [lsp.Position(2, 23)]

    session(top, looks)


def test_it_survives_whatever_an_editor_sends(top: Path) -> None:
    async def sends(editor: Editor) -> None:
        big = 2**31 - 1
        editor.open("extensions.conf", "[a]\rexten => 1,1,Queue(x)\u2028\x0c\x85\r\n")
        for start, end in (((big, big), (0, 0)), ((0, big), (big, 0)), ((1, 3), (0, 2))):
            place = lsp.Range(lsp.Position(*start), lsp.Position(*end))
            editor.change("extensions.conf", lsp.TextDocumentContentChangePartial(place, "\x00 ${"))
        editor.rewrite("extensions.conf", "[" * 3000 + "\n" + "${" * 3000 + '\n\\\n#include "\0"\n')
        await editor.diagnostics("extensions.conf")
        for uri in (
            "untitled:Untitled-1",
            "file:///",
            "file://%00",
            "vscode-remote://x/y",
            "file:///proc/self/mem",
            "x",
        ):
            item = lsp.TextDocumentItem(uri=uri, language_id="x", version=1, text="\ud800[a]\n")
            editor.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
            document = lsp.TextDocumentIdentifier(uri)
            beyond = lsp.Position(big, big)
            await editor.client.text_document_hover_async(lsp.HoverParams(document, beyond))
            await editor.client.text_document_definition_async(
                lsp.DefinitionParams(document, beyond)
            )
            await editor.client.text_document_completion_async(
                lsp.CompletionParams(document, beyond)
            )
            editor.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))
        for text in ("asterisk: [", "a: &a [*a]\n", "\x00", "pbx: {../../..: {}}\n"):
            if editor.uri(".asterisk-lint.yaml") not in editor.versions:
                editor.open(".asterisk-lint.yaml", text)
            else:
                editor.rewrite(".asterisk-lint.yaml", text)
            assert await editor.diagnostics(".asterisk-lint.yaml")
        editor.rewrite(".asterisk-lint.yaml", "asterisk: 22\n")
        editor.rewrite("extensions.conf", "[a]\nexten => 1,1,Queue(x)\n")
        await editor.diagnostics(".asterisk-lint.yaml")
        found = await editor.diagnostics("extensions.conf")
        assert any("app_queue" in each.message for each in found)
        assert editor.client.log_messages == []

    session(top, sends)


def test_links_in_the_way_do_not_confuse_it(top: Path) -> None:
    link = top.parent / "link"
    os.symlink(top, link)

    async def looks(editor: Editor) -> None:
        editor.open("extensions.conf", "[a]\nexten => 1,1,Queue(x)\n")
        assert await editor.diagnostics("extensions.conf")
        assert all(uri.startswith(link.as_uri()) for uri in editor.published)

    async def closes(editor: Editor) -> None:
        await looks(editor)
        document = lsp.TextDocumentIdentifier(editor.uri("extensions.conf"))
        editor.published.clear()
        editor.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))
        assert await editor.diagnostics("extensions.conf") == []

    session(link, closes)


def test_in_a_repository_it_sees_what_the_command_sees(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.commit(
        **{
            ".asterisk-lint.yaml": "asterisk: 22\npbx:\n  a: {layers: [common, a]}\n",
            "common/modules.conf": MODULES + "load = app_morsecode.so\n",
            "a/extensions.conf": "[a]\nexten => 1,1,Morsecode(x)\n",
            "common/extensions.d/x.conf": "",
        }
    )

    async def looks(editor: Editor) -> None:
        editor.open("a/extensions.conf", "[a]\nexten => 1,1,NoOp()\n")
        found = await editor.diagnostics("common/modules.conf")
        assert any("app_morsecode" in each.message for each in found)
        editor.open("common/modules.conf", MODULES)
        assert await editor.diagnostics("common/modules.conf") == []

    session(repository.path, looks)


def test_without_its_library_the_command_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError(name='pygls')\n")
    done = subprocess.run(
        ["env", f"PYTHONPATH={tmp_path}", sys.executable, "-m", "asterisk_lint", "server"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'pygls>=2'" in done.stderr
    assert done.stdout == ""
