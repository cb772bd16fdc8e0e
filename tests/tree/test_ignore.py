"""What .gitignore covers, as Git itself says it."""

import subprocess

import pytest

from asterisk_lint.tree.files import TreeFiles
from asterisk_lint.tree.work import WorkTree
from tests.repository import Repository

PATHS = (
    "pjsip.conf", "phones/6001.conf", "phones/deep/6002.conf", "phones/readme.txt", "pjsip.d/00-readme.conf", "pjsip.d/x.conf", "secret.conf",
    "etc/secret.conf", "etc/phones/1.conf", "build/modules.conf", "a b.conf", "#x.conf",
)  # fmt: skip


@pytest.mark.parametrize(
    "rules",
    [
        {".gitignore": "phones/\n"},
        {".gitignore": "/pjsip.conf\n*.txt\n"},
        {".gitignore": "pjsip.d/*\n!pjsip.d/00-readme.conf\n"},
        {".gitignore": "secret.conf\n", "etc/.gitignore": "!secret.conf\n"},
        {".gitignore": "*.conf\n!/pjsip.conf\n"},
        {"phones/.gitignore": "*\n!.gitignore\n!deep/\n"},
        {".gitignore": "etc/**/1.conf\n/build\n"},
        {".gitignore": "# a comment\n\n\\#x.conf\na\\ b.conf\n[p]jsip.conf\nsecret.con?\n"},
        {".gitignore": ""},
    ],
)
def test_agrees_with_git(repository: Repository, rules: dict[str, str]) -> None:
    repository.commit(**rules)
    files = TreeFiles(WorkTree(str(repository.path)), ".")
    for path in PATHS:
        asked = subprocess.run(
            ["git", "check-ignore", "-q", "--no-index", "--", path],
            cwd=repository.path,
            check=False,
        )
        assert files.ignored(path) is (asked.returncode == 0), path


def test_names_written_out_are_known_though_they_are_not_here(repository: Repository) -> None:
    repository.commit(
        **{
            ".gitignore": "etc/phones/6001.conf\n*.bak\nloose.conf\n",
            "etc/phones/.gitignore": "/secret/key.conf\n",
        }
    )
    files = TreeFiles(WorkTree(str(repository.path)), "etc")
    assert files.ignored_names() == ["phones/6001.conf", "phones/secret/key.conf"]
