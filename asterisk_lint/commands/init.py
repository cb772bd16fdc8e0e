"""Adopting a PBX: a whitelist from autoload=yes, the settings, and the hook."""

import argparse
import os
from textwrap import fill
from typing import NamedTuple

from asterisk_lint.check import check_files
from asterisk_lint.commands.options import add_pbx_options, add_release, options_of
from asterisk_lint.conf.whitelist import Whitelist
from asterisk_lint.fix.overlay import Overlay
from asterisk_lint.fix.rewrite import FixRefused, deleting, rewrite
from asterisk_lint.fix.rounds import Fixed, fix_files
from asterisk_lint.fix.write import put, refuse_unwritable
from asterisk_lint.fix.yaml import Hook, add_hook, add_settings
from asterisk_lint.model import Edit
from asterisk_lint.output.terminal import say, say_all, say_patch, visible
from asterisk_lint.requirements.verdicts import unseeable
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.run.fixes import diff, refuse_any, write
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.projects import (
    Project,
    open_projects,
    read_settings,
    release_of,
    settings_content,
    settings_place,
    target_of,
)
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.find import Pbx

HOOKS_FILE = ".pre-commit-config.yaml"
REPOSITORY = "https://github.com/asterisk-lint/asterisk-lint"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `init`."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="the PBXs (default: all in this repository or directory)",
    )
    parser.add_argument(
        "--diff", action="store_true", help="show the changes to modules.conf; write nothing"
    )
    parser.add_argument(
        "--fix-hook",
        action="store_true",
        help="add the hook that rewrites modules.conf instead of the one that checks it",
    )
    parser.add_argument(
        "--hook-repo",
        metavar="URL",
        default=REPOSITORY,
        help="the repository that the hook comes from",
    )
    parser.add_argument("--no-hook", action="store_true", help=f"leave {HOOKS_FILE} alone")
    add_release(parser)
    add_pbx_options(parser)


def init(args: argparse.Namespace) -> int:
    """Turn each PBX that has autoload=yes into one with a whitelist; write the settings and the hook. Gives the exit status."""
    if args.staged or args.rev:
        raise UsageError(
            "init writes to the work tree: it cannot be combined with --staged or --rev"
        )
    options = options_of(args)
    for project in open_projects(options):
        done = [(pbx, adopt(options, project, pbx)) for pbx in project.pbxs]
        if args.diff:
            for pbx, fixed in done:
                for name, content in sorted(fixed.changed.items()):
                    say_patch(diff(project, pbx, name, content).encode("utf-8", "surrogateescape"))
            continue
        planned = planned_settings(options, project, done)
        if not args.no_hook:
            planned += planned_hook(args, project)
        refuse_any([(project, pbx, fixed.changed) for pbx, fixed in done])
        for plan in planned:
            refuse_unwritable(plan.path, plan.root)
        for pbx, fixed in done:
            for name, content in sorted(fixed.changed.items()):
                write(project, pbx, name, content)
            if not options.quiet:
                tell(project, pbx, fixed)
        for plan in planned:
            put(plan.path, plan.content, plan.root, plan.old)
            say(f"{os.path.relpath(plan.path)}: {plan.done}")
        # What was written must be readable; a mistake of ours must not wait for the next run.
        read_settings(project.tree, options.config)
    return 0


def adopt(options: Options, project: Project, pbx: Pbx) -> Fixed:
    """Work out one PBX's whitelist, in memory: autoload goes, preloads stay, all else is rebuilt from usage. Raises FixRefused."""
    target = target_of(project, pbx, options.asterisk)
    before = check_files(target)
    changed: dict[str, bytes] = {}
    if before.facts.whitelist.autoload:
        edits = disabling(before.facts.whitelist, set(before.facts.required))
        changed = rewrite(deleting(target), before.facts.whitelist, edits)
    # The preloads were put there on purpose: findings that would take them out again are not followed.
    wanted = target._replace(
        files=Overlay(pbx.files, changed), adopting=before.facts.whitelist.autoload
    )
    fixed = fix_files(wanted, RuleSelection(), keep_preloads=True)
    return Fixed({**changed, **fixed.changed}, before, fixed.after)


def disabling(whitelist: Whitelist, required: set[str]) -> list[Edit]:
    """What turns autoload off, with the `noload` lines that are needless then."""
    assert whitelist.autoload_entry is not None
    edits = [Edit("enable", "", whitelist.autoload_entry.file, whitelist.autoload_entry.line)]
    for listed in whitelist.entries:
        if listed.option == "noload" and listed.key not in required:
            edits.append(
                Edit("remove", listed.module, listed.entry.file, listed.entry.line, listed.option)
            )
    return edits


def tell(project: Project, pbx: Pbx, fixed: Fixed) -> None:
    """Say what was done, and what could need more than is in sight."""
    place = os.path.join(project.directory_of(pbx), "modules.conf")
    count = len(fixed.after.facts.whitelist.loaded())
    if fixed.before.facts.whitelist.autoload:
        say(f"{place}: autoload is off now, {count} modules are whitelisted")
    else:
        say(f"{place}: was a whitelist already, {count} modules")
    unseen = list(
        dict.fromkeys(thing.what for thing in fixed.after.facts.unseen if not thing.settled)
    )
    if unseen and fixed.before.facts.whitelist.autoload:
        say(
            "  What these use cannot be seen here; name it under `uses:` in the settings before Asterisk is restarted:"
        )
        for what in unseen:
            say(f"  - {what}")
    if fixed.before.facts.whitelist.autoload:
        tell_unseeable(fixed)
    left = [finding for finding in fixed.after.findings if finding.severity == "error"]
    if left:
        say(
            f"  {len(left)} finding{'s are' if len(left) > 1 else ' is'} left that no fix can mend: run asterisk-lint"
        )


def tell_unseeable(fixed: Fixed) -> None:
    """Name the modules that are off now and whose use no configuration can show."""
    facts = fixed.after.facts
    loaded = facts.whitelist.loaded()
    rows = [row for row in facts.rows if facts.catalog.release.within(row.releases)]
    names = sorted(
        row.module
        for row in unseeable(rows, facts.required)
        if row.module not in loaded and facts.catalog.module(row.module)
    )
    if names:
        say(
            "  No configuration shows whether these are used, and they are off now (`asterisk-lint module NAME` tells what each does);"
        )
        say("  whoever needs one writes `load` for it and names it under `keep:` in the settings:")
        say_all(
            fill(
                " ".join(visible(name) for name in names),
                110,
                initial_indent="  - ",
                subsequent_indent="    ",
                break_on_hyphens=False,
            )
            + "\n"
        )


class Planned(NamedTuple):
    """A file beside modules.conf that is to be written."""

    path: str
    content: bytes
    root: str  # the directory that it must not lead out of
    old: bytes | None  # its content now; None: it is not there
    done: str  # what is said when it is written


def planned_settings(
    options: Options, project: Project, done: list[tuple[Pbx, Fixed]]
) -> list[Planned]:
    """The settings with the release, and with the preloads that nothing uses; what stands there stays. Empty when nothing changes."""
    release, _ = release_of(options.asterisk, project.settings, done[0][0])
    keep = {
        listed.module: "preloaded since before the whitelist"
        for _, fixed in done
        for verdict in fixed.after.facts.verdicts.values()
        for listed in [verdict.listed]
        if listed.option.startswith("preload") and verdict.state in {"unused", "undecided"}
    }
    old = settings_content(project.tree, options.config)
    new = add_settings(old or b"", release, keep)
    path, root = settings_place(project.tree, options.config)
    return [Planned(path, new, root, old, "settings written")] if new != old else []


def planned_hook(args: argparse.Namespace, project: Project) -> list[Planned]:
    """The repository's pre-commit configuration with the hook. Empty when nothing changes; raises FixRefused."""
    from asterisk_lint import __version__
    from asterisk_lint.tree.git import find_repository

    root = project.tree.root
    if find_repository(root) is None:
        return []
    try:
        old: bytes | None = project.tree.read(HOOKS_FILE)
    except FileNotFoundError:
        old = None
    except Unreadable as error:
        raise FixRefused(f"{HOOKS_FILE} cannot be read: {error}") from None
    name = "asterisk-lint-fix" if args.fix_hook else "asterisk-lint"
    new = add_hook(old or b"", Hook(args.hook_repo, f"v{__version__}", name), HOOKS_FILE)
    done = "hook added (`pre-commit install` turns it on)"
    path = os.path.join(root, HOOKS_FILE)
    return [Planned(path, new, root, old, done)] if new != old else []
