"""Reading a log takes as much memory for 24 MB as for 2 MB (`python -m benchmarks.logs` measures
2 GB).
"""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.logs import COMMANDS, block, blocks, measured
from tests.repository import Repository


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_memory_does_not_grow_with_a_log(command: tuple[str, ...], tmp_path: Path) -> None:
    files = {"modules.conf": "[modules]\nautoload=no\n", ".asterisk-lint.yaml": "asterisk: 22\n"}
    Repository(tmp_path / "pbx").commit(**files)
    peaks = []
    for size in (2_000_000, 24_000_000):
        log = tmp_path / f"full.{size}"
        with log.open("wb") as file:
            file.writelines(blocks(size))
        words = [word.format(log=log, pbx=tmp_path / "pbx") for word in command]
        peaks.append(measured(*words)[1])
    assert peaks[1] - peaks[0] < 6, peaks


def on_a_terminal(*arguments: str, cwd: Path) -> str:
    """What a command draws on a terminal."""
    ours, its = os.openpty()
    with os.fdopen(ours, "rb") as screen:
        command = [sys.executable, "-m", "asterisk_lint", *arguments]
        subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=its, check=True)
        os.close(its)
        return os.read(screen.fileno(), 65_536).decode()


@pytest.mark.parametrize(
    "command", [("log", "--exit-zero"), ("log", "--uses"), ("observe", "--yes", "--log")]
)
def test_a_terminal_shows_the_progress(command: tuple[str, ...], tmp_path: Path) -> None:
    """Of a compressed log nobody knows how much is left."""
    files = {"modules.conf": "[modules]\nautoload=no\n", ".asterisk-lint.yaml": "asterisk: 22\n"}
    Repository(tmp_path).commit(**files)
    content = block(5_000)
    (tmp_path / "full").write_bytes(content)
    (tmp_path / "full.1.gz").write_bytes(gzip.compress(content))
    plain = on_a_terminal(*command, "full", cwd=tmp_path)
    assert f"100 % {len(content) >> 20} MiB" in plain
    packed = on_a_terminal(*command, "full.1.gz", cwd=tmp_path)
    assert f" {len(content) >> 20} MiB" in packed
    assert "%" not in packed
