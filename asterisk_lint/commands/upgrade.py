"""What the whitelist, the dialplan and the other files need for an upgrade to another release."""

import argparse

from asterisk_lint.catalog.load import series_of
from asterisk_lint.check import check_files
from asterisk_lint.commands.options import (
    add_paths,
    add_pbx_options,
    add_report_options,
    add_rule_options,
    options_of,
)
from asterisk_lint.model import Finding
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.output.terminal import note
from asterisk_lint.releases import LTS, Release
from asterisk_lint.run.displayed_paths import report_for
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.presentation import show
from asterisk_lint.run.projects import Project, open_projects, release_of, target_of
from asterisk_lint.tree.find import Pbx

_WORSE = ("information", "warning", "error")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `upgrade`."""
    add_paths(parser)
    parser.add_argument(
        "--from",
        "--asterisk",
        dest="asterisk",
        metavar="VERSION",
        help=(
            "the release that runs now, such as 18 or 18.9-cert5 (default: the settings, else "
            "the newest known)"
        ),
    )
    parser.add_argument(
        "--to",
        required=True,
        metavar="VERSION",
        help="the new Asterisk release, such as 22, 22.9 or latest-lts",
    )
    parser.add_argument(
        "--diff",
        action="store_true",
        help="show only the change of modules.conf",
    )
    add_report_options(parser)
    add_rule_options(parser)
    add_pbx_options(parser)


def upgrade(args: argparse.Namespace) -> int:
    """Report findings of the other release that the current one does not have; return the exit
    status of a check.
    """
    options = options_of(args)
    target = Release.parse(LTS[-1] if args.to.strip().lower() == "latest-lts" else args.to)
    series_of(target)
    projects = open_projects(options)
    moves = [
        (project, pbx, release_of(options.asterisk, project.settings, pbx))
        for project in projects
        for pbx in project.pbxs
    ]
    if args.diff:
        return propose(options, projects, target)
    if all(release == target for _, _, (release, _) in moves):
        raise UsageError(
            f"the PBXs already run Asterisk {target}: name the release that they run now "
            "with --from or `asterisk:` in the settings"
        )
    if not options.quiet:
        for release, said in sorted({release for _, _, release in moves}):
            note(f"from Asterisk {release} to {target}")
            if not said:
                note(
                    f"{release} is the newest release known: name the one that runs with "
                    "--from or `asterisk:` in the settings"
                )
    reports = []
    known = 0
    for project, pbx, (release, _) in moves:
        report, old = moved(options, release, target, project, pbx)
        reports.append(report)
        known += old
    status = show(options, Report(tuple(reports), known))
    shown = options.output_format == "text" and not options.quiet
    if shown and propose(options, projects, target):
        note(
            f"Asterisk {target} needs the whitelist of this patch: set `asterisk: {target}` in the "
            "settings when you upgrade, and `asterisk-lint --fix` writes it"
        )
    return status


def propose(options: Options, projects: list[Project], to: Release) -> int:
    """Show what `--fix` would change in modules.conf for the other release; return 1 if it would
    change anything.
    """
    from asterisk_lint.run.fixes import fix_all

    return fix_all(options._replace(asterisk=to), projects, write_them=False)


def moved(
    options: Options, earlier: Release, to: Release, project: Project, pbx: Pbx
) -> tuple[PbxReport, int]:
    """Return what is new for one PBX in the other release, and how many findings both have."""
    old = check_files(target_of(project, pbx, earlier), options.scope).findings
    target = target_of(project, pbx, to)._replace(moved_from=earlier)
    checked = check_files(target, options.scope)
    before = {_identity(finding): finding for finding in old}
    findings = tuple(
        finding
        for finding in checked.findings
        if not _was_there(finding, before.get(_identity(finding)))
    )
    report = report_for(project, pbx, checked._replace(findings=findings))
    return report, len(checked.findings) - len(findings)


def _identity(finding: Finding) -> tuple[object, ...]:
    """Return what identifies a finding across releases: the words of a message name the release."""
    if finding.module:
        return finding.rule, finding.module.lower()
    return finding.rule, finding.file, finding.line, finding.column


def _was_there(finding: Finding, old: Finding | None) -> bool:
    """Tell whether the earlier release has a finding too, with at least the same severity and the
    same modules.
    """
    return (
        old is not None
        and _WORSE.index(old.severity) >= _WORSE.index(finding.severity)
        and set(old.modules) >= set(finding.modules)
    )
