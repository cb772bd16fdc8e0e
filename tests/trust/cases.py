"""The cases of cases.yaml, read and laid out as Git repositories (the format: test_cases.py)."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TypedDict, cast

from ruamel.yaml import YAML

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "cases"
TOOL = str(Path(sys.executable).with_name("asterisk-lint"))
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | {
    "NO_COLOR": "1"
}


class Case(TypedDict, total=False):
    """One small PBX with the verdicts that are right."""

    name: str
    release: str
    because: str
    files: dict[str, str]
    untracked: list[str]
    ignored: list[str]
    command: str
    fix: str
    kept: list[str]
    removed: list[str]
    added: list[str]
    not_added: list[str]
    holds: list[str]
    findings: list[str]
    no_findings: list[str]


@cache
def load_cases(file: Path = HERE / "cases.yaml") -> tuple[Case, ...]:
    """Every case of a file."""
    return tuple(cast("list[Case]", YAML(typ="safe").load(file)))


def run(directory: Path, *words: str) -> str:
    """What a command prints that ends with status 0 or 1."""
    done = subprocess.run(
        words, cwd=directory, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def make_repository(case: Case, directory: Path) -> None:
    """Write the case's files, and add to Git those that are not only on the disk."""
    for name, text in case["files"].items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)
    apart = {*case.get("ignored", []), *case.get("untracked", [])}
    run(directory, "git", "init", "-q")
    run(directory, "git", "add", "--", *(name for name in case["files"] if name not in apart))
