"""Hostile documents and messages for the language server: `python -m tests.security.fuzz_editor
1000`.

An editor opens what a stranger's repository holds: mutated files, links that lead out, addresses of
no file, ranges beyond the end; and some of its messages are damaged. The server answers every
request that arrives whole, prints no traceback, shows nothing of a file outside, writes nothing,
and ends when it is told to.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, Any

from tests.security.fuzz_inputs import made, mutated

SECRET = "INVENTED-SECRET"
TIME = 60  # seconds for one editor, on a busy machine
REQUESTS = ("hover", "definition", "references", "completion", "codeAction", "no/such\x1b[31m")
NUMBERS = (0, 0, 1, 2, 5, 40, 2**31 - 1)
ADDRESSES = (
    "file:///etc/shadow", "file://{top}/../secret", "file://{top}/link.conf",
    "file://{top}/pipe.conf", "file:///dev/zero", "file://{top}", "file:///", "file:",
    "file://host/x",
    "file://{top}/%00", "file://{top}/%2e%2e/secret", "file://{top}/%ff%fe.conf",
    "file://{top}/.git/config", "file://{top}/nowhere/modules.conf", "untitled:x", "", "x",
    "http://x/y",
    "file://{top}/modules.conf?x#y", "file://{top}/" + "a" * 5000, "file://{top}/\u202e.conf",
    "file:///proc/self/environ", "file://[::1", "vscode-vfs://github/x/modules.conf",
)  # fmt: skip
# As they arrive: what is not a message at all. (What breaks the framing is in test_fuzz_editor.py:
# nothing can follow it.)
DAMAGED = (
    b'{"jsonrpc": "2.0", "id": 5,', b"[" * 20_000, b"[]", b"5", b"null", b'"x"', b"{}",
    b'{"a": "\xff\xfe"}', b'{"jsonrpc": "1.0", "method": "x"}', b"\0" * 50, b"{" * 20_000,
    b'{"jsonrpc": "2.0", "method": "textDocument/didOpen"}',
    b'{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": 5}}',
    b'{"jsonrpc": "2.0", "id": "y", "result": {}}',
    b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 99}}',
    b'{"jsonrpc": "2.0", "id": ' + b"9" * 5000 + b"}",
    b'{"jsonrpc": "2.0", "method": "workspace/didChangeConfiguration", "params": {"settings": '
    b'{"x": "' + b"x" * 50_000 + b'"}}}',
    b'{"jsonrpc": "2.0", "method": "workspace/didChangeWatchedFiles", "params": {"changes": '
    b'[{"uri": "file:///etc/shadow", "type": 1}]}}',
)  # fmt: skip


def frame(message: object) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def told(method: str, **params: Any) -> bytes:
    return frame({"jsonrpc": "2.0", "method": method, "params": params})


def asked(number: int, method: str, **params: Any) -> bytes:
    return frame({"jsonrpc": "2.0", "id": number, "method": method, "params": params})


def started(top: Path) -> bytes:
    folders = [{"uri": top.as_uri(), "name": "x"}]
    return asked(1, "initialize", processId=None, rootUri=top.as_uri(), workspaceFolders=folders,
        capabilities={}) + told("initialized")  # fmt: skip


def ended() -> bytes:
    return asked(0, "shutdown") + frame({"jsonrpc": "2.0", "method": "exit"})


def place(chosen: random.Random) -> dict[str, int]:
    return {"line": chosen.choice(NUMBERS), "character": chosen.choice(NUMBERS)}


def laid_out(chosen: random.Random, seed: int, top: Path) -> dict[str, bytes]:
    """A hostile repository in a directory, and beside it a secret; gives its files."""
    files = made(seed, git=0).files
    for name, data in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(data)
    (top.parent / "secret").write_text(f"{SECRET}\n[modules]\nload = app_{SECRET}.so\n")
    for name, target in (("link.conf", "../secret"), ("queues.conf", "../secret"),
        ("folder", "..")):  # fmt: skip
        if chosen.random() < 0.7 and not (top / name).exists():
            (top / name).symlink_to(target)
    os.mkfifo(top / "pipe.conf")
    return files


def messages(chosen: random.Random, top: Path, files: dict[str, bytes]) -> Iterator[bytes]:
    """What an editor sends about a repository."""
    number = 1
    names = sorted(files)
    addresses = [(top / name).as_uri() for name in names]
    for version in range(chosen.randint(4, 12)):
        at = chosen.randrange(len(names))
        uri, text = addresses[at], files[names[at]].decode("utf-8", "replace")
        if chosen.random() < 0.3:
            uri = chosen.choice(ADDRESSES).replace("{top}", str(top))
        if chosen.random() < 0.5:
            text = mutated(chosen, names[at], files[names[at]]).decode("utf-8", "replace")
        document = {"uri": uri}
        kind = chosen.random()
        if kind < 0.15:
            yield frame(chosen.choice(DAMAGED))
        elif kind < 0.5:
            yield told("textDocument/didOpen", textDocument={**document, "languageId": "x",
                    "version": version, "text": text})  # fmt: skip
        elif kind < 0.8:
            change = {"range": {"start": place(chosen), "end": place(chosen)}, "text": text[:2000]}
            yield told("textDocument/didChange", textDocument={**document, "version": version},
                contentChanges=[change, {"text": text}][: chosen.randint(1, 2)])  # fmt: skip
        else:
            yield told(f"textDocument/{chosen.choice(['didSave', 'didClose'])}",
                textDocument=document)  # fmt: skip
        if chosen.random() < 0.6:
            number += 1
            one = place(chosen)
            more = {"context": {"diagnostics": [], "includeDeclaration": True, "triggerKind": 1},
                "range": {"start": one, "end": place(chosen)}}  # fmt: skip
            yield asked(number, f"textDocument/{chosen.choice(REQUESTS)}", textDocument=document,
                position=one, **more)  # fmt: skip
        if chosen.random() < 0.1:
            number += 1
            data: object = chosen.choice([{"uri": uri}, 5, None, {"uri": [uri]}])
            yield asked(number, "codeAction/resolve", title="x", data=data)


def contents(top: Path) -> dict[str, bytes | None]:
    """Every file below a directory; None for what is not one."""
    return {
        str(path.relative_to(top)): path.read_bytes() if path.is_file() else None
        for folder, _, names in os.walk(top)
        for path in (Path(folder, name) for name in names)
    }


def served(top: Path, sent: bytes, awaited: set[object]) -> tuple[int, list[Any], str]:
    """What the server says to all this, asked to end once everything is answered; status, messages,
    error output.
    """
    command = [sys.executable, "-m", "asterisk_lint", "server"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, cwd=top, bufsize=0, stdin=pipe, stdout=pipe, stderr=errors, env=environment
        ) as server,
        closing(Clock(server.kill)),
    ):
        assert server.stdin
        assert server.stdout
        writing = threading.Thread(target=sent_whole, args=(server.stdin, sent))
        writing.start()
        said = []
        left = set(awaited)
        while left and (message := received(server.stdout)) is not None:
            said.append(message)
            if "method" not in message:
                left.discard(message.get("id"))
        writing.join()
        with suppress(BrokenPipeError):
            server.stdin.write(ended())
            server.stdin.close()
        while (message := received(server.stdout)) is not None:
            said.append(message)
        status = server.wait()
        errors.seek(0)
        return status, said, errors.read().decode("utf-8", "replace")


def sent_whole(pipe: IO[bytes], sent: bytes) -> None:
    with suppress(BrokenPipeError):
        while sent:
            sent = sent[pipe.write(sent) :]


class Clock(threading.Timer):
    """Ends what takes too long."""

    def __init__(self, end: Callable[[], None]) -> None:
        super().__init__(TIME, end)
        self.start()

    def close(self) -> None:
        self.cancel()


def received(source: IO[bytes]) -> Any:
    """The next message of the server; None at the end."""
    length = 0
    while line := source.readline():
        if line.startswith(b"Content-Length: "):
            length = int(line[16:])
        elif line == b"\r\n":
            body = b""
            while len(body) < length:
                body += source.read(length - len(body))
            return json.loads(body)
    return None


def numbers(sent: Sequence[bytes]) -> set[object]:
    """The numbers of the requests among what was sent."""
    bodies = (one.partition(b"\r\n\r\n")[2] for one in sent)
    read = (json.loads(body) for body in bodies if body not in DAMAGED)
    return {each["id"] for each in read if "id" in each}


def problems(seed: int) -> list[str]:
    """What is wrong with a session of one editor."""
    chosen = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        top = Path(name).resolve() / "top"
        top.mkdir()
        files = laid_out(chosen, seed, top)
        sent = list(messages(chosen, top, files))
        before = contents(top.parent)
        given = started(top) + b"".join(sent)
        status, said, errors = served(top, given, {1, *numbers(sent)})
        after = contents(top.parent)
    found = [f"status {status}: {errors[-300:]}"] if status else []
    if "Traceback" in errors or "\x1b" in errors:
        found.append(errors[-500:])
    text = json.dumps(said)
    found += [word for word in ("internal error", SECRET, "root:") if word in text + errors]
    missing = numbers(sent) - {each.get("id") for each in said if "method" not in each}
    if missing:
        found.append(f"requests without an answer: {missing}")
    return found + ["files written"] * (after != before)


def main() -> int:
    """Try as many editors as the first argument says, from the seed of the second on."""
    number, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    wrong = 0
    for seed in range(first, first + number):
        found = problems(seed)
        if found:
            wrong += 1
            print(f"{seed}: {'; '.join(found)}", flush=True)
    print(f"{number} editors, {wrong} wrong" if wrong else f"{number} editors, none wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
