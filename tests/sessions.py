"""Recorded terminal sessions in the documentation, played again.

A page holds them in blocks of ```console; a line that begins with `$ ` is a command, what follows
is what it prints, and a line `...` stands for any lines that the page leaves out. An HTML comment
`<!-- before ... -->` holds the shell commands that make what the session starts from; they may use
$FIXTURES, $CLONE (this repository) and $ROOT_22 (an Asterisk 22). `[y/N] y` is a question that
is answered on a terminal. Lines in ~/environment hold for every command that follows.

    python -m tests.sessions docs/init.md

writes into a page what its commands print now, except where the page leaves lines out.
"""

import datetime
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from asterisk_lint.records import NamedTuple
from tests.pbx import FIXTURES

DATE = "2026-11-29"  # what pages show for today
ANSWER = re.compile(r"\? \[[^\]\n]*\] (\S+)$", re.MULTILINE)
BEFORE = re.compile(r"<!-- before\n(.*?)-->", re.DOTALL)
BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
CWD = "cwd"


class Step(NamedTuple):
    """A command of a session, and what it prints."""

    command: str
    shown: str


def steps_of(page: str) -> list[Step]:
    """Every command of a page, in order."""
    found = []
    for block in BLOCK.findall(page):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = step.partition("\n")
            found.append(Step(command, shown.strip("\n")))
    return found


class Player:
    """A shell in a directory of its own, in which `asterisk-lint` is this one."""

    def __init__(self, place: Path, root_22: str = "") -> None:
        self.place = place
        self.cwd = place / "here"
        self.cwd.mkdir()
        programs = place / "bin"
        programs.mkdir()
        for name, call in {
            "asterisk-lint": "-m asterisk_lint",
            "python3": "",
        }.items():
            program = programs / name
            program.write_text(f'#!/bin/sh\nexec {sys.executable} {call} "$@"\n')
            program.chmod(0o755)
        scrubbed = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "PRE_COMMIT", "PIP_", "VIRTUAL_ENV"))
            and name not in {"FORCE_COLOR", "FORCE_HYPERLINK"}
        }
        self.environment = scrubbed | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(place),
            "XDG_CACHE_HOME": str(place / "cache"),
            "NO_COLOR": "1",
            "TERM": "dumb",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": "user.name",
            "GIT_CONFIG_VALUE_0": "A",
            "GIT_CONFIG_KEY_1": "user.email",
            "GIT_CONFIG_VALUE_1": "a@example.org",
            "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
            "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
            "FIXTURES": str(FIXTURES),
            "CLONE": str(FIXTURES.parent),
            "ROOT_22": root_22,
            "SITE": site_of("ruamel.yaml", "tree-sitter", "tree-sitter-lua", place / "site"),
        }

    def run(self, script: str, answers: list[str] | None = None) -> str:
        """What a command prints on both streams; a question gets the next answer."""
        whole = f'[ ! -f ~/environment ] || . ~/environment\n{script}\npwd > "{self.place / CWD}"\n'
        if answers:
            output = self._on_terminal(whole, answers)
        else:
            output = subprocess.run(
                ["bash", "-c", whole],
                cwd=self.cwd,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            ).stdout
        self.cwd = Path((self.place / CWD).read_text().strip())
        return output

    def _on_terminal(self, script: str, answers: list[str]) -> str:
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.cwd)
            os.execvpe("bash", ["bash", "-c", script], self.environment)
        output, left = b"", list(answers)
        while True:
            try:
                part = os.read(terminal, 4096)
            except OSError:
                break
            if not part:
                break
            output += part
            if re.search(rb"\? \[[^\]\n]*\] $", output) and left:
                os.write(terminal, left.pop(0).encode() + b"\n")
        os.waitpid(child, 0)
        os.close(terminal)
        return output.decode().replace("\r\n", "\n")


def site_of(*arguments: "str | Path") -> str:
    """A directory with links to the libraries that asterisk-lint needs, for a page that installs
    it: so that pip finds them without a network.
    """
    from importlib.metadata import distribution

    *names, where = arguments
    place = Path(where)
    place.mkdir()
    for name in names:
        found = distribution(str(name))
        for top in {path.parts[0] for path in found.files or () if path.parts[0] != ".."}:
            source = Path(str(found.locate_file(top)))
            if not (place / top).exists():
                (place / top).symlink_to(source)
    return str(place)


def matches(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed; `...` stands for any lines."""
    parts = [
        r"(?:[^\n]*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + r"[ ]*\n"
        for line in shown.split("\n")
    ]
    return re.fullmatch("".join(parts), printed) is not None


def played(page: str, player: Player) -> list[tuple[Step, str]]:
    """Each step of a page with what its command prints here."""
    today = {datetime.date.today().isoformat()}
    for script in BEFORE.findall(page):
        # A command that fails ends it before the directory is known
        player.run(f"set -e\n{script}")
    found = []
    for step in steps_of(page):
        printed = player.run(step.command, ANSWER.findall(step.shown))
        for day in today | {datetime.date.today().isoformat()}:
            printed = printed.replace(day, DATE)
        found.append((step, printed.strip("\n")))
    return found


def recorded(page: str, steps: list[tuple[Step, str]]) -> str:
    """The page with what its commands print; a step that leaves lines out stays as it is."""
    done = ""
    for step, printed in steps:
        old = f"$ {step.command}\n" + (f"{step.shown}\n" if step.shown else "")
        new = f"$ {step.command}\n" + (f"{printed}\n" if printed else "")
        before, _, page = page.partition(old)
        done += before + (old if "..." in step.shown.split("\n") else new)
    return done + page


if __name__ == "__main__":
    import tempfile

    from tests.conftest import root_of

    for argument in sys.argv[1:]:
        file = Path(argument)
        text = file.read_text()
        with tempfile.TemporaryDirectory() as place:
            root = root_of("22") if "$ROOT_22" in text else ""
            file.write_text(recorded(text, played(text, Player(Path(place), root))))
