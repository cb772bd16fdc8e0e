"""What .gitignore covers, as Git itself says it."""

import random
import subprocess
import time

import pytest

from asterisk_lint.tree.files import TreeFiles
from asterisk_lint.tree.ignore import is_covered
from asterisk_lint.tree.work import WorkTree
from tests.repository import Repository

PATHS = (
    "pjsip.conf", "phones/6001.conf", "phones/deep/6002.conf", "phones/readme.txt",
    "pjsip.d/00-readme.conf", "pjsip.d/x.conf", "secret.conf",
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


ATOMS = ("a", "b", "*", "**", "?", "[ab]", "[!a]", "[^b]", "/", "/", "\\a", "\\*", "ab", ".conf",
    "[a-c]", "[c-a]", "!", "#", " ", "\\ ", "[]a]", "[")  # fmt: skip
LETTERS = ("a", "b", "c", "ab", ".conf", "*", "#a", "!a", "]")


def test_agrees_with_git_on_random_rules(repository: Repository) -> None:
    chosen = random.Random(6)

    def word(pieces: tuple[str, ...], most: int) -> str:
        return "".join(chosen.choice(pieces) for _ in range(chosen.randint(1, most)))

    paths = sorted(
        {"/".join(word(LETTERS, 3) for _ in range(chosen.randint(1, 3))) for _ in range(80)}
    )
    different = 0
    for _ in range(40):
        rules = "".join(word(ATOMS, 6) + "\n" for _ in range(chosen.randint(1, 3)))
        (repository.path / ".gitignore").write_text(rules)
        asked = subprocess.run(
            ["git", "check-ignore", "--no-index", "-z", "--stdin"],
            cwd=repository.path,
            input="\0".join(paths),
            stdout=subprocess.PIPE,
            text=True,
        ).stdout.split("\0")
        content = rules.encode()
        read = {".gitignore": content}.get
        different += sum(is_covered(read, path) is not (path in asked) for path in paths)
    assert different <= 3  # of 3,000: a slash within a set, or two at the end


@pytest.mark.parametrize(
    "rule", ["*a" * 100 + "b", "**/" * 100 + "b", "[a-" * 1000, "*" * 10_000 + "b", "a" * 100_000]
)
def test_no_rule_takes_long(rule: str) -> None:
    began = time.process_time()
    assert not is_covered(
        lambda name: rule.encode() if name == ".gitignore" else None, "/".join(["a" * 200] * 20)
    )
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "rule", ["[e-c]", "[", "[!", "\\", "!", "/", "\x00", "\udcff", "(", "[[:alpha:]"]
)
def test_a_rule_that_says_nothing_is_passed_over(rule: str) -> None:
    content = f"{rule}\nx.conf\n".encode("utf-8", "surrogateescape")
    assert is_covered(lambda name: content if name == ".gitignore" else None, "x.conf")
    assert not is_covered(lambda name: content if name == ".gitignore" else None, "yy.conf")
