"""The check itself, with --fix and --diff."""

import os

from asterisk_lint.commands.options import (
    add_cache_option,
    add_paths,
    add_pbx_options,
    add_release,
    add_report_options,
    add_rule_options,
    options_of,
)
from asterisk_lint.output.report import Report
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.presentation import show, tell, tell_untracked
from asterisk_lint.run.processes import check_fleet
from asterisk_lint.run.projects import open_projects

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: "ArgumentParser") -> None:
    """Add the options of a check."""
    add_paths(parser)
    parser.add_argument(
        "--fix",
        action="store_true",
        help="rewrite each modules.conf so that the whitelist matches usage exactly",
    )
    parser.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help=(
            "with --fix or --diff: also reverse what a person wrote (noload, require), and "
            "remove modules that are only presumed unused"
        ),
    )
    parser.add_argument("--strict", action="store_true", help="report undecided modules as errors")
    parser.add_argument(
        "--diff",
        action="store_true",
        help="show what --fix would change, as a unified diff; write nothing",
    )
    parser.add_argument(
        "--from-ref",
        metavar="A",
        help="report only findings that the merge base of A and --to-ref does not have",
    )
    parser.add_argument(
        "--to-ref", metavar="B", help="the revision to check, with --from-ref (default: HEAD)"
    )
    add_report_options(parser)
    add_cache_option(parser)
    parser.add_argument(
        "-j",
        "--jobs",
        type=positive,
        metavar="N",
        help="check N PBXs at the same time (default: one for each processor if it pays)",
    )
    add_rule_options(parser)
    add_release(parser)
    add_pbx_options(parser)


def check(args: "Namespace") -> int:
    """Check every PBX, or fix it; return the exit status."""
    if args.fix and args.diff:
        raise UsageError(
            "--fix and --diff cannot be combined: --diff shows what --fix would change"
        )
    if args.fix and (args.staged or args.rev or args.from_ref):
        raise UsageError(
            "--fix writes to the work tree: it cannot be combined with --staged, --rev or "
            "--from-ref"
        )
    if args.staged and args.rev:
        raise UsageError("--staged and --rev cannot be combined")
    options = options_of(args)
    if args.fix or args.diff:
        from asterisk_lint.run.fixes import fix_all

        return fix_all(options, open_projects(options), write_them=not args.diff)
    refs = refs_of(options, args.from_ref, args.to_ref)
    if refs is not None and is_no_revision(refs[0]):
        # A new branch or tag, as Git's hooks and GitLab say it: there is nothing to compare with.
        options, refs = options._replace(revision=refs[1]), None
    if refs is not None:
        from asterisk_lint.history.gate import check_gate

        report = check_gate(options, *refs)
    else:
        projects = open_projects(options)
        tell(options, projects)
        report = Report(tuple(check_fleet(options, projects)))
        tell_untracked(options, projects)
    args.report = report  # held until the process ends: see `__main__.leave`
    return show(options, report)


def is_no_revision(name: str) -> bool:
    """Tell whether a revision's name is Git's zero, which stands for "none" (40 zeros, or 64)."""
    return len(name) in {40, 64} and not name.strip("0")


def positive(text: str) -> int:
    """A number of processes. Raises ArgumentTypeError for one below 1."""
    if not text.isdecimal() or int(text) < 1:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"'{text}' is not a number of processes such as 4")
    return int(text)


def refs_of(options: Options, from_ref: str | None, to_ref: str | None) -> tuple[str, str] | None:
    """Return the two revisions that a run compares: those of the command line, otherwise those that
    pre-commit names; None without.

    Raises UsageError if only one is given.
    """
    if from_ref:
        return from_ref, to_ref or "HEAD"
    if to_ref:
        raise UsageError("--to-ref needs --from-ref, the revision to compare with")
    start, end = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    if start and end and not (options.staged or options.revision):
        return start, end
    return None
