"""Determine the PBXs of a run from the options."""

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.rules import rule_names
from asterisk_lint.run.kept_programs import written_by_programs
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.sharing import Sharer, sharing_whitelists
from asterisk_lint.settings.values import NAME, Settings, SettingsError
from asterisk_lint.tree.files import Tree, Unreadable
from asterisk_lint.tree.find import OBSERVED, Pbx, find_pbxs, templates_of_modules_conf
from asterisk_lint.tree.open import open_trees
from asterisk_lint.tree.paths import join
from asterisk_lint.tree.strays import stray_folders
from asterisk_lint.tree.target import Target, WrittenFile


class Project(NamedTuple):
    """One tree with its settings and those of its PBXs that the run covers."""

    tree: Tree
    settings: Settings
    pbxs: tuple[Pbx, ...]
    written: tuple[WrittenFile, ...] = ()  # configuration files that programs of the tree write
    # for each PBX by its directory, those that read files of the same whitelist, if it is not alone
    sharing: Mapping[str, Sequence[Sharer]] = {}
    # folders with Asterisk's files that belong to no PBX, with the nearest ones
    strays: Mapping[str, frozenset[str]] = {}

    def directory_of(self, pbx: Pbx) -> str:
        """Return a PBX's directory, relative to where the run was started."""
        here = os.getcwd()
        root = _relative(self.tree.root, here)
        if not root.startswith(".."):
            return os.path.normpath(os.path.join(root, pbx.directory))
        place = os.path.normpath(os.path.join(self.tree.root, pbx.directory))
        shown = os.path.relpath(place, here)
        return place if shown.startswith("../..") else shown


@lru_cache(maxsize=16)  # asked for each PBX of a tree
def _relative(root: str, here: str) -> str:
    return os.path.relpath(root, here)


def open_projects(options: Options, *, need_pbx: bool = True) -> list[Project]:
    """Find the trees and PBXs of a run. Raises TreeError, SettingsError, and UsageError if there is
    no PBX.
    """
    projects = []
    for tree, paths in open_trees(options.paths, staged=options.staged, revision=options.revision):
        settings = read_settings(tree, options.config)
        if options.strict:
            settings = settings._replace(strict=True)
        pbxs = tuple(with_observed(pbx) for pbx in find_pbxs(tree, paths, settings))
        # (others may read the same files as those that were asked for)
        every = pbxs if not pbxs or paths == ["."] else find_pbxs(tree, ["."], settings)
        if settings.keep and options.config is None and len(pbxs) == 1:
            settings = settings._replace(only_pbx=len(every) == 1)
        written = written_by_programs(tree, wanted=options.cache) if pbxs else ()
        sharing = sharing_whitelists(tree, every, settings, release_of)
        strays = stray_folders(tree, settings) if pbxs else {}
        projects.append(Project(tree, settings, pbxs, written, sharing, strays))
    if need_pbx and not any(project.pbxs for project in projects):
        shown = ", ".join(options.paths) or "here"
        made_from = [
            path for project in projects for path in templates_of_modules_conf(project.tree)
        ]
        hint = (
            (
                f"; {made_from[0]} is a template for one: render it and name the directory with "
                "the result"
            )
            if made_from
            else ""
        )
        from asterisk_lint.tree.repository import find_repository

        where = (
            "; in a repository, Git must track that file"
            if any(find_repository(project.tree.root) for project in projects)
            else ", such as /etc/asterisk: run asterisk-lint there, or name it"
        )
        raise UsageError(
            f"no PBX found ({shown}): a PBX is a directory with an Asterisk modules.conf"
            f"{where}{hint}"
        )
    return projects


def read_settings(tree: Tree, config: str | None = None) -> Settings:
    """Return the settings of a tree (its own file, or the one named on the command line). Raises
    SettingsError.
    """
    content = settings_content(tree, config)
    if content is None:
        return Settings()
    from asterisk_lint.settings.read import parse_settings

    if config is None:
        return parse_settings(content, NAME, rule_names())
    settings = parse_settings(content, config, rule_names())
    return settings._replace(file=os.path.relpath(os.path.realpath(config), tree.root))


def settings_content(tree: Tree, config: str | None) -> bytes | None:
    """Return the bytes of the settings; None if the tree has none of its own. Raises
    SettingsError.
    """
    if config is not None:
        try:
            with open(config, "rb") as file:
                return file.read()
        except OSError as error:
            raise SettingsError(f"{config}: {(error.strerror or str(error)).lower()}") from None
    try:
        return tree.read(NAME)
    except FileNotFoundError:
        return None
    except Unreadable as error:
        raise SettingsError(f"{NAME} cannot be read: {error}") from None


def settings_place(tree: Tree, config: str | None) -> tuple[str, str]:
    """Return where the settings are written, and the directory that they must not lead out of (for
    a file that the user named, its own).
    """
    if config is None:
        return os.path.join(tree.root, NAME), tree.root
    path = os.path.abspath(config)
    return path, os.path.dirname(path)


def release_of(asterisk: Release | None, settings: Settings, pbx: Pbx) -> tuple[Release, bool]:
    """Return the Asterisk release of a PBX, and whether it was given explicitly (otherwise it is
    the newest known). `asterisk`: the value of the command line.
    """
    said = asterisk or pbx.settings.asterisk or settings.asterisk
    if said is None and pbx.observed is not None:
        said = pbx.observed.asterisk
    if said:
        return said, True
    from asterisk_lint.catalog.load import newest

    return newest(), False


def target_of(project: Project, pbx: Pbx, asterisk: Release | None) -> Target:
    """Return the Target for a check of one PBX. Raises SettingsError for an inventory that is named
    but missing.
    """
    release, _ = release_of(asterisk, project.settings, pbx)
    inventory, sounds = read_inventory(project, pbx, release)
    etc = pbx.settings.etc or "/etc/asterisk"
    return Target(
        pbx.files,
        release,
        project.settings,
        pbx.directory,
        etc=etc,
        sealed=pbx.settings.sealed,
        inventory=inventory,
        sounds=sounds,
        observed=pbx.observed,
        written=_written(project, pbx, etc) if project.written or project.strays else (),
        sharing=partial(_others, project, pbx, asterisk)
        if pbx.directory in project.sharing
        else None,
    )


def _others(
    project: Project, pbx: Pbx, asterisk: Release | None
) -> Sequence[tuple[Target, frozenset[str]]]:
    return [
        (target_of(project, with_observed(other), asterisk)._replace(sharing=None), names)
        for other, names in project.sharing[pbx.directory]
        if other.directory != pbx.directory
    ]


def _written(project: Project, pbx: Pbx, etc: str) -> tuple[WrittenFile, ...]:
    from asterisk_lint.tree.deployed import concerning
    from asterisk_lint.tree.strays import stray_files

    strays = stray_files(project.tree, project.strays, pbx)
    return tuple(
        each._replace(program=_relative(each.program, pbx.directory))
        for each in (*concerning(project.written, pbx, etc), *strays)
    )


def with_observed(pbx: Pbx) -> Pbx:
    """Return a PBX with the content of its observed file, if it has one. Raises SettingsError for
    one that `observe` did not write.
    """
    if OBSERVED not in pbx.files.names():
        return pbx
    from asterisk_lint.observed.read import parse_observed

    shown = join(pbx.directory, OBSERVED)
    try:
        return pbx._replace(observed=parse_observed(pbx.files.read(OBSERVED), shown))
    except FileNotFoundError:
        return pbx
    except Unreadable as error:
        raise SettingsError(f"{shown} cannot be read: {error}") from None


def read_inventory(
    project: Project, pbx: Pbx, release: Release
) -> tuple[frozenset[str] | None, tuple[str, ...]]:
    """Return the modules that the PBX's inventory lists, in lower case (None without one), and the
    file formats on its `sounds:` line. Raises SettingsError if it is named but missing.
    """
    name = pbx.settings.inventory
    if name is None:
        observed = pbx.observed
        if observed is None or observed.installed is None:
            return None, ()
        # What is installed with one release says nothing about another.
        other = observed.asterisk is not None and observed.asterisk.series != release.series
        return None if other else frozenset(map(str.lower, observed.installed)), ()
    for path in (join(pbx.directory, name), name):
        try:
            content = project.tree.read(path)
        except FileNotFoundError:
            continue
        except Unreadable as error:
            raise SettingsError(f"the inventory {path} cannot be read: {error}") from None
        lines = content.decode("utf-8", "surrogateescape").splitlines()
        words = [line.partition("#")[0].strip().lower() for line in lines]
        sounds = [word.removeprefix("sounds:") for word in words if word.startswith("sounds:")]
        modules = [word for word in words if word and not word.startswith("sounds:")]
        formats = tuple(sorted({name for line in sounds for name in line.split()}))
        return frozenset(word.removesuffix(".so") for word in modules), formats
    raise SettingsError(
        f"{NAME}: the inventory {name} of {pbx.directory} is missing (to write one: "
        f"asterisk-lint inventory > {name})"
    )
