"""What an editor offers to do about a finding: fix it, ignore it, keep the module, declare it."""

import os
from collections.abc import Iterator, Mapping

from lsprotocol import types as lsp

from asterisk_lint.conf.suppressions import MARK
from asterisk_lint.editor.answers import Answer, PbxAnswer
from asterisk_lint.editor.buffers import content_of
from asterisk_lint.editor.comments import ignoring
from asterisk_lint.editor.diagnostics import diagnostic_of
from asterisk_lint.editor.edits import text_edits, workspace_edit
from asterisk_lint.editor.locations import Locations, position
from asterisk_lint.editor.lookup import listed_of
from asterisk_lint.fix.rewrite import FixRefused
from asterisk_lint.model import Finding
from asterisk_lint.output.terminal import visible
from asterisk_lint.records import NamedTuple
from asterisk_lint.rules import load_rule
from asterisk_lint.run.projects import settings_content
from asterisk_lint.settings.values import NAME, SettingsError
from asterisk_lint.tree.files import Unreadable

FIX_ALL = "source.fixAll.asterisk-lint"
KEEP = " ; asterisk-lint: keep (write the reason here)"
MOST = 40  # findings at one place for which something is offered


class Scene(NamedTuple):
    """The moment for which actions are asked."""

    answer: Answer
    locations: Locations
    versioned: bool  # the editor takes versioned changes
    creates: bool  # and creates files


def actions_at(scene: Scene, path: str, asked: lsp.Range) -> list[lsp.CodeAction]:
    """Return the quick fixes for the findings that a range touches."""
    found: list[lsp.CodeAction] = []
    for pbx in scene.answer.pbxs:
        here = [
            finding
            for finding in pbx.checked.findings
            if pbx.path(finding.file) == path and _touches(scene, path, finding, asked)
        ]
        for finding in here[:MOST]:
            found += _actions(scene, pbx, finding)
    unique: dict[str, lsp.CodeAction] = {}
    for action in found:  # a file that several PBXs share has the same for each
        unique.setdefault(f"{action.title}\n{action.edit}", action)
    return list(unique.values())


def _touches(scene: Scene, path: str, finding: Finding, asked: lsp.Range) -> bool:
    found = scene.locations.range(path, finding.line, finding.column, finding.length)
    return found.start.line <= asked.end.line and asked.start.line <= found.end.line


def _actions(scene: Scene, pbx: PbxAnswer, finding: Finding) -> Iterator[lsp.CodeAction]:
    diagnostic = diagnostic_of(pbx, finding, scene.locations)

    def action(
        title: str, edit: lsp.WorkspaceEdit | None, *, preferred: bool = False
    ) -> Iterator[lsp.CodeAction]:
        if edit is not None:
            yield lsp.CodeAction(
                title=visible(title),
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                is_preferred=preferred or None,
                edit=edit,
            )

    if finding.edits and pbx.report.fixed is not None:
        title = _title(finding)
        if finding.unsafe_fixable:
            title += " (reverses what a person wrote, or is only presumed)"
        edit = _changed(scene, pbx, pbx.report.fixed(finding))
        yield from action(title, edit, preferred=finding.fixable)
    if load_rule(finding.rule).can_be_kept:
        modules = _modules_of(finding)
        what = modules[0] if len(modules) == 1 else f"these {len(modules)} modules"
        yield from action(f"Keep {what}, with a reason", _kept(scene, pbx, modules))
        yield from action(f"Declare {what} as used in {NAME}", _declared(scene, pbx, modules))
    yield from action(f"Ignore {finding.rule} on this line", _ignored(scene, pbx, finding))


def _title(finding: Finding) -> str:
    """Return what a fix does, with the line that it writes."""
    verbs = {"add": "Whitelist", "remove": "Remove", "rename": "Rename", "strip": "Remove"}
    verb = verbs.get(finding.edits[0].action, "Fix")
    what = finding.module or finding.edits[0].module or finding.rule
    return f"{verb} {what}: {finding.fix}" if finding.fix else f"{verb} {what}"


def _modules_of(finding: Finding) -> list[str]:
    return list(finding.modules) or ([finding.module] if finding.module else [])


def _changed(
    scene: Scene, pbx: PbxAnswer, changed: Mapping[str, bytes]
) -> lsp.WorkspaceEdit | None:
    """Return new contents of a PBX's files as edits; None if nothing changes, or it cannot be
    written.
    """
    edits: dict[str, list[lsp.TextEdit]] = {}
    for file, new in sorted(changed.items()):
        try:
            old = pbx.pbx.files.read(file)
        except (FileNotFoundError, Unreadable):
            return None
        path = pbx.path(file)
        found = text_edits(path, old, new, scene.locations)
        if found is None:
            return None
        if found:
            edits[path] = found
    return workspace_edit(edits, scene.locations, versioned=scene.versioned) if edits else None


def _kept(scene: Scene, pbx: PbxAnswer, modules: list[str]) -> lsp.WorkspaceEdit | None:
    """Return a `keep` comment on the load line of each module."""
    edits: dict[str, list[lsp.TextEdit]] = {}
    for module in modules:
        listed = listed_of(pbx, module)
        if listed is None:
            return None
        path = pbx.path(listed.entry.file)
        text = scene.locations.lines(path).text(listed.entry.line)
        if MARK.decode() in text:
            return None
        edits.setdefault(path, []).append(_at_end(scene, path, listed.entry.line, KEEP))
    return workspace_edit(edits, scene.locations, versioned=scene.versioned) if edits else None


def _declared(scene: Scene, pbx: PbxAnswer, modules: list[str]) -> lsp.WorkspaceEdit | None:
    """Return the settings with the modules under `uses: modules:`; a new file where there is
    none.
    """
    from asterisk_lint.fix.settings_file import add_uses

    tree = pbx.project.tree
    path = os.path.join(tree.root, NAME)
    try:
        old = settings_content(tree, None)
        new = add_uses(old or b"", modules, NAME)
    except (SettingsError, FixRefused):
        return None
    if old is None:
        if not (scene.versioned and scene.creates) or content_of(tree, NAME) is not None:
            return None
        start = lsp.Position(line=0, character=0)
        edit = lsp.TextEdit(range=lsp.Range(start, start), new_text=new.decode("utf-8"))
        return workspace_edit(
            {path: [edit]}, scene.locations, versioned=True, created=frozenset({path})
        )
    found = text_edits(path, old, new, scene.locations)
    if not found:
        return None
    return workspace_edit({path: found}, scene.locations, versioned=scene.versioned)


def _ignored(scene: Scene, pbx: PbxAnswer, finding: Finding) -> lsp.WorkspaceEdit | None:
    """Return an `ignore` comment on the finding's line, or one more rule in the comment there."""
    if load_rule(finding.rule).check_silenced is not None:
        return None
    path = pbx.path(finding.file)
    lines = scene.locations.lines(path)
    added = ignoring(pbx, finding, lines.text(finding.line))
    if added is None:
        return None
    place = position(lines.place(finding.line, added.at + 1))
    edit = lsp.TextEdit(range=lsp.Range(place, place), new_text=added.text)
    return workspace_edit({path: [edit]}, scene.locations, versioned=scene.versioned)


def _at_end(scene: Scene, path: str, line: int, text: str) -> lsp.TextEdit:
    lines = scene.locations.lines(path)
    end = position(lines.place(line, len(lines.text(line).rstrip()) + 1))
    return lsp.TextEdit(range=lsp.Range(end, end), new_text=text)


def fix_all(scene: Scene, pbx: PbxAnswer) -> lsp.WorkspaceEdit | None:
    """Return what `--fix` would write for a PBX; None if it writes nothing, or refuses."""
    from asterisk_lint.fix.rounds import fix_files
    from asterisk_lint.rules.selection import RuleSelection

    try:
        fixed = fix_files(pbx.checked.facts.target, RuleSelection())
    except (FixRefused, Unreadable):
        return None
    return _changed(scene, pbx, fixed.changed)
