"""Modules that neither a start nor a phone's ordinary call misses: keys, call files, codecs'
parameters, callers' locations, encrypted sound.
"""

import base64
import hashlib
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from asterisk_lint.witness.layout import Layout, read_directory
from tests.calls.test_calls_of_programs import (
    ACCEPT,
    AUTHREP,
    AUTHREQ,
    CHALLENGE,
    IAX,
    METHODS,
    REJECT,
    RSA,
    Iax,
)
from tests.pbx import FIXTURES
from tests.talk import add_address, running, within
from tests.test_fixtures import fixed
from tests.usage.sip import Dialog, Phone, inside
from tests.usage.test_media_calls import booted_without

RSA_RESULT = 17


def openssl(*words: str, stdin: bytes = b"") -> bytes:
    """What openssl says."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here, which makes the keys")
    return subprocess.run(["openssl", *words], input=stdin, check=True, capture_output=True).stdout


@pytest.mark.parametrize("without", ["", "res_crypto"])
def test_a_branch_is_known_by_its_key(asterisk_root: str, tmp_path: Path, without: str) -> None:
    keys = {name: str(tmp_path / f"{name}.key") for name in ("berlin", "somebody")}
    for path in keys.values():
        openssl("genrsa", "-out", path, "1024")  # the only length that Asterisk's signatures have
    directory = fixed("iax-branches", tmp_path, asterisk_root.rpartition("-")[2])
    files = read_directory(directory)
    files["keys/berlin.pub"] = openssl("rsa", "-in", keys["berlin"], "-pubout")
    files["modules.conf"] = files["modules.conf"].replace(f"load = {without}.so\n".encode(), b"")
    with boot(
        asterisk_root, files, layout=Layout(directories={"astkeydir": "/etc/asterisk"})
    ) as asterisk:
        assert without not in asterisk.modules()
        add_address(asterisk, "198.51.100.7", 1)
        for key, outcome in (("berlin", REJECT if without else ACCEPT), ("somebody", REJECT)):
            with closing(Iax(asterisk, "198.51.100.7")) as berlin:
                what, elements = berlin.call("berlin", "500")
                assert (what, elements[METHODS]) == (AUTHREQ, RSA)
                signature = openssl("dgst", "-sha1", "-sign", keys[key], stdin=elements[CHALLENGE])
                berlin.send(AUTHREP, (RSA_RESULT, base64.b64encode(signature)))
                assert berlin.receive((IAX, ACCEPT), (IAX, REJECT))[0] == outcome, key


def test_a_call_file_stays_there_for_ever(asterisk_root: str, tmp_path: Path) -> None:
    with running(asterisk_root, "call-files", tmp_path, without=["pbx_spool"]) as asterisk:
        asterisk.write(
            "/var/spool/asterisk/outgoing/reminder.call",
            (tmp_path / "call-files" / "reminder.call").read_bytes(),
        )
        assert not within(3, lambda: "Local/1@reminders" in asterisk.log)


UDP = "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n"
ANSWER = "[office]\nexten => show,1,Answer\n same => n,Wait(5)\n"
OPUS = {
    "pjsip.conf": UDP + "[alice]\ntype=endpoint\ncontext=office\nallow=!all,opus\n",
    "extensions.conf": ANSWER,
}


def test_a_codecs_parameters_are_answered(asterisk_root: str) -> None:
    said = (
        "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 maxplaybackrate=16000;maxaveragebitrate=20000\r\n"
    )
    answers = [parameters(asterisk_root, without, said) for without in ("", "res_format_attr_opus")]
    assert "maxplaybackrate=16000" in answers[0]
    assert answers[1] == ""


def parameters(root: str, without: str, said: str) -> str:
    """What a call's answer says of the parameters of opus."""
    configuration, modules = booted_without(root, OPUS, without)
    with (
        boot(root, configuration, modules=modules) as asterisk,
        closing(Phone(asterisk, "alice", 5070)) as alice,
    ):
        alice.invite("show", sdp=alice.sdp("111") + said)
        assert alice.last
        assert "opus/48000" in alice.last.body
        return next(
            (line for line in alice.last.body.splitlines() if line.startswith("a=fmtp:111")), ""
        )


@pytest.mark.parametrize("without", ["", "res_pjsip_geolocation"])
def test_an_emergency_call_says_where_it_comes_from(
    asterisk_root: str, tmp_path: Path, without: str
) -> None:
    anybody = ("extensions.conf", "?ok:no)", "?ok:ok)")
    unsigned = (FIXTURES / "caller-identity" / "pjsip.conf").read_bytes()
    files, left_out = {"pjsip.conf": unsigned}, [without] if without else []
    with running(
        asterisk_root, "caller-identity", tmp_path, files=files, replaced=anybody, without=left_out
    ) as asterisk:
        add_address(asterisk, "192.0.2.70", 1)
        with closing(Phone(asterisk, "carrier", 5060, address="192.0.2.70")) as carrier:
            carrier.send(
                "INVITE", Dialog("sip:911@127.0.0.1"), (), carrier.sdp(), "application/sdp"
            )
            call = carrier.expect("INVITE")
            assert call
            assert (
                "Geolocation" in dict(call.headers),
                "<ca:A1>New York</ca:A1>" in call.body,
            ) == ((not without,) * 2)
            carrier.answer(call, 486)


SPEECH = {
    "aeap.conf": "[ear]\ntype=client\ncodecs=!all,ulaw\nurl=ws://127.0.0.1:9099\n"
    "protocol=speech_to_text\n",
    "extensions.conf": "[office]\nexten => listen,1,Answer\n same => n,SpeechCreate(ear)\n"
    " same => n,Wait(3)\n",
}


@pytest.mark.parametrize("without", ["", "res_speech_aeap"])
def test_a_program_that_recognizes_speech_is_asked(asterisk_22: str, without: str) -> None:
    configuration, modules = booted_without(asterisk_22, SPEECH, without, more="res_clioriginate")
    with (
        boot(asterisk_22, configuration, modules=modules) as asterisk,
        inside(asterisk, lambda: socket.create_server(("127.0.0.1", 9099))) as program,
    ):
        program.settimeout(2)
        asterisk.cli("channel originate Local/listen@office application Wait 3")
        try:
            connection, _ = program.accept()
            with connection:
                asked = b"Upgrade: websocket" in connection.recv(4000)
        except TimeoutError:
            asked = False
        assert asked == (not without)


DTLS = {
    "pjsip.conf": UDP
    + (
        "[alice]\ntype=endpoint\ncontext=office\nallow=!all,ulaw\nmedia_encryption=dtls\n"
        "dtls_auto_generate_cert=yes\ndtls_verify=fingerprint\n"
    ),
    "extensions.conf": ANSWER,
}


@pytest.fixture
def certificates(tmp_path: Path) -> Mapping[str, str]:
    """Two keys with a certificate, each in one file."""
    made = {name: str(tmp_path / f"{name}.pem") for name in ("alice", "somebody")}
    for path in made.values():
        openssl(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=phone",
            "-keyout",
            path,
            "-out",
            f"{path}.crt",
        )
        with open(path, "a", encoding="ascii") as file:
            file.write(Path(f"{path}.crt").read_text(encoding="ascii"))
    return made


def test_sound_is_encrypted_by_keys_of_the_two_that_talk(
    asterisk_root: str, certificates: Mapping[str, str]
) -> None:
    configuration, modules = booted_without(asterisk_root, DTLS)
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        status, said = handshake(asterisk, certificates, "alice")
        assert status == 200
        assert "SRTP Extension negotiated, profile=SRTP_AES128_CM_SHA1_80" in said
        assert not mistrusted(asterisk, 1)
        assert handshake(asterisk, certificates, "somebody")[0] == 200
        assert mistrusted(asterisk, 4)
    configuration, modules = booted_without(asterisk_root, DTLS, "res_srtp")
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert handshake(asterisk, certificates, "alice")[0] == 488


def mistrusted(asterisk: Asterisk, seconds: float) -> bool:
    """Whether Asterisk says that another certificate was shown than the call named."""
    return within(
        seconds, lambda: "Fingerprint provided by remote party does not match" in asterisk.log
    )


def handshake(asterisk: Asterisk, certificates: Mapping[str, str], shown: str) -> tuple[int, str]:
    """The answer to a call that names alice's certificate, and what openssl says of a handshake
    with the one shown.
    """
    named = ssl.PEM_cert_to_DER_cert(
        Path(f"{certificates['alice']}.crt").read_text(encoding="ascii")
    )
    fingerprint = ":".join(f"{byte:02X}" for byte in hashlib.sha256(named).digest())
    with closing(Phone(asterisk, "alice", 5070)) as alice:
        offer = (
            alice.sdp().replace("RTP/AVP", "UDP/TLS/RTP/SAVP")
            + f"a=setup:active\r\na=fingerprint:sha-256 {fingerprint}\r\n"
        )
        call = alice.invite("show", sdp=offer)
        assert alice.last
        if alice.last.code != 200:
            return alice.last.code, ""
        port = re.search(r"^m=audio (\d+)", alice.last.body, re.MULTILINE)
        assert port
        words = [
            "openssl",
            "s_client",
            "-dtls1_2",
            "-connect",
            f"127.0.0.1:{port[1]}",
            "-bind",
            "127.0.0.1:6070",
            "-cert",
            certificates[shown],
        ]
        words += ["-use_srtp", "SRTP_AES128_CM_SHA1_80"]
        done = inside(
            asterisk,
            lambda: subprocess.run(words, input=b"", capture_output=True, timeout=10, check=False),
        )
        alice.ask("BYE", call, seconds=1)
        return 200, done.stdout.decode()
