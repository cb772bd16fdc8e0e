"""Communicate with the process that holds an Asterisk (inside.py): lines of JSON, each followed by
raw bytes.
"""

import os
from collections.abc import Mapping
from typing import IO, Any

from asterisk_lint.records import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen


def send(process: "Popen[bytes]", request: Mapping[str, object], extra: bytes = b"") -> None:
    """Send one line of JSON to the process inside, and raw bytes after it."""
    import json

    assert process.stdin is not None
    data = memoryview(json.dumps(request).encode() + b"\n" + extra)
    while data:
        data = data[process.stdin.write(data) :]


def receive(process: "Popen[bytes]", timeout: float) -> tuple[dict[str, Any], bytes]:
    """Return one answer with the raw bytes after it. Raises EOFError if the process is gone,
    TimeoutError (an OSError) if it takes too long.
    """
    import json
    import time

    assert process.stdout is not None
    until = time.monotonic() + timeout
    line = bytearray()
    while not line.endswith(b"\n"):
        line += read_some(process.stdout, 1, until)
    reply: dict[str, Any] = json.loads(line)
    data = bytearray()
    while len(data) < reply.get("size", 0):
        data += read_some(process.stdout, reply["size"] - len(data), until)
    return reply, bytes(data)


def read_some(pipe: IO[bytes], size: int, until: float) -> bytes:
    """Return at most `size` bytes, at least one."""
    import select
    import time

    waiting = select.poll()  # not select(), which fails for descriptors above 1023
    waiting.register(pipe, select.POLLIN)
    if not waiting.poll(max(0, until - time.monotonic()) * 1000):
        raise TimeoutError
    part = os.read(pipe.fileno(), size)
    if not part:
        raise EOFError
    return part


def stop(process: "Popen[bytes]") -> None:
    """End the processes inside: the end of standard input is the signal; the kernel ends the
    rest.
    """
    import subprocess

    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
