"""Whole PBXs with the whitelist that the tool writes, used by programs: ARI, AMI, call files,
browsers, another IAX2 switch.
"""

import hashlib
import json
import os
import re
import shutil
import socket
import ssl
import struct
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from asterisk_lint.witness.boot import Asterisk
from tests.calls.samples import make_certificate
from tests.talk import Caller, WebSocket, add_address, connect, http, running, within
from tests.usage.sip import Phone, inside

SECRET = "example-only"
USER = f"voicebot:{SECRET}"


def test_a_program_takes_a_call_over_ari(asterisk_root: str, tmp_path: Path) -> None:
    with running(asterisk_root, "ari-service", tmp_path) as asterisk:
        add_address(asterisk, "192.0.2.1", 1)
        for user, status in (("", 401), ("voicebot:wrong", 401), (USER, 200)):
            with connect(asterisk, 8088) as connection:
                assert http(connection, "GET", "/ari/asterisk/info", user)[0] == status
        with connect(asterisk, 8088) as connection:
            assert (
                WebSocket(connection, "/ari/events?app=voicebot&api_key=voicebot:wrong").status
                == 401
            )
        with (
            connect(asterisk, 8088) as connection,
            Caller(asterisk, "carrier", 5071, "", "192.0.2.1", codec=8) as caller,
        ):
            events = WebSocket(connection, f"/ari/events?app=voicebot&api_key={USER}")
            assert events.status == 101
            caller.call("4930555")
            start = event(events, "StasisStart")
            assert start["args"] == ["4930555"]
            channel = start["channel"]["id"]
            with connect(asterisk, 8088) as request:
                assert (
                    http(
                        request,
                        "POST",
                        f"/ari/channels/{channel}/play?media=sound:hello-world",
                        USER,
                    )[0]
                    == 201
                )
            assert caller.sound.hears()
            event(events, "PlaybackFinished")
            with connect(asterisk, 8088) as request:
                assert http(request, "DELETE", f"/ari/channels/{channel}", USER)[0] == 204
            event(events, "StasisEnd")
            assert caller.expect("BYE")


def event(events: WebSocket, kind: str) -> dict[str, Any]:
    """The next event of a type."""
    while text := events.receive():
        told: dict[str, Any] = json.loads(text)
        if told["type"] == kind:
            return told
    raise AssertionError(f"no {kind}")


def test_a_program_dials_over_ami(asterisk_root: str, tmp_path: Path) -> None:
    somebody = (
        "extensions.conf",
        "exten => s,1",
        "exten => answered,1,Answer()\n same => n,Wait(8)\nexten => s,1",
    )
    with running(asterisk_root, "ami-dialler", tmp_path, replaced=somebody) as asterisk:
        for password, source, message in (
            ("wrong", "127.0.0.1", "Authentication failed"),
            (SECRET, "127.0.0.2", "Authentication failed"),
        ):
            with connect(asterisk, 5038, source) as connection:
                assert message in ami(
                    connection,
                    f"Action: Login\r\nUsername: dialler\r\nSecret: {password}",
                    "Message: ",
                )
        with connect(asterisk, 5038) as connection:
            assert "Authentication accepted" in ami(
                connection, f"Action: Login\r\nUsername: dialler\r\nSecret: {SECRET}", "Message: "
            )
            for application, done in (("AMD", "AMDSTATUS"), ("Playback", "Playing 'hello-world")):
                order = (
                    "Action: Originate\r\nChannel: Local/answered@outbound\r\n"
                    f"Application: {application}\r\nData: hello-world\r\nAsync: true\r\n"
                    f"ActionID: {done}"
                )
                if application == "AMD":
                    order = order.replace("Data: hello-world\r\n", "")
                assert "Response: Success" in ami(connection, order, "Event: OriginateResponse")
            assert within(5, lambda: "Playing 'hello-world" in asterisk.log)
            assert "AMD: " in asterisk.log


def ami(connection: socket.socket, action: str, until: str) -> str:
    """Send an action; what comes back up to the line that has a text in it."""
    connection.sendall((action + "\r\n\r\n").encode())
    connection.settimeout(8)
    told = ""
    while not re.search(re.escape(until) + r".*\r\n(.+\r\n)*\r\n", told):
        part = connection.recv(65536)
        assert part, told
        told += part.decode()
    return told


def test_a_call_file_is_called(asterisk_root: str, tmp_path: Path) -> None:
    with running(asterisk_root, "call-files", tmp_path) as asterisk:
        asterisk.write(
            "/var/spool/asterisk/outgoing/reminder.call",
            (tmp_path / "call-files" / "reminder.call").read_bytes(),
        )
        assert within(10, lambda: "Playing 'beep" in asterisk.log)
        assert "PlayTones" in asterisk.log


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, bytes]:
    """A key and a certificate of its own."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here, which makes the keys")
    made = {"keys/pbx.key": tmp_path / "made.key", "keys/pbx.crt": tmp_path / "made.crt"}
    make_certificate(made["keys/pbx.key"], made["keys/pbx.crt"])
    return {name: path.read_bytes() for name, path in made.items()}


OFFER = """v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
m=audio 9 UDP/TLS/RTP/SAVPF 111 0
c=IN IP4 0.0.0.0
a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=fingerprint:sha-256 {fingerprint}
a=setup:actpass
a=candidate:1 1 udp 2130706431 127.0.0.1 6555 typ host
a=mid:0
a=rtcp-mux
a=sendrecv
a=rtpmap:111 opus/48000/2
a=rtpmap:0 PCMU/8000
"""


@pytest.mark.parametrize("without", [(), ("res_srtp",)])
def test_a_browser_signs_in_and_calls(
    asterisk_root: str, tmp_path: Path, keys: dict[str, bytes], without: tuple[str, ...]
) -> None:
    fingerprint = ":".join(
        f"{byte:02X}"
        for byte in hashlib.sha256(ssl.PEM_cert_to_DER_cert(keys["keys/pbx.crt"].decode())).digest()
    )
    trusting = ssl.create_default_context(cadata=keys["keys/pbx.crt"].decode())
    with (
        running(asterisk_root, "webrtc", tmp_path, files=keys, without=without) as asterisk,
        connect(asterisk, 8089) as plain,
        trusting.wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        browser = WebSocket(connection, "/ws", "sip")
        assert browser.status == 101
        with (
            closing(Phone(asterisk, "alice", 5071, "wrong")) as stranger,
            closing(Phone(asterisk, "alice", 5072, SECRET)) as alice,
        ):
            assert browser_asks(browser, stranger, "REGISTER", "sip:localhost").startswith(
                "SIP/2.0 401"
            )
            assert browser_asks(browser, alice, "REGISTER", "sip:localhost").startswith(
                "SIP/2.0 200"
            )
            sdp = OFFER.format(fingerprint=fingerprint).replace("\n", "\r\n")
            answer = browser_asks(browser, alice, "INVITE", "sip:echo@localhost", sdp)
        if without:  # no answer in the clear
            assert answer.startswith("SIP/2.0 488")
            return
        assert answer.startswith("SIP/2.0 200")
        for line in (
            "UDP/TLS/RTP/SAVPF",
            "a=fingerprint:",
            "a=ice-ufrag:",
            "opus/48000",
            "a=rtcp-mux",
        ):
            assert line in answer, line


def browser_asks(browser: WebSocket, user: Phone, method: str, uri: str, sdp: str = "") -> str:
    """Send a request and answer the challenge with what the user knows; the final answer."""
    call = os.urandom(8).hex()
    told = login = ""
    for sequence in (1, 2):
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/WSS a.invalid;branch=z9hG4bK{call}{sequence}",
            "Max-Forwards: 70",
        ]
        lines += [
            "From: <sip:alice@localhost>;tag=1",
            f"To: <{'sip:alice@localhost' if method == 'REGISTER' else uri}>",
            f"Call-ID: {call}",
        ]
        lines += [
            f"CSeq: {sequence} {method}",
            "Contact: <sip:alice@a.invalid;transport=ws>",
            "Expires: 60",
            *([login] if login else []),
        ]
        lines += ["Content-Type: application/sdp"] if sdp else []
        browser.send("\r\n".join([*lines, f"Content-Length: {len(sdp)}"]) + "\r\n\r\n" + sdp)
        told = browser.receive()
        while told and (
            not told.startswith("SIP/2.0 ")
            or told.startswith("SIP/2.0 1")
            or f"Call-ID: {call}" not in told
        ):
            told = browser.receive()
        if not told.startswith("SIP/2.0 401"):
            break
        challenge = re.search("WWW-Authenticate: (.*)\r", told)
        assert challenge
        login = "Authorization: " + user.credentials(challenge[1], method, uri)
    return told


NEW, HANGUP, REJECT, ACCEPT, AUTHREQ, AUTHREP, CALLTOKEN = 1, 5, 6, 7, 8, 9, 40
NUMBER, USERNAME, CAPABILITY, FORMAT, VERSION, METHODS, CHALLENGE, MD5_RESULT, TOKEN = (
    1,
    6,
    8,
    9,
    11,
    14,
    15,
    16,
    54,
)
IAX, CONTROL, ANSWER = 6, 4, 4
ALAW = 8
RSA = b"\0\4"


class Iax:
    """One call of a bare IAX2 client (RFC 5456)."""

    def __init__(self, asterisk: Asterisk, address: str) -> None:
        def open_socket() -> socket.socket:
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            made.bind((address, 4571))
            return made

        self.socket = inside(asterisk, open_socket)
        self.socket.settimeout(5)
        self.theirs = self.sent = self.got = 0

    def close(self) -> None:
        self.socket.close()

    def send(self, what: int, *elements: tuple[int, bytes]) -> None:
        head = struct.pack(
            "!HHIBBBB",
            0x8001,
            self.theirs,
            int(time.monotonic() * 1000) & 0xFFFF,
            self.sent,
            self.got,
            IAX,
            what,
        )
        self.socket.sendto(
            head + b"".join(bytes((kind, len(data))) + data for kind, data in elements),
            ("127.0.0.1", 4569),
        )
        self.sent += 1

    def receive(self, *wanted: tuple[int, int]) -> tuple[int, dict[int, bytes]]:
        """The next frame of one of these types and subclasses: its subclass and elements."""
        while True:
            data = self.socket.recv(2000)
            theirs, _, _, _, _, kind, what = struct.unpack("!HHIBBBB", data[:12])
            if (kind, what) in wanted and theirs & 0x8000:
                break
        rest, elements = data[12:], {}
        while len(rest) > 1:
            elements[rest[0]] = rest[2 : 2 + rest[1]]
            rest = rest[2 + rest[1] :]
        if what != CALLTOKEN:
            self.theirs, self.got = theirs & 0x7FFF, data[8] + 1
        return what, elements

    def call(self, user: str, number: str) -> tuple[int, dict[int, bytes]]:
        """Ask for a call, with the token that Asterisk wants first; AUTHREQ, ACCEPT or REJECT and
        its elements.
        """
        allowed = ALAW.to_bytes(4, "big")
        asked = [
            (VERSION, b"\0\2"),
            (NUMBER, number.encode()),
            (USERNAME, user.encode()),
            (CAPABILITY, allowed),
            (FORMAT, allowed),
        ]
        self.send(NEW, *asked, (TOKEN, b""))
        what, elements = self.receive(
            (IAX, CALLTOKEN), (IAX, REJECT), (IAX, AUTHREQ), (IAX, ACCEPT)
        )
        if what == CALLTOKEN:
            self.sent = 0
            self.send(NEW, *asked, (TOKEN, elements[TOKEN]))
            what, elements = self.receive((IAX, REJECT), (IAX, AUTHREQ), (IAX, ACCEPT))
        return what, elements


def test_branches_call_over_iax2(asterisk_root: str, tmp_path: Path) -> None:
    with running(asterisk_root, "iax-branches", tmp_path) as asterisk:
        add_address(asterisk, "198.51.100.7", 1)
        for secret, outcome in ((SECRET, ACCEPT), ("wrong", REJECT)):
            with closing(Iax(asterisk, "127.0.0.1")) as munich:
                what, elements = munich.call("munich", "500")
                assert what == AUTHREQ
                munich.send(
                    AUTHREP,
                    (
                        MD5_RESULT,
                        hashlib.md5(elements[CHALLENGE] + secret.encode()).hexdigest().encode(),
                    ),
                )
                assert munich.receive((IAX, ACCEPT), (IAX, REJECT))[0] == outcome
                if outcome == ACCEPT:
                    assert munich.receive((CONTROL, ANSWER))[0] == ANSWER
                    munich.send(HANGUP)
        with closing(Iax(asterisk, "127.0.0.1")) as stranger:
            assert (
                stranger.call("berlin", "500")[1].get(METHODS) != RSA
            )  # nobody of that name: not from this address
        with closing(Iax(asterisk, "198.51.100.7")) as berlin:
            what, elements = berlin.call("berlin", "500")
            assert what == AUTHREQ
            assert elements[METHODS] == RSA
