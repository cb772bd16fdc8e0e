"""A PBX's directory is named as the user could type it."""

from pathlib import Path

import pytest

from asterisk_lint.run.projects import Project
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.files import TreeFiles
from asterisk_lint.tree.find import Pbx
from asterisk_lint.tree.work import WorkTree

CASES = [
    # where the run starts, the PBX's directory in the tree, what is shown
    (".", ".", "top"),
    (".", "a/b", "top/a/b"),
    ("top", ".", "."),
    ("top", "a/b", "a/b"),
    ("top/a", ".", ".."),
    ("top/a", "a", "."),
    ("top/a", "a/b", "b"),
    ("top/a", "c", "../c"),
    ("top/a/b", "c", None),  # further away: in full
    ("elsewhere", "a", "../top/a"),
    ("elsewhere/far", "a", None),
]


@pytest.mark.parametrize(("here", "directory", "shown"), CASES)
def test_a_directory_is_shown_from_where_the_run_starts(
    here: str, directory: str, shown: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in ("top/a/b", "top/c", "elsewhere/far"):
        (tmp_path / each).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / here)
    tree = WorkTree(str(tmp_path / "top"), tracked=False)
    project = Project(tree, Settings(), ())
    found = project.directory_of(Pbx(directory, TreeFiles(tree, directory)))
    assert found == (shown if shown is not None else str(tmp_path.resolve() / "top" / directory))
