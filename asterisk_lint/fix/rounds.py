"""--fix and --diff: apply what the findings propose until nothing fixable is left, then write, or show."""

import argparse
import os
import sys
from typing import NamedTuple

from asterisk_lint.check import Checked, Scope, check_files
from asterisk_lint.fix.rewrite import FixRefused, Overlay, rewrite
from asterisk_lint.model import Edit, Finding
from asterisk_lint.output.report import Report
from asterisk_lint.releases import Release
from asterisk_lint.run.displayed_paths import report_for
from asterisk_lint.run.presentation import show, tell
from asterisk_lint.run.projects import Project, read_inventory, release_of
from asterisk_lint.tree.files import Files, TreeFiles, Unreadable
from asterisk_lint.tree.find import Pbx

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
    fixes = [(project, pbx, fix_one(args, project, pbx, scope)) for project in projects for pbx in project.pbxs]
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


def fix_one(args: argparse.Namespace, project: Project, pbx: Pbx, scope: Scope) -> Fixed:
    """Work out the fix of one PBX, in memory. Raises FixRefused."""
    release, _ = release_of(args, project.settings, pbx)
    return fix_files(
        pbx.files, project, pbx, release=release, etc=pbx.settings.etc or "/etc/asterisk", scope=scope, inventory=read_inventory(project, pbx)
    )


def fix_files(
    files: Files,
    project: Project,
    pbx: Pbx,
    *,
    release: Release,
    etc: str,
    scope: Scope,
    inventory: frozenset[str] | None = None,
    keep_preloads: bool = False,
) -> Fixed:
    """Apply edits to the files until a check proposes none; `keep_preloads` leaves preload lines alone. Raises FixRefused, Unreadable."""
    changed: dict[str, bytes] = {}

    def checked(now: Files) -> Checked:
        return check_files(
            now, release=release, settings=project.settings, directory=pbx.directory, etc=etc, sealed=pbx.settings.sealed,
            inventory=inventory, scope=scope,
        )  # fmt: skip

    before = after = checked(files)
    for _ in range(ROUNDS):
        edits = [edit for edit in edits_of(after.findings) if not (keep_preloads and edit.action == "remove" and edit.option.startswith("preload"))]
        if not edits:
            break
        refuse_unknown(after)
        changed |= rewrite(Overlay(files, changed), after.facts.whitelist, edits, release=release, etc=etc, remove=project.settings.remove)
        after = checked(Overlay(files, changed))
    return Fixed({name: content for name, content in changed.items() if content != original(files, name)}, before, after)


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
