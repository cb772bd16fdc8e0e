"""The only commands that `observe` ever sends to a machine, and their answers, within bounds.

Each is a line of POSIX shell that only reads; `{directory}` is a path that a person named or
Asterisk's usual one, `{name}` the name of an endpoint, checked letter by letter (`is_plain`). A
test records what is sent and compares it with this list. After each answer `END` shows that it was
not cut off. `-C` reaches the Asterisk of that directory where several run.
"""

import re
import shlex
from contextlib import contextmanager, suppress

from asterisk_lint.output.terminal import visible
from asterisk_lint.records import NamedTuple, cast


class MachineError(Exception):
    """The machine cannot be observed, or its answer cannot be trusted; the text is one line for the
    user.
    """


class Command(NamedTuple):
    """A line of shell, and the maximum size of its answer."""

    line: str
    most: int = 4 << 20  # bytes of output
    seconds: float = 60.0


VERSION = Command("asterisk -C {directory}/asterisk.conf -rx 'core show version' || true", 10_000)
SETTINGS = Command(
    "asterisk -C {directory}/asterisk.conf -rx 'core show settings' || true", 100_000
)
END = Command("echo done")
# A log or a file of call records, read as a stream: nothing of it is kept.
LOG = Command("cat -- {directory}", 1 << 36)
# Each file of the configuration directory: its size, its name, its content. Keys and certificates
# are not read.
FILES = Command(
    "cd -- {directory} && find -L . -type f ! -name '*.pem' ! -name '*.key' ! -name '*.crt' "
    "! -name '*.p12' ! -name '*.wav' ! -name '*.gsm'"
    " ! -path '*/.git/*' ! -path '*/keys/*' | LC_ALL=C sort | while IFS= read -r file; do"
    ' if [ -r "$file" ] && size=$(wc -c < "$file") && [ "$size" -le 8000000 ]; then'
    ' printf \'file %s %s\\n\' "$size" "$file"; cat < "$file"; printf \'\\nend\\n\';'
    " else printf 'unreadable 0 %s\\n\\nend\\n' \"$file\"; fi; done",
    128 << 20,
    300.0,
)
MODULES = Command(
    'for directory in {directory}; do if [ -d "$directory" ]; then ls -1 "$directory"; fi; done',
    1 << 20,
)
# One prompt that every set of Asterisk's own has, in each language and format.
SOUNDS = Command(
    "for directory in /usr/share/asterisk/sounds /var/lib/asterisk/sounds; do"
    ' if [ -d "$directory" ]; then find -L "$directory" -type f -name \'vm-intro.*\'; fi; done',
    1 << 20,
)
ENDPOINTS = Command(
    "asterisk -C {directory}/asterisk.conf -rx 'pjsip list endpoints' || true", 16 << 20
)
ENDPOINT = Command(
    "asterisk -C {directory}/asterisk.conf -rx 'pjsip show endpoint {name}' || true", 1 << 20
)
AORS = Command("asterisk -C {directory}/asterisk.conf -rx 'pjsip list aors' || true", 16 << 20)
AOR = Command("asterisk -C {directory}/asterisk.conf -rx 'pjsip show aor {name}' || true", 1 << 20)
AUTHS = Command("asterisk -C {directory}/asterisk.conf -rx 'pjsip list auths' || true", 16 << 20)
REGISTRATIONS = Command(
    "asterisk -C {directory}/asterisk.conf -rx 'pjsip list registrations' || true", 16 << 20
)
REGISTRATION = Command(
    "asterisk -C {directory}/asterisk.conf -rx 'pjsip show registration {name}' || true", 1 << 20
)
IDENTIFIES = Command(
    "asterisk -C {directory}/asterisk.conf -rx 'pjsip list identifies' || true", 16 << 20
)
COMMANDS: tuple[Command, ...] = (
    VERSION, SETTINGS, END, LOG, FILES, MODULES, SOUNDS, ENDPOINTS, ENDPOINT, AORS, AOR, AUTHS,
    REGISTRATIONS, REGISTRATION, IDENTIFIES,
)  # fmt: skip

USUAL_MODULES = (
    "/usr/lib/*/asterisk/modules",
    "/usr/lib/asterisk/modules",
    "/usr/lib64/asterisk/modules",
    "/usr/local/lib/asterisk/modules",
)

_PATH = re.compile(r"/[A-Za-z0-9_./+@-]{0,200}")
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,79}")
_END = re.compile(rb"done\r?\n\Z")
_COLOUR = re.compile(rb"\x1b\[[0-9;]{0,20}m")


def is_plain(name: str) -> bool:
    """Tell whether a name from the machine is safe in a command: nothing in it has a meaning for a
    shell or Asterisk's command line.
    """
    return _PLAIN.fullmatch(name) is not None


def quoted_path(path: str) -> str:
    """Return a directory quoted for the shell. Raises MachineError for anything except a plain
    absolute path.
    """
    if not _PATH.fullmatch(path) or ".." in path.split("/"):
        raise MachineError(f"{visible(path[:100])}: name an absolute path of plain letters")
    return f"'{path}'"


class Machine:
    """A machine that is reached through a command prefix (`ssh pbx1`, `docker exec -i pbx`), or
    this one, with an empty prefix.
    """

    def __init__(self, prefix: str, etc: str, tell: "Tell") -> None:
        """`etc` is the configuration directory there; `tell` is called with each command before it
        is sent. Raises MachineError for an invalid prefix or directory.
        """
        self.directory = quoted_path(etc)
        try:
            self.words = shlex.split(prefix)
        except ValueError as error:
            raise MachineError(f"--run: {error}") from None
        self.tell = tell

    def ask(self, command: Command, *, directory: str = "", names: "Sequence[str]" = ()) -> bytes:
        """Return the output of a command of the list, for each of the names if it takes one; empty
        if it fails. `directory`: other than the one that the machine was made with. Raises
        MachineError if the machine cannot be reached or trusted, or its answer is cut off.
        """
        lines = [command.line.replace("{directory}", directory or self.directory)]
        if names:
            odd = next((name for name in names if not is_plain(name)), None)
            if odd is not None:
                raise MachineError(f"not a name that can be asked for: {visible(odd[:60])}")
            lines = [lines[0].replace("{name}", name) for name in names]
        for line in (*lines, END.line):
            self.tell(line)
        most = command.most * len(lines)
        script = "\n".join((*lines, END.line))
        answer = _run([*self.words, "sh"], script, command._replace(most=most))
        found = _END.search(answer)
        if found is None:
            raise MachineError(f"the answer to `{lines[0][:100]}` is cut off: try again")
        return answer[: found.start()]

    @contextmanager
    def stream(self, path: str) -> "Iterator[BufferedReader]":
        """Open a file there; memory does not grow with its size. Raises MachineError if it cannot
        be read to its end, also at the end of the `with` block.
        """
        import subprocess

        line = LOG.line.replace("{directory}", quoted_path(path))
        self.tell(line)
        try:
            process = subprocess.Popen(
                [*self.words, "sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise MachineError(
                f"{self.words[0] if self.words else 'sh'}: {(error.strerror or str(error)).lower()}"
            ) from None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(line.encode() + b"\n")
                process.stdin.close()
            yield cast("BufferedReader", process.stdout)
            if process.wait() != 0:
                raise MachineError(f"{visible(path)} cannot be read there to its end")
        finally:
            process.stdout.close()
            if process.poll() is None:
                process.kill()
                process.wait()

    def text(self, command: Command, *, directory: str = "", names: "Sequence[str]" = ()) -> str:
        """Return the same as text. Raises MachineError for control characters and for bytes that
        are not UTF-8.
        """
        answer = _COLOUR.sub(b"", self.ask(command, directory=directory, names=names))
        text = answer.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        bad = next((sign for sign in text if not (sign.isprintable() or sign in "\n\t")), None)
        if bad is not None:
            raise MachineError(
                f"the answer to `{command.line[:100]}` contains {visible(bad)}, "
                "which Asterisk never prints: the answer is rejected"
            )
        return text


def _run(words: list[str], line: str, command: Command) -> bytes:
    """Run `sh` after a prefix with a line on its standard input, which works alike over ssh, docker
    and kubectl.
    """
    import os
    import selectors
    import signal
    import subprocess
    from time import monotonic

    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise MachineError(f"{words[0]}: {(error.strerror or str(error)).lower()}") from None
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    until = monotonic() + command.seconds
    output, complaint = bytearray(), bytearray()
    try:
        try:
            process.stdin.write(line.encode() + b"\n")
            process.stdin.close()
        except BrokenPipeError:
            pass
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ, output)
            selector.register(process.stderr, selectors.EVENT_READ, complaint)
            while selector.get_map():
                left = until - monotonic()
                ready = selector.select(max(left, 0))
                if left <= 0 or not ready:
                    raise MachineError(
                        f"no complete answer within {command.seconds:g} seconds: `{line[:100]}`"
                    )
                for key, _ in ready:
                    block = os.read(key.fd, 1 << 16)
                    if not block:
                        selector.unregister(key.fileobj)
                    elif key.data is output:
                        output += block
                    elif len(complaint) < 10_000:
                        complaint += block
                    if len(output) > command.most:
                        raise MachineError(
                            f"more than {command.most} bytes in answer to `{line[:100]}`: "
                            "the answer is rejected"
                        )
        status = process.wait(max(until - monotonic(), 1))
    except subprocess.TimeoutExpired:
        raise MachineError(f"no end within {command.seconds:g} seconds: `{line[:100]}`") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        process.stdout.close()
        process.stderr.close()
    if status in {125, 126, 127, 255} and not output:
        said = visible(complaint.decode("utf-8", "replace").strip().partition("\n")[0][:200])
        raise MachineError(f"{' '.join(words)}: {said or f'exit status {status}'}")
    return bytes(output)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedReader

    Tell = Callable[[str], None]
