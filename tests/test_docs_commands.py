"""Every command in the documentation is one that the program takes: `tests/test_session.py` plays
those with output, and this reads all of them, also in workflows, Dockerfiles and sentences.
"""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from asterisk_lint.commands.names import COMMANDS
from asterisk_lint.commands.parsers import parser_of

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "action.yml"]
PAGES += sorted(
    # (that page is the program's own help)
    page
    for page in (ROOT / "docs").glob("*.md")
    if page.name != "command-line.md"
)
# Fenced, indented, or in a sentence; sessions are played, and what they print is not a command.
CODE = re.compile(
    r"^```(?!console)\w*\n(.*?)^```|^((?: {4}[^\n]*\n)+)|`([^`\n]+)`", re.DOTALL | re.MULTILINE
)
SESSION = re.compile(r"^```console\n.*?^```", re.DOTALL | re.MULTILINE)
# A value that the reader fills in, or that a workflow does.
FILLED_IN = re.compile(r"\$\([^)]*\)|\$\{\{[^}]*\}\}|\$\{?\w+(?:\[@\])?\}?|\b(?:VERSION|RELEASE)\b")
PROGRAM = "asterisk-lint"


def commands(text: str) -> Iterator[list[str]]:
    """Yield the arguments of each command that the code of a page has."""
    for found in CODE.finditer(SESSION.sub("", text)):
        code = next(group for group in found.groups() if group is not None)
        for line in code.replace("\\\n", " ").splitlines():
            yield from _in_line(line)


def _in_line(line: str) -> Iterator[list[str]]:
    # `${NAME:+words}`: with the words.
    line = re.sub(r"\$\{\w+:\+([^}]*)\}", r"\1", line)
    # In a list of commands, what each does follows after some blanks.
    line = re.sub(r"(?<=\S) {2,}.*", "", line)
    reader = shlex.shlex(FILLED_IN.sub("22", line), posix=True, punctuation_chars=True)
    reader.wordchars += ":[]{},$%@+"
    try:
        words = list(reader)
    except ValueError:  # a sentence, with an apostrophe
        return
    for index, word in enumerate(words):
        named = index and words[index - 1].startswith("--")  # as the value of an option
        if not named and (word == PROGRAM or word.endswith(f"bin/{PROGRAM}")):
            rest = words[index + 1 :]
            end = next((at for at, each in enumerate(rest) if set(each) <= set("|&;<>()")), None)
            yield [each for each in rest[:end] if not each.startswith("[") and each != "..."]


EVERY = sorted(
    {(page.name, *found) for page in PAGES for found in commands(page.read_text(encoding="utf-8"))}
)


def test_commands_are_found() -> None:
    """Of each way of writing one."""
    assert len(EVERY) > 80
    for expected in (
        ("README.md", "--from-ref", "origin/22", "--output-format", "github"),
        ("ci.md", "--output-format", "gitlab", "--exit-zero", "--from-ref", "22"),
        ("containers.md", "--asterisk", "22", "/asterisk"),
        ("fleet.md", "init", "hosts/oslo"),
        ("verify.md", "verify", "--output-format", "github"),
    ):
        assert expected in EVERY


@pytest.mark.parametrize("page", sorted({page for page, *_ in EVERY}))
def test_the_program_takes_them(page: str) -> None:
    wrong = []
    for name, *arguments in EVERY:
        if name == page:
            known = bool(arguments) and arguments[0] in dict(COMMANDS)
            command, rest = (arguments[0], arguments[1:]) if known else ("check", arguments)
            if known and not rest:
                continue  # the command's name in a sentence
            said = io.StringIO()
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
                try:
                    parser_of(command).parse_intermixed_args(rest)
                except SystemExit as stop:
                    if stop.code:
                        wrong.append((arguments, said.getvalue().splitlines()[-1]))
    assert not wrong
