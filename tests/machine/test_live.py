"""`observe` talks to an Asterisk that runs: what it sends goes to a shell beside a booted one,
as `docker exec -i` would pass it on.
"""

import socket
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from asterisk_lint.observed.read import parse_observed
from asterisk_lint.observed.values import NAME
from asterisk_lint.witness.boot import Asterisk, boot
from asterisk_lint.witness.layout import Layout, asterisk_conf
from tests.machine.test_booted import (
    CUSTOMER,
    MANAGER,
    PRIVATE,
    SPARES,
    complete,
    release_of,
    undecided,
    way_of,
)
from tests.machine.test_observe import SECRETS, is_of_the_list
from tests.pbx import lint
from tests.repository import Repository
from tests.security.test_protection import DIALPLAN, machine
from tests.talk import connect

LAYOUT = Layout()
PASS_ON = """#!{python}
import socket, sys
with socket.socket(socket.AF_UNIX) as other:
    other.connect({place!r})
    other.sendall(sys.stdin.buffer.read())
    other.shutdown(socket.SHUT_WR)
    while block := other.recv(65536):
        sys.stdout.buffer.write(block)
"""


@contextmanager
def reached(asterisk: Asterisk, folder: Path, sent: list[str]) -> Iterator[str]:
    """A command prefix that passes what it is told to a shell beside that Asterisk."""
    place = folder / "shell"
    prefix = folder / "reach"
    prefix.write_text(PASS_ON.format(python=sys.executable, place=str(place)))
    prefix.chmod(prefix.stat().st_mode | stat.S_IXUSR)
    with socket.socket(socket.AF_UNIX) as here:
        here.bind(str(place))
        here.listen()

        def serve() -> None:
            while True:
                try:
                    other, _ = here.accept()
                except OSError:
                    return
                with other, other.makefile("rb") as lines:
                    script = lines.read()
                    sent.extend(script.decode().splitlines())
                    shell = ["/bin/sh", "-c", "exec /bin/sh 2>/dev/null"]
                    _, said = asterisk.run(shell, stdin=script, timeout=60)
                    other.sendall(said.encode("utf-8", "surrogateescape"))

        threading.Thread(target=serve, daemon=True).start()
        yield str(prefix)


def test_a_running_asterisk_is_observed(asterisk_root: str, tmp_path: Path) -> None:
    way, release = way_of("sqlite3"), release_of(asterisk_root)
    etc = {**PRIVATE, **machine(way, ""), "manager.conf": MANAGER.encode()}
    etc["pjsip.conf"] += CUSTOMER.encode()
    own = asterisk_conf(LAYOUT.etc, LAYOUT.options, LAYOUT.directories)
    listed = complete(way, etc, release, tmp_path / "whole")
    etc |= {"asterisk.conf": own.encode(), "modules.conf": listed.encode()}
    place = tmp_path / "repository"
    files = {name: text for name, text in way.seen.items() if not name.startswith(".")}
    Repository(place).commit(
        **{**files, "extensions.conf": DIALPLAN, "modules.conf": listed,
            ".asterisk-lint.yaml": "sealed: true\n"}
    )  # fmt: skip
    sent: list[str] = []
    with boot(asterisk_root, etc) as asterisk:
        assert asterisk.up, asterisk.failure
        with connect(asterisk, 5038) as client, reached(asterisk, tmp_path, sent) as prefix:
            client.sendall(b"Action: Login\r\nUsername: dialler\r\nSecret: s3cr3tAmi\r\n\r\n")
            look = ["observe", ".", "--run", prefix, "--log", "/var/log/asterisk/full"]
            lint(*look, "--yes", cwd=place, status=0)
            again = lint(*look, cwd=place, status=0)
    assert "nothing has changed" in again.stderr
    assert [line for line in sent if not is_of_the_list(line)] == []
    text = (place / NAME).read_text()
    assert [secret for secret in (*SECRETS, "dialler") if secret.lower() in text.lower()] == []
    seen = parse_observed(text.encode(), NAME)
    assert seen.complete
    assert str(seen.asterisk).split(".")[0] == release
    assert seen.installed is not None
    assert {"chan_pjsip", "app_dial", "res_config_sqlite3"} <= seen.installed
    assert seen.sounds == {"gsm"}
    kinds = ("endpoint", "aor", "auth", "transport")
    assert {f"res_pjsip/{kind}" for kind in kinds} <= seen.databases
    assert undecided(place) & {*SPARES} == set()
