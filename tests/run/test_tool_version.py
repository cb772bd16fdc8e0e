"""A stored result counts only while the tool that made it is the same."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import asterisk_lint

SCRIPT = "from asterisk_lint.run.cache import tool_version\nprint(tool_version())"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(asterisk_lint.__file__).parent, tmp_path / "asterisk_lint", ignore=ignored)
    return tmp_path


def version(copy: Path) -> str:
    """What the copy calls itself."""
    run = subprocess.run(
        [sys.executable, "-B", "-c", SCRIPT],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        check=True,
        capture_output=True,
        text=True,
    )
    return run.stdout


@pytest.mark.parametrize(
    "name",
    ["rules/missing.py", "catalog/data/22.txt", "history/since.py", "output/graph_page/script.js"],
)
def test_it_changes_with_each_file_that_a_result_can_depend_on(copy: Path, name: str) -> None:
    before = version(copy)
    assert version(copy) == before
    file = copy / "asterisk_lint" / name
    status = file.stat()
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    changed = version(copy)
    assert changed != before
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert version(copy) == before
    file.rename(file.with_name("another.py"))
    assert version(copy) not in {before, changed}


def test_no_result_depends_on_the_packages_that_it_leaves_out(copy: Path) -> None:
    before = version(copy)
    for package in ("adopt", "editor", "machine", "witness"):
        shutil.rmtree(copy / "asterisk_lint" / package)
    assert version(copy) == before
    imports = "from asterisk_lint.check import check_files\nimport asterisk_lint.history.since\n"
    everything = (
        "from asterisk_lint.rules import load_rules\nload_rules()\n"
        "from asterisk_lint.usage import load_tables\nload_tables()\n"
    )
    subprocess.run(
        [sys.executable, "-B", "-c", imports + everything],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        check=True,
    )


def test_of_an_installed_wheel_it_is_that_of_its_record(copy: Path) -> None:
    before = version(copy)
    information = copy / f"asterisk_lint-{asterisk_lint.__version__}.dist-info"
    information.mkdir()
    record = information / "RECORD"
    record.write_text("asterisk_lint/rules/missing.py,sha256=one,1\n")
    installed = version(copy)
    assert installed != before
    (copy / "asterisk_lint" / "rules" / "missing.py").touch()
    assert version(copy) == installed
    record.write_text("asterisk_lint/rules/missing.py,sha256=two,1\n")
    assert version(copy) not in {before, installed}
