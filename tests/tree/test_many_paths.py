"""What is found for many paths at once is what a look at each path finds."""

import marshal
import os
from itertools import product
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.settings.values import Settings
from asterisk_lint.tree import find
from asterisk_lint.tree.files import TreeFiles, Unreadable
from asterisk_lint.tree.find import backups, directories_with, find_pbxs
from asterisk_lint.tree.folders import Folders
from asterisk_lint.tree.statuses import Statuses, status_of
from asterisk_lint.tree.work import WorkTree
from tests.repository import Repository

NAMES = ("a.conf", "b.conf", "xa.conf", "a.conf.j2", "a.confx", "pbx", "pbx/x", "\udce9/pbx")
PATHS = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join), max_size=9)


@given(PATHS, st.lists(st.sampled_from(NAMES[:3]), min_size=1, max_size=2))
def test_the_directories_that_hold_a_name(paths: list[str], names: list[str]) -> None:
    expected = {
        path.rpartition("/")[0] or "." for path in paths if path.rpartition("/")[2] in names
    }
    assert directories_with(tuple(sorted(paths)), *names) == sorted(expected)


def test_no_backup_is_overlooked() -> None:
    starts = ("a", "A", "", "a ")
    signs = ("", ".", "-", "_", "..")
    words = ("~", "bak", "Backups", "orig", "\u017faved", "2019", "1999", "\u0662\u0660")
    ends = ("", "2", "12", "-12", "12x", "~", "\u0662")
    names = list(map("".join, product(starts, signs, words, ends)))
    known = [["etc", "etc/a", f"etc/{name}"] for name in names]
    quick = list(map(backups, known))
    with mock.patch.object(find, "_may_be_backup", return_value=True):
        assert quick == list(map(backups, known))


FILES = ("pbx/a.conf", "pbx/b.conf", "pby/a.conf", "other/a.conf", "top.conf", "pbx/sub/a.conf")


@pytest.mark.parametrize("link", [None, *FILES])
@given(paths=st.lists(st.sampled_from([*FILES, "pbx/none.conf", "none.conf", "pbx/../top.conf"])))
def test_places(
    tmp_path_factory: pytest.TempPathFactory, link: str | None, paths: list[str]
) -> None:
    top = tmp_path_factory.mktemp("tree").resolve()
    for path in FILES:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).touch()
    if link is not None:
        (top / link).unlink()
        (top / link).symlink_to("/etc/passwd")

    def one(path: str) -> str:
        try:
            return Folders(str(top)).place(path)
        except Unreadable:
            return ""

    folders = Folders(str(top))
    for folder in ("pbx", "pby", "other", "."):
        folders.on_disk(folder, (), frozenset())
    places = [one(path) for path in paths]
    assert folders.places(paths) == places
    plain = folders.plain_places(paths)
    assert all(os.path.islink(a) or a == b for a, b in zip(plain, places, strict=True))


def test_files_that_changed_among_others_that_did_not(tmp_path: Path) -> None:
    places = []
    paths = [str(number) for number in range(6)]
    for number in range(6):
        place = tmp_path / str(number)
        place.write_text("x")
        places.append(str(place))
    before = [status_of(os.lstat(place)) for place in places]
    (tmp_path / "1").write_text("longer")
    (tmp_path / "2").unlink()
    before[3] = ()  # not known
    places[4] = ""  # outside of the tree
    statuses = Statuses(0)
    packed = marshal.dumps(before, 2)
    assert not statuses.are_as(places, packed)
    statuses.expect(paths, packed, [f"blob{number}" for number in range(6)])
    assert statuses.blobs(paths, places) == ["blob0", None, None, None, None, "blob5"]
    now = [before[0], (), (), (), (), before[5]]
    assert statuses.packed(paths) == marshal.dumps(now, 2)
    ends = [0, 5]
    assert statuses.are_as([places[at] for at in ends], statuses.packed([paths[at] for at in ends]))


def test_a_gitignore_above_several_pbxs_is_read_once(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        repository.write(f"hosts/{name}/modules.conf", "[modules]\n")
        repository.write(f"hosts/{name}/.gitignore", f"{name}.conf\n")
    repository.write("hosts/.gitignore", "above.conf\n")
    repository.git("add", "--all")
    tree = WorkTree(str(repository.path))
    read: list[str] = []
    reading = tree.read

    def noted(path: str) -> bytes:
        read.append(path)
        return reading(path)

    monkeypatch.setattr(tree, "read", noted)
    pbxs = [pbx.files for pbx in find_pbxs(tree, ["."], Settings())]
    rules = [files.ignore_rules() for files in pbxs if isinstance(files, TreeFiles)]
    assert rules == [["", "above.conf\n", "one.conf\n"], ["", "above.conf\n", "two.conf\n"]]
    assert sorted(path for path in read if path.endswith(".gitignore")) == [
        ".gitignore", "hosts/.gitignore", "hosts/one/.gitignore", "hosts/two/.gitignore",
    ]  # fmt: skip
