"""The check itself, with --fix and --diff."""

import argparse
import os
import sys

from asterisk_lint.check import Checked
from asterisk_lint.fleet import check_fleet
from asterisk_lint.output import FORMATS
from asterisk_lint.project import Project, UsageError, add_common_arguments, add_rule_arguments, open_projects, release_of, scope_of
from asterisk_lint.report import PbxReport, Report
from asterisk_lint.shown import report_for
from asterisk_lint.tree.find import Pbx, lonely_dialplans


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of a check."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="where to look for PBXs (default: the repository or directory here)")
    parser.add_argument("--fix", action="store_true", help="rewrite each modules.conf so that the whitelist matches usage exactly")
    parser.add_argument("--diff", action="store_true", help="show what --fix would change, as a unified diff; write nothing")
    parser.add_argument("--from-ref", metavar="A", help="report only what the merge base of A and --to-ref had not already")
    parser.add_argument("--to-ref", metavar="B", help="the revision to check, with --from-ref (default: HEAD)")
    parser.add_argument("--output-format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")
    parser.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    parser.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    parser.add_argument("-j", "--jobs", type=int, default=1, metavar="N", help="check N PBXs at the same time")
    add_rule_arguments(parser)
    add_common_arguments(parser)


def check(args: argparse.Namespace) -> int:
    """Check every PBX, or fix it; gives the exit status."""
    if args.fix and args.diff:
        raise UsageError("--fix and --diff exclude each other: --diff shows what --fix would do")
    if args.fix and (args.staged or args.rev or args.from_ref):
        raise UsageError("--fix writes to the work tree: it cannot be combined with --staged, --rev or --from-ref")
    if args.staged and args.rev:
        raise UsageError("--staged and --rev exclude each other")
    scope = scope_of(args)
    if args.fix or args.diff:
        from asterisk_lint.commands.fixing import fix_all

        return fix_all(args, open_projects(args), scope)
    named_by_pre_commit = bool(os.environ.get("PRE_COMMIT_FROM_REF") and os.environ.get("PRE_COMMIT_TO_REF")) and not (args.staged or args.rev)
    if args.from_ref or args.to_ref or named_by_pre_commit:
        from asterisk_lint.gate import check_gate

        report = check_gate(args, scope)
    else:
        projects = open_projects(args)
        tell(args, projects)
        report = Report(tuple(check_fleet(args, projects, scope)))
    return show(args, report)


def report_one(project: Project, pbx: Pbx, checked: Checked) -> PbxReport:
    """Give one PBX's check as the renderers take it."""
    return report_for(project, pbx, checked)


def show(args: argparse.Namespace, report: Report) -> int:
    """Print a report; gives the exit status."""
    if args.output_format == "text":
        from asterisk_lint.output import text

        output = text.render(report, colour=wants_colour(args.color))
        if args.quiet:
            output = output.rpartition(text.summary(report))[0]
    else:
        from asterisk_lint.output import renderer

        output = renderer(args.output_format)(report)
    sys.stdout.write(output)
    if args.statistics:
        sys.stdout.flush()
        print_statistics(report)
    found = any(finding.severity != "information" for pbx in report.pbxs for finding in pbx.findings)
    return 1 if found and not args.exit_zero else 0


def print_statistics(report: Report) -> None:
    """Count the findings of each rule on stderr, most first."""
    counts: dict[str, int] = {}
    for pbx in report.pbxs:
        for finding in pbx.findings:
            counts[f"{finding.code} {finding.rule}"] = counts.get(f"{finding.code} {finding.rule}", 0) + 1
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        print(f"{count:6} {name}", file=sys.stderr)


def tell(args: argparse.Namespace, projects: list[Project]) -> None:
    """Say on stderr, once, what was assumed and what is passed over."""
    if args.quiet:
        return
    assumed = {release for project in projects for pbx in project.pbxs for release, said in [release_of(args, project.settings, pbx)] if not said}
    for release in assumed:
        print(
            f"asterisk-lint: checking for Asterisk {release}, the newest known: say which with --asterisk or `asterisk:` in the settings",
            file=sys.stderr,
        )
    for project in projects:
        for directory in lonely_dialplans(project.tree, args.paths or ["."], project.settings, project.pbxs):
            print(f"asterisk-lint: {directory} has a dialplan but no modules.conf: it is not checked", file=sys.stderr)


def wants_colour(choice: str) -> bool:
    """Tell whether output is to be coloured."""
    if choice != "auto":
        return choice == "always"
    return "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()
