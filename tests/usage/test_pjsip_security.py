"""Requests that must be refused are refused with the modules that the tables ask for, and go
through without the one that enforces it.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from tests.usage.needed import reasons
from tests.usage.sip import Phone

DIALPLAN = {"extensions.conf": "[office]\nexten => _X.,1,Answer()\n same => n,Wait(5)\n"}
TRANSPORT = "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n"
ALICE = "[alice]\ntype=endpoint\naors=alice\ncontext=office\nallow=!all,ulaw\n"
WIZARD = (
    "[alice]\ntype=wizard\naccepts_auth=yes\ninbound_auth/username=alice\n"
    "inbound_auth/password=secret\n"
)
WIZARD += "endpoint/context=office\nendpoint/allow=!all,ulaw\n"


def booted_modules(
    root: str, files: Mapping[str, str], without: str = ""
) -> tuple[dict[str, bytes], list[str]]:
    """The files and the modules.conf for a boot with exactly what the tables ask for, but for one
    module.
    """
    release = root.rpartition("-")[2]
    found = reasons(files, release)
    assert without in {"", *found}
    if without:
        assert any(reason.enforces for reason in found[without])
    lines = [
        "[modules]",
        "autoload=no",
        *(f"load={module}" for module in found if module != without),
    ]
    return {name: text.encode() for name, text in files.items()}, lines


def call(asterisk: Asterisk, user: str, password: str = "", headers: Iterable[str] = ()) -> int:
    """Call an extension; the answer's status."""
    phone = Phone(asterisk, user, 5070, password)
    phone.invite("100", headers)
    phone.close()
    return phone.last.code if phone.last else 0


@pytest.mark.parametrize(
    ("text", "module", "refusal"),
    [
        (
            ALICE + "auth=alice\n[alice]\ntype=auth\nusername=alice\npassword=secret\n",
            "res_pjsip_authenticator_digest",
            401,
        ),
        (ALICE + "[wall]\ntype=acl\ndeny=0.0.0.0/0\n", "res_pjsip_acl", 403),
        (WIZARD, "res_pjsip_authenticator_digest", 401),
    ],
    ids=["auth", "acl", "wizard"],
)
def test_a_call_that_must_be_refused(
    asterisk_root: str, text: str, module: str, refusal: int
) -> None:
    files = (
        {"pjsip.conf": TRANSPORT, "pjsip_wizard.conf": text}
        if text == WIZARD
        else {"pjsip.conf": TRANSPORT + text}
    )
    files.update(DIALPLAN)
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
        sdp = phone.sdp().replace("RTP/AVP", "RTP/SAVP") + keys.format(
            "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj"
        )
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


def test_a_call_that_a_database_says_must_be_refused(asterisk_root: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "phones") as made:
        made.execute(
            "create table ps_endpoints (id text, auth text, context text, disallow text, "
            "allow text)"
        )
        made.execute(
            "create table ps_auths (id text, auth_type text, username text, password text)"
        )
        made.execute("insert into ps_endpoints values ('alice', 'alice', 'office', 'all', 'ulaw')")
        made.execute("insert into ps_auths values ('alice', 'userpass', 'alice', 'secret')")
    made.close()
    files = {
        "pjsip.conf": TRANSPORT,
        "sorcery.conf": "[res_pjsip]\nendpoint=realtime,ps_endpoints\nauth=realtime,ps_auths\n",
        "extconfig.conf": "[settings]\nps_endpoints => sqlite3,phones\n"
        "ps_auths => sqlite3,phones\n",
        "res_config_sqlite3.conf": "[phones]\ndbfile => /tmp/phones\n",
        **DIALPLAN,
    }
    for without, status in (("", 401), ("res_pjsip_authenticator_digest", 200)):
        configuration, modules = booted_modules(asterisk_root, files, without)
        with boot(asterisk_root, configuration, modules=modules) as asterisk:
            asterisk.write("/tmp/phones", (tmp_path / "phones").read_bytes())
            asterisk.cli("module reload res_config_sqlite3.so")
            assert call(asterisk, "alice") == status
            assert call(asterisk, "alice", "secret") == 200


PROVIDER = """[far]
type=registration
server_uri=sip:127.0.0.1:5080
client_uri=sip:me@127.0.0.1:5080
outbound_auth=far
[far]
type=endpoint
aors=far
outbound_auth=far
allow=!all,ulaw
[far]
type=aor
contact=sip:far@127.0.0.1:5080
authenticate_qualify=yes
[far]
type=auth
username=me
password=secret
"""


def test_a_providers_challenge_is_answered(asterisk_root: str) -> None:
    files = {"pjsip.conf": TRANSPORT + PROVIDER, **DIALPLAN}
    assert answered(asterisk_root, *booted_modules(asterisk_root, files)) == {
        "REGISTER",
        "OPTIONS",
        "INVITE",
    }
    assert (
        answered(
            asterisk_root,
            *booted_modules(
                asterisk_root, files, without="res_pjsip_outbound_authenticator_digest"
            ),
        )
        == set()
    )


def answered(root: str, configuration: Mapping[str, bytes], modules: list[str]) -> set[str]:
    """Challenge Asterisk's requests, as a provider does; the methods of those that then come with
    an answer.
    """
    ways = {
        "REGISTER": "pjsip send register far",
        "OPTIONS": "pjsip qualify far",
        "INVITE": "channel originate PJSIP/far application Wait 1",
    }
    found = set()
    with (
        boot(root, configuration, modules=[*modules, "load=res_clioriginate"]) as asterisk,
        closing(Phone(asterisk, "provider", 5080)) as provider,
    ):
        for method, command in ways.items():
            asterisk.cli(command)
            request = provider.expect(method, 6)
            assert request is not None
            provider.answer(
                request, 401, ['WWW-Authenticate: Digest realm="far", nonce="1", algorithm=MD5']
            )
            request = provider.expect(method, 1)
            if request is not None and "Digest" in request.get("Authorization"):
                provider.answer(request, 486 if method == "INVITE" else 200)
                found.add(method)
    return found


# A call without a signature is refused by 22's module when its profile says so, and in 16 by
# res_pjsip_session itself; there the module refuses one whose signature is none.
SIGNED = {
    "22": (
        "stir_shaken_profile=strict\n",
        "[verification]\ntype=verification\nglobal_disable=no\nload_system_certs=yes\n"
        "failure_action=reject_request\ncert_cache_dir=/tmp\n"
        "[strict]\ntype=profile\nendpoint_behavior=verify\nfailure_action=reject_request\n",
        [],
    ),
    "16": (
        "stir_shaken=verify\n",
        "[general]\n",
        ["Identity: e30.e30.none;info=<ftp://127.0.0.1/key>;alg=ES256;ppt=shaken"],
    ),
}


def test_a_caller_whose_number_nobody_signed_is_refused(asterisk_root: str) -> None:
    option, signed, headers = SIGNED[asterisk_root.rpartition("-")[2]]
    files = {"pjsip.conf": TRANSPORT + ALICE + option, "stir_shaken.conf": signed, **DIALPLAN}
    configuration, modules = booted_modules(asterisk_root, files)
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert 400 <= call(asterisk, "alice", headers=headers) < 500
    configuration, modules = booted_modules(asterisk_root, files, without="res_pjsip_stir_shaken")
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert call(asterisk, "alice", headers=headers) == 200
