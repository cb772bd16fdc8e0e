"""Adopt a PBX: convert autoload=yes to a whitelist, and write the settings and the hook."""

import argparse
import os
import sys

from asterisk_lint.adopt.hook_source import NO_REVISION, Source, installed_from, schema_address
from asterisk_lint.adopt.proposal import Proposal, propose
from asterisk_lint.adopt.release_evidence import Evidence, find_evidence
from asterisk_lint.adopt.settings_text import new_settings
from asterisk_lint.adopt.told import tell, tell_left, tell_next
from asterisk_lint.commands.options import add_pbx_options, add_release, options_of
from asterisk_lint.fix.rewrite import FixRefused
from asterisk_lint.fix.write import put, refuse_unwritable
from asterisk_lint.fix.yaml import Hook, add_hook, add_settings
from asterisk_lint.output.terminal import note, prompt, say, say_patch
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release, UnknownRelease
from asterisk_lint.rules import rule_names
from asterisk_lint.run.fixes import diff, diff_of, place_on_disk, refuse_any, write
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.projects import (
    Project,
    open_projects,
    release_of,
    settings_content,
    settings_place,
    target_of,
)
from asterisk_lint.settings.read import parse_settings
from asterisk_lint.settings.values import NAME
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.find import Pbx

HOOKS_FILE = ".pre-commit-config.yaml"
GUESS = "assumed, the newest known: write the one that runs"


class Beside(NamedTuple):
    """A file besides modules.conf that is to be written: the settings, or those of pre-commit."""

    path: str
    content: bytes
    old: bytes | None  # its current content; None: it does not exist
    root: str  # the directory that it must not lead out of


class Plan(NamedTuple):
    """Everything that init would write for one repository."""

    project: Project
    proposals: tuple[tuple[Pbx, Proposal], ...]
    settings: Beside | None  # None: they are not changed
    hook: Beside | None

    def files(self) -> list[Beside]:
        """Return the files besides each modules.conf that are written."""
        return [file for file in (self.settings, self.hook) if file is not None]

    def is_empty(self) -> bool:
        """Tell whether nothing would be written."""
        return not self.files() and not any(proposal.changed for _, proposal in self.proposals)

    def paths(self) -> list[str]:
        """Return every file that is written, relative to the current directory."""
        found = [
            place_on_disk(self.project, pbx, name)
            for pbx, proposal in self.proposals
            for name in sorted(proposal.changed)
        ]
        return [os.path.relpath(path) for path in [*found, *(file.path for file in self.files())]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `init`."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="the PBXs (default: all in this repository or directory)",
    )
    parser.add_argument("--diff", action="store_true", help="show what would change; write nothing")
    parser.add_argument(
        "-y",
        "--yes",
        action="store_true",
        help="write without asking (without a terminal, nothing is asked)",
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
    add_pbx_options(parser)


def init(args: argparse.Namespace) -> int:
    """Convert each PBX with autoload=yes to a whitelist; write the settings and the hook. Return
    the exit status.
    """
    if args.staged or args.rev:
        raise UsageError(
            "init writes to the work tree: it cannot be combined with --staged or --rev"
        )
    options = options_of(args)
    asks = not (args.yes or args.diff) and sys.stdin.isatty()
    source = hook_source(args)
    for project in open_projects(options):
        release, is_guess = choose_release(options, project, asks=asks)
        plan = plan_for(args, project, release, is_guess=is_guess, source=source)
        if args.diff:
            show_diff(plan)
            continue
        refuse_unsafe(plan)
        if is_guess:
            note(
                "nothing here shows which Asterisk release runs: the whitelist is made for "
                f"{release}, the newest known. "
                "Say which with --asterisk, or in the settings"
            )
        if not options.quiet:
            for pbx, proposal in plan.proposals:
                tell(
                    os.path.normpath(os.path.join(project.directory_of(pbx), "modules.conf")),
                    proposal,
                )
        if plan.is_empty():
            say("Nothing is left to write.")
            continue
        if asks:
            show_diff(plan)
            if not agreed(f"Write {', '.join(plan.paths())}?"):
                say("Nothing was written.")
                continue
        carry_out(plan)
        if not options.quiet:
            conclude(plan, source, args.no_hook)
    return 0


def plan_for(
    args: argparse.Namespace, project: Project, release: Release, *, is_guess: bool, source: Source
) -> Plan:
    """Compute everything without writing. Raises UsageError for a PBX without a dialplan,
    FixRefused.
    """
    proposals = tuple(
        (pbx, propose(target_of(project, pbx, own if said else release)))
        for pbx in project.pbxs
        for own, said in [release_of(args.asterisk and release, project.settings, pbx)]
    )
    for pbx, proposal in proposals:
        if proposal.adopts and not proposal.has_dialplan and not args.without_dialplan:
            raise UsageError(
                f"{project.directory_of(pbx)} has no dialplan (extensions.conf, "
                "extensions.ael, extensions.lua): a whitelist made without it "
                "would lack what calls need. Add the dialplan, or use --without-dialplan and "
                "name its modules under `uses:` in the settings"
            )
    return Plan(
        project,
        proposals,
        settings_file(args, project, proposals, (release, is_guess), source),
        None if args.no_hook else hook_file(args, project, source),
    )


def settings_file(
    args: argparse.Namespace,
    project: Project,
    proposals: tuple[tuple[Pbx, Proposal], ...],
    chosen: tuple[Release, bool],
    source: Source,
) -> Beside | None:
    """Return the settings with the release (and whether it is a guess), and the kept modules; None
    if nothing changes. Raises FixRefused, SettingsError.
    """
    keep = {name: reason for _, proposal in proposals for name, reason in proposal.keep().items()}
    old = settings_content(project.tree, args.config)
    new = (
        add_settings(old, chosen[0], keep, GUESS if chosen[1] else "")
        if old is not None
        else new_settings(
            chosen[0], keep, schema_address(source), GUESS if chosen[1] else ""
        ).encode()
    )
    # The written file must be readable; an error of ours must not wait for the next run.
    parse_settings(new, NAME, rule_names())
    path, root = settings_place(project.tree, args.config)
    return Beside(path, new, old, root) if new != old else None


def hook_source(args: argparse.Namespace) -> Source:
    """Return the repository and revision of the hook. Raises UsageError for a revision without a
    repository.
    """
    if args.hook_rev and not args.hook_repo:
        raise UsageError("--hook-rev needs --hook-repo: the repository that has this revision")
    if args.hook_repo:
        return Source(args.hook_repo, args.hook_rev or NO_REVISION)
    return installed_from()


def hook_file(args: argparse.Namespace, project: Project, source: Source) -> Beside | None:
    """Return the repository's pre-commit configuration with the hook. None if nothing changes;
    raises FixRefused.
    """
    from asterisk_lint.tree.git import find_repository

    root = project.tree.root
    if find_repository(root) is None:
        return None
    try:
        old: bytes | None = project.tree.read(HOOKS_FILE)
    except FileNotFoundError:
        old = None
    except Unreadable as error:
        raise FixRefused(f"{HOOKS_FILE} cannot be read: {error}") from None
    note = (
        (
            "Write the repository and the commit of your asterisk-lint here: pre-commit runs "
            "nothing before"
        )
        if source.is_placeholder
        else ""
    )
    name = "asterisk-lint-fix" if args.fix_hook else "asterisk-lint"
    new = add_hook(old or b"", Hook(source.url, source.revision, name, note), HOOKS_FILE)
    return Beside(os.path.join(root, HOOKS_FILE), new, old, root) if new != old else None


def choose_release(options: Options, project: Project, *, asks: bool) -> tuple[Release, bool]:
    """Return the release to create whitelists for, and whether it is only a guess. Raises
    UnknownRelease for one without a catalog.
    """
    from asterisk_lint.catalog.load import newest, releases, series_of

    known = [release_of(options.asterisk, project.settings, pbx) for pbx in project.pbxs]
    if known and all(said for _, said in known):
        return known[0][0], False
    series = frozenset(releases())
    evidence = [
        one for pbx in project.pbxs for one in find_evidence(project.tree, pbx.directory, series)
    ]
    tell_evidence(evidence)
    if not asks:
        return (evidence[0].release, False) if evidence else (newest(), True)
    while True:
        default = evidence[0].release if evidence else None
        answer = ask(f"Which Asterisk release runs here?{f' [{default}]' if default else ''} ")
        if not answer and default:
            return default, False
        try:
            release = Release.parse(answer)
            series_of(release)
        except UnknownRelease as error:
            say(f"{error}. `asterisk -rx 'core show version'` shows it.")
        else:
            return release, False


def tell_evidence(evidence: list[Evidence]) -> None:
    """Print what the files show about the release, and where they disagree."""
    if evidence:
        first = evidence[0]
        say(f"Asterisk {first.release}, from {first.what} ({first.file}:{first.line})")
        for other in evidence[1:]:
            if other.release.series != first.release.series:
                note(
                    f"{other.file}:{other.line} says Asterisk {other.release} "
                    f"({other.what}); use --asterisk if that is right"
                )
                break


def ask(question: str) -> str:
    """Return a person's answer, without surrounding blanks. Raises UsageError at the end of
    input.
    """
    prompt(question)
    line = sys.stdin.readline()
    if not line:
        raise UsageError("no answer: nothing was written")
    return line.strip()


def agreed(question: str) -> bool:
    """Tell whether a person says yes."""
    return ask(f"{question} [y/N] ").lower() in {"y", "yes"}


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


def conclude(plan: Plan, source: Source, no_hook: bool) -> None:
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
                "and the commit of "
                "asterisk-lint that you use, then `pre-commit install`"
            )
        else:
            say(f"{HOOKS_FILE}: `pre-commit install` enables the hook")
    from asterisk_lint.tree.git import find_repository

    tell_next(
        plan.paths(),
        [project.directory_of(pbx) for pbx in project.pbxs],
        in_git=find_repository(project.tree.root) is not None,
    )
