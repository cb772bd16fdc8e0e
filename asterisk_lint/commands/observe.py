"""Observe the machine that runs a PBX, or copies of its files, and write what they show, without
secrets, into a file to commit.
"""

import argparse
import os
import sys

from asterisk_lint.commands.options import add_release, options_of
from asterisk_lint.machine.connection import MachineError
from asterisk_lint.output.terminal import note, prompt, say
from asterisk_lint.records import NamedTuple
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.projects import Project, open_projects, target_of
from asterisk_lint.settings.values import NAME as SETTINGS_FILE
from asterisk_lint.tree.find import OBSERVED, Pbx
from asterisk_lint.tree.target import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asterisk_lint.machine.connection import Tell
    from asterisk_lint.machine.foreign import Outside
    from asterisk_lint.observed.values import Observed
    from asterisk_lint.releases import Release


class ObserveOptions(NamedTuple):
    """What to observe, from the command line."""

    run: str | None  # a command prefix
    etc: str | None
    modules: str | None
    logs: tuple[str, ...]
    records: tuple[str, ...]

    @property
    def is_machine(self) -> bool:
        """Tell whether a machine is observed; otherwise copies are."""
        return self.run is not None or not (self.etc or self.modules or self.logs or self.records)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `observe`."""
    parser.add_argument(
        "paths", nargs="?", metavar="PBX", help="the PBX's directory (default: the one here)"
    )
    parser.add_argument(
        "--run",
        metavar="PREFIX",
        help=(
            "how to reach the machine: 'ssh pbx1', 'docker exec -i pbx', 'kubectl exec -i pbx "
            "--' (default: this machine)"
        ),
    )
    parser.add_argument(
        "--etc",
        metavar="DIR",
        help="a copy of the configuration directory; with --run, where it is there",
    )
    parser.add_argument(
        "--modules",
        metavar="DIR",
        help="a copy of the module directory; with --run, where it is there",
    )
    parser.add_argument(
        "--log",
        metavar="FILE",
        nargs="+",
        default=[],
        help="full logs and queue_log files, plain or compressed; with --run, those there",
    )
    parser.add_argument(
        "--cdr",
        metavar="FILE",
        nargs="+",
        default=[],
        help="call records (CDR and CEL as CSV, in any layout); with --run, those there",
    )
    parser.add_argument(
        "-y",
        "--yes",
        action="store_true",
        help="write without asking (without a terminal to ask on, nothing is written)",
    )
    add_release(parser, "what the machine reports")
    parser.add_argument(
        "--config",
        metavar="FILE",
        help=f"settings file (default: {SETTINGS_FILE} at the repository's root)",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="no notes")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="print each command before it is sent"
    )


def observe(args: argparse.Namespace) -> int:
    """Observe, show what would be written, ask, write. Raises UsageError, MachineError, and the
    exceptions of reading a PBX.
    """
    args.paths = [args.paths] if args.paths else []
    options = options_of(args)
    wanted = ObserveOptions(args.run, args.etc, args.modules, tuple(args.log), tuple(args.cdr))
    project, pbx = the_pbx(options)
    target = target_of(project, pbx, options.asterisk)
    found = look(options, wanted, pbx, target, is_said(options, project, pbx))
    from asterisk_lint.observed.text import render

    path = os.path.join(project.tree.root, pbx.directory, OBSERVED)
    old = _content(path)
    new = render(found).encode()
    if new == old:
        note_unless(options, f"{os.path.relpath(path)}: nothing has changed")
        return 0
    from asterisk_lint.commands.observed_effect import effect_of

    effect = effect_of(target, found)
    status = write(options, project, path, old, new, asked=not args.yes)
    note_unless(options, effect if status == 0 else f"with it, {effect}")
    return status


def the_pbx(options: Options) -> tuple[Project, Pbx]:
    """Return the one PBX that is meant. Raises UsageError if there are several."""
    known = [(project, pbx) for project in open_projects(options) for pbx in project.pbxs]
    if len(known) > 1:
        raise UsageError("there are several PBXs: name one, `asterisk-lint observe PBX`")
    return known[0]


def is_said(options: Options, project: Project, pbx: Pbx) -> bool:
    """Tell whether a person named the release."""
    return bool(options.asterisk or pbx.settings.asterisk or project.settings.asterisk)


def look(
    options: Options, wanted: ObserveOptions, pbx: Pbx, target: Target, said: bool
) -> "Observed":
    """Return what is to be written. `said`: a person named the release."""
    from time import localtime, strftime

    from asterisk_lint import __version__
    from asterisk_lint.catalog.load import load
    from asterisk_lint.catalog.third_party import with_observed_modules
    from asterisk_lint.machine.learn import learn, with_outside
    from asterisk_lint.machine.logged import read_all, with_logs, with_seen
    from asterisk_lint.observed.values import Observed

    today = strftime("%Y-%m-%d", localtime())
    old = pbx.observed
    found = old or Observed(__version__, today)
    target = target._replace(observed=None)
    looked = wanted.is_machine or bool(wanted.etc)
    if wanted.is_machine:
        from asterisk_lint.machine.look import look_at

        found = look_at(
            wanted.run or "",
            wanted.etc or target.etc,
            wanted.modules,
            target,
            said=said,
            today=today,
            tell=told(options),
        )
    elif wanted.etc:
        from asterisk_lint.machine.directories import from_copy

        outside = outside_here(wanted.modules, target.release, old)
        found = learn(target, from_copy(wanted.etc), day=today, outside=outside)
    if wanted.modules and not wanted.is_machine:
        from asterisk_lint.commands.inventory import installed

        found = found._replace(installed=frozenset(installed(wanted.modules)))
        if not wanted.etc:
            outside = outside_here(wanted.modules, target.release, old)
            found = with_outside(found, target, outside)
    if old is not None:
        # Parts that were not observed this time are kept.
        found = found._replace(
            asterisk=found.asterisk or old.asterisk,
            sounds=found.sounds or old.sounds,
            installed=old.installed if found.installed is None else found.installed,
            ran=with_seen(old.ran, found.ran),
            logged_from=old.logged_from,
            logged_until=old.logged_until,
        )
        if old.logged_until:
            # Logs show nothing of a module that was whitelisted after they were read.
            then = found.then._replace(
                whitelist=found.then.whitelist & old.then.whitelist, clients=old.then.clients
            )
            found = found._replace(then=then)
    if wanted.logs or wanted.records:
        catalog = with_observed_modules(load(target.release), found.foreign)
        there = None
        if wanted.run is not None:
            from asterisk_lint.machine.connection import Machine

            there = Machine(wanted.run, wanted.etc or target.etc, told(options))
        from asterisk_lint.commands.log import bar_for

        paths = (*wanted.logs, *wanted.records)
        bar = bar_for(() if there else paths, quiet=options.quiet)
        tally = read_all(wanted.logs, wanted.records, catalog, today, bar.at, there)
        bar.clear()
        found = with_logs(found, tally, catalog, today)
        found = at_the_logs(found, target, looked=looked or old is None)
    return found._replace(day=today)


def told(options: Options) -> "Tell":
    """Return what is called with each command before it is sent."""
    return lambda line: note(f"sends: {line}") if options.verbose else None


def outside_here(modules: str | None, release: "Release", old: "Observed | None") -> "Outside":
    """Return what a copy of the module directory shows of modules from outside Asterisk; without
    one, what an earlier observation showed.
    """
    from asterisk_lint.catalog.load import load
    from asterisk_lint.machine.foreign import Outside, files_in
    from asterisk_lint.machine.registered import documented_beside

    if modules is None:
        return Outside(known=old.foreign) if old else Outside()
    files = files_in(modules, load(release))
    return Outside(files, documented_beside(modules) if files else ())


def at_the_logs(found: "Observed", target: Target, *, looked: bool) -> "Observed":
    """Return an observation with the state of the repository when its logs were read. `looked`: its
    files are as new.
    """
    from asterisk_lint.machine.comparison import read_side, whitelist_of
    from asterisk_lint.shared import Shared
    from asterisk_lint.unseen.digests import digest_of_clients

    side = read_side(target, Shared())
    then = found.then._replace(clients=digest_of_clients(side.sources.configuration))
    return found._replace(then=then._replace(whitelist=whitelist_of(side)) if looked else then)


def write(
    options: Options, project: Project, path: str, old: bytes, new: bytes, *, asked: bool
) -> int:
    """Show the change, ask unless told not to, and write; return the exit status."""
    from difflib import unified_diff

    shown = os.path.relpath(path)
    for line in unified_diff(
        old.decode("utf-8", "surrogateescape").splitlines(),
        new.decode().splitlines(),
        shown if old else "/dev/null",
        shown,
        lineterm="",
    ):
        say(line)
    sys.stdout.flush()
    if asked and not _agreed(shown):
        note("nothing was written (--yes writes without asking)")
        return 1
    from asterisk_lint.fix.write import write_atomically

    if not os.path.exists(path):
        with open(path, "xb"):
            pass
    write_atomically(path, new, project.tree.root)
    note_unless(options, f"{shown} is written: commit it next to modules.conf (git add {shown})")
    return 0


def _agreed(shown: str) -> bool:
    """Ask on the terminal; without a terminal the answer is no."""
    if not sys.stdin.isatty():
        return False
    prompt(f"asterisk-lint: write {shown}? [y/N] ")
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def note_unless(options: Options, message: str) -> None:
    """Print a note unless --quiet."""
    if not options.quiet:
        note(message)


__all__ = ["MachineError", "add_arguments", "observe"]
