"""What calls through a whole PBX need beside the phone of tests/usage/sip.py: sound, keys,
addresses, HTTP and WebSockets inside its network.
"""

import base64
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from asterisk_lint.witness.boot import Asterisk, boot
from tests.test_fixtures import fixed
from tests.usage.sip import Dialog, Message, Phone, inside

T = TypeVar("T")
TONE = (b"\x20" * 10 + b"\xa0" * 10) * 8  # loud as A-law and as mu-law
SILENCE = {0: b"\xff" * 160, 8: b"\xd5" * 160}
KEYS = "0123456789*#"


@contextmanager
def running(
    root: str,
    name: str,
    to: Path,
    *,
    files: Mapping[str, bytes] | None = None,
    replaced: tuple[str, str, str] = ("", "", ""),
    without: Iterable[str] = (),
) -> Iterator[Asterisk]:
    """A booted fixture with the whitelist that the tool writes for the release that is in the root
    directory.

    `files` are added after that; `replaced` is a file, a text in it, another text; `without` are
    modules that are not loaded all the same.
    """
    directory = fixed(name, to, root.rpartition("-")[2])
    if replaced[0]:
        text = (directory / replaced[0]).read_text()
        assert replaced[1] in text
        (directory / replaced[0]).write_text(text.replace(replaced[1], replaced[2]))
    listed = (directory / "modules.conf").read_text()
    for module in without:
        listed, lines = re.subn(rf"(?m)^load = {module}\.so\n", "", listed)
        assert lines == 1, module
    (directory / "modules.conf").write_text(listed)
    for path, data in (files or {}).items():
        (directory / path).parent.mkdir(exist_ok=True)
        (directory / path).write_bytes(data)
    with boot(root, directory) as asterisk:
        assert asterisk.up, asterisk.failure
        yield asterisk


def add_address(asterisk: Asterisk, address: str, number: int) -> None:
    """Give the loopback inside one more address."""

    def add() -> None:
        import fcntl

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            name = f"lo:{number}".encode()
            for what, value in (
                (0x8916, address),
                (0x891C, "255.255.255.255"),
            ):  # SIOCSIFADDR, SIOCSIFNETMASK
                fcntl.ioctl(
                    control,
                    what,
                    struct.pack(
                        "16sH2s4s8s", name, socket.AF_INET, b"", socket.inet_aton(value), b""
                    ),
                )

    inside(asterisk, add)


def within(seconds: float, true: Callable[[], object]) -> bool:
    """Whether it becomes true in time."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def connect(asterisk: Asterisk, port: int, source: str = "127.0.0.1") -> socket.socket:
    """A TCP connection to a port of 127.0.0.1 inside."""
    return inside(asterisk, lambda: socket.create_connection(("127.0.0.1", port), 5, (source, 0)))


class Sound:
    """The RTP side of a phone: 50 packets a second (silence, or a tone while `speaking`), and what
    it hears.
    """

    def __init__(self, asterisk: Asterisk, phone: Phone, codec: int = 0) -> None:
        def open_socket() -> socket.socket:
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            made.bind((phone.address, phone.port + 1000))
            return made

        self.socket = inside(asterisk, open_socket)
        self.socket.settimeout(0.02)
        self.codec, self.speaking, self.loud, self.packets = codec, False, 0, 0
        self.keys = ""
        self.target: tuple[str, int] | None = None
        self.over = False
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def talk_to(self, sdp: str) -> None:
        """Send to where a description of the other side says."""
        address, port = (
            re.search(r"^c=IN IP4 (\S+)", sdp, re.MULTILINE),
            re.search(r"^m=audio (\d+)", sdp, re.MULTILINE),
        )
        assert address, sdp
        assert port, sdp
        self.target = (address[1], int(port[1]))

    def press(self, keys: str) -> None:
        """Press keys (RFC 4733), and wait till they are sent."""
        self.keys += keys
        assert within(len(keys) + 3, lambda: not self.keys)

    def hears(self, seconds: float = 4, packets: int = 10) -> bool:
        """Whether from now on something other than silence comes in."""
        before = self.loud
        return within(seconds, lambda: self.loud >= before + packets)

    def close(self) -> None:
        self.over = True
        self.thread.join()
        self.socket.close()

    def _work(self) -> None:
        sequence = stamp = 0
        due = time.monotonic()
        pressed: list[tuple[bytes, int]] = []
        while not self.over:
            if time.monotonic() >= due and self.target:
                due = max(due + 0.02, time.monotonic() - 0.2)
                sequence, stamp = sequence + 1 & 0xFFFF, stamp + 160
                if self.keys and not pressed:
                    code = KEYS.index(self.keys[0])
                    steps = [(step * 160, 0) for step in range(1, 6)] + [(960, 0x80)] * 3
                    pressed = [
                        (struct.pack("!BBH", code, 10 | end, length), stamp)
                        for length, end in steps
                    ] + [(b"", 0)] * 5
                event, began = pressed.pop(0) if pressed else (b"", 0)
                if event:
                    packet = struct.pack("!BBHII", 0x80, 101, sequence, began, 7) + event
                else:
                    packet = struct.pack("!BBHII", 0x80, self.codec, sequence, stamp, 7) + (
                        TONE if self.speaking else SILENCE[self.codec]
                    )
                if self.keys and not pressed:
                    self.keys = self.keys[1:]
                self.socket.sendto(packet, self.target)
            try:
                got = self.socket.recv(2000)
            except TimeoutError:
                continue
            if got[1] & 0x7F == self.codec:
                self.packets += 1
                flip = 0xFF if self.codec == 0 else 0x55
                self.loud += max((byte ^ flip) & 0x7F for byte in got[12:]) > 0x30


class Caller(Phone):
    """A phone with sound."""

    def __init__(
        self,
        asterisk: Asterisk,
        user: str,
        port: int,
        password: str = "",
        address: str = "127.0.0.1",
        codec: int = 0,
    ) -> None:
        super().__init__(asterisk, user, port, password, address)
        self.sound = Sound(asterisk, self, codec)
        self.signed_in = self.asked = False

    def sdp(self, codecs: str = "", direction: str = "sendrecv", version: int = 1) -> str:
        return (
            super()
            .sdp(codecs or str(self.sound.codec), direction, version)
            .replace("127.0.0.1", self.address)
        )

    def __enter__(self) -> "Caller":
        return self

    def __exit__(self, *_: object) -> None:
        if self.signed_in:
            self.sign_out()
        self.close()

    def register(
        self, headers: Iterable[str] = (), *, contact: str = "", via: str = "", seconds: float = 4
    ) -> int:
        status = super().register(headers, contact=contact, via=via, seconds=seconds)
        self.signed_in = self.signed_in or status == 200
        return status

    def sign_in(self) -> None:
        """Register, and answer Asterisk's OPTIONS, which ask whether it is there."""
        self.asked = False
        assert self.register() == 200
        while not self.asked and (message := self.receive(4)):
            self.waiting.append(message)
        assert self.asked

    def sign_out(self) -> None:
        """Take the registration back."""
        self.signed_in = False
        dialog = Dialog("sip:127.0.0.1")
        dialog.remote = f"<sip:{self.user}@127.0.0.1>"
        assert self.ask("REGISTER", dialog, ["Expires: 0"]) == 200

    def receive(self, seconds: float) -> Message | None:
        message = super().receive(seconds)
        while message and message.method == "OPTIONS" and ";tag=" not in message.get("To"):
            self.answer(message, 200)
            self.asked = True
            message = super().receive(seconds)
        return message

    def call(self, extension: str, seconds: float = 8) -> Dialog:
        """A call that is answered, with sound both ways."""
        dialog = self.invite(extension, sdp=self.sdp(), seconds=seconds)
        assert self.last, f"{extension}: no answer"
        assert self.last.code == 200, self.last.first
        self.sound.talk_to(self.last.body)
        return dialog

    def take(self, seconds: float = 8) -> Dialog:
        """Wait till it rings, and answer."""
        request = self.expect("INVITE", seconds)
        assert request, f"{self.user} does not ring"
        dialog = self.answer(request, 200, (), self.sdp(), "application/sdp")
        self.sound.talk_to(request.body)
        return dialog

    def close(self) -> None:
        self.sound.close()
        super().close()


def together(*works: Callable[[], T]) -> list[T]:
    """What works done at the same time give, each in a thread."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(work) for work in works]]


class WebSocket:
    """A client's WebSocket (RFC 6455), text only."""

    def __init__(self, connection: socket.socket, path: str, protocol: str = "") -> None:
        self.connection = connection
        lines = [
            f"GET {path} HTTP/1.1",
            "Host: pbx",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
        ]
        lines += [
            "Sec-WebSocket-Key: " + base64.b64encode(b"0123456789abcdef").decode(),
            *([f"Sec-WebSocket-Protocol: {protocol}"] if protocol else []),
        ]
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            part = connection.recv(1)
            if not part:
                break
            head += part
        self.status = int(head.split()[1]) if head else 0

    def send(self, text: str) -> None:
        data = text.encode()
        size = (
            bytes([0x80 | len(data)])
            if len(data) < 126
            else struct.pack("!BH", 0x80 | 126, len(data))
        )
        # A mask of zeros leaves the text as it is
        self.connection.sendall(b"\x81" + size + b"\0\0\0\0" + data)

    def receive(self, seconds: float = 5) -> str:
        """The next message, "" when none comes."""
        self.connection.settimeout(seconds)
        try:
            while True:
                kind, size = self._exactly(2)
                size &= 0x7F
                if size >= 126:
                    size = int.from_bytes(self._exactly(2 if size == 126 else 8), "big")
                data = self._exactly(size)
                if kind & 0xF == 1:
                    return data.decode()
        except (TimeoutError, EOFError):
            return ""

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.connection.recv(size - len(data))
            if not part:
                raise EOFError
            data += part
        return data


def http(connection: socket.socket, method: str, path: str, user: str = "") -> tuple[int, str]:
    """One HTTP request: status and body."""
    login = f"Authorization: Basic {base64.b64encode(user.encode()).decode()}\r\n" if user else ""
    connection.sendall(
        (
            f"{method} {path} HTTP/1.1\r\nHost: pbx\r\n{login}Content-Length: 0\r\n"
            "Connection: close\r\n\r\n"
        ).encode()
    )
    connection.settimeout(5)
    data = b""
    while part := connection.recv(65536):
        data += part
    head, _, body = data.decode().partition("\r\n\r\n")
    return int(head.split()[1]), body
