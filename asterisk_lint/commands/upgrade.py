"""What the whitelist and the dialplan need when Asterisk moves to another release."""

import argparse
import sys

from asterisk_lint.catalog.load import series_of
from asterisk_lint.check import check_files
from asterisk_lint.history.gate import new_findings
from asterisk_lint.output import FORMATS
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import Scope
from asterisk_lint.run.displayed_paths import report_for
from asterisk_lint.run.presentation import show
from asterisk_lint.run.projects import (
    Project,
    UsageError,
    add_common_arguments,
    add_rule_arguments,
    asterisk_of,
    open_projects,
    release_of,
    scope_of,
    target_of,
)
from asterisk_lint.tree.changes import Changes
from asterisk_lint.tree.find import Pbx


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `upgrade`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="where to look for PBXs (default: the repository or directory here)")
    parser.add_argument("--to", required=True, metavar="VERSION", help="the release that Asterisk moves to, such as 22 or 22.9")
    parser.add_argument("--diff", action="store_true", help="show what --fix would change in modules.conf for that release; write nothing")
    parser.add_argument("--output-format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")
    parser.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    add_rule_arguments(parser)
    add_common_arguments(parser)


def upgrade(args: argparse.Namespace) -> int:
    """Report what the other release finds fault with and the present one does not; gives the exit status of a check."""
    scope = scope_of(args)
    target = Release.parse(args.to)
    series_of(target)
    projects = open_projects(args)
    if args.diff:
        from asterisk_lint.fix.rounds import fix_all

        return fix_all(argparse.Namespace(**{**vars(args), "asterisk": args.to, "fix": False}), projects, scope)
    moves = [(project, pbx, release_of(asterisk_of(args), project.settings, pbx)) for project in projects for pbx in project.pbxs]
    if all(release == target for _, _, (release, _) in moves):
        raise UsageError(f"the PBXs are on Asterisk {args.to} already: say with --asterisk or `asterisk:` in the settings which release they run now")
    if not args.quiet:
        for release, said in sorted({release for _, _, release in moves}):
            note = "" if said else ", the newest known: say which they run with --asterisk or `asterisk:` in the settings"
            print(f"asterisk-lint: from Asterisk {release}{note} to {args.to}", file=sys.stderr)
    reports = []
    known = 0
    for project, pbx, _ in moves:
        report, old = moved(asterisk_of(args), target, project, pbx, scope)
        reports.append(report)
        known += old
    status = show(args, Report(tuple(reports), known))
    if status and args.output_format == "text" and not args.quiet:
        print(f"asterisk-lint: `asterisk-lint upgrade --to {args.to} --diff` shows the new modules.conf;", file=sys.stderr)
        print(f"asterisk-lint: set `asterisk: {args.to}` in the settings when you move, then `asterisk-lint --fix` writes it", file=sys.stderr)
    return status


def moved(before: Release | None, after: Release, project: Project, pbx: Pbx, scope: Scope) -> tuple[PbxReport, int]:
    """What is new for one PBX in the other release, and how many findings both have."""
    old = report_for(project, pbx, check_files(target_of(project, pbx, before), scope))
    new = report_for(project, pbx, check_files(target_of(project, pbx, after), scope))
    findings = new_findings(new, old, Changes())
    return new._replace(findings=findings), len(new.findings) - len(findings)
