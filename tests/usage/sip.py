"""A small SIP phone for tests: UDP, inside the network of a booted Asterisk, as bare as RFC 3261
allows.
"""

import ctypes
import hashlib
import os
import re
import socket
import time
import uuid
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from asterisk_lint.witness.boot import Asterisk

T = TypeVar("T")
SERVER = ("127.0.0.1", 5060)
SDP = (
    "v=0\r\no=- 1 {version} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP {codecs} 101\r\n{rest}"
)
SDP_REST = "a=rtpmap:101 telephone-event/8000\r\na={direction}\r\n"


def inside(asterisk: Asterisk, make: Callable[[], T]) -> T:
    """What `make` gives in the network of a booted Asterisk (a socket that it makes stays in
    there); what it raises is raised here.
    """
    from concurrent.futures import ThreadPoolExecutor

    with open(f"/proc/{asterisk.pid}/task/{asterisk.pid}/children", encoding="ascii") as children:
        child = children.read().split()[0]

    def work() -> T:
        descriptor = os.open(f"/proc/{child}/ns/net", os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).setns(descriptor, 0x40000000):
                raise OSError(ctypes.get_errno(), "setns")
            return make()
        finally:
            os.close(descriptor)

    with ThreadPoolExecutor(1) as pool:  # a thread of its own: only that one moves
        return pool.submit(work).result()


class Message(NamedTuple):
    """A request or a response."""

    first: str
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def code(self) -> int:
        """A response's status; 0 for a request."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/") else 0

    @property
    def method(self) -> str:
        return "" if self.code else self.first.split()[0]

    def get(self, name: str) -> str:
        """The first header of that name, "" when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


def parsed(data: bytes) -> Message:
    head, _, body = data.decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    return Message(
        first,
        tuple(
            (key.strip(), value.strip())
            for key, _, value in (line.partition(":") for line in lines)
        ),
        body,
    )


class Dialog:
    """A call or a subscription: what its next request needs."""

    def __init__(self, to: str) -> None:
        self.to = to
        self.call = uuid.uuid4().hex
        self.tag = uuid.uuid4().hex[:8]
        self.remote = f"<{to}>"
        self.local = ""
        self.target = to
        self.sequence = 0


class Phone:
    """One phone at `address`:`port`, which registers, calls and is called as `user`."""

    def __init__(
        self,
        asterisk: Asterisk,
        user: str,
        port: int,
        password: str = "",
        address: str = "127.0.0.1",
    ) -> None:
        self.user, self.port, self.password, self.address = user, port, password, address

        def open_socket() -> socket.socket:
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            made.bind((address, port))
            return made

        self.socket = inside(asterisk, open_socket)
        self.waiting: list[Message] = []

    def close(self) -> None:
        self.socket.close()

    def ask(
        self,
        method: str,
        dialog: Dialog,
        headers: Iterable[str] = (),
        body: str = "",
        kind: str = "",
        *,
        contact: str = "",
        via: str = "",
        seconds: float = 4,
    ) -> int:
        """Send a request, answer a challenge where there is a password; the final status, 0 without
        any answer. ACK is sent.
        """
        for _ in range(20):
            self.last = self._ask(method, dialog, list(headers), body, kind, contact, via, seconds)
            if not self.last or self.last.code not in (401, 407) or not self.password:
                break
            asked, given = (
                ("WWW-Authenticate", "Authorization")
                if self.last.code == 401
                else ("Proxy-Authenticate", "Proxy-Authorization")
            )
            challenge = self.last.get(asked)
            if 'realm=""' in challenge:
                time.sleep(0.2)  # just after its start Asterisk has not read its default realm yet
                continue
            answer = f"{given}: {self.credentials(challenge, method, dialog.target)}"
            self.last = self._ask(
                method, dialog, [*headers, answer], body, kind, contact, via, seconds
            )
            break
        return self.last.code if self.last else 0

    last: Message | None = None

    def _ask(
        self,
        method: str,
        dialog: Dialog,
        headers: list[str],
        body: str,
        kind: str,
        contact: str,
        via: str,
        seconds: float,
    ) -> Message | None:
        dialog.sequence += 1
        sequence = dialog.sequence
        self.send(method, dialog, headers, body, kind, contact=contact, via=via)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            message = self.receive(left)
            if message is None:
                return None
            if not message.code:
                self.waiting.append(message)
                continue
            if (
                message.get("CSeq") != f"{sequence} {method}"
                or message.get("Call-ID") != dialog.call
                or message.code < 180
            ):
                continue
            if method in ("INVITE", "SUBSCRIBE") and 180 <= message.code < 300:
                dialog.remote = message.get("To")
                found = re.search(r"<([^>]+)>", message.get("Contact"))
                dialog.target = found[1] if found else dialog.target
            if message.code < 200:
                continue
            if method == "INVITE":
                if message.code >= 300:
                    kept, dialog.remote = dialog.remote, message.get("To")
                    self.send("ACK", dialog, via=via)
                    dialog.remote = kept
                else:
                    self.send("ACK", dialog, via=via)
            return message
        return None

    def send(
        self,
        method: str,
        dialog: Dialog,
        headers: Iterable[str] = (),
        body: str = "",
        kind: str = "",
        *,
        contact: str = "",
        via: str = "",
    ) -> None:
        """Send a request without waiting."""
        branch = "z9hG4bK" + uuid.uuid4().hex
        local = dialog.local or f"<sip:{self.user}@127.0.0.1>;tag={dialog.tag}"
        lines = [
            f"{method} {dialog.target} SIP/2.0",
            f"Via: SIP/2.0/UDP {via or f'{self.address}:{self.port};rport'};branch={branch}",
            "Max-Forwards: 70",
            f"From: {local}",
            f"To: {dialog.remote}",
            f"Call-ID: {dialog.call}",
            f"CSeq: {dialog.sequence} {method}",
            f"Contact: {contact or f'<sip:{self.user}@{self.address}:{self.port}>'}",
            *headers,
            *([f"Content-Type: {kind}"] if kind else []),
            f"Content-Length: {len(body)}",
        ]
        self.socket.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), SERVER)

    def receive(self, seconds: float) -> Message | None:
        self.socket.settimeout(max(seconds, 0.01))
        try:
            return parsed(self.socket.recv(65536))
        except TimeoutError:
            return None

    def expect(self, method: str, seconds: float = 4) -> Message | None:
        """The next request of that method; others are answered with 200 and skipped."""
        for kept in self.waiting:
            if kept.method == method:
                self.waiting.remove(kept)
                return kept
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            message = self.receive(left)
            if message is None:
                return None
            if message.method == method:
                return message
            if message.method and message.method != "ACK":
                self.answer(message, 200)
        return None

    def answer(
        self,
        request: Message,
        code: int,
        headers: Iterable[str] = (),
        body: str = "",
        kind: str = "",
    ) -> Dialog:
        """Answer a request; the dialog of a call so accepted."""
        tag = hashlib.sha256(request.get("Call-ID").encode()).hexdigest()[:8]
        to = (
            request.get("To") if ";tag=" in request.get("To") else request.get("To") + f";tag={tag}"
        )
        lines = [
            f"SIP/2.0 {code} Answer",
            *(f"Via: {via}" for via in request.all("Via")),
            *(f"Record-Route: {route}" for route in request.all("Record-Route")),
            f"From: {request.get('From')}",
            f"To: {to}",
            f"Call-ID: {request.get('Call-ID')}",
            f"CSeq: {request.get('CSeq')}",
            f"Contact: <sip:{self.user}@{self.address}:{self.port}>",
            *headers,
            *([f"Content-Type: {kind}"] if kind else []),
            f"Content-Length: {len(body)}",
        ]
        self.socket.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), SERVER)
        dialog = Dialog("")
        dialog.call, dialog.local, dialog.remote = request.get("Call-ID"), to, request.get("From")
        found = re.search(r"<([^>]+)>", request.get("Contact"))
        dialog.target = found[1] if found else ""
        return dialog

    def sdp(self, codecs: str = "0", direction: str = "sendrecv", version: int = 1) -> str:
        """A description of sound at the port above this phone's."""
        return SDP.format(
            port=self.port + 1000,
            codecs=codecs,
            version=version,
            rest=SDP_REST.format(direction=direction),
        )

    def invite(
        self,
        extension: str,
        headers: Iterable[str] = (),
        *,
        seconds: float = 4,
        via: str = "",
        codecs: str = "0",
        sdp: str = "",
    ) -> Dialog:
        """Call an extension; `last` is the answer."""
        dialog = Dialog(f"sip:{extension}@127.0.0.1")
        self.ask(
            "INVITE",
            dialog,
            headers,
            sdp or self.sdp(codecs),
            "application/sdp",
            seconds=seconds,
            via=via,
        )
        return dialog

    def register(
        self, headers: Iterable[str] = (), *, contact: str = "", via: str = "", seconds: float = 4
    ) -> int:
        """Register; the status."""
        dialog = Dialog("sip:127.0.0.1")
        dialog.remote = f"<sip:{self.user}@127.0.0.1>"
        return self.ask(
            "REGISTER",
            dialog,
            ["Expires: 300", *headers],
            contact=contact,
            via=via,
            seconds=seconds,
        )

    def credentials(self, challenge: str, method: str, uri: str) -> str:
        """The answer to a digest challenge (RFC 2617, MD5)."""
        values = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))

        def md5(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        secret = md5(f"{self.user}:{values['realm']}:{self.password}")
        request = md5(f"{method}:{uri}")
        qop = ":00000001:aa:auth" if "qop" in values else ""
        response = md5(f"{secret}:{values['nonce']}{qop}:{request}")
        text = (
            f'Digest username="{self.user}", realm="{values["realm"]}", '
            f'nonce="{values["nonce"]}", uri="{uri}", response="{response}", '
        )
        text += "algorithm=MD5" + (', qop=auth, nc=00000001, cnonce="aa"' if qop else "")
        return text + (f', opaque="{values["opaque"]}"' if "opaque" in values else "")
