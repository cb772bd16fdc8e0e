"""Debian's own modules.conf, which ends with [global]: what is appended to it has no effect."""

import json
from pathlib import Path

from asterisk_lint.witness.boot import boot
from tests.pbx import lint

DIALPLAN = "[default]\nexten => 1,1,Verbose(1,hello)\n same => n,Set(x=${MD5(a)})\n"


def debian(root: str, directory: Path) -> Path:
    """Debian's file as a whitelist of one module, with a line appended as people append lines."""
    text = (Path(root) / "etc/asterisk/modules.conf").read_text(encoding="latin-1")
    assert text.rstrip().endswith("[global]")
    path = directory / "modules.conf"
    path.write_text(
        text.replace("autoload=yes", "autoload=no").rstrip() + "\nload => app_verbose.so\n",
        encoding="latin-1",
    )
    (directory / "extensions.conf").write_text(DIALPLAN)
    return path


def test_an_appended_line_is_reported_and_a_new_one_put_where_it_takes_effect(
    asterisk_22: str, tmp_path: Path
) -> None:
    path = debian(asterisk_22, tmp_path)
    with boot(asterisk_22, tmp_path) as asterisk:
        assert "Verbose" not in asterisk.applications()
    findings = json.loads(
        lint("--asterisk", "22", "--output-format", "json", ".", cwd=tmp_path, status=1).stdout
    )["pbx"][0]["findings"]
    last = len(path.read_text(encoding="latin-1").splitlines())
    assert ("ignored-entry", last) in {(finding["rule"], finding["line"]) for finding in findings}
    lint("--fix", "--asterisk", "22", ".", cwd=tmp_path, status=1)
    with boot(asterisk_22, tmp_path) as asterisk:
        assert "Verbose" in asterisk.applications()
        assert "MD5" in asterisk.functions()
        assert "created by 'pbx_config'" in asterisk.cli("dialplan show 1@default")


def test_init_makes_a_whitelist_of_it(asterisk_22: str, tmp_path: Path) -> None:
    path = debian(asterisk_22, tmp_path)
    path.write_text(
        (Path(asterisk_22) / "etc/asterisk/modules.conf").read_text(encoding="latin-1"),
        encoding="latin-1",
    )
    lint("init", "--yes", "--no-hook", "--asterisk", "22", ".", cwd=tmp_path, status=0)
    left = json.loads(lint("--output-format", "json", ".", cwd=tmp_path, status=1).stdout)["pbx"][
        0
    ]["findings"]
    # What Debian's file loads on purpose stays, though its configuration is not in this directory.
    assert {(finding["rule"], finding["module"], finding["fixable"]) for finding in left} == {
        ("unused-module", "res_musiconhold", False)
    }
    with boot(asterisk_22, tmp_path) as asterisk:
        running = {name for name, state in asterisk.modules().items() if state.running}
        assert {"app_verbose", "func_md5", "pbx_config"} <= running
        assert len(running) < 24
