"""The workflows in the documentation and the action do what they say, step by step in a shell.

What a runner adds is made here: the variables that it sets, and the programs that it has installed.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.repository import Repository

ROOT = Path(__file__).parent.parent
OLD = "[modules]\nautoload = no\nload = pbx_config.so\nload = app_echo.so\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Repository:
    """A repository with a finding, and a commit on a branch that adds another one."""
    made = Repository(tmp_path / "checkout")
    files = {
        ".asterisk-lint.yaml": "asterisk: 22\n",
        "asterisk/modules.conf": OLD,
        "asterisk/extensions.conf": "[a]\nexten => 1,1,NoOp()\n",
    }
    made.commit(**files)
    made.git("branch", "base")
    made.git("update-ref", "refs/remotes/origin/main", "base")
    made.commit(**{"asterisk/extensions.conf": "[a]\nexten => 1,1,Verbose(1,x)\n"})
    return made


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def document(page: str, word: str) -> Any:
    """The YAML of the block that has a word."""
    (text,) = [block for block in blocks(page, "yaml") if word in block]
    return YAML(typ="safe").load(text)


def step(script: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a step of a workflow prints, with this asterisk-lint on its PATH."""
    programs = cwd.parent / "bin"
    programs.mkdir(exist_ok=True)
    for name, words in {"asterisk-lint": "", "pipx": "shift 4; "}.items():
        (programs / name).write_text(
            f'#!/bin/sh\n{words}exec {sys.executable} -m asterisk_lint "$@"\n'
        )
        (programs / name).chmod(0o755)
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "CI_", "GITHUB_"))
    }
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=cwd,
        env=clean
        | {"PATH": f"{programs}:{os.environ['PATH']}", "XDG_CACHE_HOME": str(cwd.parent)}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("of_a_merge_request", [True, False])
def test_gitlab(of_a_merge_request: bool, checkout: Repository) -> None:
    job = document("docs/ci.md", "codequality")["asterisk-lint"]
    base = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": checkout.git("rev-parse", "base").strip()}
    first, second = [
        step(line, checkout.path, **base if of_a_merge_request else {}) for line in job["script"]
    ]
    assert first.returncode == 0, first.stderr
    report = checkout.path / job["artifacts"]["reports"]["codequality"]
    found = {issue["check_name"] for issue in json.loads(report.read_text())}
    new = {"missing-module"}
    assert found == (new if of_a_merge_request else new | {"unused-module"})
    assert second.returncode == 1
    assert "app_verbose" in second.stdout
    assert ("app_echo" in second.stdout) is not of_a_merge_request


def test_github_without_the_action(checkout: Repository) -> None:
    """The step of README.md, with what GitHub fills in."""
    (only,) = document("README.md", "pipx run")
    script = only["run"].replace("${{ github.base_ref }}", "main")
    assert "${{" not in script
    done = step(script, checkout.path)
    assert done.returncode == 1, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith("::error title=missing-module (AL101),file=asterisk/extensions.conf,")


@pytest.mark.parametrize(
    ("base", "paths", "rules"),
    [
        ("base", "", ["missing-module"]),
        ("none", "", ["missing-module", "unused-module"]),
        ("", "asterisk", ["missing-module", "unused-module"]),
    ],
)
def test_the_action(base: str, paths: str, rules: list[str], checkout: Repository) -> None:
    action = YAML(typ="safe").load((ROOT / "action.yml").read_text())
    (check,) = [each for each in action["runs"]["steps"] if each["name"] == "Check"]
    given = {"paths": paths, "asterisk": "22", "base": base, "sarif": "report.sarif"}
    variables = {
        name: given[str(value).removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, value in check["env"].items()
    }
    # Where the step before installs it.
    step("", checkout.path)
    installed = checkout.path.parent / "asterisk-lint" / "bin"
    installed.parent.mkdir()
    installed.symlink_to(checkout.path.parent / "bin")
    done = step(check["run"], checkout.path, RUNNER_TEMP=str(checkout.path.parent), **variables)
    assert done.returncode == 1, done.stderr
    titles = re.findall(r"^::error title=([\w-]+)", done.stdout, re.MULTILINE)
    assert sorted(titles) == rules
    (run,) = json.loads((checkout.path / "report.sarif").read_text())["runs"]
    assert len(run["results"]) == len(rules)


def test_the_stage_of_a_dockerfile_that_checks(checkout: Repository) -> None:
    (text,) = blocks("docs/containers.md", "dockerfile")
    (line,) = [line for line in text.splitlines() if line.startswith("RUN asterisk-lint")]
    script = line.removeprefix("RUN ").replace("/asterisk", str(checkout.path / "asterisk"))
    assert step(script, checkout.path).returncode == 1
    assert step("asterisk-lint --fix asterisk || true", checkout.path).returncode == 0
    assert step(script, checkout.path).returncode == 0


@pytest.mark.parametrize("page", ["README.md", "docs/ci.md"])
def test_the_hooks_that_pages_name_exist(page: str) -> None:
    hooks = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text())
    named = re.findall(r"^ *- id: (\S+)", (ROOT / page).read_text(), re.MULTILINE)
    assert named
    assert set(named) <= {hook["id"] for hook in hooks}
