import os
from pathlib import Path

import pytest

from asterisk_lint.tree.files import TreeError, TreeFiles, Unreadable
from asterisk_lint.tree.open import open_trees
from asterisk_lint.tree.work import WorkTree
from tests.repository import Repository


def test_the_disk_counts_and_untracked_files_are_known(repository: Repository) -> None:
    repository.write("etc/a.conf", "a")
    repository.write("b.conf", "b")
    repository.git("add", "--all")
    repository.write("etc/new.conf", "n")
    tree = WorkTree(str(repository.path))
    assert list(tree.paths()) == ["b.conf", "etc/a.conf"]
    assert list(tree.under("etc")) == ["etc/a.conf", "etc/new.conf"]
    assert tree.read("etc/new.conf") == b"n"
    assert list(tree.untracked("etc")) == ["etc/new.conf"]


def test_content_is_that_of_the_disk_and_a_file_deleted_there_is_gone(
    repository: Repository,
) -> None:
    repository.commit(**{"etc/a.conf": "old", "etc/b.conf": "b"})
    repository.write("etc/a.conf", b"new \xe4\r\n")
    (repository.path / "etc/b.conf").unlink()
    tree = WorkTree(str(repository.path))
    assert tree.read("etc/a.conf") == b"new \xe4\r\n"
    assert list(tree.under("etc")) == ["etc/a.conf"]
    with pytest.raises(FileNotFoundError):
        tree.read("etc/b.conf")


def test_ignored_files_count_in_the_work_tree(repository: Repository) -> None:
    repository.commit(**{"etc/a.conf": "a", ".gitignore": "secret*\n.cache/\n"})
    repository.write("etc/secret.conf", "s")
    repository.write("etc/secret.d/deep/one.conf", "1")
    repository.write("etc/.cache/x.conf", "x")
    tree = WorkTree(str(repository.path))
    assert list(tree.under("etc")) == [
        "etc/a.conf",
        "etc/secret.conf",
        "etc/secret.d/deep/one.conf",
    ]
    assert tree.read("etc/secret.d/deep/one.conf") == b"1"
    assert list(tree.paths()) == [".gitignore", "etc/a.conf"]
    assert list(tree.untracked("etc")) == []


def test_outside_of_a_repository_every_file_counts(tmp_path: Path) -> None:
    (tmp_path / "sip.d").mkdir()
    (tmp_path / "sip.d/a.conf").write_text("a")
    (tmp_path / "b.conf").write_text("b")
    (tmp_path / "loop").symlink_to(".")
    tree = WorkTree(str(tmp_path))
    assert list(tree.paths()) == ["b.conf", "sip.d/a.conf"]
    assert tree.read("sip.d/a.conf") == b"a"


def test_symbolic_links_inside_are_followed(repository: Repository) -> None:
    repository.write("common/x.conf", "x")
    repository.write("hosts/a/modules.conf", "[modules]")
    os.symlink("../../common", repository.path / "hosts/a/shared")
    os.symlink(repository.path / "common/x.conf", repository.path / "hosts/a/absolute.conf")
    repository.git("add", "--all")
    files = TreeFiles(WorkTree(str(repository.path)), "hosts/a")
    assert list(files.names()) == ["absolute.conf", "modules.conf", "shared/x.conf"]
    assert (
        files.read("shared/x.conf")
        == files.read("absolute.conf")
        == files.read("../../common/x.conf")
        == b"x"
    )


@pytest.mark.parametrize("tracked", [True, False])
def test_nothing_outside_is_ever_read(tmp_path: Path, tracked: bool) -> None:
    (tmp_path / "secret").write_text("secret")
    top = tmp_path / "repository"
    if tracked:
        Repository(top)
    (top / "etc").mkdir(parents=True)
    os.symlink("../../secret", top / "etc/relative.conf")
    os.symlink(tmp_path / "secret", top / "etc/absolute.conf")
    os.symlink("../..", top / "etc/up")
    os.symlink("circle", top / "etc/circle")
    if tracked:
        os.symlink("../.git/config", top / "etc/git.conf")
        Repository(top).git("add", "--all")
    files = TreeFiles(WorkTree(str(top)), "etc")
    for name in (
        "relative.conf",
        "absolute.conf",
        "up/secret",
        "up/etc/x",
        "../../secret",
        str(tmp_path / "secret"),
        "circle",
        "git.conf",
    ):
        with pytest.raises((Unreadable, FileNotFoundError)):
            files.read(name)
    with pytest.raises(Unreadable, match="symbolic link"):
        files.read("relative.conf")


def test_what_is_no_file_says_so(repository: Repository) -> None:
    repository.commit(**{"etc/extensions.conf/a": "a"})
    os.mkfifo(repository.path / "etc/pipe.conf")
    tree = WorkTree(str(repository.path), tracked=False)
    with pytest.raises(Unreadable, match="directory"):
        tree.read("etc/extensions.conf")
    with pytest.raises(Unreadable, match="not a regular file"):
        tree.read("etc/pipe.conf")


def test_a_hook_of_another_repository_does_not_disturb(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"a.conf": "a"})
    other = Repository(tmp_path / "other")
    other.commit(**{"b.conf": "b"})
    monkeypatch.chdir(other.path)
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert list(WorkTree(str(repository.path)).paths()) == ["a.conf"]
    assert list(WorkTree(str(other.path)).paths()) == ["b.conf"]


def test_an_untracked_directory_named_on_purpose_is_read(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"a.conf": "a"})
    repository.write("new/modules.conf", "[modules]")
    monkeypatch.chdir(repository.path)
    [(tree, paths)] = open_trees(["new"])
    assert (list(tree.paths()), paths) == (["modules.conf"], ["."])


def test_paths_of_one_repository_share_its_tree(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"a/modules.conf": "", "b/modules.conf": ""})
    monkeypatch.chdir(repository.path / "a")
    assert [paths for _, paths in open_trees([".", "../b"])] == [["a", "b"]]
    assert [paths for _, paths in open_trees([])] == [["."]]


def test_no_such_directory(tmp_path: Path) -> None:
    with pytest.raises(TreeError, match="no such"):
        open_trees([str(tmp_path / "nowhere")])


def test_a_bare_repository_has_no_work_tree(tmp_path: Path, repository: Repository) -> None:
    repository.commit(**{"a.conf": "a"})
    repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    with pytest.raises(TreeError, match="--rev"):
        open_trees([str(tmp_path / "bare.git")])
    [(tree, _)] = open_trees([str(tmp_path / "bare.git")], revision="main")
    assert tree.read("a.conf") == b"a"


def test_files_of_a_checked_out_submodule_count(repository: Repository, tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    inner.commit(**{"x.conf": "x"})
    repository.commit(**{"etc/modules.conf": ""})
    repository.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(inner.path),
        "etc/shared",
    )
    repository.commit()
    assert WorkTree(str(repository.path)).read("etc/shared/x.conf") == b"x"
    assert list(WorkTree(str(repository.path)).under("etc")) == [
        "etc/modules.conf",
        "etc/shared/x.conf",
    ]


def test_what_was_read_and_is_not_in_git_is_known(repository: Repository) -> None:
    repository.commit(**{"etc/a.conf": "a", ".gitignore": "secret.conf\n"})
    for name in ("new.conf", "secret.conf", "unread.conf"):
        repository.write(f"etc/{name}", "n")
    tree = WorkTree(str(repository.path))
    for name in ("a.conf", "new.conf", "secret.conf"):
        tree.read(f"etc/{name}")
    assert list(tree.read_and_not_in_git()) == ["etc/new.conf"]
