"""Boot a real Asterisk with each PBX's configuration, without any network, and report what it
lacks.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

from asterisk_lint.catalog.load import releases
from asterisk_lint.check import Checked, gather
from asterisk_lint.commands.options import (
    add_paths,
    add_pbx_options,
    add_release,
    add_report_options,
    add_rule_options,
    options_of,
)
from asterisk_lint.commands.verify_observed import tell_unproved, with_stand_ins
from asterisk_lint.facts import Facts
from asterisk_lint.fix.overlay import Overlay
from asterisk_lint.fix.rewrite import rewrite
from asterisk_lint.fix.rounds import edits_of, fix_files, original, refuse_unknown
from asterisk_lint.model import Finding
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.output.terminal import note
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.rules import load_rule, load_rules
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.rules.silenced import without_commented, without_ignored
from asterisk_lint.run.displayed_paths import report_for
from asterisk_lint.run.fixes import refuse_any, write
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.presentation import show
from asterisk_lint.run.projects import Project, open_projects, release_of, target_of
from asterisk_lint.tree.files import Files
from asterisk_lint.tree.find import Pbx
from asterisk_lint.witness.boot import NotIsolated
from asterisk_lint.witness.layout import NoAsterisk, find_binary
from asterisk_lint.witness.observation import Observation, observe
from asterisk_lint.witness.start_findings import StartCheck

ROUNDS = 4  # starts of Asterisk that --fix may take for one PBX


class InstalledAsterisk(NamedTuple):
    """The Asterisk that is run."""

    root: str
    binary: str | None
    timeout: float


class VerifyOptions(NamedTuple):
    """What verify does in addition to reporting."""

    fix: bool
    as_fixed: bool
    minimal: bool


class Verified(NamedTuple):
    """One PBX after it ran."""

    checked: Checked
    changed: dict[str, bytes]
    starts: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `verify`."""
    add_paths(parser)
    parser.add_argument(
        "--root",
        dest="program",
        metavar="DIR",
        help=(
            "the root directory that contains Asterisk, or its program (default: the installed one)"
        ),
    )
    add_release(parser, "the one that runs")
    parser.add_argument(
        "--image",
        metavar="IMAGE",
        help=(
            "a container image that contains Asterisk (podman or docker unpacks it and runs "
            "nothing in it)"
        ),
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help=(
            "add what is missing and start again until nothing is missing; then write modules.conf"
        ),
    )
    parser.add_argument(
        "--as-fixed",
        action="store_true",
        help="boot with the whitelist that `asterisk-lint --fix` would write; write nothing",
    )
    parser.add_argument(
        "--minimal",
        action="store_true",
        help=(
            "start once more without each line that nothing needs; report the lines that make no "
            "difference"
        ),
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=60,
        metavar="SECONDS",
        help="how long Asterisk may take to come up (default: 60)",
    )
    add_report_options(parser)
    add_rule_options(parser)
    add_pbx_options(parser)


def verify(args: argparse.Namespace) -> int:
    """Start Asterisk for every PBX; return the exit status."""
    if args.fix and (args.staged or args.rev):
        raise UsageError(
            "--fix writes to the work tree: it cannot be combined with --staged or --rev"
        )
    if args.fix and args.as_fixed:
        raise UsageError("--fix and --as-fixed cannot be combined: --as-fixed writes nothing")
    if args.asterisk is not None and os.sep in args.asterisk:
        # A path cannot be a release: the place of Asterisk, as this option named it in 0.1.
        args.program, args.asterisk = args.program or args.asterisk, None
    options = options_of(args)
    ways = VerifyOptions(fix=args.fix, as_fixed=args.as_fixed, minimal=args.minimal)
    projects = open_projects(options)
    reports, changed = [], False
    try:
        with witness_of(args.program, args.image, args.timeout) as witness:
            for project in projects:
                for pbx in project.pbxs:
                    verified = verify_one(options, ways, project, pbx, witness)
                    reports.append(tell(options, project, pbx, verified))
                    changed = changed or bool(verified.changed)
    except (NoAsterisk, NotIsolated) as error:
        if isinstance(error, NotIsolated):
            raise UsageError(
                f"Asterisk was not started, because the sandbox cannot be set up here: {error}"
            ) from None
        raise UsageError(str(error)) from None
    status = show(options, Report(tuple(reports)))
    return 1 if changed and not options.exit_zero else status


@contextmanager
def witness_of(
    chosen: str | None, image: str | None, timeout: float
) -> Iterator[InstalledAsterisk]:
    """Find the Asterisk that the options name. Raises NoAsterisk."""
    if image is not None:
        from asterisk_lint.witness.image import unpacked

        with unpacked(image) as root:
            yield InstalledAsterisk(root, find_binary(root), timeout)
    elif chosen is None:
        yield InstalledAsterisk("/", find_binary("/"), timeout)
    elif os.path.isdir(chosen):
        yield InstalledAsterisk(os.path.abspath(chosen), find_binary(chosen), timeout)
    elif os.access(chosen, os.X_OK):
        yield InstalledAsterisk("/", os.path.realpath(chosen), timeout)
    else:
        raise NoAsterisk(f"{chosen} is neither a program nor a directory")


def verify_one(
    options: Options, ways: VerifyOptions, project: Project, pbx: Pbx, witness: InstalledAsterisk
) -> Verified:
    """Run one PBX; with --fix, until nothing is missing or nothing more can be done."""
    asked, scope = target_of(project, pbx, options.asterisk), options.scope
    changed = fix_files(asked, scope).changed if ways.as_fixed else {}
    for starts in range(1, ROUNDS + 1):
        files = with_stand_ins(Overlay(pbx.files, changed), pbx.observed)
        seen = observe(
            files, root=witness.root, binary=witness.binary, etc=asked.etc, timeout=witness.timeout
        )
        if seen.left_out and starts == 1 and not options.quiet:
            note(f"left out because they cannot be read: {', '.join(seen.left_out)}")
        release = release_for(options, project, pbx, seen, first=starts == 1)
        if ways.as_fixed and starts == 1 and release.series != asked.release.series:
            # Which Asterisk this is shows only once it runs.
            asked = asked._replace(release=release)
            changed = fix_files(asked, scope).changed
            continue
        facts = gather(asked._replace(files=Overlay(pbx.files, changed), release=release))
        found = selected(StartCheck(facts, seen, witness.root).findings(), facts, scope)
        more = edits_after(facts, found, scope, first=starts == 1) if ways.fix else {}
        files = Overlay(pbx.files, changed)
        more = {name: content for name, content in more.items() if content != original(files, name)}
        if not more:
            break
        changed |= more
    if ways.minimal and seen.up:
        from asterisk_lint.witness.minimal import superfluous

        def again(files: Files) -> Observation:
            return observe(
                with_stand_ins(files, pbx.observed),
                root=witness.root,
                binary=witness.binary,
                etc=asked.etc,
                timeout=witness.timeout,
            )

        found += selected(list(superfluous(facts, seen, again, quiet=options.quiet)), facts, scope)
    changed = (
        {}
        if ways.as_fixed
        else {
            name: content
            for name, content in changed.items()
            if content != original(pbx.files, name)
        }
    )
    refuse_any([(project, pbx, changed)])
    for name, content in sorted(changed.items()):
        write(project, pbx, name, content)
    return Verified(Checked(facts, tuple(found)), changed, starts)


def edits_after(
    facts: Facts, found: list[Finding], scope: RuleSelection, *, first: bool
) -> dict[str, bytes]:
    """Return the files that change when missing modules are added; nothing is ever removed here.
    Raises FixRefused.
    """
    refuse_unknown(Checked(facts, tuple(found)))
    edits = edits_of(tuple(finding for finding in found if load_rule(finding.rule).fixed_by_verify))
    target = facts.target
    changed = rewrite(target, facts.whitelist, edits) if edits else {}
    if first:
        # Findings that are known without a start save starts.
        known = RuleSelection(
            frozenset(rule.name for rule in load_rules(scope.rules()) if rule.fixed_by_verify)
        )
        changed |= fix_files(target._replace(files=Overlay(target.files, changed)), known).changed
    return changed


def selected(found: list[Finding], facts: Facts, scope: RuleSelection) -> list[Finding]:
    """Return the findings that neither options, nor settings, nor comments silence."""
    rules = set(scope.rules())
    heard, _ = without_commented((finding for finding in found if finding.rule in rules), facts)
    return without_ignored(heard, facts)


def release_for(
    options: Options, project: Project, pbx: Pbx, seen: Observation, *, first: bool
) -> Release:
    """Return the release to check against: that of the command line, otherwise that of the Asterisk
    that ran. After the first start, a note tells if the settings name another.
    """
    said, known = release_of(options.asterisk, project.settings, pbx)
    if options.asterisk is not None:
        return options.asterisk
    if seen.release is None or seen.release.series not in releases():
        return said
    if first and known and said.series != seen.release.series and not options.quiet:
        note(
            f"{project.directory_of(pbx)} is set to Asterisk {said}, but Asterisk "
            f"{seen.release} was started"
        )
    return seen.release


def tell(options: Options, project: Project, pbx: Pbx, verified: Verified) -> PbxReport:
    """Report on stderr what was done; return the report."""
    if not options.quiet:
        facts = verified.checked.facts
        times = "once" if verified.starts == 1 else f"{verified.starts} times"
        note(f"{project.directory_of(pbx)}: started Asterisk {facts.configuration.release} {times}")
        tell_unproved(facts)
        for name in sorted(verified.changed):
            note(f"rewrote {os.path.normpath(os.path.join(project.directory_of(pbx), name))}")
    return report_for(project, pbx, verified.checked)
