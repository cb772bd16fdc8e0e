"""A shell inside the sandbox, as an attacker has it, tries every way of sandbox_ways.py: none succeeds."""

import os
import shutil
import subprocess
import tempfile
import textwrap
from pathlib import Path

import pytest

from tests.security.sandbox_attempts import failed_as_it_must, successes
from tests.security.sandbox_ways import WAYS, Way

REPOSITORY = Path(__file__).parents[2]
EXHAUSTS = pytest.mark.xdist_group("sandbox limits")  # as in test_sandbox_attacks.py


def test_there_are_many_different_ways() -> None:
    assert len({way.what for way in WAYS}) == len(WAYS) >= 40
    assert len({way.command for way in WAYS}) == len(WAYS)


@pytest.mark.parametrize(("says", "said", "failed"), [
    ("errno 1", "errno 1", True),
    ("errno 1", "errno 13", False),
    ("errno 1", "done", False),
    ("errno 1 or errno 22", "errno 22", True),
    ("No such file", "cat: x: No such file or directory", True),
    ("No such file", "root:x", False),
    ("No such file", "", False),
])  # fmt: skip
def test_a_success_is_told_from_a_failure(says: str, said: str, failed: bool) -> None:
    assert failed_as_it_must(Way("", "", says), said) is failed


@EXHAUSTS
def test_no_way_leads_out(asterisk_root: str, tmp_path: Path) -> None:
    assert successes(asterisk_root, tmp_path) == []


@EXHAUSTS
def test_no_way_leads_out_for_an_ordinary_user(asterisk_22: str) -> None:
    if os.geteuid():
        pytest.skip("the other test runs as an ordinary user already")
    python = shutil.which(
        "python3", path="/usr/bin:/bin"
    )  # one that an ordinary user can read, like the copy of the package below
    if not python:
        pytest.skip("no Python of the system")
    program = """
        import os, pathlib, tempfile
        os.setgroups([])
        os.setgid(12345)
        os.setuid(12345)
        from asterisk_lint.witness.boot import NotIsolated
        from tests.security.sandbox_attempts import successes
        try:
            with tempfile.TemporaryDirectory() as directory:
                print(successes("/mnt", pathlib.Path(directory)))
        except NotIsolated as reason:
            print("refused", reason)
    """
    with tempfile.TemporaryDirectory() as copy:
        os.chmod(copy, 0o755)
        shutil.copytree(
            REPOSITORY / "asterisk_lint",
            f"{copy}/asterisk_lint",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        (Path(copy) / "tests").mkdir()
        shutil.copytree(
            REPOSITORY / "tests" / "security",
            f"{copy}/tests/security",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        seen = [
            "unshare",
            "-m",
            "sh",
            "-c",
            f"mount --bind '{asterisk_22}' /mnt && exec \"$@\"",
            "sh",
        ]  # /root is closed to an ordinary user
        done = subprocess.run(
            [*seen, python, "-c", textwrap.dedent(program)],
            cwd=copy,
            stdout=subprocess.PIPE,
            text=True,
        )
    if done.stdout.startswith("refused unshare"):
        pytest.skip(done.stdout)
    assert done.stdout == "[]\n"
