"""upgrade: what a move changes and nothing that was wrong before, for each pair of releases; what it proposes boots on 16 and 22.

What each step brings was settled by hand: from the UPGRADE notes, the sources of both releases, and audits by boots (the reasons stand beside it).
"""

import contextlib
import io
import json
import re
import subprocess
from itertools import combinations
from pathlib import Path

import pytest

from asterisk_lint.__main__ import main
from asterisk_lint.witness.boot import boot
from tests.pbx import FIXTURES, fixture, lint
from tests.test_fixtures import LOADER_COMPLAINTS

RELEASES = ("13", "16", "18", "20", "22", "23")
# For each fixture: (file, line, rule, module) -> the first of RELEASES that brings it, and the last that still says it so.
BROUGHT: dict[str, dict[tuple[str, int, str, str | None], tuple[str, str]]] = {
    "parking-features": {
        ("extensions.conf", 4, "release-change", None): ("22", "23"),  # Dial(..,wW): Monitor() went in 21
        # required by res_pjsip_exten_state since 14
        ("extensions.conf", 10, "missing-module", "res_pjsip_outbound_publish"): ("16", "23"),
    },
    "call-centre": {
        ("modules.conf", 11, "deprecated-module", "res_monitor"): ("16", "20"),
        ("modules.conf", 11, "unknown-module", "res_monitor"): ("22", "23"),
        ("modules.conf", 22, "missing-module", "res_pjsip_pubsub"): ("16", "23"),  # by chan_pjsip since 16.6
        ("extensions.conf", 31, "release-change", None): ("22", "23"),  # Queue(..,,agent-answers)
    },
    "small-office": {
        ("extensions.conf", 48, "missing-module", "res_pjsip_outbound_publish"): ("16", "23"),
        ("cdr_custom.conf", 2, "missing-module", "res_cdrel_custom"): ("20", "23"),  # since 20.19 and 22.9
    },
}  # fmt: skip


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit status, output and error output of one upgrade, here in this process."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        status = main(["upgrade", *arguments])
    return status, output.getvalue(), errors.getvalue()


def found(path: Path, earlier: str, to: str) -> list[dict[str, object]]:
    """The findings of one PBX."""
    _, output, _ = run("--from", earlier, "--to", to, "--output-format", "json", str(path))
    [pbx] = json.loads(output)["pbx"]
    findings: list[dict[str, object]] = pbx["findings"]
    return findings


def order(release: str) -> int:
    return RELEASES.index(release)


@pytest.mark.parametrize("name", BROUGHT)
def test_each_move_brings_what_its_steps_bring(name: str) -> None:
    for earlier, to in combinations(RELEASES, 2):
        expected = {
            key
            for key, (first, last) in BROUGHT[name].items()
            if order(earlier) < order(first) <= order(to) <= order(last)
        }
        told = {
            (finding["file"], finding["line"], finding["rule"], finding["module"])
            for finding in found(FIXTURES / name, earlier, to)
        }
        assert told == expected, (earlier, to)


@pytest.mark.parametrize("name", BROUGHT)
@pytest.mark.parametrize("earlier", ["13", "18"])
def test_what_is_proposed_boots(
    name: str, earlier: str, asterisk_root: str, tmp_path: Path
) -> None:
    """The whitelist that `upgrade` proposes, applied as the patch that it is."""
    release = asterisk_root.rpartition("-")[2]
    directory = fixture(name, tmp_path)
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=directory, check=True)
    patch = lint("upgrade", "--from", earlier, "--to", release, "--diff", cwd=directory).stdout
    if patch:
        subprocess.run(["git", "apply"], cwd=directory, input=patch, text=True, check=True)
    # What Asterisk dropped stays until a person takes it out (unknown-module): others may build it.
    left = {"res_monitor"} if release == "22" else set()
    listed = re.findall(r"(?m)^load\s*=>?\s*(\w+)\.so", (directory / "modules.conf").read_text())
    with boot(asterisk_root, directory) as asterisk:
        assert asterisk.up, asterisk.failure
        assert [
            line
            for line in asterisk.log.splitlines()
            if any(text in line for text in LOADER_COMPLAINTS)
            and not any(module in line for module in left)
        ] == []
        running = asterisk.cli("module show")
        assert [
            module
            for module in listed
            if module not in left and not re.search(rf"{module}\.so .* Running", running)
        ] == []
