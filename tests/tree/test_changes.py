from pathlib import Path

import pytest

from asterisk_lint.tree.changes import changes_between, merge_base
from asterisk_lint.tree.files import TreeError
from tests.repository import Repository


def test_the_merge_base(repository: Repository) -> None:
    base = repository.commit(**{"a.conf": "one\n"})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(**{"b.conf": "b\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit(**{"a.conf": "two\n"})
    assert merge_base(str(repository.path), "main", "side") == base


def test_unrelated_histories_are_compared_as_they_are(repository: Repository) -> None:
    first = repository.commit(**{"a.conf": "one\n"})
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.commit(**{"a.conf": "two\n"})
    assert merge_base(str(repository.path), "main", "other") == first


def test_a_shallow_clone_says_what_it_lacks(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{"a.conf": "one\n"})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(**{"b.conf": "b\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit(**{"a.conf": "two\n"})
    clone = tmp_path / "clone"
    repository.git(
        "clone",
        "--quiet",
        "--depth=1",
        "--no-single-branch",
        f"file://{repository.path}",
        str(clone),
    )
    with pytest.raises(TreeError, match=r"shallow clone.*--unshallow"):
        merge_base(str(clone), "origin/main", "origin/side")
    with pytest.raises(TreeError, match=r"no such revision: HEAD~1 .*shallow"):
        merge_base(str(clone), "HEAD~1", "HEAD")


def test_changed_lines_and_renames(repository: Repository) -> None:
    body = "".join(f"line {number}\n" for number in range(1, 31))
    awkward = 'büro "1"\\x.conf'
    old = repository.commit(**{"a.conf": body, "b.conf": "same\n" * 5, awkward: "one\n"})
    repository.git("mv", "b.conf", "moved to here.conf")
    repository.write(awkward, "one\n+++ b/a.conf\n")
    new = repository.commit(
        **{
            "a.conf": body.replace("line 3\n", "").replace("line 10\n", "line ten\nand more\n")
            + "end"
        }
    )
    found = changes_between(str(repository.path), old, new)
    assert found.renamed == {"moved to here.conf": "b.conf"}
    assert {name: set(lines) for name, lines in found.lines.items()} == {
        "a.conf": {9, 10, 31},
        awkward: {2},
    }
