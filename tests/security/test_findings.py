"""The first campaign's attacks that have their own tests elsewhere, replayed as they were found.

What each kind comes from is tested in tests/usage, tests/conf, tests/rules and tests/fix; the other
attacks are in this directory.
"""

import os
import resource
from pathlib import Path

import pytest

from tests.fix.test_write import ACL, set_or_skip
from tests.pbx import lint

HEAD = "[modules]\nautoload=no\nload = pbx_config.so\n"
ENDPOINT = (
    "[100]\ntype=endpoint\nauth=100\n[100]\ntype=auth\nauth_type=userpass\nusername=100\n"
    "password=x\n"
)


def pbx(directory: Path, release: str = "22", **files: str) -> Path:
    for name, text in {**files, ".asterisk-lint.yaml": f"asterisk: {release}\n"}.items():
        (directory / name).write_text(text)
    return directory


def seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("line", ["exten => 1,1,Dial(IAX2/guest:[mykey]@1.2.3.4/100)",
        "switch => IAX2/guest:[mykey]@1.2.3.4/ctx"])  # fmt: skip
def test_the_key_inside_a_dial_string(line: str, sealed: bool, tmp_path: Path) -> None:
    """A6: res_crypto was removed."""
    modules = HEAD + "load = chan_iax2.so\nload = res_crypto.so\n"
    pbx(tmp_path, **{"modules.conf": modules, "extensions.conf": f"[default]\n{line}\n",
            "iax.conf": "[general]\n"})  # fmt: skip
    with (tmp_path / ".asterisk-lint.yaml").open("a") as settings:
        settings.write(f"sealed: {str(sealed).lower()}\n")
    lint("--fix", "--unsafe-fixes", cwd=tmp_path)
    fixed = (tmp_path / "modules.conf").read_text()
    assert "load = res_crypto.so\n" in fixed
    (tmp_path / "modules.conf").write_text(fixed.replace("load = res_crypto.so\n", ""))
    said = lint("--output-format", "concise", cwd=tmp_path, status=1).stdout
    assert any("AL114" in line and "res_crypto" in line for line in said.splitlines())


def test_encryption_in_users_conf(tmp_path: Path) -> None:
    """A5: res_srtp was removed."""
    users = "[100]\nhassip=yes\nencryption=yes\nsecret=x\nhost=dynamic\n"
    files = {"modules.conf": HEAD + "load = chan_sip.so\nload = res_srtp.so\n", "users.conf": users}
    pbx(tmp_path, "16", **files, **{"extensions.conf": "[default]\n", "sip.conf": "[general]\n"})
    lint("--fix", "--unsafe-fixes", cwd=tmp_path)
    assert "load = res_srtp.so\n" in (tmp_path / "modules.conf").read_text()


def test_a_name_in_the_wrong_case(tmp_path: Path) -> None:
    """A7: it counted as loaded."""
    modules = HEAD + "load = Res_Pjsip_Authenticator_Digest.so\n"
    pbx(tmp_path, **{"modules.conf": modules, "extensions.conf": "[default]\n",
            "pjsip.conf": ENDPOINT})  # fmt: skip
    said = lint("--output-format", "concise", cwd=tmp_path, status=1).stdout
    assert "modules.conf:4:8: AL104 " in said
    assert "pjsip.conf:3:6: AL114 " in said
    lint("--fix", cwd=tmp_path)
    assert "load = res_pjsip_authenticator_digest.so\n" in (tmp_path / "modules.conf").read_text()


def test_a_pattern_of_many_stars(tmp_path: Path) -> None:
    """B1: one line took hours."""
    include = f'#include "{"*a" * 29}b"\n'
    pbx(tmp_path, **{"modules.conf": HEAD, "extensions.conf": f"[d]\n{include}", "a" * 100: ""})
    before = seconds()
    lint(cwd=tmp_path, status=1)
    assert seconds() - before < 10


@pytest.mark.parametrize("top", ["extensions.conf", "modules.conf"])
def test_includes_that_multiply(top: str, tmp_path: Path) -> None:
    """B4: 1 KB took gigabytes."""
    files = {"modules.conf": HEAD, "extensions.conf": "[d]\n"}
    files[top] += '#include "i0.conf"\n'
    files |= {f"i{number}.conf": f'#include "i{number + 1}.conf"\n' * 10 for number in range(8)}
    pbx(tmp_path, **files, **{"i8.conf": "exten => 1,1,Answer()\n"})
    before = seconds()
    done = lint("--output-format", "concise", cwd=tmp_path, status=1)
    assert seconds() - before < 20
    assert "i0.conf:2:1: AL001" in done.stdout or "i1.conf" in done.stdout


def test_an_acl_and_an_attribute(tmp_path: Path) -> None:
    """B2: user 1234 could no longer read the file."""
    file = pbx(tmp_path, **{"modules.conf": "[modules]\nautoload=no\n",
            "extensions.conf": "[d]\nexten => 1,1,Answer()\n"}) / "modules.conf"  # fmt: skip
    set_or_skip(file, "system.posix_acl_access", ACL)
    set_or_skip(file, "user.note", b"hello")
    before = {name: os.getxattr(file, name) for name in os.listxattr(file)}
    mode = file.stat().st_mode
    lint("--fix", cwd=tmp_path, status=1)
    assert "pbx_config" in file.read_text()
    assert {name: os.getxattr(file, name) for name in os.listxattr(file)} == before
    assert file.stat().st_mode == mode


@pytest.mark.parametrize("token", ["[", "[=", "[=[", "x=x..", "..", "{", "function() "])
def test_lua_of_one_token(token: str, tmp_path: Path) -> None:
    """B6: the time grew with the square of the length."""
    pbx(tmp_path, **{"modules.conf": HEAD, "extensions.lua": token * (100_000 // len(token))})
    before = seconds()
    said = lint("--output-format", "concise", cwd=tmp_path, status=1).stdout
    assert seconds() - before < 10
    assert "extensions.lua" in said
