"""Revisions and histories as GitPython reads them, which shares no code with this project."""

import random
from pathlib import Path

import git
import pytest

from asterisk_lint.tree.log import entries_of, first_parents
from asterisk_lint.tree.revision import open_revision
from tests.repository import Repository

NAMES = (
    "modules.conf", "a/modules.conf", "a/b/pjsip.conf", "with blank.conf", 'quo"ted.conf',
    "tab\t.conf", "büro/exten.conf", "-dash.conf", "line\nbreak.conf",
)  # fmt: skip


@pytest.fixture(params=[1, 2, 3])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    """A history with changes, removals, executable files and merges."""
    made = Repository(tmp_path / "repository")
    chance = random.Random(request.param)
    for number in range(25):
        if number % 6 == 5:
            made.git("checkout", "--quiet", "-b", f"side{number}")
        for name in chance.sample(NAMES, 3):
            place = made.path / name
            if place.exists() and chance.random() < 0.3:
                place.unlink()
                continue
            made.write(name, chance.randbytes(40) if chance.random() < 0.2 else f"{number}\r\n")
            place.chmod(0o755 if chance.random() < 0.2 else 0o644)
        made.commit(f"Change {number}: ü")
        if number % 6 == 5:
            made.git("checkout", "--quiet", "main")
            made.git("merge", "--quiet", "--no-ff", "-m", f"Merge {number}", f"side{number}")
    return made


def test_every_revision_has_the_same_files(repository: Repository) -> None:
    for commit in git.Repo(repository.path).iter_commits("main"):
        blobs = {
            str(each.path): each for each in commit.tree.traverse() if isinstance(each, git.Blob)
        }
        entries = entries_of(str(repository.path), commit.hexsha)
        assert {path: (int(entry.mode, 8), entry.blob) for path, entry in entries.items()} == {
            path: (blob.mode, blob.hexsha) for path, blob in blobs.items()
        }
        tree = open_revision(str(repository.path), commit.hexsha)
        assert list(tree.paths()) == sorted(blobs)
        for path, blob in blobs.items():
            assert tree.read(path) == blob.data_stream.read()


def test_a_branch_has_the_same_history(repository: Repository) -> None:
    ours = first_parents(str(repository.path), "main")
    theirs = list(git.Repo(repository.path).iter_commits("main", first_parent=True, reverse=True))
    assert [(each.id, each.parents, each.date, each.subject) for each in ours] == [
        (
            commit.hexsha,
            tuple(parent.hexsha for parent in commit.parents),
            commit.authored_datetime.date().isoformat(),
            commit.summary,
        )
        for commit in theirs
    ]
