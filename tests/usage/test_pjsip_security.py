"""Requests that must be refused are refused with the modules that the tables ask for, and go through without the one that enforces it."""

from collections.abc import Mapping

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from tests.usage.needed import reasons
from tests.usage.sip import Phone

DIALPLAN = {"extensions.conf": "[office]\nexten => _X.,1,Answer()\n same => n,Wait(5)\n"}
TRANSPORT = "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n"
ALICE = "[alice]\ntype=endpoint\naors=alice\ncontext=office\nallow=!all,ulaw\n"


def booted_modules(root: str, files: Mapping[str, str], without: str = "") -> tuple[dict[str, bytes], list[str]]:
    """The files and the modules.conf for a boot with exactly what the tables ask for, but for one module."""
    release = root.rpartition("-")[2]
    found = reasons(files, release)
    assert without in {"", *found}
    if without:
        assert any(reason.enforces for reason in found[without])
    lines = ["[modules]", "autoload=no", *(f"load={module}" for module in found if module != without)]
    return {name: text.encode() for name, text in files.items()}, lines


def call(asterisk: Asterisk, user: str, password: str = "") -> int:
    """Call an extension; the answer's status."""
    phone = Phone(asterisk, user, 5070, password)
    phone.invite("100")
    phone.close()
    return phone.last.code if phone.last else 0


@pytest.mark.parametrize(
    ("text", "module", "refusal"),
    [
        (ALICE + "auth=alice\n[alice]\ntype=auth\nusername=alice\npassword=secret\n", "res_pjsip_authenticator_digest", 401),
        (ALICE + "[wall]\ntype=acl\ndeny=0.0.0.0/0\n", "res_pjsip_acl", 403),
    ],
)
def test_a_call_that_must_be_refused(asterisk_root: str, text: str, module: str, refusal: int) -> None:
    files = {"pjsip.conf": TRANSPORT + text, **DIALPLAN}
    configuration, modules = booted_modules(asterisk_root, files)
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert call(asterisk, "alice") == refusal
        if refusal == 401:
            assert call(asterisk, "alice", "wrong") == 401
            assert call(asterisk, "alice", "secret") == 200
    configuration, modules = booted_modules(asterisk_root, files, without=module)
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert call(asterisk, "alice") == 200


def test_an_endpoints_own_acl_needs_no_module_of_its_own(asterisk_root: str) -> None:
    files = {"pjsip.conf": TRANSPORT + ALICE + "deny=0.0.0.0/0\npermit=192.0.2.0/24\n", **DIALPLAN}
    configuration, modules = booted_modules(asterisk_root, files)
    assert "load=res_pjsip_acl" not in modules
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert call(asterisk, "alice") in (401, 500)
        assert call(asterisk, "stranger") in (401, 500)


def test_sound_that_must_be_encrypted_never_goes_in_the_clear(asterisk_root: str) -> None:
    files = {"pjsip.conf": TRANSPORT + ALICE + "media_encryption=sdes\n", **DIALPLAN}
    keys = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{}\r\n"
    configuration, modules = booted_modules(asterisk_root, files)
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert call(asterisk, "alice") == 488
        phone = Phone(asterisk, "alice", 5071)
        sdp = phone.sdp().replace("RTP/AVP", "RTP/SAVP") + keys.format("d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj")
        phone.invite("100", sdp=sdp)
        assert phone.last
        assert phone.last.code == 200
        assert "RTP/SAVP" in phone.last.body
        phone.close()
    configuration, modules = booted_modules(asterisk_root, files, without="res_srtp")
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert call(asterisk, "alice") == 488
        phone = Phone(asterisk, "alice", 5071)
        phone.invite("100", sdp=sdp)
        assert phone.last
        assert phone.last.code == 488
        phone.close()


def test_a_providers_challenge_is_answered(asterisk_root: str) -> None:
    text = "[far]\ntype=registration\nserver_uri=sip:127.0.0.1:5080\nclient_uri=sip:me@127.0.0.1:5080\noutbound_auth=far\n"
    files = {"pjsip.conf": TRANSPORT + text + "[far]\ntype=auth\nusername=me\npassword=secret\n", **DIALPLAN}
    assert answers_challenge(asterisk_root, *booted_modules(asterisk_root, files))
    assert not answers_challenge(asterisk_root, *booted_modules(asterisk_root, files, without="res_pjsip_outbound_authenticator_digest"))


def answers_challenge(root: str, configuration: Mapping[str, bytes], modules: list[str]) -> bool:
    """Challenge Asterisk's REGISTER, as a provider does."""
    with boot(root, configuration, modules=modules) as asterisk:
        provider = Phone(asterisk, "provider", 5080)
        asterisk.cli("pjsip send register far")
        request = provider.expect("REGISTER", 6)
        assert request is not None
        provider.answer(request, 401, ['WWW-Authenticate: Digest realm="far", nonce="1", algorithm=MD5'])
        request = provider.expect("REGISTER", 2)
        provider.close()
        return request is not None and "Digest" in request.get("Authorization")


def test_a_caller_whose_number_nobody_signed_is_refused(asterisk_22: str) -> None:
    signed = "[verification]\ntype=verification\nglobal_disable=no\nload_system_certs=yes\nfailure_action=reject_request\ncert_cache_dir=/tmp\n"
    signed += "[strict]\ntype=profile\nendpoint_behavior=verify\nfailure_action=reject_request\n"
    files = {"pjsip.conf": TRANSPORT + ALICE + "stir_shaken_profile=strict\n", "stir_shaken.conf": signed, **DIALPLAN}
    configuration, modules = booted_modules(asterisk_22, files)
    with boot(asterisk_22, configuration, modules=modules) as asterisk:
        assert 400 <= call(asterisk, "alice") < 500
    configuration, modules = booted_modules(asterisk_22, files, without="res_pjsip_stir_shaken")
    with boot(asterisk_22, configuration, modules=modules) as asterisk:
        assert call(asterisk, "alice") == 200
