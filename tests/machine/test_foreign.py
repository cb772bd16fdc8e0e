"""Modules from outside Asterisk: their own files show what they cannot be loaded without."""

import json
import re
import shutil
from pathlib import Path

from asterisk_lint.observed.read import parse_observed
from asterisk_lint.observed.values import NAME, Foreign
from asterisk_lint.witness.installed_modules import module_folder
from tests.machine.test_observe import MACHINE, is_of_the_list, stand_in
from tests.pbx import lint
from tests.repository import Repository


def test_a_module_that_the_catalog_does_not_know_keeps_what_it_needs(
    asterisk_22: str, tmp_path: Path
) -> None:
    """A copy of res_pjsip_t38 plays a module of somebody's own. It requires res_pjsip and
    res_pjsip_session (its `ast_module_info`).
    """
    folder = module_folder(asterisk_22)
    assert folder is not None
    modules = tmp_path / "modules"
    modules.mkdir()
    for name in ("res_pjsip", "res_pjsip_session", "res_pjproject"):
        shutil.copy(Path(folder) / f"{name}.so", modules)
    shutil.copy(Path(folder) / "res_pjsip_t38.so", modules / "res_ownfax.so")
    shutil.copy(Path(folder) / "res_pjsip_t38.so", modules / "chan_sip.so")  # left over from 18
    (modules / "res_damaged.so").write_bytes(b"\x7fELF\x02\x01")
    place = tmp_path / "repository"
    whitelist = "[modules]\nautoload=no\nload=pbx_config.so\nload=res_ownfax.so\nload=func_md5.so\n"
    Repository(place).commit(
        **{
            "modules.conf": whitelist,
            "extensions.conf": "[a]\nexten => 1,1,NoOp()\n",
            ".asterisk-lint.yaml": "asterisk: 22\n",
        }
    )
    lint("observe", ".", "--modules", str(modules), "--yes", cwd=place, status=0)
    wanted = (Foreign("res_ownfax", ("res_pjsip", "res_pjsip_session")),)
    assert parse_observed((place / NAME).read_bytes(), NAME).foreign == wanted
    # Over --run: only that file is read there, not those of Asterisk's own modules.
    (place / NAME).unlink()
    lint("observe", ".", "--run", stand_in(tmp_path, MACHINE), "--modules", str(modules), "--yes",
        cwd=place, status=0)  # fmt: skip
    assert parse_observed((place / NAME).read_bytes(), NAME).foreign == wanted
    sent = (tmp_path / "sent").read_text()
    assert f"'{modules}'" in sent
    assert re.findall(r"/(\w+)\.so", sent) == ["res_damaged", "res_ownfax"]
    assert {line for line in sent.splitlines() if not is_of_the_list(line)} == set()
    assert "-rx 'core show functions'" in sent
    done = lint("--output-format", "json", cwd=place, status=1)
    [pbx] = json.loads(done.stdout)["pbx"]
    missing = {each["module"] for each in pbx["findings"] if each["rule"] == "missing-module"}
    assert {"res_pjsip", "res_pjsip_session"} <= missing
    lint("--fix", cwd=place)
    fixed = (place / "modules.conf").read_text()
    for name in ("res_ownfax", "res_pjsip", "res_pjsip_session"):
        assert f"{name}.so" in fixed
