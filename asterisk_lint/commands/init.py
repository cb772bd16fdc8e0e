"""Adopt a PBX: convert autoload=yes to a whitelist, and write the settings and the hook."""

import argparse
import os
import sys

from asterisk_lint.adopt.hook_source import NO_REVISION, Source, installed_from
from asterisk_lint.adopt.messages import tell, tell_left, tell_next
from asterisk_lint.adopt.plan import HOOKS_FILE, Plan, Wishes, plan_for
from asterisk_lint.adopt.questions import agreed, choose_release
from asterisk_lint.commands.options import add_pbx_options, add_release, options_of
from asterisk_lint.fix.write import put, refuse_unwritable
from asterisk_lint.output.terminal import note, say, say_patch
from asterisk_lint.rules import rule_names
from asterisk_lint.run.fixes import diff, diff_of, refuse_any, write
from asterisk_lint.run.options import UsageError
from asterisk_lint.run.projects import (
    open_projects,
)
from asterisk_lint.settings.read import parse_settings
from asterisk_lint.settings.values import NAME


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `init`."""
    parser.add_argument(
        "paths",
        nargs="*",
        default=[],
        metavar="PATH",
        help="the PBXs (default: all in this repository or directory)",
    )
    parser.add_argument("--diff", action="store_true", help="show what would change; write nothing")
    parser.add_argument(
        "-y",
        "--yes",
        action="store_true",
        help="write without asking (without a terminal to ask on, nothing is written)",
    )
    parser.add_argument(
        "--without-dialplan",
        action="store_true",
        help="make a whitelist for a PBX without a dialplan",
    )
    parser.add_argument(
        "--fix-hook",
        action="store_true",
        help="add the hook that rewrites modules.conf instead of the one that checks it",
    )
    parser.add_argument(
        "--hook-repo",
        metavar="URL",
        help=(
            "the repository that the hook comes from (default: the one that asterisk-lint was "
            "installed from)"
        ),
    )
    parser.add_argument(
        "--hook-rev", metavar="REV", help="the tag or commit of that repository, with --hook-repo"
    )
    parser.add_argument("--no-hook", action="store_true", help=f"leave {HOOKS_FILE} alone")
    add_release(parser, "the settings, else what the repository's files say, else the newest known")
    add_pbx_options(parser, writes=True)


def init(args: argparse.Namespace) -> int:
    """Convert each PBX with autoload=yes to a whitelist; write the settings and the hook, if a
    person agrees or --yes is given. Return the exit status: 1 if something was not written.
    """
    if args.staged or args.rev:
        raise UsageError(
            "init writes to the work tree: it cannot be combined with --staged or --rev"
        )
    options = options_of(args)
    asks = not (args.yes or args.diff) and sys.stdin.isatty()
    left = False
    source = hook_source(args)
    hook = "asterisk-lint-fix" if args.fix_hook else "asterisk-lint"
    wishes = Wishes(
        source,
        "" if args.no_hook else hook,
        options.asterisk,
        options.config,
        args.without_dialplan,
    )
    for project in open_projects(options):
        release, is_guess = choose_release(options, project, asks=asks)
        plan = plan_for(wishes, project, release, is_guess=is_guess)
        if args.diff:
            show_diff(plan)
            continue
        refuse_unsafe(plan)
        if is_guess:
            note(
                "nothing here shows which Asterisk release runs: the whitelist is made for "
                f"{release}, the newest known. Say which with --asterisk, or in the settings"
            )
        if not options.quiet:
            for pbx, proposal in plan.proposals:
                tell(
                    os.path.normpath(os.path.join(project.directory_of(pbx), "modules.conf")),
                    proposal,
                    whole=options.verbose,
                )
        if plan.is_empty():
            say("Nothing is left to write.")
            continue
        if not args.yes:
            show_diff(plan)
            if not (asks and agreed(f"Write {', '.join(plan.paths())}?")):
                left = True
                note("nothing was written (--yes writes without asking)")
                continue
        carry_out(plan)
        if not options.quiet:
            conclude(plan, source)
    return 1 if left else 0


def hook_source(args: argparse.Namespace) -> Source:
    """Return the repository and revision of the hook. Raises UsageError for a revision without a
    repository.
    """
    if args.hook_rev and not args.hook_repo:
        raise UsageError("--hook-rev needs --hook-repo: the repository that has this revision")
    if args.hook_repo:
        return Source(args.hook_repo, args.hook_rev or NO_REVISION)
    return installed_from()


def show_diff(plan: Plan) -> None:
    """Print everything that would be written as a unified diff."""
    project = plan.project
    for pbx, proposal in plan.proposals:
        for name, content in sorted(proposal.changed.items()):
            say_patch(diff(project, pbx, name, content).encode("utf-8", "surrogateescape"))
    for file in plan.files():
        inside = os.path.relpath(file.path, project.tree.root)
        say_patch(diff_of(inside, file.old, file.content).encode("utf-8", "surrogateescape"))


def refuse_unsafe(plan: Plan) -> None:
    """Raise FixRefused if one of the files must not be written."""
    refuse_any([(plan.project, pbx, dict(each.changed)) for pbx, each in plan.proposals])
    for file in plan.files():
        refuse_unwritable(file.path, file.root)


def carry_out(plan: Plan) -> None:
    """Write every file. Raises FixRefused if one has changed in the meantime."""
    for pbx, proposal in plan.proposals:
        for name, content in sorted(proposal.changed.items()):
            write(plan.project, pbx, name, content)
    for file in plan.files():
        put(file.path, file.content, file.root, file.old)


def conclude(plan: Plan, source: Source) -> None:
    """Print what was written, what the next check finds, and what to do next."""
    project = plan.project
    say(f"Written: {', '.join(plan.paths())}")
    settings = (
        parse_settings(plan.settings.content, NAME, rule_names())
        if plan.settings
        else project.settings
    )
    tell_left(
        finding
        for pbx, proposal in plan.proposals
        for finding in proposal.settled(
            settings._replace(only_pbx=project.settings.only_pbx)
        ).findings
    )
    if plan.hook:
        if source.is_placeholder:
            say(
                f"{HOOKS_FILE}: replace {source.url} and {source.revision} by the repository "
                "and the commit of asterisk-lint that you use, then `pre-commit install`"
            )
        else:
            say(f"{HOOKS_FILE}: `pre-commit install` enables the hook")
    from asterisk_lint.tree.repository import find_repository

    tell_next(
        plan.paths(),
        [project.directory_of(pbx) for pbx in project.pbxs],
        in_git=find_repository(project.tree.root) is not None,
        whitelist=any(proposal.changed for _, proposal in plan.proposals),
    )
