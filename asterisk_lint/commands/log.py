"""Read Asterisk's logs and report which modules their errors ask for."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import overload

from asterisk_lint.catalog.load import load
from asterisk_lint.check import Checked, gather
from asterisk_lint.commands.options import (
    add_pbx_options,
    add_release,
    add_report_options,
    options_of,
)
from asterisk_lint.facts import Facts
from asterisk_lint.model import Finding
from asterisk_lint.output.report import PbxReport, Report
from asterisk_lint.output.summary import count
from asterisk_lint.output.terminal import note, progress, say
from asterisk_lint.releases import Release
from asterisk_lint.run.displayed_paths import report_for
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.presentation import show
from asterisk_lint.run.projects import Project, open_projects, target_of
from asterisk_lint.tree.find import Pbx
from asterisk_lint.witness.log_findings import finding_of
from asterisk_lint.witness.log_modules import ModuleRequest, modules_asked_for
from asterisk_lint.witness.logs import LoggedRequest, Summary, length_of, open_log, read_log


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `log`."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="logs, plain or compressed (gzip, bzip2, xz); - reads standard input",
    )
    parser.add_argument(
        "--pbx",
        metavar="PATH",
        help="the PBX that wrote them (default: the one in this directory, if any)",
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help=(
            "declare in the settings the modules that the logs show in use but the configuration "
            "does not"
        ),
    )
    parser.add_argument(
        "--uses",
        action="store_true",
        help=(
            "print instead what really ran, how often and until when (observe --log writes it down)"
        ),
    )
    add_report_options(parser)
    add_release(parser)
    add_pbx_options(parser)


def log(args: argparse.Namespace) -> int:
    """Read every log; return the exit status."""
    options = options_of(args)
    if args.uses:
        return print_uses(options, args.files, args.pbx)
    summary = read_all(args.files, quiet=options.quiet)
    project, pbx, facts = find_pbx(options, args.pbx, must_be_one=args.keep)
    catalog = facts.catalog if facts else load(options.asterisk or newest())
    found = [
        (
            seen,
            modules_asked_for(
                seen, catalog, frozenset(facts.whitelist.loaded()) if facts else frozenset()
            ),
        )
        for seen in summary.seen.values()
    ]
    findings = sorted(
        (finding_of(seen, asked, catalog, facts) for seen, asked in found), key=place_in_list
    )
    if not options.quiet:
        told = f"read {count(summary.lines, 'line')} in {count(len(args.files), 'file')}"
        note(
            told
            + (
                f"; left out {summary.passed_over} messages about further subjects"
                if summary.passed_over
                else ""
            )
        )
    if args.keep:
        keep(options, project, facts, found)
    texts: dict[str, dict[int, str]] = {}
    for seen in summary.seen.values():
        texts.setdefault(seen.file, {})[seen.line] = seen.text
    report = PbxReport(
        ".", str(catalog.release), False, (), (), (), lambda file: (), lambda file: file
    )
    if project and pbx and facts:
        report = report_for(project, pbx, Checked(facts, ()))
    sources, place = report.sources, report.place
    report = report._replace(
        findings=tuple(findings),
        sources=lambda file: OneLine(texts[file]) if file in texts else sources(file),
        place=lambda file: file if file in texts or place is None else place(file),
    )
    return show(options, Report((report,), silenceable=False))


def print_uses(options: Options, paths: Sequence[str], named: str | None) -> int:
    """Print what really ran, one thing a line; gives the exit status."""
    from time import localtime, strftime

    from asterisk_lint.machine.logged import in_text, ran_of
    from asterisk_lint.machine.logged import read_all as read_what_ran

    _, _, facts = find_pbx(options, named, must_be_one=False)
    catalog = facts.catalog if facts else load(options.asterisk or newest())
    loaded = frozenset(facts.whitelist.loaded()) if facts else frozenset()
    today = strftime("%Y-%m-%d", localtime())
    bar = bar_for(paths, quiet=options.quiet)
    tally = read_what_ran(paths, (), catalog, today, bar.at)
    bar.clear()
    for line in in_text(ran_of(tally, catalog, today), catalog, loaded):
        say(line)
    if not options.quiet:
        period = f", from {tally.first} to {tally.last}" if tally.last else ""
        note(f"read {tally.bytes:,} bytes in {count(len(paths), 'file')}{period}")
    return 0


def place_in_list(finding: Finding) -> tuple[bool, str, int, str]:
    """Sort key: settled findings come last."""
    return finding.severity == "information", finding.file, finding.line, finding.message


def read_all(paths: Sequence[str], *, quiet: bool) -> Summary:
    """Read the logs, the oldest first, so that the last place is the newest. Raises UsageError for
    one that cannot be read.
    """
    from asterisk_lint.witness.recognize import Recognizer

    summary, recognizer = Summary(), Recognizer()
    path = ""
    try:
        files = sorted(
            paths, key=lambda path: (path == "-", 0.0 if path == "-" else os.stat(path).st_mtime)
        )
        bar = bar_for(files, quiet=quiet)
        for path in files:
            stream = open_log(path)
            try:
                read_log(
                    stream, "(standard input)" if path == "-" else path, summary, recognizer, bar.at
                )
            finally:
                if path != "-":
                    stream.close()
        bar.clear()
    except (OSError, EOFError, ValueError) as error:
        raise UsageError(unreadable(error, path)) from None
    except Exception as error:
        # (their modules are loaded only for a compressed log)
        if type(error).__module__ not in {"zlib", "_lzma", "lzma"}:
            raise
        raise UsageError(unreadable(error, path)) from None
    return summary


def unreadable(error: Exception, path: str) -> str:
    """Return which log cannot be read, and why; `path` is the one that was being read."""
    name = getattr(error, "filename", None) or ("standard input" if path == "-" else path)
    return f"{name}: {getattr(error, 'strerror', None) or error}"


class Bar:
    """A progress bar on the terminal, drawn at most ten times a second."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self.total = total
        self.shown = shown
        self.last = 0.0

    def at(self, done: int) -> None:
        """Show the progress (in bytes)."""
        from time import monotonic

        if not self.shown or monotonic() - self.last < 0.1:
            return
        self.last = monotonic()
        part = min(done / self.total, 1) if self.total else 0
        text = f"[{'#' * int(30 * part):30}] {100 * part:3.0f} %" if self.total else ""
        progress(f"{text} {done >> 20} MiB")

    def clear(self) -> None:
        """Remove the bar."""
        if self.shown and self.last:
            progress()


def bar_for(paths: Sequence[str], *, quiet: bool) -> Bar:
    """Return a progress bar for reading these files; without a share of the whole if one is
    standard input or compressed, because its length is not known.
    """
    shown = sys.stderr.isatty() and not quiet
    total = sum(map(length_of, paths)) if shown and all(map(length_of, paths)) else 0
    return Bar(total, shown=shown)


class OneLine(Sequence[str]):
    """The lines of a log. Only some are known, because a log can be too long for memory."""

    def __init__(self, known: dict[int, str]) -> None:
        self.known = known

    def __len__(self) -> int:
        return max(self.known, default=0)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return (
            self.known.get(index + 1, "")
            if isinstance(index, int)
            else [self[i] for i in range(*index.indices(len(self)))]
        )


def newest() -> Release:
    """Return the newest release that the catalog knows."""
    from asterisk_lint.catalog import load as catalog

    return catalog.newest()


def find_pbx(
    options: Options, named: str | None, *, must_be_one: bool
) -> tuple[Project | None, Pbx | None, Facts | None]:
    """Return the PBX that wrote the logs, with everything that is known about it; None if there is
    none and none was named.
    """
    projects = open_projects(
        options._replace(paths=(named,) if named else ()), need_pbx=bool(named)
    )
    known = [(project, pbx) for project in projects for pbx in project.pbxs]
    if len(known) > 1:
        if named or must_be_one:
            raise UsageError("there are several PBXs: name one with --pbx")
        known = []
    if not known:
        return (projects[0] if projects else None), None, None
    project, pbx = known[0]
    return project, pbx, gather(target_of(project, pbx, options.asterisk))


def keep(
    options: Options,
    project: Project | None,
    facts: Facts | None,
    found: list[tuple[LoggedRequest, ModuleRequest]],
) -> None:
    """Write into the settings what the logs show in use but the configuration does not."""
    from asterisk_lint.fix.settings_file import add_uses
    from asterisk_lint.run.projects import settings_content, settings_place
    from asterisk_lint.settings.values import NAME

    if project is None:
        raise UsageError("--keep writes into the settings of a PBX: name it with --pbx")
    required = facts.required if facts else {}
    named = [asked for seen, asked in found if asked.modules and seen.told.name != "*"]
    wanted = [
        asked.modules[0]
        for asked in named
        if not any(module.lower() in required for module in asked.modules)
    ]
    path, root = settings_place(project.tree, options.config)
    old = settings_content(project.tree, options.config)
    new = add_uses(old or b"", sorted(set(wanted)), NAME)
    if new != (old or b""):
        from asterisk_lint.fix.write import put

        put(path, new, root, old)
        note(
            f"{os.path.relpath(path)}: declared {', '.join(sorted(set(wanted)))} under "
            "`uses: modules:`"
        )
