"""Small PBXs with the verdicts that are right: what `--fix` must keep, remove, add and leave alone.

A case of cases.yaml: `files` (path to text; `ignored` ones lie only on the disk), `release`,
`command` (options of the check), `fix` (further options of `--fix`); `kept`, `removed`, `added`,
`not_added`: modules that the whitelist must (not) load after `--fix`; `holds`: text that
modules.conf must still hold; `findings`, `no_findings`: "rule MODULE". The cases named control-*
show that what is proved unused goes.
"""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from asterisk_lint.__main__ import main
from tests.amount import ALL
from tests.security.fuzz_memory import remembering
from tests.trust.cases import SHARED, TOOL, Case, load_cases, make_repository

ENTRY = re.compile(
    r"^\s*(?:load|require|preload|preload-require)\s*=>?\s*([^;\s]+?)(?:\.so)?\s*(?:;.*)?$",
    re.IGNORECASE,
)
CASES = load_cases()


def loaded(directory: Path) -> set[str]:
    lines = [
        line for file in directory.rglob("modules.conf") for line in file.read_text().splitlines()
    ]
    return {found[1] for line in lines if (found := ENTRY.match(line))}


def tool(*words: str) -> None:
    """Run the command in this process: a start for each of some hundred cases would take longer
    than the checks.
    """
    assert main(words) in {0, 1}


@pytest.fixture(scope="module", autouse=True)
def remembered() -> Iterator[None]:
    """What depends on the release alone is computed once for all cases, except in CI."""
    with nullcontext() if ALL else remembering():
        yield


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_repository(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    settings = case["files"].get(".asterisk-lint.yaml", "")
    release = [] if "asterisk:" in settings else ["--asterisk", case["release"]]
    tool(*shlex.split(case.get("command", "")), *release, "--output-format", "json")
    report = json.loads(capsys.readouterr().out)
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
    tool("--fix", *shlex.split(case.get("fix", "")), *release)
    after = loaded(tmp_path)
    assert {*case.get("kept", []), *case.get("added", [])} <= after
    assert after.isdisjoint([*case.get("removed", []), *case.get("not_added", [])])
    text = "\n".join(file.read_text() for file in sorted(tmp_path.rglob("modules.conf")))
    assert [words for words in case.get("holds", []) if words not in text] == []


@pytest.mark.skipif(
    not (SHARED / "run.py").exists(), reason="no folder with shared cases is beside this checkout"
)
def test_shared_cases() -> None:
    done = subprocess.run(
        [sys.executable, str(SHARED / "run.py"), "--tool", TOOL],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
