#!/usr/bin/env python3
"""Measure what the language server needs for an edit: its own CPU time, from the change of a line
until it has published the diagnostics.

    python benchmarks/editor.py [--lines 50000] [--edits 9]

Starts `asterisk-lint server` for a dialplan of each kind (needs the extra `server`), and changes
the arguments of one line in the middle again and again. The aim is 0.3 seconds; the exit status is
1 if a median is above. The names that refer to nothing come later, while nobody waits: the second
figure is the CPU time until these are there too.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import inputs

AIM = 0.3
QUIET = 1.5  # seconds without work after which an answer is complete


class Server:
    """A server that one file is open in."""

    def __init__(self, place: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "asterisk_lint", "server"],
            cwd=place,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.uri = (place / "extensions.conf").as_uri()
        about = {"processId": None, "rootUri": place.as_uri(), "capabilities": {}}
        self.send("initialize", about, number=1)
        while self.receive().get("id") != 1:
            pass
        self.send("initialized", {})

    def send(self, method: str, params: dict[str, Any], number: int = 0) -> None:
        """Send a request, or a notification without a number."""
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        content = json.dumps(message | ({"id": number} if number else {})).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """Return the next message."""
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            if not line:
                raise SystemExit("the server has ended: is the extra `server` installed?")
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        found: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return found

    def published(self, version: int) -> None:
        """Wait for the diagnostics of a version."""
        while True:
            message = self.receive()
            params = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and (
                params["uri"] == self.uri and params.get("version") in (None, version)
            ):
                return

    def cpu(self) -> float:
        """Return the CPU seconds so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settled(self) -> float:
        """Wait until the server has nothing to do; return the CPU seconds so far."""
        before = -1.0
        while (now := self.cpu()) != before:
            before = now
            time.sleep(QUIET)
        return now


def measure(kind: str, lines: int, edits: int) -> float:
    """Print a row; return the median of the CPU seconds until an edit's diagnostics."""
    with tempfile.TemporaryDirectory() as temporary:
        text = inputs.KINDS[kind](lines)
        place = inputs.write(Path(temporary).resolve() / "pbx", extensions=text)
        (place / ".asterisk-lint.yaml").write_text("asterisk: 22\n")
        server = Server(place)
        item = {"uri": server.uri, "languageId": "asterisk", "version": 1, "text": text}
        server.send("textDocument/didOpen", {"textDocument": item})
        server.published(1)
        server.settled()
        middle = lines // 2
        length = len(text.split("\n")[middle])
        first, complete = [], []
        for version in range(2, edits + 2):
            before = server.cpu()
            end = {"line": middle, "character": length - 1}
            change = {"range": {"start": end, "end": end}, "text": "9"}
            document = {"uri": server.uri, "version": version}
            server.send(
                "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
            )
            server.published(version)
            first.append(server.cpu() - before)
            complete.append(server.settled() - before)
        server.process.kill()
    median = statistics.median(first)
    print(
        f"{kind:20} {median:6.2f} s ({min(first):.2f}-{max(first):.2f}), complete after "
        f"{statistics.median(complete):.2f} s {'missed' if median > AIM else ''}",
        flush=True,
    )
    return median


def main() -> int:
    """Measure each kind."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=50_000, help="lines of the dialplan")
    parser.add_argument("--edits", type=int, default=9, help="edits of each kind")
    args = parser.parse_args()
    medians = [measure(kind, args.lines, args.edits) for kind in inputs.KINDS]
    return 1 if max(medians) > AIM else 0


if __name__ == "__main__":
    sys.exit(main())
