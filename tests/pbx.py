"""What tests of whole PBXs share: the fixtures, and running the command as a user does."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.amount import ALL
from tests.forks import at_start, forks

FIXTURES = Path(__file__).parent.parent / "fixtures"


def fixture(name: str, to: Path) -> Path:
    """A private copy of one of the PBXs in fixtures/."""
    return Path(shutil.copytree(FIXTURES / name, to / name))


def pbxs() -> list[str]:
    """The names of all PBXs in fixtures/."""
    return sorted(path.parent.name for path in FIXTURES.glob("*/modules.conf"))


def lint(
    *arguments: str, cwd: Path | None = None, status: int | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command; `status` is the exit status it must give. In CI it is a started command,
    otherwise a copy of a process that has imported it (tests/forks.py).
    """
    scrubbed = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT")) and name != "NO_COLOR"
    }
    whole = {**scrubbed, **environment}
    copied = None if ALL else forks()
    if copied is not None and at_start(whole) == copied.settings:
        done = copied.run(arguments, str(cwd or os.getcwd()), whole)
    else:
        done = subprocess.run(
            [sys.executable, "-m", "asterisk_lint", *arguments],
            cwd=cwd,
            env=whole,
            capture_output=True,
            text=True,
            errors="surrogateescape",
        )
    assert "Traceback" not in done.stderr, done.stderr
    if status is not None:
        assert done.returncode == status, f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done
