"""Clones that lack something, and names in Git that are odd: nothing is fetched, and one line names
what is not there.
"""

import os
import subprocess
from pathlib import Path

import pytest

from asterisk_lint.tree.git import command_of, complaint
from tests.pbx import lint
from tests.repository import Repository
from tests.repository import clean_environment as clean_environment
from tests.repository import repository as repository

MODULES = (
    "[modules]\nautoload=no\nload = pbx_config.so\nload = chan_pjsip.so\nload = res_pjsip_acl.so\n"
)
WALL = "[a]\ntype=acl\ndeny=0.0.0.0/0\n"


@pytest.fixture
def source(repository: Repository) -> Repository:
    """A repository with a history of its dialplan."""
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit(**{"modules.conf": MODULES, "pjsip.conf": WALL, "extensions.conf": "[d]\n"})
    for number in range(3):
        repository.commit(**{"extensions.conf": f"[d]\nexten => 1,1,Dial(PJSIP/{number})\n"})
    return repository


def cloned(source: Repository, *how: str) -> Path:
    place = source.path.parent / "clone"
    command = ["git", "-c", "protocol.file.allow=always", "clone", "-q", *how, source.path.as_uri(),
        str(place)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return place


LACKS = "this is a partial clone that lacks some of the objects"


@pytest.mark.parametrize(("how", "told"), [("--filter=blob:none", LACKS),
        ("--filter=tree:0", LACKS), ("--depth=1", "this is a shallow clone")])  # fmt: skip
def test_what_a_clone_lacks_is_said_and_not_fetched(
    source: Repository, how: str, told: str
) -> None:
    clone = cloned(source, how)
    objects = sorted((clone / ".git/objects").rglob("*"))
    for arguments in (["--rev", "HEAD~2"], ["--from-ref", "HEAD~2"],
        ["--from-ref", "HEAD~2", "--to-ref", "HEAD~1"]):  # fmt: skip
        done = lint(*arguments, "--asterisk", "22", cwd=clone, status=2)
        assert told in done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr
    done = lint("why", "app_queue", "--asterisk", "22", cwd=clone, status=0)
    assert told in done.stdout + done.stderr
    assert len(done.stderr.splitlines()) <= 1
    for arguments in ([], ["--staged"], ["--rev", "HEAD"]):
        lint(*arguments, "--asterisk", "22", "--select", "AL001", cwd=clone, status=0)
    assert sorted((clone / ".git/objects").rglob("*")) == objects


def test_a_file_outside_a_sparse_checkout_takes_no_protection_away(source: Repository) -> None:
    clone = cloned(source, "--sparse")
    subprocess.run(["git", "sparse-checkout", "set", "--no-cone", "/modules.conf",
            "/extensions.conf"], cwd=clone, check=True)  # fmt: skip
    assert not (clone / "pjsip.conf").exists()
    for arguments in (["--fix"], ["--fix", "--unsafe-fixes"]):
        lint(*arguments, "--asterisk", "22", cwd=clone)
        assert "load = res_pjsip_acl.so" in (clone / "modules.conf").read_text()


@pytest.mark.parametrize("name", ["x\u202ey", "a;$(touch${IFS}executed)", "-x", "HEAD:modules.conf",
        ":/1", "^HEAD", "HEAD..main", "--output=executed", "@{-1}", "",
        "main\n::error::x"])  # fmt: skip
def test_an_odd_name_of_a_revision(source: Repository, name: str) -> None:
    """Some are branches, some only look like options or ranges."""
    if name and not name.startswith(("-", ":", "^", "@")) and ":" not in name and ".." not in name:
        source.git("update-ref", f"refs/heads/{name}", "HEAD")
    for option in ("--rev", "--from-ref"):
        done = lint(f"{option}={name}", "--asterisk", "22", cwd=source.path, GITHUB_ACTIONS="true")
        assert done.returncode in {0, 1, 2}
        said = done.stdout + done.stderr
        assert "\u202e" not in said
        assert not any(line.startswith("::") for line in said.splitlines())
    assert "executed" not in os.listdir(source.path)


def test_a_damaged_index_is_one_line(source: Repository) -> None:
    (source.path / ".git/index").write_bytes(b"DIRC" + os.urandom(3000))
    before = (source.path / "modules.conf").read_bytes()
    for arguments in ([], ["--staged"], ["--fix"]):
        done = lint(*arguments, "--asterisk", "22", cwd=source.path, status=2)
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith("asterisk-lint: git ls-files failed: ")
    assert (source.path / "modules.conf").read_bytes() == before


def test_what_git_says() -> None:
    assert command_of(("-c", "a=b", "-c", "c=d", "log", "-c")) == "log"
    assert complaint(b"warning: x\nfatal: y\n") == "fatal: y"
    assert complaint(b"") == ""
    # As git 2.35 and newer say it where the repository belongs to somebody else.
    owned = b"fatal: detected dubious ownership in repository at '/srv/a b'\nTo add an exception"
    assert complaint(owned).endswith(
        "(to trust it: git config --global --add safe.directory '/srv/a b')"
    )
