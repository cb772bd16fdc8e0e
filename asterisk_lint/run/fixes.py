"""--fix and --diff for every PBX of a run: compute each fix, then write it or show it."""

import os
from collections import Counter

from asterisk_lint.fix.overlay import Overlay
from asterisk_lint.fix.rounds import ROUNDS, Fixed, fix_files, original
from asterisk_lint.output.fingerprint import fingerprint_key
from asterisk_lint.output.report import Report
from asterisk_lint.output.terminal import note, say_patch
from asterisk_lint.run.displayed_paths import report_for
from asterisk_lint.run.options import Options
from asterisk_lint.run.presentation import show, tell, tell_untracked
from asterisk_lint.run.projects import Project, target_of
from asterisk_lint.shared import Shared
from asterisk_lint.tree.files import Files, TreeFiles
from asterisk_lint.tree.find import Pbx
from asterisk_lint.tree.target import Target

_Fix = tuple[Project, Pbx, Target, Fixed]


def fix_all(options: Options, projects: list[Project], *, write_them: bool) -> int:
    """Fix every PBX, or only show the changes (`write_them` is false); return the exit status."""
    tell(options, projects)
    fixes = fixes_of(options, projects)
    last = {(each[0].tree.root, each[1].directory): each for each in fixes}
    tell_untracked(options, projects)
    if not write_them:
        for project, pbx, target, fixed in fixes:
            for name, content in sorted(fixed.changed.items()):
                # A patch must contain the exact bytes of the file, and git applies none to a link.
                path = os.path.relpath(real_place(project, pbx, name), project.tree.root)
                patch = diff_of(path, original(target.files, name), content)
                say_patch(patch.encode("utf-8", "surrogateescape"))
        for project, pbx, _, fixed in last.values():
            if fixed.after.facts.whitelist.autoload and not options.quiet:
                place = os.path.normpath(os.path.join(project.directory_of(pbx), "modules.conf"))
                note(
                    f"{place}: autoload is on, and --fix leaves that alone; `asterisk-lint "
                    "init --diff` shows the whitelist that it would get"
                )
        return 1 if any(fixed.changed for *_, fixed in fixes) and not options.exit_zero else 0
    from asterisk_lint.fix.summary import summary_of
    from asterisk_lint.fix.write import write_atomically

    refuse_any([(project, pbx, fixed.changed) for project, pbx, _, fixed in fixes])
    for project, pbx, target, fixed in fixes:
        for name, content in sorted(fixed.changed.items()):
            place = place_on_disk(project, pbx, name)
            write_atomically(place, content, project.tree.root, original(target.files, name))
            if not options.quiet:
                shown = os.path.normpath(os.path.join(project.directory_of(pbx), name))
                note(f"rewrote {shown}: {summary_of(fixed, name)}")
    status = show(
        options,
        Report(
            tuple(
                report_for(project, pbx, fixed.after) for project, pbx, _, fixed in last.values()
            ),
            fixed=sum(gone(fixed) for *_, fixed in fixes)
            if any(fixed.changed for *_, fixed in fixes)
            else None,
        ),
    )
    return 1 if any(fixed.changed for *_, fixed in fixes) and not options.exit_zero else status


def fixes_of(options: Options, projects: list[Project]) -> list[_Fix]:
    """Return the fix of every PBX, in the order in which they are to be written. Those that read
    the same whitelist come again while a fix of one may change what another needs: a module that
    one of them adds makes the others' files for it count.
    """
    shared = Shared()
    fixes: list[_Fix] = []
    # what fixes of other PBXs have made of the files that several read, by their place
    made: dict[str, bytes] = {}
    seen: dict[tuple[str, str], dict[str, bytes]] = {}
    left = [(project, pbx) for project in projects for pbx in project.pbxs]
    for _ in range(ROUNDS):
        for project, pbx in left:
            target = target_of(project, pbx, options.asterisk)
            if made and target.sharing is not None:
                target = _over_made(project, pbx, target, made)
            fixed = fix_files(target, options.scope, unsafe=options.unsafe_fixes, shared=shared)
            if target.sharing is not None:
                refuse_one_alone(project, pbx, fixed)
                made = made | {
                    real_place(project, pbx, name): text for name, text in fixed.changed.items()
                }
                seen[project.tree.root, pbx.directory] = made
            fixes.append((project, pbx, target, fixed))
        left = [
            (project, pbx)
            for project in projects
            for pbx in project.pbxs
            if seen.get((project.tree.root, pbx.directory), made) != made
        ]
        if not left:
            break
        shared.states.clear()  # what they need may have changed with the files
    return fixes


def _over_made(project: Project, pbx: Pbx, target: Target, made: dict[str, bytes]) -> Target:
    """Return a target as it is with the files that fixes of other PBXs have made, and these with
    them, too.
    """

    def over(pbx: Pbx, files: Files) -> Files:
        places = {name: real_place(project, pbx, name) for name in files.names()}
        return Overlay(files, {name: made[at] for name, at in places.items() if at in made})

    def sharing() -> list[tuple[Target, frozenset[str]]]:
        return [
            (other._replace(files=over(pbxs[other.directory], other.files)), names)
            for other, names in (target.sharing() if target.sharing is not None else ())
        ]

    pbxs = {sharer.pbx.directory: sharer.pbx for sharer in project.sharing[pbx.directory]}
    return target._replace(files=over(pbx, target.files), sharing=sharing)


def refuse_one_alone(project: Project, pbx: Pbx, fixed: Fixed) -> None:
    """Raise FixRefused if the fix turns autoload off for a PBX that the run does not cover, too."""
    from asterisk_lint.fix.rewrite import FixRefused

    covered = {each.directory for each in project.pbxs}
    for other, _ in project.sharing[pbx.directory]:
        if (
            other.directory not in covered
            and fixed.before.facts.whitelist.autoload
            and not fixed.after.facts.whitelist.autoload
        ):
            raise FixRefused(
                f"{project.directory_of(pbx)} and {project.directory_of(other)} read the same "
                "modules.conf, so autoload can only be turned off for both: name both, or none"
            )


def gone(fixed: Fixed) -> int:
    """How many findings the fix settled."""
    before, after = (
        Counter(map(fingerprint_key, checked.findings)) for checked in (fixed.before, fixed.after)
    )
    return sum((before - after).values())


def refuse_any(changes: list[tuple[Project, Pbx, dict[str, bytes]]]) -> None:
    """Write nothing at all if one of the files must not be written (FixRefused), and clean up what
    a killed run left.
    """
    from asterisk_lint.fix.write import clean, refuse_changed, refuse_unwritable

    for project, pbx, changed in changes:
        paths = {name: place_on_disk(project, pbx, name) for name in ("modules.conf", *changed)}
        for folder in {project.tree.root, *map(os.path.dirname, paths.values())}:
            clean(folder)
        for name in changed:
            refuse_unwritable(paths[name], project.tree.root)
            refuse_changed(paths[name], original(pbx.files, name))


def place_on_disk(project: Project, pbx: Pbx, name: str) -> str:
    """Return the absolute path of one of a PBX's files."""
    path = (
        pbx.files.path(name)
        if isinstance(pbx.files, TreeFiles)
        else os.path.join(pbx.directory, name)
    )
    return os.path.join(project.tree.root, path)


def real_place(project: Project, pbx: Pbx, name: str) -> str:
    """Return the path of a file on the disk, with symbolic links followed."""
    return os.path.realpath(place_on_disk(project, pbx, name))


def write(project: Project, pbx: Pbx, name: str, content: bytes) -> None:
    """Replace a file with its new content, unless it has changed since it was read (FixRefused)."""
    from asterisk_lint.fix.write import write_atomically

    place = place_on_disk(project, pbx, name)
    write_atomically(place, content, project.tree.root, original(pbx.files, name))


def diff(project: Project, pbx: Pbx, name: str, content: bytes) -> str:
    """Return the change of one file as a unified diff that `git apply` accepts, from the tree's
    root.
    """
    path = os.path.relpath(place_on_disk(project, pbx, name), project.tree.root)
    return diff_of(path, original(pbx.files, name), content)


def diff_of(path: str, old: bytes | None, content: bytes) -> str:
    """Return the change of the file at `path` (from the tree's root) as a unified diff; `old` is
    None for a new file.
    """
    from difflib import unified_diff

    before = "/dev/null" if old is None else f"a/{path}"
    lines = unified_diff(split(old or b""), split(content), before, f"b/{path}")
    return "".join(
        line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines
    )


def split(content: bytes) -> list[str]:
    """Split text into lines with their ends; only a line feed ends a line, as for Git."""
    parts = content.decode("utf-8", "surrogateescape").split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
