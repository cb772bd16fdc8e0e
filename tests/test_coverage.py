"""Coverage counts what a command runs in a process of its own, which it leaves by os._exit."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.pbx import FIXTURES

TOP = Path(__file__).parent.parent
START = """
import subprocess, sys
command = [sys.executable, "-m", "asterisk_lint", "--no-cache", "--asterisk", "22", sys.argv[1]]
subprocess.run(command, check=False)
"""


def test_what_a_command_runs_is_measured(tmp_path: Path) -> None:
    script = tmp_path / "start.py"
    script.write_text(START)
    environment = {name: text for name, text in os.environ.items() if "COVERAGE" not in name}
    environment["COVERAGE_FILE"] = str(tmp_path / "data")

    def coverage(*words: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "coverage", *words],
            cwd=TOP,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    coverage("run", str(script), str(FIXTURES / "small-office"))
    coverage("combine", "--quiet")
    files_shown = "--include=asterisk_lint/*.py,asterisk_lint/commands/*.py"
    coverage("json", "--quiet", "--fail-under=0", files_shown, "-o", str(tmp_path / "report.json"))
    files = json.loads((tmp_path / "report.json").read_text())["files"]
    assert files["asterisk_lint/check.py"]["summary"]["percent_covered"] > 50
    assert files["asterisk_lint/commands/init.py"]["summary"]["covered_lines"] == 0
    last = (
        (TOP / "asterisk_lint/__main__.py").read_text().splitlines().index("    os._exit(status)")
    )
    assert last + 1 in files["asterisk_lint/__main__.py"]["executed_lines"]
