"""The programs around a PBX in the call matrix: FastAGI, ARI, HTTP and UDP servers, a browser, all
inside the network of a booted Asterisk.

- `agi answers COMMAND; COMMAND`: the next FastAGI connection (port 4573) gets these commands; `agi
  is told TEXT`: an answer that came
- `ari joins APP`: events of an application by user `u` (port 8088); `ari gets EVENT`; `ari asks
  METHOD PATH`: the status (`{channel}` is the channel of the last StasisStart)
- `web serves PATH KIND`: an HTTP server (port 8000); KIND is `tone` (wav), `busy` (a calendar with
  an event now)
- `listener on PORT`: a UDP port; `listener gets TEXT`
- `browser connects`: SIP over WSS (port 8089); `browser calls EXTENSION`: the status; `browser
  hears of TEXT`: in the answer's description; `browser shakes hands`: DTLS with SRTP keys
"""

import hashlib
import json
import re
import socket
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress

from asterisk_lint.witness.boot import Asterisk
from tests.calls.samples import calendar, wav
from tests.calls.test_calls_of_programs import browser_asks
from tests.talk import WebSocket, connect, http, within
from tests.usage.sip import Phone, inside

USER = "u:example-only"
BROWSER_PORT = 6555
OFFER = """v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
m=audio {port} UDP/TLS/RTP/SAVPF 0
c=IN IP4 127.0.0.1
a=fingerprint:sha-256 {fingerprint}
a=setup:active
a=rtcp-mux
a=sendrecv
a=rtpmap:0 PCMU/8000
{ice}"""
ICE = """a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=candidate:1 1 udp 2130706431 127.0.0.1 6555 typ host
a=mid:0
"""


SERVED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "tone": ("audio/wav", wav),
    "busy": ("text/calendar", calendar),
}


class Programs:
    """The programs of one row, and what they have seen."""

    def __init__(self, asterisk: Asterisk, certificate: str, stack: ExitStack) -> None:
        self.asterisk, self.certificate, self.stack = asterisk, certificate, stack
        self.answers: list[str] = []
        self.events: WebSocket | None = None
        self.channel = ""
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.datagrams: socket.socket | None = None
        self.browser: WebSocket | None = None
        self.answer = ""

    def play(self, who: str, what: str) -> str:
        """Return the result of one line: yes, no, or a status."""
        verb, _, rest = what.partition(" ")
        action: Callable[[str], object] = {
            "agi answers": self._agi_answers,
            "agi is": lambda text: within(
                8, lambda: any(text.removeprefix("told ") in line for line in self.answers)
            ),
            "ari joins": self._ari_joins,
            "ari gets": self._ari_gets,
            "ari asks": self._ari_asks,
            "web serves": self._web_serves,
            "listener on": self._listener_on,
            "listener gets": self._listener_gets,
            "browser connects": self._browser_connects,
            "browser calls": self._browser_calls,
            "browser hears": lambda text: text.removeprefix("of ") in self.answer,
            "browser shakes": lambda _: "SRTP Extension negotiated" in self._handshake(),
        }[f"{who} {verb}"]
        result = action(rest)
        return str(result) if type(result) is int else "yes" if result else "no"

    def _server(self, port: int, work: Callable[[socket.socket], None]) -> None:
        """Answer each connection to a port, until the row is over."""
        server = self.stack.enter_context(
            inside(self.asterisk, lambda: socket.create_server(("127.0.0.1", port)))
        )

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        connection.settimeout(10)
                        work(connection)

        threading.Thread(target=serve, daemon=True).start()
        self.stack.callback(lambda: server.shutdown(socket.SHUT_RDWR))

    def _agi_answers(self, text: str) -> bool:
        def work(connection: socket.socket) -> None:
            with connection.makefile("rw", encoding="utf-8") as program:
                while program.readline().strip():  # what Asterisk says of the call
                    pass
                for command in text.split(";"):
                    program.write(command.strip() + "\n")
                    program.flush()
                    self.answers.append(program.readline())

        self._server(4573, work)
        return True

    def _ari_joins(self, application: str) -> bool:
        connection = self.stack.enter_context(connect(self.asterisk, 8088))
        self.events = WebSocket(connection, f"/ari/events?app={application}&api_key={USER}")
        return self.events.status == 101

    def _ari_gets(self, kind: str) -> bool:
        assert self.events
        while text := self.events.receive(10):
            told = json.loads(text)
            if told["type"] == kind:
                if kind == "StasisStart":
                    self.channel = told["channel"]["id"]
                return True
        return False

    def _ari_asks(self, what: str) -> int:
        method, _, path = what.replace("{channel}", self.channel).partition(" ")
        with connect(self.asterisk, 8088) as connection:
            return http(connection, method, f"/ari{path}", USER)[0]

    def _web_serves(self, what: str) -> bool:
        path, _, kind = what.partition(" ")
        first = not self.pages
        mime, make = SERVED[kind]
        self.pages[path] = (mime, make())

        def work(connection: socket.socket) -> None:
            asked = b""
            while b"\r\n\r\n" not in asked and (part := connection.recv(4000)):
                asked += part
            mime, data = self.pages.get(asked.split()[1].decode(), ("text/plain", b""))
            status = "200 OK" if data else "404 Not Found"
            head = (
                f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {len(data)}\r\n"
                "Connection: close\r\n\r\n"
            )
            connection.sendall(head.encode() + (b"" if asked.startswith(b"HEAD") else data))

        if first:
            self._server(8000, work)
        return True

    def _listener_on(self, port: str) -> bool:
        def open_socket() -> socket.socket:
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            made.bind(("127.0.0.1", int(port)))
            return made

        self.datagrams = self.stack.enter_context(closing(inside(self.asterisk, open_socket)))
        self.datagrams.settimeout(10)
        return True

    def _listener_gets(self, text: str) -> bool:
        assert self.datagrams
        with suppress(TimeoutError):
            while text.encode() not in self.datagrams.recv(65536):
                pass
            return True
        return False

    def _browser_connects(self, _: str) -> bool:
        shown = self.certificate[self.certificate.index("-----BEGIN CERTIFICATE") :]
        trusting = ssl.create_default_context(cadata=shown)
        connection = self.stack.enter_context(
            trusting.wrap_socket(connect(self.asterisk, 8089), server_hostname="localhost")
        )
        self.browser = WebSocket(connection, "/ws", "sip")
        return self.browser.status == 101

    def _browser_calls(self, extension: str) -> int:
        assert self.browser
        extension, _, ice = extension.partition(" with ")
        der = ssl.PEM_cert_to_DER_cert(
            self.certificate[self.certificate.index("-----BEGIN CERTIFICATE") :]
        )
        fingerprint = ":".join(f"{byte:02X}" for byte in hashlib.sha256(der).digest())
        offer = OFFER.format(
            fingerprint=fingerprint, ice=ICE if ice else "", port=9 if ice else BROWSER_PORT
        )
        with closing(Phone(self.asterisk, "alice", 5079, "example-only")) as alice:
            self.answer = browser_asks(
                self.browser,
                alice,
                "INVITE",
                f"sip:{extension}@localhost",
                offer.replace("\n", "\r\n"),
            )
        return int(self.answer.split()[1]) if self.answer else 0

    def _handshake(self) -> str:
        """What openssl says of a DTLS handshake with the port that the answer names."""
        port = re.search(r"^m=audio (\d+)", self.answer, re.MULTILINE)
        assert port, self.answer
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write(self.certificate)
            file.flush()
            words = ["openssl", "s_client", "-dtls1_2", "-connect", f"127.0.0.1:{port[1]}"]
            words += ["-bind", f"127.0.0.1:{BROWSER_PORT}", "-cert", file.name]
            words += ["-use_srtp", "SRTP_AES128_CM_SHA1_80"]
            done = inside(
                self.asterisk,
                lambda: subprocess.run(
                    words, input=b"", capture_output=True, timeout=10, check=False
                ),
            )
        return done.stdout.decode(errors="replace")
