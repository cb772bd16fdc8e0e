"""Reading a log takes as much memory for 24 MB as for 2 MB (`python -m benchmarks.logs` measures
2 GB).
"""

from pathlib import Path

import pytest

from benchmarks.logs import COMMANDS, blocks, measured
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
