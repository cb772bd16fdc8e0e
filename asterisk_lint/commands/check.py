"""The check itself, with --fix and --diff."""

import argparse
import os

from asterisk_lint.output import FORMATS
from asterisk_lint.output.report import Report
from asterisk_lint.run.presentation import show, tell
from asterisk_lint.run.processes import check_fleet
from asterisk_lint.run.projects import UsageError, add_common_arguments, add_rule_arguments, open_projects, scope_of


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
        from asterisk_lint.fix.rounds import fix_all

        return fix_all(args, open_projects(args), scope)
    named_by_pre_commit = bool(os.environ.get("PRE_COMMIT_FROM_REF") and os.environ.get("PRE_COMMIT_TO_REF")) and not (args.staged or args.rev)
    if args.from_ref or args.to_ref or named_by_pre_commit:
        from asterisk_lint.history.gate import check_gate

        report = check_gate(args, scope)
    else:
        projects = open_projects(args)
        tell(args, projects)
        report = Report(tuple(check_fleet(args, projects, scope)))
    return show(args, report)
