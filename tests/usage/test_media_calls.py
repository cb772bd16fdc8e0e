"""What codec modules and an encrypted technology's helper do, on a booted Asterisk."""

import re
import time
from collections.abc import Mapping

from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import Asterisk, boot
from tests.usage.needed import reasons

PHONE = "[phone]\ntype=endpoint\nallow=!all,{}\n"
IAX = """[general]
bindaddr=127.0.0.1
[ann]
type=friend
secret=secret
auth=md5
requirecalltoken=no
host=127.0.0.1
context=office
disallow=all
allow=ulaw
encryption=yes
"""
SELF = """[office]
exten => in,1,Verbose(0,<encrypted ${CHANNEL(secure_signaling)}>)
 same => n,Answer
 same => n,Wait(3)
exten => out,1,Dial(IAX2/ann/in@office,5)
"""


def booted_without(
    root: str, files: Mapping[str, str], module: str = "", more: str = ""
) -> tuple[Mapping[str, bytes], list[str]]:
    """What `boot` wants: exactly what the tables ask for, without one module, with some more."""
    found = reasons(files, root.rpartition("-")[2])
    assert not module or module in found
    lines = [
        "[modules]",
        "autoload=no",
        *(f"load={each}" for each in (*found, *more.split()) if each != module),
    ]
    return {name: text.encode() for name, text in files.items()}, lines


def path(asterisk: Asterisk, codec: str, rate: str, other: str) -> str:
    """The steps from one codec to another, as `core show translation paths` prints them."""
    for line in asterisk.cli(f"core show translation paths {codec} {rate}").splitlines():
        name, _, steps = line.partition(" : ")
        if name.split()[-1] == other and " To " in name:
            return steps.strip()
    return ""


def test_a_law_and_mu_law_meet_without_a_module_of_their_own(asterisk_root: str) -> None:
    files = {"pjsip.conf": PHONE.format("alaw,ulaw")}
    configuration, modules = booted_without(asterisk_root, files)
    assert "load=codec_a_mu" not in modules
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert path(asterisk, "alaw", "", "ulaw:8000") == "(alaw@8000)->(slin@8000)->(ulaw@8000)"


def test_a_change_of_rate_needs_no_second_coding(asterisk_root: str) -> None:
    files = {"pjsip.conf": PHONE.format("g722,ulaw")}
    configuration, modules = booted_without(asterisk_root, files)
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert (
            path(asterisk, "slin", "16000", "ulaw:8000") == "(slin@16000)->(slin@8000)->(ulaw@8000)"
        )
    configuration, modules = booted_without(asterisk_root, files, "codec_resample")
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert "g722" in path(asterisk, "slin", "16000", "ulaw:8000")


def test_an_encrypted_iax2_call_is_encrypted_by_res_crypto(asterisk_root: str) -> None:
    files = {"iax.conf": IAX, "extensions.conf": SELF}
    assert any(
        reason.enforces for reason in reasons(files, asterisk_root.rpartition("-")[2])["res_crypto"]
    )
    assert encrypted_call(
        asterisk_root, *booted_without(asterisk_root, files, more="res_clioriginate")
    )
    # Without it Asterisk 22 may even say that the call is encrypted; its log tells the truth.
    assert not encrypted_call(
        asterisk_root, *booted_without(asterisk_root, files, "res_crypto", more="res_clioriginate")
    )


def encrypted_call(root: str, configuration: Mapping[str, bytes], modules: list[str]) -> bool:
    with boot(root, configuration, modules=modules) as asterisk:
        asterisk.cli("channel originate Local/out@office application Wait 2")
        until = time.monotonic() + 3
        while time.monotonic() < until:
            if "<encrypted 1>" in asterisk.log:
                return "AES encryption disabled" not in asterisk.log
            time.sleep(0.05)
        return False


def test_asterisk_knows_every_codec_that_the_catalog_knows(asterisk_root: str) -> None:
    names = load(Release.parse(asterisk_root.rpartition("-")[2])).names("codec")
    text = "".join(
        f"[phone{number}]\ntype=endpoint\nallow={name}\n"
        for number, name in enumerate(("nosuchcodec", *names))
    )
    configuration, modules = booted_without(
        asterisk_root,
        {"pjsip.conf": "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n" + text},
    )
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert set(re.findall("unknown format '([^']*)'", asterisk.log)) == {"nosuchcodec"}
