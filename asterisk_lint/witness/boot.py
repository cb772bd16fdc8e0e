"""Boot a real Asterisk on a private copy of a configuration, without any network and without access
to this machine's files.

    with boot(root="/srv/asterisk-22", configuration="etc/asterisk") as asterisk:
        if asterisk.up:
            print(asterisk.cli("core show applications"))
        print(asterisk.log)

- `root` is a directory with a whole system in it (debootstrap, an unpacked container image), or "/"
  (the default): the Asterisk installed here.
- `configuration` is a directory, or a mapping of file names to bytes. The copy is at `layout.etc`
  (default /etc/asterisk) inside, so absolute includes work. asterisk.conf and logger.conf are
  replaced (see `asterisk_conf`), everything else is as given.
- `modules`: the lines of a modules.conf to use instead of the configuration's own.

The isolation cannot be switched off. It consists of separate namespaces for the network (only
loopback), processes, mounts, System V objects and the host name; a root directory that contains,
read-only, only what Asterisk needs (accessible_files.py); writable directories in memory, limited,
that disappear with the process; one user without privileges, capabilities or keys; a filter of
system calls, and limits on all resources (rights.py, seccomp.py). `#exec` is off. An ordinary user
needs an unprivileged user namespace as well. If the machine does not allow all of this, NotIsolated
gives the reason, and nothing runs. Killing the caller in any way ends everything (inside.py).
"""

import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

from asterisk_lint.records import TYPE_CHECKING, Any
from asterisk_lint.witness.layout import (
    LOGGER_CONF,
    Layout,
    asterisk_conf,
    find_binary,
    read_directory,
)
from asterisk_lint.witness.observe import ModuleState
from asterisk_lint.witness.pipe import receive, send, stop

if TYPE_CHECKING:
    from subprocess import Popen

# The meaning of the exit statuses of inside.py's outer process.
ENDED = {
    5: "Asterisk was stopped: it and its child processes exceeded the memory limit",
    6: "Asterisk was stopped: it and its child processes exceeded the time limit",
}


DEFAULT_LAYOUT = Layout()


class NotIsolated(Exception):
    """This machine does not support the isolation of a booted Asterisk; the text gives the
    reason.
    """


class DidNotStart(Exception):
    """A question to an Asterisk that is not up; the text says how it ended."""


class Asterisk:
    """A booted Asterisk. `up` tells whether it came up; if not, see `exit_status` (None: not in
    time; negative: the signal) and `console`.
    """

    def __init__(self, process: "Popen[bytes]", first: Mapping[str, Any]) -> None:
        self.up: bool = bool(first["up"])
        self.exit_status: int | None = first.get("status")
        self.seconds: float = float(first.get("seconds", 0))
        self._process = process
        self._lock = threading.Lock()

    def cli(self, command: str, timeout: float = 30) -> str:
        """Return the output of a command of Asterisk's command line (`asterisk -rx`). Raises
        DidNotStart if Asterisk is not (or no longer) running.
        """
        if not self.up:
            raise DidNotStart(self.ending)
        reply, data = self._ask({"do": "cli", "command": command, "seconds": timeout}, timeout)
        self.exit_status = reply["status"]
        if self.exit_status is not None:
            self.up = False
        if not reply["answered"]:
            raise DidNotStart(f"no answer to '{command}': {self.ending}")
        return data

    @property
    def log(self) -> str:
        """Return the whole log so far: error, warning, notice and verbose lines."""
        return self.read("/var/log/asterisk/full")

    @property
    def console(self) -> str:
        """Return what Asterisk wrote to its terminal (errors before its logger runs appear only
        here).
        """
        return self.read("/run/witness/console")

    @property
    def failure(self) -> str:
        """Return how it ended and its last output, in one line. That output may be anything that
        the configuration wrote into the log.
        """
        return (
            self.ending if self.up else "; last output: ".join([self.ending, *self.last_words[-1:]])
        )

    @property
    def ending(self) -> str:
        """Return how it ended."""
        if self.exit_status is None:
            return "Asterisk is not up" if not self.up else "Asterisk is up"
        if self.exit_status < 0:
            return f"Asterisk crashed (signal {-self.exit_status})"
        return f"Asterisk ended with status {self.exit_status}"

    @property
    def last_words(self) -> list[str]:
        """Return the errors in its log, or all lines if there is none, the last one last."""
        lines = [
            line.strip()
            for text in (self.console, self.log)
            for line in text.splitlines()
            if line.strip()
        ]
        return [
            line.partition(": ")[2]
            for line in lines
            if " ERROR[" in line and "ASTERISK EXITING" not in line
        ] or lines

    def read(self, path: str) -> str:
        """Return a file inside as text ("" if it does not exist)."""
        reply, data = self._ask({"do": "read", "file": path})
        self.exit_status = reply["status"]
        return data

    def write(self, path: str, data: bytes) -> None:
        """Write a file inside (absolute path; folders are created)."""
        self._ask({"do": "put", "file": path, "size": len(data)}, extra=data)

    def run(self, words: list[str], stdin: bytes = b"", timeout: float = 30) -> tuple[int, str]:
        """Run a program of the root directory next to Asterisk (same network, same files); return
        its exit status and its output on both streams.
        """
        reply, data = self._ask(
            {"do": "run", "words": words, "size": len(stdin), "seconds": timeout}, timeout, stdin
        )
        return int(reply["status"]), data

    def kill(self, signal: int) -> None:
        """Send a signal to Asterisk."""
        self._ask({"do": "kill", "signal": signal})

    @property
    def pid(self) -> int:
        """Return the process outside that holds it (for `nsenter`): its child is process 1
        inside.
        """
        return self._process.pid

    def modules(self) -> dict[str, ModuleState]:
        """Return every module that Asterisk has in memory, running or declined."""
        from asterisk_lint.witness.observe import parse_modules

        return parse_modules(self.cli("module show"))

    def applications(self) -> list[str]:
        """Return the registered dialplan applications, sorted."""
        from asterisk_lint.witness.observe import names

        return names(self, "application")

    def functions(self) -> list[str]:
        """Return the registered dialplan functions, sorted."""
        from asterisk_lint.witness.observe import names

        return names(self, "function")

    def names(self, kind: str) -> list[str]:
        """Return the registered capabilities of a kind ("application", "function", "channel",
        "switch", "format", "codec", "bridge", ...), sorted.
        """
        from asterisk_lint.witness.observe import names

        return names(self, kind)

    def _gone(self) -> str:
        """Return why the sandbox does not answer any more."""
        from subprocess import TimeoutExpired

        self.up = False
        try:
            return ENDED.get(self._process.wait(2), "Asterisk and its sandbox are gone")
        except TimeoutExpired:
            return "Asterisk and its sandbox do not answer"

    def _ask(
        self, request: Mapping[str, object], timeout: float = 30, extra: bytes = b""
    ) -> tuple[dict[str, Any], str]:
        with self._lock:
            try:
                send(self._process, request, extra)
                reply, data = receive(self._process, timeout + 10)
            except (OSError, EOFError) as error:
                raise DidNotStart(self._gone()) from error
        return reply, data.decode("utf-8", "surrogateescape")


@contextmanager
def boot(
    root: str | os.PathLike[str] = "/",
    configuration: str | os.PathLike[str] | Mapping[str, bytes] | None = None,
    *,
    modules: Iterable[str] | None = None,
    timeout: float = 60,
    lifetime: float = 1800,
    layout: Layout = DEFAULT_LAYOUT,
) -> Iterator[Asterisk]:
    """Boot Asterisk as the module's text describes; it is stopped, with all its processes, at the
    end of the `with` block.

    `timeout` is the number of seconds for coming up; `lifetime` that for all of it, after which it
    is ended. Raises NoAsterisk, NotIsolated. An Asterisk that does not come up is not an exception:
    `up` is False.
    """
    import subprocess
    import sys

    files = (
        dict(configuration) if isinstance(configuration, Mapping) else read_directory(configuration)
    )
    if modules is not None:
        files["modules.conf"] = ("\n".join(modules) + "\n").encode("utf-8", "surrogateescape")
    files["logger.conf"] = LOGGER_CONF
    binary = layout.binary or find_binary(os.fspath(root))
    etc = layout.etc
    request = {
        "root": os.path.abspath(root),
        "binary": binary,
        "etc": etc,
        "files": [[name, len(data)] for name, data in files.items()],
        "asterisk_conf": asterisk_conf(etc, layout.options, layout.directories),
        "seconds": timeout,
        "lifetime": lifetime,
        "executable": any(
            f"{value}/".startswith(f"{etc}/") for value in layout.directories.values()
        ),
        "program": [binary, "-f", "-vvvvv", "-C", "/run/witness/asterisk.conf"],
    }
    inside = os.path.join(os.path.dirname(__file__), "inside.py")
    # Python itself may need it; Asterisk gets none of it
    environment = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", *(["-B"] if sys.dont_write_bytecode else []), inside],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
        env=environment,
        cwd="/",
    )
    try:
        with suppress(OSError):  # rejected before it read everything: the answer says why
            send(process, request, b"".join(files.values()))
        try:
            first, _ = receive(process, timeout + 30)
        except (OSError, EOFError) as error:
            raise NotIsolated("the sandbox process ended without giving a reason") from error
        if not first["isolated"]:
            raise NotIsolated(first["why"])
        yield Asterisk(process, first)
    finally:
        stop(process)
