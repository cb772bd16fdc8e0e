"""verify: what a real Asterisk misses, with module, reason and place; and --fix closes the gap."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from asterisk_lint.check import gather
from asterisk_lint.model import Edit, Finding
from asterisk_lint.releases import Release
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.find import find_pbxs
from asterisk_lint.tree.open import open_trees
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.observation import observe
from asterisk_lint.witness.start_findings import StartCheck
from tests.pbx import lint
from tests.witness.pbx import BROKEN, write_pbx

SLOW = bool(os.environ.get("ASTERISK_LINT_SLOW"))
QUICK = {"application", "need at run time", "protection"}


def findings(directory: Path, root: str, *options: str, status: int = 1) -> list[dict[str, object]]:
    done = lint(
        "verify",
        "--asterisk",
        root,
        "--output-format",
        "json",
        *options,
        cwd=directory,
        status=status,
    )
    found: list[dict[str, object]] = json.loads(done.stdout)["pbx"][0]["findings"]
    return found


def test_a_whitelist_that_suffices_is_clean(asterisk_22: str, tmp_path: Path) -> None:
    assert findings(write_pbx(tmp_path), asterisk_22, status=0) == []


@pytest.mark.parametrize(("kind", "module", "file"), BROKEN, ids=[kind for kind, _, _ in BROKEN])
def test_what_is_missing_is_named_and_added(
    kind: str, module: str, file: str, asterisk_22: str, tmp_path: Path
) -> None:
    if kind not in QUICK and not SLOW:
        pytest.skip("ASTERISK_LINT_SLOW=1 takes a module of every kind away")
    write_pbx(tmp_path, module)
    found = findings(tmp_path, asterisk_22)
    assert [
        (finding["module"], finding["file"]) for finding in found if finding["module"] == module
    ] == [(module, file)]
    done = lint("verify", "--asterisk", asterisk_22, "--fix", cwd=tmp_path, status=1)
    assert "2 times" in done.stderr or "3 times" in done.stderr
    assert f"load={module}.so" in (tmp_path / "modules.conf").read_text()
    assert findings(tmp_path, asterisk_22, status=0) == []


def test_what_only_a_running_asterisk_shows(asterisk_22: str, tmp_path: Path) -> None:
    """A module from elsewhere that needs another one's symbols: no table knows that."""
    write_pbx(tmp_path)
    with (tmp_path / "modules.conf").open("a") as file:
        file.write("load = app_meetme.so\nload = res_xmpp.so\nload = app_nothing.so\n")
    found = {str(finding["module"]): finding for finding in findings(tmp_path, asterisk_22)}
    assert set(found) == {"app_meetme", "res_xmpp", "app_nothing"}
    assert found["res_xmpp"]["rule"] == "missing-configuration"
    assert "xmpp.conf" in str(found["res_xmpp"]["message"])
    assert found["app_nothing"]["rule"] == "unknown-module"
    assert {finding["file"] for finding in found.values()} == {"modules.conf"}


def test_an_asterisk_that_does_not_start_is_a_finding(asterisk_root: str, tmp_path: Path) -> None:
    write_pbx(tmp_path)
    with (tmp_path / "modules.conf").open("a") as file:
        file.write("lod = app_dial.so\n")
    (finding,) = [
        each for each in findings(tmp_path, asterisk_root) if each["rule"] == "unknown-option"
    ]
    assert "did not start" in str(finding["message"])
    assert (finding["file"], finding["line"]) == (
        "modules.conf",
        len((tmp_path / "modules.conf").read_text().splitlines()),
    )


def test_minimal_finds_what_nothing_needs(asterisk_22: str, tmp_path: Path) -> None:
    write_pbx(tmp_path)
    with (tmp_path / "modules.conf").open("a") as file:
        more = (
            "app_echo",
            "func_periodic_hook",
            "app_chanspy",
            "func_cut",
            "func_groupcount",
            "func_uri",
        )
        file.writelines(f"load={module}.so\n" for module in more)
    found = findings(tmp_path, asterisk_22, "--minimal", status=0)
    # func_periodic_hook needs the others: without one of them Asterisk would not start it.
    assert [(finding["module"], finding["severity"]) for finding in found] == [
        ("app_echo", "information"),
        ("func_periodic_hook", "information"),
    ]


@pytest.mark.parametrize("output_format", ["text", "concise", "sarif", "github", "gitlab", "junit"])
def test_every_output_format(output_format: str, asterisk_22: str, tmp_path: Path) -> None:
    if output_format != "sarif" and not SLOW:
        pytest.skip("ASTERISK_LINT_SLOW=1 tries every format")
    write_pbx(tmp_path, "app_queue")
    assert (
        "app_queue"
        in lint(
            "verify",
            "--asterisk",
            asterisk_22,
            "--output-format",
            output_format,
            cwd=tmp_path,
            status=1,
        ).stdout
    )


def test_fix_of_another_tree_than_the_work_tree_is_refused(tmp_path: Path) -> None:
    assert (
        "cannot be combined"
        in lint("verify", "--fix", "--staged", cwd=write_pbx(tmp_path), status=2).stderr
    )


def test_without_an_asterisk_it_says_so(tmp_path: Path) -> None:
    done = lint("verify", "--asterisk", str(tmp_path), cwd=write_pbx(tmp_path), status=2)
    assert "there is no Asterisk in" in done.stderr


def test_an_image_is_unpacked_by_the_engine_and_run_by_us(asterisk_22: str, tmp_path: Path) -> None:
    """The engine here is a script that does what podman and docker do: create, export, rm."""
    engine = tmp_path / "bin" / "podman"
    engine.parent.mkdir()
    tar = f"tar -c -C {asterisk_22} --exclude=./var/cache --exclude=./usr/share/locale ."
    engine.write_text(f"#!/bin/sh\ncase $1 in create) echo c1;; export) {tar};; esac\n")
    engine.chmod(0o755)
    pbx = tmp_path / "pbx"
    pbx.mkdir()
    if not SLOW:
        pytest.skip("ASTERISK_LINT_SLOW=1 unpacks a whole system")
    path = f"{engine.parent}:{os.environ['PATH']}"
    done = lint(
        "verify",
        "--image",
        "asterisk:22",
        "--output-format",
        "json",
        cwd=write_pbx(pbx),
        PATH=path,
        status=0,
    )
    assert json.loads(done.stdout)["pbx"][0]["findings"] == []


def test_the_giver_of_a_symbol_is_found_in_the_modules_themselves(asterisk_22: str) -> None:
    from asterisk_lint.witness.symbols import givers

    # cdr_custom of 22.10 does not start without res_cdrel_custom, and Asterisk names this symbol
    # then.
    assert givers(asterisk_22, "cdrel_logger") == ["res_cdrel_custom"]
    assert givers(asterisk_22, "no_such_symbol") == []


def findings_by(files: dict[str, str], release: str, root: str, directory: Path) -> list[Finding]:
    """What a start says, by the catalog of a certain release."""
    for name, text in files.items():
        (directory / name).write_text(text)
    (tree, paths), *_ = open_trees([str(directory)], staged=False, revision=None)
    (pbx,) = find_pbxs(tree, paths, Settings())
    facts = gather(Target(pbx.files, Release.parse(release)))
    return StartCheck(facts, observe(pbx.files, root=root), root).findings()


def test_a_running_asterisk_knows_better_than_the_tables(asterisk_22: str, tmp_path: Path) -> None:
    # The catalog of 22.8 does not know that cdr_custom needs res_cdrel_custom from 22.9 on: the
    # symbol that is missing tells.
    files = {
        "modules.conf": "[modules]\nautoload=no\nload=cdr_custom.so\n",
        "cdr_custom.conf": "[mappings]\nA.csv => x\n",
    }
    found = findings_by(files, "22.8", asterisk_22, tmp_path)
    (finding,) = [each for each in found if each.module == "res_cdrel_custom"]
    assert (finding.rule, finding.file, finding.line) == ("missing-module", "modules.conf", 3)
    assert finding.edits == (Edit("add", "res_cdrel_custom"),)


def test_a_crash_names_the_module_that_was_being_started(asterisk_22: str, tmp_path: Path) -> None:
    files = {
        "modules.conf": "[modules]\nautoload=no\nload=res_http_websocket.so\n"
        "load=res_websocket_client.so\n"
    }
    found = findings_by(files, "22.10", asterisk_22, tmp_path)
    assert any(
        "did not start while it started res_websocket_client" in finding.message
        and finding.line == 4
        for finding in found
    ), found


def test_what_a_fix_would_write_is_tried_and_not_written(asterisk_22: str, tmp_path: Path) -> None:
    write_pbx(tmp_path, "app_queue", "chan_pjsip")
    before = (tmp_path / "modules.conf").read_bytes()
    (tmp_path / ".asterisk-lint.yaml").write_text("asterisk: 22.10.1\n")
    assert findings(tmp_path, asterisk_22, "--as-fixed", status=0) == []
    assert (tmp_path / "modules.conf").read_bytes() == before


def test_a_fix_is_tried_for_the_release_that_is_started(asterisk_22: str, tmp_path: Path) -> None:
    """23 has no func_dialplan any more; nothing here says that this machine runs 22."""
    (tmp_path / "modules.conf").write_text("[modules]\nautoload=no\n")
    (tmp_path / "extensions.conf").write_text("[a]\nexten => 1,1,NoOp(${VALID_EXTEN(a,1,1)})\n")
    for named in ((), ("--asterisk", "22")):
        done = lint("verify", "--root", asterisk_22, "--as-fixed", *named, cwd=tmp_path, status=0)
        assert "No findings" in done.stdout
    (tmp_path / ".asterisk-lint.yaml").write_text("asterisk: 23\n")
    done = lint("verify", "--root", asterisk_22, "--as-fixed", cwd=tmp_path, status=0)
    assert done.stderr.count("is set to Asterisk 23, but Asterisk 22") == 1


def test_a_revision_is_verified_without_a_checkout(asterisk_22: str, tmp_path: Path) -> None:
    write_pbx(tmp_path)
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "x"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    (tmp_path / "modules.conf").write_text("[modules]\nlod=x\n")
    assert findings(tmp_path, asterisk_22, "--rev", "HEAD", status=0) == []


def test_what_is_checked_is_the_pbx_with_its_settings_and_its_inventory(
    asterisk_22: str, tmp_path: Path
) -> None:
    # The settings lie above the PBX: places in them, their ignores and the inventory are found from
    # the PBX all the same.
    host = tmp_path / "hosts" / "berlin"
    host.mkdir(parents=True)
    (host / "modules.conf").write_text("[modules]\nautoload=no\nload=pbx_config.so\n")
    (host / "extensions.conf").write_text("[a]\nexten => 1,1,NoOp()\n")
    (host / "modules.list").write_text("pbx_config\napp_queue\n")
    settings = (
        "asterisk: 22\nuses: {applications: [Queue]}\npbx:\n"
        "  hosts/berlin: {inventory: modules.list}\n"
    )
    (tmp_path / ".asterisk-lint.yaml").write_text(settings)
    report = json.loads(
        lint("verify", "--asterisk", asterisk_22, "--output-format", "json", cwd=tmp_path).stdout
    )["pbx"][0]
    (finding,) = [each for each in report["findings"] if each["module"] == "app_queue"]
    assert (finding["file"], finding["line"]) == ("../../.asterisk-lint.yaml", 2)
    (tmp_path / ".asterisk-lint.yaml").write_text(
        settings + "per-file-ignores: {.asterisk-lint.yaml: [missing-module]}\n"
    )
    assert findings(tmp_path, asterisk_22, status=0) == []
