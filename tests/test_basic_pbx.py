"""Asterisk's own example of a whitelist (configs/basic-pbx of 22.10), taken from Debian's package at test time."""

import gzip
import json
import re
from pathlib import Path

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from tests.pbx import lint
from tests.test_fixtures import LOADER_COMPLAINTS

EXAMPLE = "usr/share/doc/asterisk-config/examples/configs/basic-pbx"


@pytest.fixture
def basic_pbx(asterisk_22: str, tmp_path: Path) -> Path:
    source = Path(asterisk_22) / EXAMPLE
    if not source.is_dir():
        pytest.skip(f"the package has no {EXAMPLE}: asterisk-config of Debian forky holds it")
    directory = tmp_path / "basic-pbx"
    directory.mkdir()
    for path in source.iterdir():
        data = path.read_bytes()
        (directory / path.name.removesuffix(".gz")).write_bytes(gzip.decompress(data) if path.suffix == ".gz" else data)
    return directory


def complaints(asterisk: Asterisk) -> set[str]:
    """The errors and warnings of a boot, without times and numbers."""
    lines = [line for line in asterisk.log.splitlines() if re.search(r"\] (ERROR|WARNING)\[", line)]
    return {re.sub(r"\d+", "N", line.split("] ", 1)[1].split(" ", 1)[1]) for line in lines}


def test_the_broken_dependency_is_reported(basic_pbx: Path, asterisk_22: str) -> None:
    with boot(asterisk_22, basic_pbx) as asterisk:
        assert "undefined symbol" in asterisk.log
        assert "cdr_custom" not in {name for name, state in asterisk.modules().items() if state.running}
    findings = json.loads(lint("--asterisk", "22", "--output-format", "json", ".", cwd=basic_pbx, status=1).stdout)["pbx"][0]["findings"]
    assert "res_cdrel_custom" in {finding["module"] for finding in findings if finding["rule"] == "missing-module"}


def test_a_boot_disproves_nothing(basic_pbx: Path, asterisk_22: str) -> None:
    uses = json.loads(lint("uses", "--asterisk", "22", "--output-format", "json", ".", cwd=basic_pbx, status=0).stdout)["pbx"][0]["uses"]
    autoload = ["[modules]", "autoload=yes"]
    with boot(asterisk_22, basic_pbx, modules=autoload) as asterisk:
        loud = complaints(asterisk)
    lint("--fix", "--asterisk", "22", ".", cwd=basic_pbx, status=1)
    with boot(asterisk_22, basic_pbx) as asterisk:
        assert asterisk.up, asterisk.failure
        assert [line for line in asterisk.log.splitlines() if any(text in line for text in LOADER_COMPLAINTS)] == []
        assert complaints(asterisk) - loud == set()
        for kind in ("application", "function", "channel"):
            assert {use["name"].lower() for use in uses if use["kind"] == kind} - {name.lower() for name in asterisk.names(kind)} == set()
        assert "cdr_custom" in {name for name, state in asterisk.modules().items() if state.running}
