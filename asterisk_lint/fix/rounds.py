"""--fix and --diff: apply what the findings propose until nothing fixable is left, then write, or show."""

import argparse
import os
import sys
from typing import NamedTuple

from asterisk_lint.check import Checked, Scope, check_files
from asterisk_lint.fix.rewrite import FixRefused, Overlay, rewrite
from asterisk_lint.model import Edit, Finding
from asterisk_lint.output.report import Report
from asterisk_lint.run.displayed_paths import report_for
from asterisk_lint.run.presentation import show, tell
from asterisk_lint.run.projects import Project, asterisk_of, target_of
from asterisk_lint.tree.files import Files, TreeFiles, Unreadable
from asterisk_lint.tree.find import Pbx
from asterisk_lint.tree.target import Target

# What one edit brings with it (a module that prefers another, a duplicate of a renamed one) is settled in a few rounds.
ROUNDS = 8


class Fixed(NamedTuple):
    """One PBX after its fix: the files that change, and the check of the result."""

    changed: dict[str, bytes]
    before: Checked
    after: Checked


def fix_all(args: argparse.Namespace, projects: list[Project], scope: Scope) -> int:
    """Fix every PBX, or show what that would change; gives the exit status."""
    tell(args, projects)
    asterisk = asterisk_of(args)
    fixes = [(project, pbx, fix_files(target_of(project, pbx, asterisk), scope)) for project in projects for pbx in project.pbxs]
    if args.diff:
        for project, pbx, fixed in fixes:
            for name, content in sorted(fixed.changed.items()):
                # A patch must hold the very bytes of the file.
                sys.stdout.buffer.write(diff(project, pbx, name, content).encode("utf-8", "surrogateescape"))
        return 1 if any(fixed.changed for _, _, fixed in fixes) and not args.exit_zero else 0
    for project, pbx, fixed in fixes:
        for name, content in sorted(fixed.changed.items()):
            write(project, pbx, name, content)
            if not args.quiet:
                print(f"asterisk-lint: rewrote {os.path.normpath(os.path.join(project.shown(pbx), name))}: {summary_of(fixed)}", file=sys.stderr)
    status = show(args, Report(tuple(report_for(project, pbx, fixed.after) for project, pbx, fixed in fixes)))
    return 1 if any(fixed.changed for _, _, fixed in fixes) and not args.exit_zero else status


def fix_files(target: Target, scope: Scope, *, keep_preloads: bool = False) -> Fixed:
    """Apply edits to a PBX's files, in memory, until a check proposes none; `keep_preloads` leaves preload lines alone.

    Raises FixRefused, Unreadable.
    """
    changed: dict[str, bytes] = {}
    before = after = check_files(target, scope)
    for _ in range(ROUNDS):
        edits = [edit for edit in edits_of(after.findings) if not (keep_preloads and edit.action == "remove" and edit.option.startswith("preload"))]
        if not edits:
            break
        refuse_unknown(after)
        now = target._replace(files=Overlay(target.files, changed))
        changed |= rewrite(now, after.facts.whitelist, edits)
        after = check_files(now._replace(files=Overlay(target.files, changed)), scope)
    return Fixed({name: content for name, content in changed.items() if content != original(target.files, name)}, before, after)


def edits_of(findings: tuple[Finding, ...]) -> list[Edit]:
    """Every edit that the findings propose, each once, without those that another makes needless."""
    edits = list(dict.fromkeys(edit for finding in findings for edit in finding.edits))
    gone = {(edit.file, edit.line) for edit in edits if edit.action == "remove"}
    edits = [edit for edit in edits if edit.action in {"remove", "add"} or (edit.file, edit.line) not in gone]
    arriving = {edit.module.lower() for edit in edits if edit.action == "rename"}
    unique: dict[tuple[str, str], Edit] = {}
    for edit in edits:
        if edit.action == "add" and edit.module.lower() in arriving:
            continue
        unique.setdefault((edit.action, edit.module.lower() if edit.action == "add" else f"{edit.file}:{edit.line}"), edit)
    return list(unique.values())


def refuse_unknown(checked: Checked) -> None:
    """Write nothing into a modules.conf that Asterisk itself does not understand."""
    for finding in checked.findings:
        if finding.rule == "unknown-option":
            raise FixRefused(f"{finding.file}:{finding.line}: {finding.message}; correct it first, nothing was changed")
    conf = checked.facts.configuration.conf("modules.conf")
    if conf is not None and conf.rejected:
        problem = conf.problems[0] if conf.problems else None
        where = f"{problem.file}:{problem.line}: {problem.message}" if problem else "modules.conf"
        raise FixRefused(f"{where}; Asterisk gives up on the file there: correct it first, nothing was changed")


def original(files: Files, name: str) -> bytes | None:
    """A file's content before the fix; None when it was not there."""
    try:
        return files.read(name)
    except (FileNotFoundError, Unreadable):
        return None


def summary_of(fixed: Fixed) -> str:
    """Say in a few words what changed."""
    old, new = set(fixed.before.facts.whitelist.loaded()), set(fixed.after.facts.whitelist.loaded())
    parts = [f"{len(new - old)} added" if new - old else "", f"{len(old - new)} removed" if old - new else ""]
    return ", ".join(part for part in parts if part) or "entries changed"


def place_on_disk(project: Project, pbx: Pbx, name: str) -> str:
    """The absolute path of one of a PBX's files."""
    path = pbx.files.path(name) if isinstance(pbx.files, TreeFiles) else os.path.join(pbx.directory, name)
    return os.path.join(project.tree.root, path)


def write(project: Project, pbx: Pbx, name: str, content: bytes) -> None:
    """Replace a file by its new content."""
    from asterisk_lint.fix.write import write_atomically

    write_atomically(place_on_disk(project, pbx, name), content, project.tree.root)


def diff(project: Project, pbx: Pbx, name: str, content: bytes) -> str:
    """The change of one file as a unified diff that `git apply` takes, from the tree's root."""
    from difflib import unified_diff

    old = original(pbx.files, name) or b""
    path = os.path.relpath(place_on_disk(project, pbx, name), project.tree.root)
    lines = unified_diff(split(old), split(content), f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def split(content: bytes) -> list[str]:
    """Text lines with their ends; only a line feed ends a line, as for Git."""
    parts = content.decode("utf-8", "surrogateescape").split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
