"""Small PBXs with the verdicts that are right: what `--fix` must keep, remove, add and leave alone.

A case of cases.yaml: `files` (path to text; `ignored` ones lie only on the disk), `release`, `command` (options of the check), `fix` (further
options of `--fix`); `kept`, `removed`, `added`, `not_added`: modules that the whitelist must (not) load after `--fix`; `holds`: text that
modules.conf must still hold; `findings`, `no_findings`: "rule MODULE". The cases named control-* show that what is proved unused goes.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TypedDict, cast

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "cases"
TOOL = str(Path(sys.executable).with_name("asterisk-lint"))
ENTRY = re.compile(
    r"^\s*(?:load|require|preload|preload-require)\s*=>?\s*([^;\s]+?)(?:\.so)?\s*(?:;.*)?$",
    re.IGNORECASE,
)
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | {
    "NO_COLOR": "1"
}


class Case(TypedDict, total=False):
    name: str
    release: str
    because: str
    files: dict[str, str]
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


CASES = cast("list[Case]", YAML(typ="safe").load(HERE / "cases.yaml"))


def run(directory: Path, *words: str) -> str:
    done = subprocess.run(
        words, cwd=directory, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def loaded(directory: Path) -> set[str]:
    lines = [
        line for file in directory.rglob("modules.conf") for line in file.read_text().splitlines()
    ]
    return {found[1] for line in lines if (found := ENTRY.match(line))}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: Case, tmp_path: Path) -> None:
    for name, text in case["files"].items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    run(tmp_path, "git", "init", "-q")
    run(
        tmp_path,
        "git",
        "add",
        "--",
        *(name for name in case["files"] if name not in case.get("ignored", [])),
    )
    release = [] if ".asterisk-lint.yaml" in case["files"] else ["--asterisk", case["release"]]
    report = json.loads(
        run(
            tmp_path,
            TOOL,
            *shlex.split(case.get("command", "")),
            *release,
            "--output-format",
            "json",
        )
    )
    found = [finding for pbx in report["pbx"] for finding in pbx["findings"]]
    told = {f"{finding['rule']} {finding.get('module')}" for finding in found}
    told |= {
        f"{finding['rule']} {module}" for finding in found for module in finding.get("modules", ())
    } | {finding["rule"] for finding in found}
    assert set(case.get("findings", [])) <= told
    assert told.isdisjoint(case.get("no_findings", []))
    before = loaded(tmp_path)
    assert {*case.get("kept", []), *case.get("removed", [])} <= before, "the case itself is wrong"
    if "command" in case:
        return
    run(tmp_path, TOOL, "--fix", *shlex.split(case.get("fix", "")), *release)
    after = loaded(tmp_path)
    assert {*case.get("kept", []), *case.get("added", [])} <= after
    assert after.isdisjoint([*case.get("removed", []), *case.get("not_added", [])])
    text = "\n".join(file.read_text() for file in sorted(tmp_path.rglob("modules.conf")))
    assert [words for words in case.get("holds", []) if words not in text] == []


@pytest.mark.skipif(
    not (SHARED / "run.py").exists(), reason="no folder with shared cases lies beside this checkout"
)
def test_shared_cases() -> None:
    done = subprocess.run(
        [sys.executable, str(SHARED / "run.py"), "--tool", TOOL],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
