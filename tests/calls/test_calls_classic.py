"""Calls through a whole PBX of chan_sip (Asterisk 16) with the whitelist that the tool writes:
access lists, a provider, voicemail, a queue.
"""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from asterisk_lint.witness.boot import Asterisk
from tests.talk import Caller, add_address, running, together, within
from tests.usage.sip import Dialog, Phone

SECRET = "example-only"
FRONT, PROVIDER = "192.0.2.20", "192.0.2.99"
KEY = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n"


@pytest.fixture(scope="module")
def classic(asterisk_16: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asterisk]:
    """The PBX, whose provider has an address."""
    with running(
        asterisk_16,
        "sip-classic",
        tmp_path_factory.mktemp("classic"),
        replaced=("sip.conf", "sip.example.net", PROVIDER),
    ) as asterisk:
        add_address(asterisk, FRONT, 1)
        add_address(asterisk, PROVIDER, 2)
        yield asterisk


@pytest.fixture
def front(classic: Asterisk) -> Iterator[Caller]:
    """The phone at the front desk, registered."""
    with Caller(classic, "20", 5071, SECRET, FRONT, codec=8) as phone:
        phone.sign_in()
        assert within(4, lambda: "OK (" in classic.cli("sip show peers"))
        yield phone


@pytest.mark.parametrize(
    ("user", "password", "address", "status"),
    [
        ("20", "wrong", FRONT, 403),
        ("20", "", FRONT, 401),
        ("20", SECRET, "127.0.0.1", 403),
        ("29", SECRET, FRONT, 403),
    ],
)
def test_nobody_registers_or_calls_without_password_and_right_address(
    classic: Asterisk, user: str, password: str, address: str, status: int
) -> None:
    with closing(Phone(classic, user, 5079, password, address)) as phone:
        assert phone.register() == status
        phone.invite("8", codecs="8")
        assert phone.last
        assert phone.last.code == status


def test_a_call_that_must_be_encrypted_is_refused_in_the_clear(classic: Asterisk) -> None:
    with Caller(classic, "21", 5078, SECRET, FRONT, codec=8) as phone:
        phone.invite("8", sdp=phone.sdp())
        assert phone.last
        assert phone.last.code == 488
        call = phone.invite("8", sdp=phone.sdp().replace("RTP/AVP", "RTP/SAVP") + KEY)
        assert phone.last.code == 200
        assert "RTP/SAVP" in phone.last.body
        assert phone.ask("BYE", call) == 200


def test_two_phones_talk_hold_and_transfer(classic: Asterisk, front: Caller) -> None:
    with Caller(classic, "20", 5072, SECRET, FRONT, codec=8) as other:
        call, taken = together(lambda: other.call("20"), front.take)
        front.sound.speaking = True
        assert other.sound.hears()
        assert not front.sound.hears(0.5)
        other.sound.speaking = True
        assert front.sound.hears()
        assert (
            other.ask(
                "INVITE", call, (), other.sdp(direction="sendonly", version=2), "application/sdp"
            )
            == 200
        )
        assert other.last
        assert "a=recvonly" in other.last.body
        assert other.ask("INVITE", call, (), other.sdp(version=3), "application/sdp") == 200
        assert front.ask("REFER", taken, ["Refer-To: <sip:8@127.0.0.1>"]) == 202
        assert within(4, lambda: "VoiceMailMain(" in classic.log)
        assert other.sound.hears()
        assert other.ask("BYE", call) == 200


def test_the_provider_is_registered_with_and_its_caller_leaves_a_message(
    classic: Asterisk, front: Caller
) -> None:
    with Caller(classic, "provider", 5060, "", PROVIDER, codec=8) as provider:
        classic.cli("sip reload")
        asked = provider.expect("REGISTER", 30)
        assert asked
        provider.answer(
            asked, 401, ['WWW-Authenticate: Digest realm="provider", nonce="1", algorithm=MD5']
        )
        asked = provider.expect("REGISTER")
        assert asked
        assert 'username="office"' in asked.get("Authorization")
        provider.answer(asked, 200, ["Expires: 60"])

        def busy() -> Dialog:
            request = front.expect("INVITE", 8)
            assert request, "20 does not ring"
            return front.answer(request, 486)

        provider.sound.speaking = True
        call, _ = together(lambda: provider.call("s"), busy)
        assert provider.sound.hears()
        provider.sound.press("#")  # past the greeting
        assert within(8, lambda: "Recording the message" in classic.log)
        time.sleep(2)  # spoken text
        assert provider.ask("BYE", call) == 200
    assert within(
        4,
        lambda: (
            len(classic.read("/var/spool/asterisk/voicemail/default/20/INBOX/msg0000.gsm")) > 1000
        ),
    )
    while request := front.expect("NOTIFY"):
        front.answer(request, 200)
        if "Messages-Waiting: yes" in request.body:
            break
    assert request


def test_a_queue_rings_its_member_and_records_the_call(classic: Asterisk, front: Caller) -> None:
    with Caller(classic, "20", 5073, SECRET, FRONT, codec=8) as caller:
        call, _ = together(lambda: caller.call("9"), lambda: front.take(12))
        front.sound.speaking = True
        assert caller.sound.hears(packets=50)
        assert caller.ask("BYE", call) == 200
        assert front.expect("BYE")
    _, listed = classic.run(["/bin/ls", "/var/spool/asterisk/monitor"])
    # By Monitor(), one file for each side
    (record,) = (name for name in listed.split() if name.endswith("-out.gsm"))
    assert len(classic.read(f"/var/spool/asterisk/monitor/{record}")) > 1000
