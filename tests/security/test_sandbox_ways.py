"""A shell inside the sandbox, as an attacker has it, tries every way of sandbox_ways.py: none succeeds."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from asterisk_lint.witness.boot import Asterisk, boot
from tests.security.sandbox_ways import WAYS, Way

MODULES = ["[modules]", "autoload=no", "load=app_dial"]


@contextmanager
def outside(directory: Path) -> Iterator[dict[str, str]]:
    """What there is to be reached: a secret file, a process, a port, an abstract socket."""
    secret = directory / "secret"
    secret.write_text("x")
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as port,
        closing(socket.socket(socket.AF_UNIX)) as abstract,
        subprocess.Popen(["sleep", "600"]) as process,
    ):
        name = f"asterisk-lint-{os.getpid()}"
        abstract.bind(f"\0{name}")
        abstract.listen()
        yield {"{secret}": str(secret), "{port}": str(port.getsockname()[1]), "{abstract}": name, "{pid}": str(process.pid)}
        assert process.poll() is None
        process.kill()


def tried(asterisk: Asterisk, way: Way, there: dict[str, str]) -> str:
    """What the command of a way says."""
    command = way.command.replace("{{", "{").replace("}}", "}") if "awk" in way.command else way.command
    for field, value in there.items():
        command = command.replace(field, value)
    return asterisk.run(["/bin/bash", "-c", command], timeout=60)[1]


def test_there_are_many_different_ways() -> None:
    assert len({way.what for way in WAYS}) == len(WAYS) >= 40
    assert len({way.command for way in WAYS}) == len(WAYS)


def test_no_way_leads_out(asterisk_root: str, tmp_path: Path) -> None:
    succeeded = []
    with outside(tmp_path) as there, boot(asterisk_root, modules=MODULES) as asterisk:
        for way in WAYS:
            if os.uname().machine in way.machines:
                said = tried(asterisk, way, there)
                if not any(reason in said for reason in way.says.split(" or ")) or "done" in said.split():
                    succeeded.append(f"{way.what}: {said.strip()[-300:]!r} instead of {way.says!r}")
        assert "Asterisk" in asterisk.cli("core show version")
    assert succeeded == []
