"""chan_sip (to release 20): a call with exactly what the tables ask for, and what its modules are
missed for.
"""

from collections.abc import Mapping

import pytest

from asterisk_lint.witness.boot import boot
from tests.usage.sip import Phone
from tests.usage.test_media_calls import booted_without

PEER = (
    "[general]\nudpbindaddr=127.0.0.1:5060\ncontext=office\nallowguest=no\n[alice]\n"
    "type=friend\nhost=dynamic\nsecret=secret\nallow=!all,ulaw\n"
)
FILES = {
    "sip.conf": PEER,
    "extensions.conf": "[office]\nexten => 100,1,Answer\n same => n,Playback(hello-world)\n"
    " same => n,Wait(3)\n",
}
SDES = (
    "RTP/SAVP",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n",
)
DTLS = (
    "UDP/TLS/RTP/SAVP",
    "a=setup:active\r\na=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\r\n",
)


def answer(
    root: str,
    files: Mapping[str, str],
    without: str = "",
    *,
    password: str = "secret",
    keys: tuple[str, str] = ("RTP/AVP", ""),
) -> tuple[int, str]:
    """The status of a call's answer, and how its sound goes; `keys` is how it is offered."""
    configuration, modules = booted_without(root, files, without)
    with boot(root, configuration, modules=modules) as asterisk:
        phone = Phone(asterisk, "alice", 5070, password)
        phone.invite("100", sdp=phone.sdp().replace("RTP/AVP", keys[0]) + keys[1])
        phone.close()
        if phone.last is None:
            return 0, ""
        return phone.last.code, next(
            (line.split()[2] for line in phone.last.body.splitlines() if line.startswith("m=")), ""
        )


def test_a_call_comes_through_with_its_password_alone(asterisk_16: str) -> None:
    assert answer(asterisk_16, FILES) == (200, "RTP/AVP")
    assert answer(asterisk_16, FILES, password="wrong")[0] == 403
    assert answer(asterisk_16, FILES, password="")[0] == 401


@pytest.mark.parametrize("module", ["res_rtp_asterisk", "res_pjproject", "res_sorcery_config"])
def test_without_rtp_there_is_no_call(asterisk_16: str, module: str) -> None:
    assert answer(asterisk_16, FILES, module)[0] == 503


def test_sound_that_must_be_encrypted_never_goes_in_the_clear(asterisk_16: str) -> None:
    files = {**FILES, "sip.conf": PEER + "encryption=yes\n"}
    assert answer(asterisk_16, files, keys=SDES) == (200, "RTP/SAVP")
    assert answer(asterisk_16, files)[0] == 488
    assert answer(asterisk_16, files, "res_srtp", keys=SDES)[0] == 488
    assert answer(asterisk_16, files, "res_srtp")[0] == 488


def test_sound_encrypted_by_certificates_never_goes_in_the_clear(asterisk_16: str) -> None:
    files = {
        **FILES,
        "sip.conf": PEER + "encryption=yes\ndtlsenable=yes\ndtlsautogeneratecert=yes\n",
    }
    assert answer(asterisk_16, files, keys=DTLS) == (200, "UDP/TLS/RTP/SAVP")
    assert answer(asterisk_16, files)[0] == 488
    assert answer(asterisk_16, files, "res_srtp", keys=DTLS)[0] == 503
    assert answer(asterisk_16, files, "res_srtp")[0] == 503
