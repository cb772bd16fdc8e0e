"""From the command line's words to the PBXs that a run is about."""

import argparse
import os
from typing import NamedTuple

from asterisk_lint.releases import Release
from asterisk_lint.rules import rule_names
from asterisk_lint.rules.selection import Scope
from asterisk_lint.settings import NAME, Settings, SettingsError, did_you_mean, parse_settings
from asterisk_lint.tree.files import Tree, Unreadable, join
from asterisk_lint.tree.find import Pbx, find_pbxs
from asterisk_lint.tree.target import Target


class UsageError(Exception):
    """Something on the command line cannot be done; the text says what, and what to type."""


class Project(NamedTuple):
    """One tree with its settings and the PBXs in it that the run is about."""

    tree: Tree
    settings: Settings
    pbxs: tuple[Pbx, ...]

    def shown(self, pbx: Pbx) -> str:
        """A PBX's directory, relative to where the run was started."""
        place = os.path.join(self.tree.root, pbx.directory)
        shown = os.path.relpath(os.path.normpath(place), os.path.realpath("."))
        return os.path.normpath(place) if shown.startswith("../..") else shown


def add_common_arguments(parser: argparse.ArgumentParser) -> None:
    """Options that every command about PBXs takes."""
    parser.add_argument(
        "--asterisk", metavar="VERSION", help="the Asterisk release, such as 22 or 22.9 (default: the settings, else the newest known)"
    )
    parser.add_argument("--config", metavar="FILE", help=f"settings file (default: {NAME} at the repository's root)")
    parser.add_argument("--staged", action="store_true", help="look at the Git index, not the work tree")
    parser.add_argument("--rev", metavar="REV", help="look at a Git revision, without a checkout")
    parser.add_argument("-q", "--quiet", action="store_true", help="print findings only, no summary and no notes")
    parser.add_argument("-v", "--verbose", action="store_true", help="say what is read and what is passed over")


def add_rule_arguments(parser: argparse.ArgumentParser) -> None:
    """Options that choose rules."""
    parser.add_argument("--select", metavar="RULES", action="append", help="only these rules (names or codes, separated by commas)")
    parser.add_argument("--ignore", metavar="RULES", action="append", help="not these rules")


def scope_of(args: argparse.Namespace) -> Scope:
    """The rules that --select and --ignore leave. Raises UsageError for an unknown rule."""
    select = _rules(args.select) if args.select else None
    return Scope(select, _rules(args.ignore or []))


def _rules(words: list[str]) -> frozenset[str]:
    known = rule_names()
    found = set()
    for word in ",".join(words).split(","):
        name = word.strip()
        if not name:
            continue
        if name not in known and name.upper() not in known:
            raise UsageError(f"unknown rule '{name}'{did_you_mean(name, known)}: `asterisk-lint rule` lists them")
        found.add(known.get(name) or known[name.upper()])
    return frozenset(found)


def open_projects(args: argparse.Namespace, *, need_pbx: bool = True) -> list[Project]:
    """Find what a run is about. Raises TreeError, SettingsError, and UsageError where there is no PBX."""
    from asterisk_lint.tree.open import open_trees

    projects = []
    for tree, paths in open_trees(args.paths, staged=args.staged, revision=args.rev):
        settings = read_settings(tree, args.config)
        pbxs = tuple(find_pbxs(tree, paths, settings))
        if settings.keep and args.config is None and len(pbxs) == 1:
            settings = settings._replace(only_pbx=len(find_pbxs(tree, ["."], settings)) == 1)
        projects.append(Project(tree, settings, pbxs))
    if need_pbx and not any(project.pbxs for project in projects):
        shown = ", ".join(args.paths) or "here"
        raise UsageError(
            f"no PBX found ({shown}): a PBX is a directory with an Asterisk modules.conf; in a repository only files that Git tracks count"
        )
    return projects


def read_settings(tree: Tree, config: str | None = None) -> Settings:
    """The settings of a tree (its own file, or the one named on the command line). Raises SettingsError."""
    if config is not None:
        try:
            with open(config, "rb") as file:
                settings = parse_settings(file.read(), config, rule_names())
            return settings._replace(file=os.path.relpath(os.path.realpath(config), tree.root))
        except OSError as error:
            raise SettingsError(f"{config}: {(error.strerror or str(error)).lower()}") from None
    try:
        return parse_settings(tree.read(NAME), NAME, rule_names())
    except FileNotFoundError:
        return Settings()
    except Unreadable as error:
        raise SettingsError(f"{NAME} cannot be read: {error}") from None


def asterisk_of(args: argparse.Namespace) -> Release | None:
    """The release that --asterisk names. Raises UnknownRelease."""
    return Release.parse(args.asterisk) if args.asterisk else None


def release_of(asterisk: Release | None, settings: Settings, pbx: Pbx) -> tuple[Release, bool]:
    """The Asterisk release of a PBX, and whether somebody said so (else it is the newest known). `asterisk`: what the command line says."""
    said = asterisk or pbx.settings.asterisk or settings.asterisk
    if said:
        return said, True
    from asterisk_lint.catalog.load import newest

    return newest(), False


def target_of(project: Project, pbx: Pbx, asterisk: Release | None) -> Target:
    """What a check of one PBX is about. Raises SettingsError for an inventory that is named and not there."""
    release, _ = release_of(asterisk, project.settings, pbx)
    return Target(
        pbx.files,
        release,
        project.settings,
        pbx.directory,
        etc=pbx.settings.etc or "/etc/asterisk",
        sealed=pbx.settings.sealed,
        inventory=read_inventory(project, pbx),
    )


def read_inventory(project: Project, pbx: Pbx) -> frozenset[str] | None:
    """The modules that the PBX's inventory lists, in small letters; None without one. Raises SettingsError when it is named and not there."""
    name = pbx.settings.inventory
    if name is None:
        return None
    for path in (join(pbx.directory, name), name):
        try:
            content = project.tree.read(path)
        except FileNotFoundError:
            continue
        except Unreadable as error:
            raise SettingsError(f"the inventory {path} cannot be read: {error}") from None
        lines = content.decode("utf-8", "surrogateescape").splitlines()
        words = [line.partition("#")[0].strip().lower() for line in lines]
        return frozenset(word.removesuffix(".so") for word in words if word)
    raise SettingsError(f"{NAME}: the inventory {name} of {pbx.directory} is not there (asterisk-lint inventory > {name} writes one)")
