"""Output for the user: the report on stdout, everything else on stderr."""

import os
import sys

from asterisk_lint.output.report import Report
from asterisk_lint.output.terminal import note, say, say_all, say_document
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.run.options import Options
from asterisk_lint.run.projects import Project, release_of
from asterisk_lint.settings.values import NAME
from asterisk_lint.tree.find import (
    OBSERVED,
    Pbx,
    backups_beside,
    directories_with,
    lonely_dialplans,
)

if TYPE_CHECKING:
    from asterisk_lint.observed.values import Observed


def summarised(report: Report) -> str:
    """Return a report without findings as text."""
    from asterisk_lint.output.summary import summary

    return f"{summary(report)}\n"


def show(options: Options, report: Report) -> int:
    """Print a report; return the exit status."""
    if options.min_severity != "information":
        report = at_least(report, options.min_severity)
    if options.output_format == "text" and not any(pbx.findings for pbx in report.pbxs):
        output = "" if options.quiet else summarised(report)
    elif options.output_format == "text":
        from asterisk_lint.output import text

        colour = wants_colour(options.color)
        output = text.render(
            report,
            colour=colour,
            links=links_here(options),
            every=options.verbose,
            findings_only=options.quiet,
            totals=not options.statistics,
        )
    else:
        from asterisk_lint.output import renderer

        output = renderer(options.output_format)(report)
    if options.output_format in {"text", "concise"}:
        say_all(output)
    else:
        say_document(output, "json" if options.output_format in {"json", "sarif", "gitlab"} else "")
    if options.output_format == "github":
        summarise(report)
    if options.statistics:
        sys.stdout.flush()
        print_statistics(report, on_stdout=options.output_format in {"text", "concise"})
    found = any(
        finding.severity != "information" for pbx in report.pbxs for finding in pbx.findings
    )
    return 1 if found and not options.exit_zero else 0


def at_least(report: Report, severity: str) -> Report:
    """The report without findings below a severity ("security": the gravest alone)."""
    from asterisk_lint.output.finding_order import WORDS, rank

    most = WORDS.index(severity)
    return report._replace(
        pbxs=tuple(
            pbx._replace(findings=tuple(one for one in pbx.findings if rank(one) <= most))
            for pbx in report.pbxs
        )
    )


def summarise(report: Report) -> None:
    """Add a table of the findings to the summary of a step of GitHub's, where the run is one."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        from asterisk_lint.output.step_summary import render

        with open(path, "a", encoding="utf-8", errors="replace") as file:
            file.write(render(report))


def print_statistics(report: Report, *, on_stdout: bool) -> None:
    """Count the findings of each rule, most first; on stderr where stdout holds a document."""
    counts: dict[str, int] = {}
    for pbx in report.pbxs:
        for finding in pbx.findings:
            counts[f"{finding.code} {finding.rule}"] = (
                counts.get(f"{finding.code} {finding.rule}", 0) + 1
            )
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        line = f"{count:6} {name}"
        say(line) if on_stdout else note(line, prefix="")


def tell(options: Options, projects: list[Project]) -> None:
    """Report on stderr, once, what was assumed and what is not checked."""
    if options.quiet:
        return
    releases = [
        release_of(options.asterisk, project.settings, pbx)
        for project in projects
        for pbx in project.pbxs
    ]
    assumed = {release for release, said in releases if not said}
    for release in assumed:
        note(
            f"checking for Asterisk {release}, the newest known; to change it, use "
            "--asterisk or `asterisk:` in the settings"
        )
    for project in projects:
        inside = [
            os.path.relpath(os.path.realpath(path), project.tree.root) for path in options.paths
        ] or ["."]
        for directory in backups_beside(project.tree, project.pbxs):
            place = os.path.relpath(os.path.join(project.tree.root, directory))
            note(
                f"not checked: {place} looks like a backup (name it on the command line to "
                "check it)"
            )
        for directory in lonely_dialplans(project.tree, inside, project.settings, project.pbxs):
            place = os.path.relpath(os.path.join(project.tree.root, directory))
            note(f"not checked: {place} has a dialplan but no modules.conf")
        for pbx in project.pbxs:
            if pbx.observed is not None:
                tell_observed(options, project, pbx, pbx.observed)
        tell_other_settings(options, project)
        if options.verbose:
            tell_more(options, project)


def tell_observed(options: Options, project: Project, pbx: Pbx, observed: "Observed") -> None:
    """Report on stderr an observation that is old, or that settles nothing any more."""
    from datetime import date

    from asterisk_lint import __version__

    name = os.path.normpath(os.path.join(project.directory_of(pbx), OBSERVED))
    release, _ = release_of(options.asterisk, project.settings, pbx)
    again = "run asterisk-lint observe again"
    if not observed.is_current(release, __version__):
        writer = (
            f"Asterisk {observed.asterisk}"
            if observed.written_by == __version__
            else f"asterisk-lint {observed.written_by}"
        )
        note(
            f"{writer} wrote {name}: its uses count, but it resolves nothing that is "
            f"undecided ({again})"
        )
    try:
        age = (date.today() - date.fromisoformat(observed.day)).days
    except ValueError:
        return
    if age > project.settings.observed_max_age:
        note(f"{name} is {age} days old: {again}")


def tell_other_settings(options: Options, project: Project) -> None:
    """Name settings beside or above a PBX that are not read: only those at the root are."""
    folders = directories_with(project.tree.paths(), NAME) if options.config is None else ()
    for path in sorted(f"{folder}/{NAME}" for folder in folders if folder != "."):
        folder = path.rpartition("/")[0]
        if any(f"{pbx.directory}/".startswith(f"{folder}/") for pbx in project.pbxs):
            place = os.path.relpath(os.path.join(project.tree.root, path))
            note(
                f"not read: {place}; settings are taken from the repository's root "
                "(or name them with --config)"
            )


def tell_untracked(options: Options, projects: list[Project]) -> None:
    """Name on stderr, once, the files that counted and that the next commit would lack."""
    for project in projects if not options.quiet else ():
        found = getattr(project.tree, "read_and_not_in_git", None)
        paths = (
            [os.path.relpath(os.path.join(project.tree.root, path)) for path in found()]
            if found is not None
            else []
        )
        if paths:
            from shlex import quote

            shown = ", ".join(paths[:5]) + (f" and {len(paths) - 5} more" if len(paths) > 5 else "")
            words = " ".join(quote(path) for path in paths[:5])
            note(f"read, but not in the commit: {shown} (git add -- {words})")


def tell_more(options: Options, project: Project) -> None:
    """Report on stderr which settings, PBXs and files count, and which other files do not."""
    note(f"settings: {project.settings.file or 'none, using the defaults'}")
    for pbx in project.pbxs:
        release, _ = release_of(options.asterisk, project.settings, pbx)
        note(f"{project.directory_of(pbx)}: Asterisk {release}, {len(pbx.files.names())} files")
        untracked = getattr(project.tree, "untracked", None)
        for path in untracked(pbx.directory) if untracked else ():
            note(f"{path}: Git does not track it")


def wanted_links(options: Options) -> str:
    """Return which links the terminal understands; none in a pipe, and none to files that are not
    what was checked (the index, a revision).
    """
    if not sys.stdout.isatty() or options.staged or options.revision:
        return ""
    from asterisk_lint.output.links import links_of

    return links_of(os.environ)


def links_here(options: Options) -> str:
    """Return which links to write: none where nothing is coloured either."""
    return wanted_links(options) if wants_colour(options.color) else ""


def wants_colour(choice: str) -> bool:
    """Tell whether output is to be coloured."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()
