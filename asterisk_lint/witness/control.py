"""The control of a booted Asterisk: lines of JSON, each followed by raw bytes, on standard input
and output.
"""

import json
import os


def read_bytes(size: int) -> bytes:
    """Return exactly `size` bytes from standard input. Raises EOFError if it ends earlier."""
    parts = []
    while size:
        part = os.read(0, min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_line() -> bytes:
    """Return one line from standard input, without reading a byte too much."""
    line = bytearray()
    while not line.endswith(b"\n"):
        line += read_bytes(1)
    return bytes(line)


def answer(pipe: int, reply: dict[str, object], data: bytes = b"") -> None:
    """Write one line of JSON and the raw bytes that follow it."""
    if data:
        reply["size"] = len(data)
    out = json.dumps(reply).encode() + b"\n" + data
    while out:
        out = out[os.write(pipe, out) :]
