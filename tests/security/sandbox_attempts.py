"""Trying the ways of sandbox_ways.py in a booted sandbox. Imports nothing that a bare Python lacks:
an ordinary user runs it too.
"""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from asterisk_lint.witness.boot import Asterisk, boot
from tests.security.sandbox_ways import WAYS, Way

PATIENCE = 120  # seconds for one way on a slow machine
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
        try:
            yield {
                "{secret}": str(secret),
                "{port}": str(port.getsockname()[1]),
                "{abstract}": name,
                "{pid}": str(process.pid),
            }
            assert process.poll() is None
        finally:
            process.kill()  # leaving the block waits for it


def tried(asterisk: Asterisk, way: Way, there: dict[str, str]) -> str:
    """What the command of a way says."""
    command = way.command
    for field, value in there.items():
        command = command.replace(field, value)
    return asterisk.run(["/bin/bash", "-c", command], timeout=PATIENCE)[1]


def failed_as_it_must(way: Way, said: str) -> bool:
    """Whether a way failed, and for one of the reasons that its row names."""
    reasons = way.says.split(" or ")
    if way.says.startswith("errno"):
        return said in reasons
    return any(reason in said for reason in reasons) and "done" not in said.split()


def successes(root: str, directory: Path) -> list[str]:
    """The ways that did not fail as they must, with what they said; `directory` is an empty one
    outside.
    """
    found = []
    with outside(directory) as there, boot(root, modules=MODULES) as asterisk:
        for way in WAYS:
            if os.uname().machine in way.machines and not failed_as_it_must(
                way, said := tried(asterisk, way, there)
            ):
                found.append(f"{way.what}: {said.strip()[-300:]!r} instead of {way.says!r}")
        assert "Asterisk" in asterisk.cli("core show version")
    return found
