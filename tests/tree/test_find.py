from pathlib import Path

import pytest

from asterisk_lint.releases import Release
from asterisk_lint.settings.values import PbxSettings, Settings
from asterisk_lint.tree.find import (
    backups_beside,
    find_pbxs,
    lonely_dialplans,
    templates_of_modules_conf,
)
from asterisk_lint.tree.work import WorkTree
from tests.repository import Repository


def tree_of(top: Path, **files: str) -> WorkTree:
    for path, content in files.items():
        place = top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content)
    return WorkTree(str(top))


def test_an_asterisk_modules_conf_makes_a_pbx(tmp_path: Path) -> None:
    tree = tree_of(
        tmp_path,
        **{
            "a/modules.conf": " [Modules]\nautoload=no\n",
            "b/modules.conf": "",  # beside a file of Asterisk's
            "b/pjsip.conf": "",
            "etc/modules.conf": "loop\nlp\n",  # Debian's list of kernel modules
            "c/Modules.conf": "[modules]",  # Asterisk's name is exact
        },
    )
    assert [pbx.directory for pbx in find_pbxs(tree, ["."], Settings())] == ["a", "b"]
    assert [pbx.directory for pbx in find_pbxs(tree, ["b"], Settings())] == ["b"]
    assert [pbx.directory for pbx in find_pbxs(tree, ["a/modules.conf"], Settings())] == ["a"]


def test_the_root_itself_and_neighbours_with_like_names(tmp_path: Path) -> None:
    tree = tree_of(
        tmp_path,
        **{
            "modules.conf": "[modules]",
            "a/modules.conf": "[modules]",
            "a.b/modules.conf": "[modules]",
        },
    )
    assert [pbx.directory for pbx in find_pbxs(tree, ["."], Settings())] == [".", "a", "a.b"]
    assert [pbx.directory for pbx in find_pbxs(tree, ["a"], Settings())] == ["a"]
    assert find_pbxs(tree, ["."], Settings())[0].files.read("a/modules.conf") == b"[modules]"


def test_layers_overlay_and_are_no_pbx_of_their_own(tmp_path: Path) -> None:
    tree = tree_of(
        tmp_path,
        **{
            "common/modules.conf": "[modules]",
            "common/sip.conf": "common",
            "common/rtp.conf": "rtp",
            "hosts/berlin/sip.conf": "berlin",
            "hosts/rome/modules.conf": "[modules]",
        },
    )
    settings = Settings(
        pbx={
            "hosts/berlin": PbxSettings(
                asterisk=Release.parse("18"), layers=("common", "hosts/berlin")
            )
        }
    )
    berlin, rome = find_pbxs(tree, ["."], settings)
    assert (berlin.directory, berlin.release) == ("hosts/berlin", Release.parse("18"))
    assert list(berlin.files.names()) == ["modules.conf", "rtp.conf", "sip.conf"]
    assert berlin.files.read("sip.conf") == b"berlin"
    assert berlin.files.read("rtp.conf") == b"rtp"
    assert rome.directory == "hosts/rome"


def test_a_dialplan_without_modules_conf_is_told(tmp_path: Path) -> None:
    tree = tree_of(
        tmp_path,
        **{"a/modules.conf": "[modules]", "a/parts/extensions.conf": "", "b/extensions.lua": ""},
    )
    pbxs = find_pbxs(tree, ["."], Settings())
    assert lonely_dialplans(tree, ["."], Settings(), pbxs) == ["b"]


@pytest.mark.parametrize("ignored", [True, False])
def test_a_modules_conf_that_git_ignores_or_does_not_know_makes_a_pbx(
    repository: Repository, ignored: bool
) -> None:
    repository.commit(
        **{"etc/extensions.conf": "", ".gitignore": "modules.conf" if ignored else ""}
    )
    repository.write("etc/modules.conf", "[modules]")
    pbxs = find_pbxs(WorkTree(str(repository.path)), ["."], Settings())
    assert [pbx.directory for pbx in pbxs] == ["etc"]


@pytest.mark.parametrize(
    "name",
    [
        "asterisk.bak",
        "asterisk-old",
        "asterisk_backup2",
        "asterisk.2019-03-01",
        "asterisk-20190301",
        "asterisk~",
        "asterisk/old",
    ],
)
def test_a_backup_beside_a_pbx_is_none_unless_it_is_named(
    repository: Repository, name: str
) -> None:
    repository.commit(
        **{"etc/asterisk/modules.conf": "[modules]\n", f"etc/{name}/modules.conf": "[modules]\n"}
    )
    tree = WorkTree(str(repository.path))
    assert [pbx.directory for pbx in find_pbxs(tree, ["."], Settings())] == ["etc/asterisk"]
    assert backups_beside(tree, find_pbxs(tree, ["."], Settings())) == [f"etc/{name}"]
    assert [pbx.directory for pbx in find_pbxs(tree, [f"etc/{name}"], Settings())] == [
        f"etc/{name}"
    ]


@pytest.mark.parametrize(
    "name", ["berlin", "asterisk2", "threshold", "asterisk-berlin", "old-town"]
)
def test_another_pbx_is_no_backup(repository: Repository, name: str) -> None:
    repository.commit(
        **{"etc/asterisk/modules.conf": "[modules]\n", f"etc/{name}/modules.conf": "[modules]\n"}
    )
    assert len(find_pbxs(WorkTree(str(repository.path)), ["."], Settings())) == 2


def test_templates_of_a_modules_conf_are_known(repository: Repository) -> None:
    repository.commit(
        **{
            "roles/pbx/templates/modules.conf.j2": "",
            "modules.conf.md": "",
            "b/modules.conf.erb": "",
        }
    )
    assert templates_of_modules_conf(WorkTree(str(repository.path))) == [
        "b/modules.conf.erb",
        "roles/pbx/templates/modules.conf.j2",
    ]
