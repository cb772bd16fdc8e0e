"""A sample of tests/security/fuzz_editor.py, and messages after which nothing can follow."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.amount import ALL
from tests.security.fuzz_editor import DAMAGED, ended, frame, problems, served, started, told

TOO_LARGE = "asterisk-lint: the editor sent a message of more than 64 MB: the language server ends"


@pytest.mark.parametrize("seed", range(10_000, 10_006 if ALL else 10_002))
def test_no_editor_breaks_the_server(seed: int) -> None:
    assert problems(seed) == []


def said(sent: bytes, directory: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "asterisk_lint", "server"]
    done = subprocess.run(command, cwd=directory, input=sent, capture_output=True, timeout=60)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("head", [
    b"Content-Length: 4000000000\r\n\r\nx", b"content-length:99999999999999999999999999\r\n\r\n",
    b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", b"x" * 3_000_000,
])  # fmt: skip
def test_a_message_that_is_too_large_ends_it_with_one_line(head: bytes, tmp_path: Path) -> None:
    status, errors = said(started(tmp_path) + head + ended(), tmp_path)
    assert (status, errors.splitlines()) == (2, [TOO_LARGE])


@pytest.mark.parametrize("head", [
    b"Content-Length: -5\r\n\r\n", b"Content-Length: abc\r\n\r\n", b"Content-Length: 0\r\n\r\n",
    b"X: \x1b[31m\r\n\r\n", b"\r\n" * 100, b"Content-Length: 10\r\n\r\n",
])  # fmt: skip
def test_a_damaged_head_ends_it_without_a_traceback(head: bytes, tmp_path: Path) -> None:
    status, errors = said(started(tmp_path) + head + ended(), tmp_path)
    assert status in {0, 1}
    assert "Traceback" not in errors
    assert "internal error" not in errors
    assert "\x1b" not in errors


def test_damaged_messages_are_told_in_lines(tmp_path: Path) -> None:
    sent = started(tmp_path) + b"".join(map(frame, DAMAGED)) + told("x/\x1b[31m\n::error::x")
    status, _, errors = served(tmp_path, sent, {1})
    assert status == 0
    assert errors.count("asterisk-lint: language server: ") > 5
    for line in errors.splitlines():
        assert line.startswith("asterisk-lint: language server: ")
        assert line.isprintable()
        assert len(line) < 400
