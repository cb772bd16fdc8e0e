"""Runs a test's program as an ordinary user, who can read neither this checkout nor root's home."""

import os
import shutil
import subprocess
import tempfile
import textwrap
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
BECOME = "import os; os.setgroups([]); os.setgid(12345); os.setuid(12345)\n"


def said_by_an_ordinary_user(program: str, root: str, *packages: str) -> str:
    """What a Python program prints that may import `packages` (folders of the repository, such as
    "tests/security"), and finds the Asterisk of `root` in /mnt. Skips the test where an ordinary
    user may not start a sandbox, which the program prints as "refused unshare...".
    """
    if os.geteuid():
        pytest.skip("the other tests run as an ordinary user already")
    # One that an ordinary user can read, like the copy of the packages.
    python = shutil.which("python3", path="/usr/bin:/bin")
    if not python:
        pytest.skip("no Python of the system")
    with tempfile.TemporaryDirectory() as copy:
        os.chmod(copy, 0o755)
        for package in ("asterisk_lint", *packages):
            shutil.copytree(
                REPOSITORY / package,
                Path(copy, package),
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        # /root, where the roots are, is closed to an ordinary user.
        seen = ["unshare", "-m", "sh", "-c", f"mount --bind '{root}' /mnt && exec \"$@\"", "sh"]
        done = subprocess.run(
            [*seen, python, "-c", BECOME + textwrap.dedent(program)],
            cwd=copy,
            stdout=subprocess.PIPE,
            text=True,
        )
    if done.stdout.startswith("refused unshare"):
        pytest.skip(done.stdout)
    return done.stdout
