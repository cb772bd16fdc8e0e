"""Which programs verify starts, as strace sees them: Git, Python, Asterisk, and inside what the
configuration runs; nothing else, and nothing dials out.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.test_sandbox_attacks import hostile

EXECVE = re.compile(r'^(\d+) +execve\("([^"]+)", \[(.*?)\](?:, .*)?\) = 0$', re.MULTILINE)
UNFINISHED = re.compile(r'^(\d+) +execve\("([^"]+)", \[(.*?)\].*<unfinished \.\.\.>$', re.MULTILINE)


def traced(directory: Path, root: str, calls: str) -> str:
    """What strace writes about a run of verify, and all that it starts."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    out = directory / "strace.txt"
    command = [sys.executable, "-m", "asterisk_lint", "verify", "--asterisk", root]
    done = subprocess.run(
        [
            "strace",
            "-f",
            "-s",
            "200",
            "-e",
            f"trace={calls}",
            "-e",
            "signal=none",
            "-o",
            str(out),
            *command,
        ],
        cwd=directory,
        capture_output=True,
        text=True,
    )
    if "ptrace" in done.stderr:
        pytest.skip("this machine does not allow strace")
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return out.read_text(errors="replace")


def test_verify_starts_git_and_asterisk_and_nothing_else_outside(
    asterisk_22: str, tmp_path: Path
) -> None:
    pbx = hostile(tmp_path, "x ${SHELL(echo one)}")
    subprocess.run(["git", "init", "-q", str(pbx)], check=True)
    subprocess.run(["git", "-C", str(pbx), "add", "."], check=True)
    text = traced(pbx, asterisk_22, "execve")
    started = [
        (int(pid), path) for pid, path, _ in (*EXECVE.findall(text), *UNFINISHED.findall(text))
    ]
    names = {Path(path).name for _, path in started}
    assert {"asterisk", "git", "sh"} <= names, text  # the dialplan did run a shell
    (asterisk,) = {pid for pid, path in started if path == "/usr/sbin/asterisk"}
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if "/usr/sbin/asterisk" in line)
    for line in lines[:first]:  # all before Asterisk was started is outside
        if "execve(" in line and "ENOENT" not in line:
            program = Path(line.split('"')[1]).name
            assert program == "git" or program.startswith("python"), line
    outside = {int(line.split()[0]) for line in lines[:first]} - {asterisk}
    for pid, path in started:
        if pid in outside:
            assert Path(path).name == "git" or Path(path).name.startswith("python"), path
        elif Path(path).name not in {"asterisk", "git"} and not Path(path).name.startswith(
            "python"
        ):
            assert Path(path).name in {"sh", "dash", "echo", "kill"}, path


def test_verify_itself_opens_no_connection(asterisk_22: str, tmp_path: Path) -> None:
    text = traced(hostile(tmp_path, "x"), asterisk_22, "connect,sendto,sendmsg,execve")
    before = text[: text.index("/usr/sbin/asterisk")]
    assert "AF_INET" not in before
    asterisk = re.search(r'^(\d+) +execve\("/usr/sbin/asterisk"', text, re.MULTILINE)
    assert asterisk
    outside = {line.split()[0] for line in before.splitlines()} - {asterisk[1]}
    assert [
        line for line in text.splitlines() if line.split()[0] in outside and "AF_INET" in line
    ] == []
