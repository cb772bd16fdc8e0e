"""Asterisk's own example of a whitelist (configs/basic-pbx of 22.10), taken from Debian's package
at test time.
"""

import json
import os
import re
from pathlib import Path

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from benchmarks.basic_pbx import EXAMPLE, both, calls, corrected, example, unlike
from tests.pbx import lint
from tests.test_fixtures import LOADER_COMPLAINTS


@pytest.fixture
def basic_pbx(asterisk_22: str, tmp_path: Path) -> Path:
    if not (Path(asterisk_22) / EXAMPLE).is_dir():
        pytest.skip(f"the package has no {EXAMPLE}: asterisk-config of Debian forky holds it")
    return example(asterisk_22, tmp_path)


def complaints(asterisk: Asterisk) -> set[str]:
    """The errors and warnings of a boot, without times and numbers."""
    lines = [line for line in asterisk.log.splitlines() if re.search(r"\] (ERROR|WARNING)\[", line)]
    return {re.sub(r"\d+", "N", line.split("] ", 1)[1].split(" ", 1)[1]) for line in lines}


def test_the_broken_dependency_is_reported(basic_pbx: Path, asterisk_22: str) -> None:
    with boot(asterisk_22, basic_pbx) as asterisk:
        assert "undefined symbol" in asterisk.log
        assert "cdr_custom" not in {
            name for name, state in asterisk.modules().items() if state.running
        }
    findings = json.loads(
        lint("--asterisk", "22", "--output-format", "json", ".", cwd=basic_pbx, status=1).stdout
    )["pbx"][0]["findings"]
    assert "res_cdrel_custom" in {
        finding["module"] for finding in findings if finding["rule"] == "missing-module"
    }


def test_a_boot_disproves_nothing(basic_pbx: Path, asterisk_22: str) -> None:
    uses = json.loads(
        lint(
            "uses", "--asterisk", "22", "--output-format", "json", ".", cwd=basic_pbx, status=0
        ).stdout
    )["pbx"][0]["uses"]
    autoload = ["[modules]", "autoload=yes"]
    with boot(asterisk_22, basic_pbx, modules=autoload) as asterisk:
        loud = complaints(asterisk)
    lint("--fix", "--asterisk", "22", ".", cwd=basic_pbx, status=1)
    with boot(asterisk_22, basic_pbx) as asterisk:
        assert asterisk.up, asterisk.failure
        assert [
            line
            for line in asterisk.log.splitlines()
            if any(text in line for text in LOADER_COMPLAINTS)
        ] == []
        assert complaints(asterisk) - loud == set()
        for kind in ("application", "function", "channel"):
            assert {use["name"].lower() for use in uses if use["kind"] == kind} - {
                name.lower() for name in asterisk.names(kind)
            } == set()
        assert "cdr_custom" in {name for name, state in asterisk.modules().items() if state.running}


def differences(asterisk_22: str, tmp_path: Path) -> tuple[set[str], set[str]]:
    """The modules that --fix adds to the example's whitelist, and those that it takes out."""
    shipped, ours = both(asterisk_22, tmp_path)
    theirs, mine = set(shipped.whitelist.loaded()), set(ours.whitelist.loaded())
    return mine - theirs, theirs - mine


def test_every_difference_is_explained(basic_pbx: Path, asterisk_22: str, tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "basic-pbx.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.*)$", page, flags=re.MULTILINE)
    told = {
        title: set(re.findall(r"^\| (\w+_\w+) \|", body, re.MULTILINE))
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    added, removed = differences(asterisk_22, tmp_path / "both")
    assert told["Lines that are added"] == added
    assert told["Lines that are taken out"] == removed


def test_calls_go_as_with_the_example_s_own_whitelist(
    basic_pbx: Path, asterisk_22: str, tmp_path: Path
) -> None:
    if not os.environ.get("ASTERISK_LINT_SLOW"):
        pytest.skip("ASTERISK_LINT_SLOW=1 calls every number of the example, twice")
    shipped, ours = both(asterisk_22, tmp_path / "both")
    assert (
        unlike(calls(corrected(shipped), asterisk_22), calls(ours.configuration.files, asterisk_22))
        == []
    )
