"""A configuration that wants out: its registrations send no packet, its scripts do not run or reach
nothing, no file of this machine changes.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from asterisk_lint.witness.boot import boot
from tests.pbx import lint

TRUNK = "203.0.113.9"  # documentation addresses (RFC 5737): nobody's
CONTROL = "203.0.113.77"

MODULES = """\
[modules]
autoload=yes
"""
PJSIP = f"""\
[udp]
type=transport
protocol=udp
bind=0.0.0.0
[trunk]
type=registration
server_uri=sip:{TRUNK}
client_uri=sip:me@{TRUNK}
retry_interval=1
[trunk]
type=aor
contact=sip:{TRUNK}
qualify_frequency=1
[trunk]
type=endpoint
aors=trunk
allow=ulaw
"""


def eager(marks: Path) -> dict[str, bytes]:
    """A PBX that registers and qualifies at once, and runs a program by each way there is at a
    start.
    """
    script = marks / "script"
    script.write_text(
        f"#!/bin/sh\ntouch {marks}/exec /tmp/asterisk-lint-mark-exec\necho '[more]'\n"
    )
    script.chmod(0o755)
    files = {
        "modules.conf": MODULES,
        "pjsip.conf": PJSIP,
        "iax.conf": f"[general]\nbindaddr=0.0.0.0\nregister => me:x@{TRUNK}\n",
        "extensions.conf": f"[t]\nexten => 1,1,NoOp()\n#exec {script}\n",
        "extensions.lua": f'os.execute("touch {marks}/lua /tmp/asterisk-lint-mark-lua /usr/lua '
        '/etc/lua")\n'
        "extensions = {}\n",
        "musiconhold.conf": "[default]\nmode=custom\n"
        f"application=/bin/touch {marks}/moh /tmp/asterisk-lint-mark-moh\n",
        "asterisk.conf": f"[directories]\nastlogdir => {marks}\nastdbdir => {marks}\n"
        f"astspooldir => {marks}\n[options]\nexecincludes=yes\n",
        "logger.conf": f"[logfiles]\n{marks}/log => notice\nsyslog.local0 => error\n",
    }
    return {name: text.encode() for name, text in files.items()}


class Capture:
    """Every packet on every interface, while open."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
        self.socket.setblocking(False)
        self.packets: list[bytes] = []

    def take(self) -> None:
        while True:
            try:
                self.packets.append(self.socket.recv(65536))
            except BlockingIOError:
                return

    def to(self, address: str) -> int:
        self.take()
        return sum(socket.inet_aton(address) in packet[:64] for packet in self.packets)


@contextmanager
def capturing() -> Iterator[Capture]:
    try:
        capture = Capture()
    except PermissionError:
        pytest.skip("only root can capture packets")
    try:
        yield capture
    finally:
        capture.socket.close()


def everything(directory: str) -> dict[str, tuple[int, int, int]]:
    """Every file below a directory with what a change would change; without run-*, where others may
    be at work.
    """
    found = {}
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith("run-")]
        for name in (*folders, *names):
            status = os.lstat(os.path.join(folder, name))
            found[os.path.join(folder, name)] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


def test_the_capture_would_see_a_packet() -> None:
    with capturing() as capture, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        try:
            out.sendto(b"x", (CONTROL, 9))
        except OSError:
            pytest.skip("this machine has no route to anywhere")
        time.sleep(0.1)
        assert capture.to(CONTROL)


def test_no_packet_leaves_and_nothing_is_written(asterisk_root: str, tmp_path: Path) -> None:
    files = eager(tmp_path)
    before = everything(asterisk_root)
    with capturing() as capture:
        with boot(asterisk_root, files) as asterisk:
            assert asterisk.up, asterisk.failure
            for _ in range(8):
                time.sleep(0.5)
                capture.take()
            log = asterisk.log
            inside = asterisk.run(["/bin/ls", "/tmp"])[1]
        assert capture.to(TRUNK) == 0
    assert TRUNK in log  # it did try
    assert "asterisk-lint-mark-lua" in inside  # Lua runs at a start, but in a world of its own
    assert "asterisk-lint-mark-exec" not in inside
    assert sorted(path.name for path in tmp_path.iterdir()) == ["script"]
    assert everything(asterisk_root) == before
    assert not any(os.path.exists(path) for path in ("/etc/lua", "/usr/lua"))
    assert [name for name in os.listdir("/tmp") if name.startswith("asterisk-lint-mark")] == []


def test_verify_is_as_careful(asterisk_22: str, tmp_path: Path) -> None:
    pbx = tmp_path / "pbx"
    pbx.mkdir()
    marks = tmp_path / "marks"
    marks.mkdir()
    for name, content in eager(marks).items():
        (pbx / name).write_bytes(content)
    before = everything(str(tmp_path))
    with capturing() as capture:
        lint("verify", "--asterisk", asterisk_22, cwd=pbx)
        assert capture.to(TRUNK) == 0
    assert everything(str(tmp_path)) == before
