"""Completion and manual page: what describes the whole command line."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from asterisk_lint.commands.completion import SHELLS
from asterisk_lint.commands.names import COMMANDS
from asterisk_lint.commands.parsers import whole_parser
from tests.pbx import lint

pytest.importorskip("shtab")

ASK = """
source "$1"
COMP_WORDS=("${@:2}"); COMP_CWORD=$(($# - 2))
$(complete -p asterisk-lint | sed 's/.*-F \\([^ ]*\\).*/\\1/')
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("completion") / "asterisk-lint.bash"
    path.write_text(lint("completion", "bash", status=0).stdout)
    return path


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ver"], ["verify"]),
        (["why", "app_que"], ["app_queue"]),
        (["module", "res_pjsip_regis"], ["res_pjsip_registrar"]),
        (["rule", "unenf"], ["unenforced-security"]),
        (["--min-sev"], ["--min-severity"]),
    ],
)
def test_bash_completes_names(script: Path, words: list[str], offered: list[str]) -> None:
    command = ["bash", "-c", ASK, "ask", str(script), "asterisk-lint", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == offered


@pytest.mark.parametrize("shell", [shell for shell in SHELLS if shell != "bash"])
def test_other_shells_know_every_command(shell: str) -> None:
    text = lint("completion", shell, status=0).stdout
    assert [name for name, _ in COMMANDS if name not in text] == []


def test_every_option_has_help_in_plain_words() -> None:
    """`whole_parser` is what the manual page is made from."""
    parsers = [whole_parser()]
    for action in parsers[0]._actions:
        if isinstance(action, argparse._SubParsersAction):
            parsers += action.choices.values()
    assert len(parsers) == len(COMMANDS) + 1
    unsaid = [
        f"{parser.prog} {action.dest}"
        for parser in parsers
        for action in parser._actions
        if not isinstance(action, argparse._SubParsersAction) and not action.help
    ]
    assert unsaid == []


def test_without_shtab_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "shtab.py").write_text("raise ImportError\n")
    done = subprocess.run(
        [sys.executable, "-m", "asterisk_lint", "completion", "bash"],
        env={"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "pip install shtab" in done.stderr
