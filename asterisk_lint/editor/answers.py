"""The check of the PBXs that an open file belongs to, with what is not saved."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence

from asterisk_lint.check import Checked, check_files
from asterisk_lint.conf.shared_results import Results
from asterisk_lint.editor.carried import carry
from asterisk_lint.editor.trees import home_of, open_project, open_tree
from asterisk_lint.output.report import PbxReport
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import UnknownRelease
from asterisk_lint.requirements.resolve import Resolutions
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.run.displayed_paths import report_for
from asterisk_lint.run.projects import Project, target_of
from asterisk_lint.settings.values import NAME, SettingsError
from asterisk_lint.shared import Shared
from asterisk_lint.tree.files import Tree, TreeError, TreeFiles, Unreadable
from asterisk_lint.tree.find import MODULES, OBSERVED, Pbx

_PLACE = re.compile(r"(?s)(?P<file>.+?):(?P<line>\d+): (?P<text>.+)")


class CheckFailure(NamedTuple):
    """Why something could not be checked, at a place in a file (absolute path)."""

    path: str
    line: int
    text: str


class PbxAnswer(NamedTuple):
    """One PBX with the result of its check."""

    project: Project
    pbx: Pbx
    checked: Checked
    report: PbxReport

    def path(self, file: str) -> str:
        """Return the absolute path of a file as findings name it (relative to the PBX)."""
        root, files = self.project.tree.root, self.pbx.files
        inside = (
            files.path(file)
            if isinstance(files, TreeFiles) and not file.startswith("../")
            else self.checked.facts.target.path(file)
        )
        return os.path.normpath(os.path.join(root, inside))

    def name(self, path: str) -> str | None:
        """Return the name by which findings know a file (absolute path); None if this PBX does not
        have it.
        """
        files = self.pbx.files
        root = self.project.tree.root
        if not isinstance(files, TreeFiles):
            return None
        inside = os.path.relpath(path, root).replace(os.sep, "/")
        for layer in reversed(files.layers):
            start = "" if layer == "." else f"{layer}/"
            if inside.startswith(start):
                name = inside[len(start) :]
                if name in self.checked.facts.configuration.names() and files.path(name) == inside:
                    return name
        return None


class Answer(NamedTuple):
    """What a check of the PBXs around some open files found."""

    root: str = ""  # of their tree; "": they belong to none
    pbxs: tuple[PbxAnswer, ...] = ()
    troubles: tuple[CheckFailure, ...] = ()

    def of(self, path: str) -> tuple[PbxAnswer, str] | None:
        """Return the PBX that has a file, with the file's name in it; None if there is none."""
        for each in self.pbxs:
            name = each.name(path)
            if name is not None:
                return each, name
        return None


def answers_for(
    paths: Sequence[str],
    opened: Sequence[str],
    texts: Mapping[str, str],
    shared: Shared,
    scope: RuleSelection = RuleSelection(),  # noqa: B008 - a frozen value
) -> list[Answer]:
    """Check the PBXs that files belong to, one answer for each tree; the settings, and a file of no
    PBX, can matter for every PBX with an open file.

    All paths are absolute and resolved; `opened` are the files that are open, with their `texts`.
    `shared` keeps catalogs and tables from check to check, and what the last check found in parts
    that are still the same. `scope`: the rules to apply. Never raises for what is wrong with the
    files.
    """
    # What depends on the content of files changes with each edit: keeping it would only grow.
    before, shared.results = shared.results, Results()
    shared.resolutions = Resolutions()
    return list(_answers(paths, opened, texts, Run(shared, before, scope)))


class Run(NamedTuple):
    """What checks share, the results of the check before, and the rules to apply."""

    shared: Shared
    before: Results
    scope: RuleSelection


def _answers(
    paths: Sequence[str], opened: Sequence[str], texts: Mapping[str, str], run: Run
) -> Iterator[Answer]:
    trees: dict[str, Tree] = {}
    wanted: dict[str, list[str]] = {}
    for path in paths:
        home = home_of(path)
        if home is None:
            continue
        try:
            tree = open_tree(home, texts)
        except TreeError as error:
            yield Answer(troubles=(CheckFailure(path, 1, str(error)),))
            continue
        trees.setdefault(tree.root, tree)
        wanted.setdefault(tree.root, []).append(path)
    for root, tree in trees.items():
        yield _answer(tree, wanted[root], opened, run)


def _answer(tree: Tree, paths: Sequence[str], opened: Sequence[str], run: Run) -> Answer:
    try:
        everywhere = any(os.path.basename(path) in {NAME, OBSERVED} for path in paths)
        project = open_project(tree, opened if everywhere else paths)
        if not project.pbxs:
            project = open_project(tree, opened)
    except SettingsError as error:
        return Answer(tree.root, (), (_settings_trouble(tree.root, error),))
    except (TreeError, RecursionError) as error:
        return Answer(tree.root, (), (CheckFailure(paths[0], 1, str(error)),))
    answers: list[PbxAnswer] = []
    troubles: list[CheckFailure] = []
    for pbx in project.pbxs:
        try:
            target = target_of(project, pbx, None)
            carry(run.before, run.shared.results, target)
            checked = check_files(target, run.scope, shared=run.shared)
        except SettingsError as error:
            troubles.append(_settings_trouble(tree.root, error))
        except UnknownRelease as error:
            troubles.append(CheckFailure(os.path.join(tree.root, NAME), 1, str(error)))
        except (TreeError, Unreadable, RecursionError, MemoryError) as error:
            place = os.path.join(tree.root, pbx.directory, MODULES)
            troubles.append(CheckFailure(os.path.normpath(place), 1, _explained(error)))
        else:
            answers.append(PbxAnswer(project, pbx, checked, report_for(project, pbx, checked)))
    return Answer(tree.root, tuple(answers), tuple(troubles))


def merged(old: Answer | None, new: Answer, checked: Sequence[str]) -> Answer:
    """Return what is known of a tree after a new check of the files `checked`: PBXs of others stay
    as they were.
    """
    if old is None:
        return new
    again = {each.pbx.directory for each in new.pbxs}
    rest = [
        each
        for each in old.pbxs
        if each.pbx.directory not in again and all(each.name(path) is None for path in checked)
    ]
    return new._replace(pbxs=(*rest, *new.pbxs))


def _explained(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the configuration is nested too deeply to read"
    if isinstance(error, MemoryError):
        return "not enough memory for this configuration"
    return f"{MODULES} cannot be checked: {error}"


def _settings_trouble(root: str, error: SettingsError) -> CheckFailure:
    """Return the place that an error in the settings names, as FILE:LINE at its beginning."""
    found = _PLACE.fullmatch(str(error))
    if found is None:
        return CheckFailure(os.path.join(root, NAME), 1, str(error))
    return CheckFailure(os.path.join(root, found["file"]), int(found["line"]), found["text"])
