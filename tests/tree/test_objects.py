import os
import subprocess
from pathlib import Path

import pytest

from asterisk_lint.tree.files import TreeError, TreeFiles, Unreadable
from asterisk_lint.tree.index import open_index
from asterisk_lint.tree.open import open_trees
from asterisk_lint.tree.revision import open_revision
from tests.repository import Repository


def test_the_index_is_what_would_be_committed(repository: Repository) -> None:
    repository.commit(**{"a.conf": "one\n", "b.conf": "b\n", "empty.conf": ""})
    repository.write("a.conf", "one\ntwo\n")
    repository.git("add", "a.conf")
    repository.write("a.conf", "one\ntwo\nthree\n")
    repository.write("new.conf", "new\n")
    repository.write("later.conf", "later\n")
    repository.git("add", "--intent-to-add", "later.conf")
    repository.git("rm", "--quiet", "--cached", "b.conf")
    tree = open_index(str(repository.path))
    assert list(tree.paths()) == ["a.conf", "empty.conf"]
    assert tree.read("a.conf") == b"one\ntwo\n"
    assert tree.read("empty.conf") == b""
    repository.git("commit", "--quiet", "-m", "two")
    assert repository.git("ls-tree", "-r", "--name-only", "HEAD").split() == list(tree.paths())


def test_one_hunk_of_two_is_staged(repository: Repository) -> None:
    middle = "\n".join(f"line {n}" for n in range(20))
    repository.commit(**{"a.conf": f"first\n{middle}\nlast\n"})
    repository.write("a.conf", f"FIRST\n{middle}\nLAST\n")
    repository.git("add", "--patch", "a.conf", given="y\nn\n")
    assert open_index(str(repository.path)).read("a.conf").decode() == f"FIRST\n{middle}\nlast\n"


@pytest.mark.parametrize(
    "command", [["commit", "--quiet", "-a", "-m", "x"], ["commit", "--quiet", "-m", "x", "a.conf"]]
)
def test_a_hook_sees_the_index_that_is_committed(
    repository: Repository, tmp_path: Path, command: list[str]
) -> None:
    repository.commit(**{"a.conf": "old\n", "b.conf": "old\n"})
    repository.write("a.conf", "new\n")
    repository.write("b.conf", "staged\n")
    repository.git("add", "b.conf")
    hook = repository.path / ".git/hooks/pre-commit"
    told = tmp_path / "told"
    hook.write_text(
        "#!/usr/bin/env python3\nimport sys\nsys.path[:0] = "
        + repr([entry for entry in __import__("sys").path if entry])
        + "\n"
        "from asterisk_lint.tree.open import open_trees\n"
        "[(tree, _)] = open_trees([], staged=True)\n"
        f"open({str(told)!r}, 'wb').write(tree.read('a.conf') + tree.read('b.conf'))\n"
    )
    hook.chmod(0o755)
    repository.git(*command)
    committed = (
        repository.git("show", "HEAD:a.conf") + "\n" + repository.git("show", "HEAD:b.conf") + "\n"
    )
    assert told.read_text() == committed


def test_a_linked_work_tree_has_its_own_index(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{"a.conf": "main\n"})
    repository.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    (tmp_path / "linked/a.conf").write_text("linked\n")
    subprocess.run(["git", "add", "a.conf"], cwd=tmp_path / "linked", check=True)
    assert open_index(str(tmp_path / "linked")).read("a.conf") == b"linked\n"
    assert open_index(str(repository.path)).read("a.conf") == b"main\n"


def test_an_unfinished_merge_cannot_be_checked(repository: Repository) -> None:
    repository.commit(**{"a.conf": "one\n"})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(**{"a.conf": "side\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit(**{"a.conf": "main\n"})
    subprocess.run(
        ["git", "merge", "--quiet", "side"], cwd=repository.path, check=False, capture_output=True
    )
    with pytest.raises(TreeError, match=r"a\.conf has an unresolved merge conflict"):
        open_index(str(repository.path))


def test_a_revision_needs_no_checkout(repository: Repository) -> None:
    repository.commit(**{"etc/a.conf": "one\n"})
    repository.git("tag", "v1")
    repository.git("mv", "etc/a.conf", "etc/b.conf")
    repository.commit(**{"etc/b.conf": "two\n"})
    old = open_revision(str(repository.path), "v1")
    assert list(old.paths()) == ["etc/a.conf"]
    assert old.read("etc/a.conf") == b"one\n"
    assert open_revision(str(repository.path), "HEAD^{/change}~1").read("etc/a.conf") == b"one\n"
    assert repository.git("status", "--porcelain") == ""
    with pytest.raises(FileNotFoundError):
        old.read("etc/b.conf")
    with pytest.raises(Unreadable, match="directory"):
        old.read("etc")


@pytest.mark.parametrize("revision", ["nowhere", "--all", "HEAD:a.conf", ""])
def test_no_such_revision(repository: Repository, revision: str) -> None:
    repository.commit(**{"a.conf": "a"})
    with pytest.raises(TreeError, match="no such revision"):
        open_revision(str(repository.path), revision)


@pytest.mark.parametrize("kind", ["index", "revision"])
def test_links_of_a_commit_are_followed_inside_only(repository: Repository, kind: str) -> None:
    repository.write("common/x.conf", "x")
    repository.write("hosts/a/modules.conf", "")
    for target, link in (
        ("../../common", "shared"),
        ("../../common/x.conf", "x.conf"),
        ("/etc/passwd", "out.conf"),
        ("../../../out", "up"),
        ("c", "c"),
    ):
        os.symlink(target, repository.path / "hosts/a" / link)
    repository.commit()
    tree = (
        open_index(str(repository.path))
        if kind == "index"
        else open_revision(str(repository.path), "HEAD")
    )
    files = TreeFiles(tree, "hosts/a")
    assert files.read("x.conf") == files.read("shared/x.conf") == b"x"
    for name in ("out.conf", "up", "c"):
        with pytest.raises(Unreadable, match="symbolic link"):
            files.read(name)


def test_submodules_of_a_commit(repository: Repository, tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    inner.commit(**{"x.conf": "old"})
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "shared"
    )
    first = repository.commit()
    checkout = repository.path / "shared"
    inner.commit(**{"x.conf": "new"})
    subprocess.run(
        ["git", "-C", str(checkout), "-c", "protocol.file.allow=always", "pull", "--quiet"],
        check=True,
        capture_output=True,
    )
    repository.commit()
    assert open_revision(str(repository.path), first).read("shared/x.conf") == b"old"
    assert open_revision(str(repository.path), "HEAD").read("shared/x.conf") == b"new"
    assert open_index(str(repository.path)).read("shared/x.conf") == b"new"
    bare = tmp_path / "bare.git"
    repository.git("clone", "--quiet", "--bare", ".", str(bare))
    with pytest.raises(Unreadable, match="submodule shared"):
        open_revision(str(bare), "HEAD").read("shared/x.conf")


@pytest.mark.parametrize("moved", ["moved", "site #1", 'a "quoted" name'])
def test_a_submodule_that_was_moved(repository: Repository, tmp_path: Path, moved: str) -> None:
    """Its Git directory keeps its old name; its current path is in that directory's config."""
    inner = Repository(tmp_path / "inner")
    inner.commit(**{"x.conf": "x"})
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "shared"
    )
    repository.git("mv", "shared", moved)
    repository.commit()
    assert open_revision(str(repository.path), "HEAD").read(f"{moved}/x.conf") == b"x"


def test_many_and_large_blobs(repository: Repository) -> None:
    large = bytes(range(256)) * 4096
    repository.write("large", large)
    for number in range(50):
        repository.write(f"n/{number}", f"{number}\n" * number)
    repository.commit()
    tree = open_index(str(repository.path))
    assert tree.read("large") == large
    assert all(tree.read(f"n/{number}").decode() == f"{number}\n" * number for number in range(50))
    assert tree.blobs(["large", "none"]) == [repository.git("rev-parse", "HEAD:large"), None]


def test_a_path_that_is_only_in_the_revision(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"old/modules.conf": "[modules]\n"})
    repository.git("rm", "--quiet", "-r", "old")
    repository.commit(a="a")
    monkeypatch.chdir(repository.path)
    [(tree, paths)] = open_trees(["old"], revision="HEAD~1")
    assert paths == ["old"]
    assert tree.read("old/modules.conf") == b"[modules]\n"
    with pytest.raises(TreeError, match="no such file or directory in HEAD: old"):
        open_trees(["old"], revision="HEAD")


def test_staged_needs_a_repository(tmp_path: Path) -> None:
    with pytest.raises(TreeError, match="not in a Git repository"):
        open_trees([str(tmp_path)], staged=True)
