"""What the whitelist and the dialplan need when Asterisk moves to another release."""

import argparse

from asterisk_lint.catalog.load import series_of
from asterisk_lint.check import check_files
from asterisk_lint.commands.options import (
    add_paths,
    add_pbx_options,
    add_release,
    add_report_options,
    add_rule_options,
    options_of,
)
from asterisk_lint.history.gate import new_findings
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.output.terminal import note
from asterisk_lint.releases import Release
from asterisk_lint.run.displayed_paths import report_for
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.presentation import show
from asterisk_lint.run.projects import Project, open_projects, release_of, target_of
from asterisk_lint.tree.changes import Changes
from asterisk_lint.tree.find import Pbx


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `upgrade`."""
    add_paths(parser)
    parser.add_argument(
        "--to",
        required=True,
        metavar="VERSION",
        help="the release that Asterisk moves to, such as 22 or 22.9",
    )
    parser.add_argument(
        "--diff",
        action="store_true",
        help="show what --fix would change in modules.conf for that release; write nothing",
    )
    add_report_options(parser)
    add_rule_options(parser)
    add_release(parser)
    add_pbx_options(parser)


def upgrade(args: argparse.Namespace) -> int:
    """Report what the other release finds fault with and the present one does not; gives the exit status of a check."""
    options = options_of(args)
    target = Release.parse(args.to)
    series_of(target)
    projects = open_projects(options)
    if args.diff:
        from asterisk_lint.run.fixes import fix_all

        return fix_all(options._replace(asterisk=target), projects, write_them=False)
    moves = [
        (project, pbx, release_of(options.asterisk, project.settings, pbx))
        for project in projects
        for pbx in project.pbxs
    ]
    if all(release == target for _, _, (release, _) in moves):
        raise UsageError(
            f"the PBXs are on Asterisk {target} already: say with --asterisk or `asterisk:` in the settings which release they run now"
        )
    if not options.quiet:
        for release, said in sorted({release for _, _, release in moves}):
            assumed = (
                ""
                if said
                else ", the newest known: say which they run with --asterisk or `asterisk:` in the settings"
            )
            note(f"from Asterisk {release}{assumed} to {target}")
    reports = []
    known = 0
    for project, pbx, _ in moves:
        report, old = moved(options, target, project, pbx)
        reports.append(report)
        known += old
    status = show(options, Report(tuple(reports), known))
    if status and options.output_format == "text" and not options.quiet:
        note(f"`asterisk-lint upgrade --to {target} --diff` shows the new modules.conf;")
        note(
            f"set `asterisk: {target}` in the settings when you move, then `asterisk-lint --fix` writes it"
        )
    return status


def moved(options: Options, to: Release, project: Project, pbx: Pbx) -> tuple[PbxReport, int]:
    """What is new for one PBX in the other release, and how many findings both have."""
    old = report_for(
        project, pbx, check_files(target_of(project, pbx, options.asterisk), options.scope)
    )
    new = report_for(project, pbx, check_files(target_of(project, pbx, to), options.scope))
    findings = new_findings(new, old, Changes())
    return new._replace(findings=findings), len(new.findings) - len(findings)
