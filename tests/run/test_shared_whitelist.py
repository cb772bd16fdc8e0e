"""One modules.conf that several PBXs read: what one of them needs is no other's to remove."""

import subprocess
from pathlib import Path

import pytest

from asterisk_lint.__main__ import main

WHITELIST = "[modules]\nautoload = no\n" + "".join(
    f"load = {module}.so\n"
    for module in ("pbx_config", "app_verbose", "func_md5", "app_milliwatt", "app_zapateller")
)
DIALPLANS = {
    "berlin": "[a]\nexten => 1,1,Verbose(1)\n same => n,Milliwatt()\n",
    "oslo": "[a]\nexten => 1,1,Verbose(${MD5(1)})\n",
    "paris": "[a]\nexten => 1,1,Verbose(${SHA1(1)})\n",
}
SHARED = "common/modules.conf"


@pytest.fixture(params=["linked", "layered"])
def fleet(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one whitelist for three PBXs, by symbolic links or by the settings."""
    (tmp_path / "common").mkdir()
    (tmp_path / SHARED).write_text(WHITELIST)
    (tmp_path / "common/extensions.conf").write_text("[a]\nexten => 1,1,Verbose(1)\n")
    settings = "asterisk: 22\n" + ("pbx:\n" if request.param == "layered" else "")
    for host, dialplan in DIALPLANS.items():
        (tmp_path / host).mkdir()
        (tmp_path / host / "extensions.conf").write_text(dialplan)
        if request.param == "linked":
            (tmp_path / host / "modules.conf").symlink_to(f"../{SHARED}")
        else:
            settings += f"  {host}: {{layers: [common, {host}]}}\n"
    (tmp_path / ".asterisk-lint.yaml").write_text(settings)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def modules(directory: Path) -> set[str]:
    lines = (directory / SHARED).read_text().splitlines()
    loads = [line.split("=")[1] for line in lines if line.startswith("load =")]
    return {load.strip().removesuffix(".so") for load in loads}


def test_a_fix_of_all_meets_the_needs_of_all(fleet: Path) -> None:
    assert main(["--fix"]) == 1
    needed = {"pbx_config", "app_verbose", "func_md5", "app_milliwatt", "func_sha1"}
    assert modules(fleet) == needed
    before = (fleet / SHARED).read_bytes()
    assert main(["--fix"]) == 0
    assert (fleet / SHARED).read_bytes() == before


def test_one_fix_is_enough_where_another_host_adds_the_reader_of_a_file(fleet: Path) -> None:
    (fleet / "berlin/iax.conf").write_text("[general]\ndisallow = all\nallow = alaw\n")
    (fleet / "oslo/iax.conf").write_text("[general]\ndisallow = all\nallow = gsm\n")
    (fleet / "oslo/extensions.conf").write_text("[a]\nexten => 1,1,Dial(IAX2/x)\n")
    main(["--fix"])
    assert {"chan_iax2", "codec_alaw", "codec_gsm"} <= modules(fleet)
    before = (fleet / SHARED).read_bytes()
    main(["--fix"])
    assert (fleet / SHARED).read_bytes() == before


@pytest.mark.parametrize("host", DIALPLANS)
def test_a_fix_of_one_leaves_what_the_others_need(fleet: Path, host: str) -> None:
    main(["--fix", host])
    assert {"func_md5", "app_milliwatt"} <= modules(fleet)
    assert "app_zapateller" not in modules(fleet)


def test_no_check_calls_it_unused(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--output-format", "concise", "--jobs", "1"])
    told = capsys.readouterr().out
    assert "nothing uses app_zapateller" in told
    assert "nothing uses func_md5" not in told
    assert "nothing uses app_milliwatt" not in told


def test_the_answer_follows_a_change_of_another_host(
    fleet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--output-format", "concise"])
    (fleet / "oslo/extensions.conf").write_text("[a]\nexten => 1,1,Verbose(1)\n")
    capsys.readouterr()
    main(["--output-format", "concise"])
    assert "nothing uses func_md5" in capsys.readouterr().out


def test_the_patch_of_several_pbxs_applies(fleet: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["--diff", "-q"])
    patch = capfd.readouterr().out
    done = subprocess.run(["git", "apply"], cwd=fleet, input=patch, text=True, check=False)
    assert done.returncode == 0
    assert "func_sha1" in modules(fleet)
