"""Files that count and that the next commit would lack: named once, with a command that can be
typed; and what the index says of them.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.pbx import lint
from tests.repository import Repository

MODULES = "[modules]\nautoload=no\nload = pbx_config.so\n"
DIALPLAN = '[a]\nexten => 1,1,NoOp()\n#include "more phones.conf"\n#include "secret.conf"\n'
NOTE = "read, but not in the commit: more phones.conf (git add -- 'more phones.conf')"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    repository = Repository(tmp_path / "pbx")
    repository.commit(
        **{
            "modules.conf": MODULES,
            "extensions.conf": DIALPLAN,
            ".gitignore": "secret.conf\n",
            ".asterisk-lint.yaml": "asterisk: 22\n",
        }
    )
    repository.write("more phones.conf", "[b]\nexten => 1,1,Verbose(1)\n")
    repository.write("secret.conf", "[c]\n")
    return tmp_path / "pbx"


@pytest.mark.parametrize(
    "options", [(), ("-j", "2"), ("--config", ".asterisk-lint.yaml"), ("--diff",), ("--fix",)]
)
def test_an_untracked_file_is_named_once_with_a_command(
    place: Path, options: Sequence[str]
) -> None:
    for _ in range(2):  # the second time from the cache
        said = lint(*options, cwd=place).stderr
        assert said.count(NOTE) == 1, said
        assert "secret.conf" not in said  # ignored on purpose


def test_several_pbxs_and_processes_name_it_too(place: Path) -> None:
    repository = Repository(place)
    repository.commit(
        **{"b/modules.conf": MODULES, "b/extensions.conf": "[a]\nexten => 1,1,NoOp()\n"}
    )
    repository.git("rm", "--cached", "--quiet", "more phones.conf")
    for options in ((), ("-j", "2")):
        assert NOTE in lint(*options, cwd=place).stderr
    assert NOTE not in lint("-q", cwd=place).stderr
    assert "../more phones.conf" in lint("..", cwd=place / "b").stderr


def test_the_index_says_what_is_on_the_disk_and_a_revision_does_not(place: Path) -> None:
    staged = lint("--staged", "--output-format", "concise", cwd=place, status=1).stdout
    assert "AL002 more phones.conf is on disk, but not in the commit" in staged
    assert "AL002 secret.conf is not in the commit, because .gitignore covers it" in staged
    revision = lint("--rev", "HEAD", "--output-format", "concise", cwd=place, status=1).stdout
    assert "AL002 there is no more phones.conf to include" in revision
    assert "secret.conf is not in the commit, because .gitignore covers it" in revision
