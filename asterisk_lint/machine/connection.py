"""The connection to a machine: what is sent to it is a command of the fixed list, and what it
answers is within bounds.
"""

import re
import shlex
from contextlib import contextmanager, suppress

from asterisk_lint.machine.commands import END, LOG, Command
from asterisk_lint.output.terminal import visible
from asterisk_lint.records import cast


class MachineError(Exception):
    """The machine cannot be observed, or its answer cannot be trusted; the text is one line for the
    user.
    """


_PATH = re.compile(r"/[A-Za-z0-9_./+@-]{0,200}")
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,79}")
_PATTERN = re.compile(r"/[A-Za-z0-9_./+@*?-]{1,200}")
_CHANNEL = re.compile(r"[A-Za-z0-9]{1,30}/[A-Za-z0-9_][A-Za-z0-9_.@+/;-]{0,120}")
_END = re.compile(rb"done\r?\n\Z")
_COLOUR = re.compile(rb"\x1b\[[0-9;]{0,20}m")


def is_plain(name: str) -> bool:
    """Tell whether a name from the machine is safe in a command: nothing in it has a meaning for a
    shell or Asterisk's command line.
    """
    return _PLAIN.fullmatch(name) is not None


def is_channel(name: str) -> bool:
    """Tell whether the name of a channel is safe in a command, between single quotes."""
    return _CHANNEL.fullmatch(name) is not None


def is_path(name: str) -> bool:
    """Tell whether a path or pattern is safe in a command without quotes."""
    return _PATTERN.fullmatch(name) is not None and not {".", ".."} & {*name.split("/")}


_SAFE = {"{name}": is_plain, "{channel}": is_channel, "{path}": is_path}


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
            place, is_safe = next(each for each in _SAFE.items() if each[0] in command.line)
            odd = next((name for name in names if not is_safe(name)), None)
            if odd is not None:
                raise MachineError(f"not a name that can be asked for: {visible(odd[:60])}")
            lines = [lines[0].replace(place, name) for name in names]
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

    def lines(self, command: Command, *, names: "Sequence[str]" = ()) -> list[str]:
        """Return the lines of an answer that are printable ASCII: callers choose parts of some
        answers, and such a line alone is dropped. Raises MachineError.
        """
        answer = _COLOUR.sub(b"", self.ask(command, names=names)).decode("latin-1")
        lines = answer.replace("\r\n", "\n").split("\n")
        return [line for line in lines if line.isascii() and line.isprintable()]


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
