"""upgrade: what an upgrade changes, and nothing that was wrong before, for each pair of releases;
its proposal boots on 16 and 22.

The effects of each step were determined by hand: from the UPGRADE notes, the sources of both
releases, and audits by boots (with the reasons next to them).
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
# For each fixture: (file, line, rule, module) -> the first of RELEASES that introduces it, and the
# last that still reports it the same way.
MOVED: dict[str, dict[tuple[str, int, str, str | None], tuple[str, str]]] = {
    "parking-features": {
        # Dial(..,wW): Monitor() went in 21
        ("extensions.conf", 4, "release-change", None): ("22", "23"),
        # required by res_pjsip_exten_state since 14
        ("extensions.conf", 10, "missing-module", "res_pjsip_outbound_publish"): ("16", "23"),
    },
    "call-centre": {
        ("modules.conf", 11, "deprecated-module", "res_monitor"): ("16", "20"),
        ("modules.conf", 11, "unknown-module", "res_monitor"): ("22", "23"),
        # by chan_pjsip since 16.6
        ("modules.conf", 22, "missing-module", "res_pjsip_pubsub"): ("16", "23"),
        ("extensions.conf", 31, "release-change", None): ("22", "23"),  # Queue(..,,agent-answers)
    },
    "small-office": {
        ("extensions.conf", 48, "missing-module", "res_pjsip_outbound_publish"): ("16", "23"),
        # since 20.19 and 22.9
        ("cdr_custom.conf", 2, "missing-module", "res_cdrel_custom"): ("20", "23"),
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


@pytest.mark.parametrize("name", MOVED)
def test_each_move_brings_what_its_steps_bring(name: str) -> None:
    for earlier, to in combinations(RELEASES, 2):
        expected = {
            key
            for key, (first, last) in MOVED[name].items()
            if order(earlier) < order(first) <= order(to) <= order(last)
        }
        told = {
            (finding["file"], finding["line"], finding["rule"], finding["module"])
            for finding in found(FIXTURES / name, earlier, to)
        }
        assert told == expected, (earlier, to)


@pytest.mark.parametrize("name", MOVED)
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


OLD = """\
[a]
exten => 1,1,SendImage(x)
 same => n,MYSQL(Connect x)
 same => n,ICES(x)
 same => n,NoCDR()
 same => n,Set(X=${SIPPEER(a,ip)})
 same => n,Set(X=${VALID_EXTEN(a,1,1)})
 same => n,Answr()
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A PBX with what Asterisk lost in 19, 21 and 23, and a word that it never had."""
    (tmp_path / "modules.conf").write_text("[modules]\nautoload=no\nload = pbx_config.so\n")
    (tmp_path / "extensions.conf").write_text(OLD)
    return tmp_path


@pytest.mark.parametrize(
    ("earlier", "to", "lines"),
    [
        ("18", "20", [2, 3, 4]),
        ("20", "22", [5, 6]),
        ("22", "23", [7]),
        ("18", "23", [2, 3, 4, 5, 6, 7]),
        ("22.1", "22.10", []),
    ],
)
def test_what_was_wrong_before_is_not_told(
    old: Path, earlier: str, to: str, lines: list[int]
) -> None:
    told = [
        finding["line"]
        for finding in found(old, earlier, to)
        if finding["rule"] in {"unknown-application", "unknown-function"}
    ]
    assert told == lines


def test_the_true_successor_is_named(old: Path) -> None:
    _, output, _ = run("--from", "18", "--to", "23", "--output-format", "concise", str(old))
    for line, text in (
        (2, "SendImage(): Asterisk removed it in 19, and nothing replaces it"),
        (3, "MYSQL(): Asterisk removed it in 19, use a function of func_odbc.conf"),
        (5, "NoCDR(): Asterisk removed it in 21, use Set(CDR_PROP(disable)=1)"),
        (6, "SIPPEER(): Asterisk removed it in 21, use PJSIP_ENDPOINT(), PJSIP_AOR()"),
        (7, "VALID_EXTEN(): Asterisk removed it in 23, use DIALPLAN_EXISTS("),
    ):
        assert re.search(rf"extensions\.conf:{line}:.*{re.escape(text)}", output), (line, output)


def test_latest_lts_is_a_release(old: Path) -> None:
    done = lint("upgrade", "--from", "18", "--to", "latest-lts", str(old), status=1)
    assert "from Asterisk 18 to 22" in done.stderr
    assert run("--from", "22", "--to", "latest-lts", str(old))[0] == 2


def test_the_new_whitelist_is_shown_as_a_patch(old: Path) -> None:
    """app_verbose is missing in both releases: no finding of the move, and part of the patch."""
    (old / "extensions.conf").write_text("[a]\nexten => 1,1,Verbose(1)\n")
    done = lint("upgrade", "--from", "18", "--to", "22", str(old), status=0)
    assert "+load = app_verbose.so\n" in done.stdout
    assert "missing-module" not in done.stdout
    assert "--- " not in lint("upgrade", "--from", "18", "--to", "22", "-q", str(old)).stdout
