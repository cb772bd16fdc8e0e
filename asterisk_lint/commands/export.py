"""The modules of a PBX for people who build its machine."""

import argparse
from collections.abc import Sequence

from asterisk_lint.check import gather
from asterisk_lint.commands.options import add_pbx_options, add_release, options_of
from asterisk_lint.facts import Facts
from asterisk_lint.output.terminal import note, say_all, say_document
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.requirements.verdicts import REQUIRED, UNUSED
from asterisk_lint.run.options import UsageError
from asterisk_lint.run.projects import open_projects, target_of

DISTRIBUTIONS = ("debian", "fedora", "alpine", "openwrt")
FORMATS = ("menuselect", "dockerfile", *DISTRIBUTIONS, "json")
# Modules that the catalog knows from elsewhere are not in Asterisk's source.
FROM_SOURCE = ("", "addons")


class ExportedModule(NamedTuple):
    """One module that the machine must have."""

    module: str
    state: str  # "required", or the verdict that keeps a whitelisted module
    from_source: bool  # Asterisk's source has it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `export`."""
    parser.add_argument("format", choices=FORMATS, help="what to print")
    parser.add_argument(
        "paths",
        nargs="*",
        default=[],
        metavar="PBX",
        help="the PBX (default: the one PBX found here)",
    )
    add_release(parser)
    add_pbx_options(parser)


def export(args: argparse.Namespace) -> int:
    """Print how to build or install exactly the modules that this PBX needs.

    A whitelisted module that asterisk-lint cannot prove unused counts as needed. Raises UsageError
    unless there is exactly one PBX, and if nothing is known about the release's packages.
    """
    options = options_of(args)
    found = [(project, pbx) for project in open_projects(options) for pbx in project.pbxs]
    if len(found) != 1:
        names = ", ".join(project.directory_of(pbx) for project, pbx in found[:5])
        raise UsageError(
            f"{len(found)} PBXs ({names}{', ...' if len(found) > 5 else ''}): name one"
            if found
            else "no PBX here: modules.conf is missing"
        )
    [(project, pbx)] = found
    target = target_of(project, pbx, options.asterisk)
    facts = gather(target)
    if facts.whitelist.autoload:
        facts = gather(target._replace(adopting=True))
        note(
            "modules.conf has autoload=yes: this lists only what the readable configuration uses. "
            "Run `asterisk-lint init` first to see what else may be in use."
        )
    modules = wanted(facts)
    if args.format == "json":
        say_json(project.directory_of(pbx), facts.configuration.release, modules)
    elif args.format in DISTRIBUTIONS:
        say_packages(args.format, facts.configuration.release, modules)
    else:
        say_build(args.format, facts.configuration.release, modules)
    return 0


def wanted(facts: Facts) -> Sequence[ExportedModule]:
    """Return the modules that are required, and the whitelisted ones that are not proved unused; by
    name.
    """
    states = dict.fromkeys(facts.required, REQUIRED)
    for name, verdict in facts.verdicts.items():
        if verdict.state != UNUSED:
            states.setdefault(name, verdict.state)
    found = []
    for name, state in states.items():
        known = facts.catalog.module(name)
        listed = facts.verdicts.get(name)
        shown = (
            known.name if known else listed.listed.module.removesuffix(".so") if listed else name
        )
        if not facts.catalog.is_built_in(name):
            found.append(
                ExportedModule(shown, state, known is not None and known.origin in FROM_SOURCE)
            )
    return sorted(found)


def say_json(directory: str, release: Release, modules: Sequence[ExportedModule]) -> None:
    """Print the modules as JSON."""
    from asterisk_lint.output.json import document

    value = {
        "version": 1,
        "directory": directory,
        "asterisk": release.text,
        "modules": [
            {"module": each.module, "state": each.state, "from_source": each.from_source}
            for each in modules
        ],
    }
    say_document(document(value), "json")


def say_packages(distribution: str, release: Release, modules: Sequence[ExportedModule]) -> None:
    """Print the command that installs the packages; name on stderr what they lack."""
    from asterisk_lint.catalog.packages import packages_of, packed, series_packaged
    from asterisk_lint.output.export import install

    packages = packages_of(distribution, release.series)
    if not packages:
        known = ", ".join(series_packaged(distribution))
        raise UsageError(
            f"the packages that {distribution} has of Asterisk {release.series} are not known "
            f"(known: {known}): name the release with --asterisk, or use `export menuselect`"
        )
    found = packed([each.module for each in modules], packages)
    say_all(install(distribution, found))
    if found.missing:
        note(
            f"no package of {distribution} holds {', '.join(found.missing)}: install these yourself"
        )


def say_build(kind: str, release: Release, modules: Sequence[ExportedModule]) -> None:
    """Print menuselect's commands or a Dockerfile; name modules from elsewhere on stderr."""
    from asterisk_lint.output.export import OLDEST_WITH_CATEGORIES, dockerfile, menuselect

    if release.order < OLDEST_WITH_CATEGORIES:
        raise UsageError(
            "`export menuselect` and `export dockerfile` work for Asterisk 1.8 or newer"
        )
    built = [each.module for each in modules if each.from_source]
    say_all(menuselect(built) if kind == "menuselect" else dockerfile(built, release))
    elsewhere = [each.module for each in modules if not each.from_source]
    if elsewhere:
        note(f"not in Asterisk's source: {', '.join(elsewhere)}; install these yourself")
