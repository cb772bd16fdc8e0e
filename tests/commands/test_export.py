"""`export`: what builds or installs the modules of a PBX."""

import json
import re
from pathlib import Path

import pytest

from tests.pbx import lint

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
CONF = """[modules]
autoload=no
load = pbx_config.so
load = app_dial.so
load = codec_g729a.so
load = app_verbose.so
load = func_md5.so
"""


@pytest.fixture
def pbx(tmp_path: Path) -> Path:
    (tmp_path / "modules.conf").write_text(CONF)
    (tmp_path / "extensions.conf").write_text(
        "[a]\nexten => 1,1,Verbose(1)\n same => n,Set(x=${SHA1(a)})\n"
    )
    return tmp_path


def exported(format_: str, path: Path, *arguments: str) -> str:
    return lint("export", format_, str(path), *arguments, status=0).stdout


def test_what_is_required_is_built_and_what_nothing_uses_is_not(pbx: Path) -> None:
    enabled = re.findall(r"--enable (\w+)", exported("menuselect", pbx, "--asterisk", "22"))
    assert {"pbx_config", "app_verbose", "func_sha1"} <= set(enabled)
    assert "func_md5" not in enabled
    assert "codec_g729a" not in enabled  # Asterisk's source has none
    assert enabled == sorted(enabled)


def test_what_the_source_lacks_is_named(pbx: Path) -> None:
    said = lint("export", "menuselect", str(pbx), "--asterisk", "22", status=0).stderr
    assert "codec_g729a" in said


def test_every_category_is_emptied_first(pbx: Path) -> None:
    said = exported("menuselect", pbx, "--asterisk", "22")
    assert said.index("--disable-category MENUSELECT_RES") < said.index("--enable")
    assert said.rstrip().endswith("menuselect.makeopts")


def test_json_says_why_a_module_is_there(pbx: Path) -> None:
    modules = json.loads(exported("json", pbx, "--asterisk", "22"))["modules"]
    states = {each["module"]: each["state"] for each in modules}
    assert states["func_sha1"] == "required"
    assert states["codec_g729a"] != "required"
    assert "func_md5" not in states


def test_packages_of_debian(pbx: Path) -> None:
    assert exported("debian", pbx, "--asterisk", "22") == (
        "apt-get install --no-install-recommends asterisk asterisk-modules\n"
    )


def test_packages_of_openwrt(pbx: Path) -> None:
    words = exported("openwrt", pbx, "--asterisk", "23").replace("\\\n", " ").split()
    assert {"asterisk", "asterisk-func-sha1", "asterisk-app-verbose"} <= set(words)
    assert "asterisk-func-md5" not in words


def test_a_series_that_a_distribution_does_not_package_is_refused(pbx: Path) -> None:
    refused = lint("export", "debian", str(pbx), "--asterisk", "13", status=2)
    assert "known: 16, 22" in refused.stderr


def test_several_pbxs_are_refused() -> None:
    assert "name one" in lint("export", "json", str(FIXTURES), status=2).stderr


def test_autoload_is_said(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload=yes\n")
    (tmp_path / "extensions.conf").write_text("[a]\nexten => 1,1,Verbose(1)\n")
    done = lint("export", "menuselect", str(tmp_path), "--asterisk", "22", status=0)
    assert "--enable app_verbose" in done.stdout
    assert "autoload=yes" in done.stderr


def test_a_dockerfile_builds_the_release_named(pbx: Path) -> None:
    said = exported("dockerfile", pbx, "--asterisk", "22.9.0")
    assert "ARG ASTERISK=22.9.0\n" in said
    assert "--enable func_sha1" in said
