"""The environment of a hook: whatever its variables hold, no program runs but git, and another
repository's variables reach no git.

A hook inherits what `git commit` was called with. The variables that name a program are tried with
a script that leaves a mark, those that name a file or directory with what is no such thing.
"""

import os
import re
from pathlib import Path

import pytest

import asterisk_lint
from asterisk_lint.__main__ import main
from asterisk_lint.tree.git import find_git
from tests.repository import Repository
from tests.repository import clean_environment as clean_environment
from tests.repository import repository as repository
from tests.security.test_git import DIALPLAN, MODULES, command_for

# (GIT_DIR is not among them: it names the repository that is meant.)
# {command}: a script that leaves a mark; {other}: another repository; {mark}: a file that must not
# come into being.
PROGRAMS = {
    "GIT_EXTERNAL_DIFF": "{command}", "GIT_SSH": "{command}", "GIT_SSH_COMMAND": "{command}",
    "GIT_PROXY_COMMAND": "{command}", "GIT_ASKPASS": "{command}",
    "SSH_ASKPASS": "{command}", "GIT_EDITOR": "{command}", "EDITOR": "{command}",
    "VISUAL": "{command}", "GIT_SEQUENCE_EDITOR": "{command}", "GIT_PAGER": "{command}",
    "PAGER": "{command}", "LESSOPEN": "|{command} %s", "BROWSER": "{command}", "SHELL": "{command}",
    "BASH_ENV": "{command}", "ENV": "{command}",
    "PYTHONSTARTUP": "{command}", "PYTHONBREAKPOINT": "os.system", "GIT_TEMPLATE_DIR": "{other}",
    "GIT_ATTR_SOURCE": "HEAD", "PYTHONINSPECT": "",
}  # fmt: skip
CONFIGURED = {
    "core.fsmonitor": "{command}", "core.hooksPath": "{hooks}", "core.pager": "{command}",
    "core.sshCommand": "{command}", "core.gitProxy": "{command}", "core.editor": "{command}",
    "core.askPass": "{command}", "core.alternateRefsCommand": "{command}",
    "diff.external": "{command}", "pager.log": "{command}", "pager.diff-tree": "{command}",
    "diff.x.command": "{command}", "diff.x.textconv": "{command}", "filter.x.clean": "{command}",
    "filter.x.smudge": "{command}", "filter.x.process": "{command}",
    "gpg.program": "{command}", "log.showSignature": "true", "credential.helper": "!{command}",
    "alias.ls-files": "!{command}", "alias.cat-file": "!{command}",
    "protocol.allow": "always", "protocol.ext.allow": "always",
    "uploadpack.packObjectsHook": "{command}", "trace2.eventTarget": "{mark}",
    "include.path": "{other}/config",
}  # fmt: skip
PLACES = {
    "GIT_WORK_TREE": "{other}", "GIT_INDEX_FILE": "{other}/.git/index",
    "GIT_OBJECT_DIRECTORY": "{other}/.git/objects", "GIT_COMMON_DIR": "{other}/.git",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "{other}/.git/objects", "GIT_NAMESPACE": "x",
    "GIT_CEILING_DIRECTORIES": "/", "GIT_PREFIX": "../../", "GIT_LITERAL_PATHSPECS": "1",
    "GIT_QUARANTINE_PATH": "{other}", "GIT_GRAFT_FILE": "{other}/grafts",
    "GIT_SHALLOW_FILE": "{other}/shallow", "GIT_DISCOVERY_ACROSS_FILESYSTEM": "1",
    "GIT_REPLACE_REF_BASE": "x/",
    "GIT_ICASE_PATHSPECS": "1", "GIT_FLUSH": "0", "GIT_DEFAULT_HASH": "sha256",
    "GIT_CONFIG_NOSYSTEM": "0", "GIT_CONFIG_COUNT": "x", "GIT_CONFIG_PARAMETERS": "'broken",
    "GIT_OPTIONAL_LOCKS": "1",
}  # fmt: skip
RUNS: tuple[list[str], ...] = (
    ["--staged"], ["--from-ref", "main", "--to-ref", "HEAD"], [], ["--fix"], ["--rev", "HEAD"],
    ["why", "app_dial"],
)  # fmt: skip


@pytest.fixture
def hooked(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with a change and every driver turned on, where the run starts; beside it
    another one.
    """
    files = {"modules.conf": MODULES, "extensions.conf": DIALPLAN}
    repository.commit(**files, **{".gitattributes": "* diff=x filter=x\n"})
    repository.git("checkout", "--quiet", "-b", "change")
    repository.commit(**{"extensions.conf": DIALPLAN + " same => n,Dial(SIP/1)\n"})
    other = Repository(tmp_path / "other")
    other.commit(**{"secret.conf": "INVENTED-SECRET\n",
            "modules.conf": "[modules]\nautoload=no\nload = app_invented_secret.so\n"})  # fmt: skip
    monkeypatch.chdir(repository.path)
    return repository


def filled(value: str, tmp_path: Path) -> str:
    hooks = tmp_path / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).write_text(f"#!/bin/sh\nexec {command_for(tmp_path / 'executed')}\n")
        (hooks / name).chmod(0o755)
    for field, text in {
        "{command}": command_for(tmp_path / "executed"),
        "{hooks}": str(hooks),
        "{mark}": str(tmp_path / "executed"),
        "{other}": str(tmp_path / "other"),
    }.items():
        value = value.replace(field, text)
    return value


def runs(tmp_path: Path, capsys: pytest.CaptureFixture[str], number: int = len(RUNS)) -> None:
    for arguments in RUNS[:number]:
        assert main(arguments) in {0, 1, 2}
        told = capsys.readouterr()
        assert "internal error" not in told.err
        assert "invented" not in (told.out + told.err).lower(), arguments
        assert not (tmp_path / "executed").exists(), arguments


def test_variables_that_name_programs(
    hooked: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in PROGRAMS.items():
        monkeypatch.setenv(name, filled(value, tmp_path))
    runs(tmp_path, capsys)


@pytest.mark.parametrize("name", PLACES)
def test_a_variable_that_names_a_place(
    hooked: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.setenv(name, filled(PLACES[name], tmp_path))
    runs(tmp_path, capsys, 3)


@pytest.mark.parametrize("way", ["GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_GLOBAL"])
def test_settings_in_the_environment(
    hooked: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    way: str,
) -> None:
    """All at once: `git -c NAME=VALUE commit` hands its settings on to a hook."""
    settings = {name: filled(value, tmp_path) for name, value in CONFIGURED.items()}
    if way == "GIT_CONFIG_COUNT":
        monkeypatch.setenv(way, str(len(settings)))
        for number, (name, value) in enumerate(settings.items()):
            monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", name)
            monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
        del settings["trace2.eventTarget"]  # git reads it from files alone
    elif way == "GIT_CONFIG_PARAMETERS":
        monkeypatch.setenv(way, " ".join(f"'{name}'='{value}'" for name, value in settings.items()))
    else:
        for name, value in settings.items():
            if name != "trace2.eventTarget":  # a user's own file may name where git traces to
                hooked.git("config", "--file", str(tmp_path / "global"), name, value)
        monkeypatch.setenv(way, str(tmp_path / "global"))
    runs(tmp_path, capsys)


@pytest.mark.parametrize("entries", [".", ":bin", "./bin:node_modules/.bin:../repository/bin"])
def test_no_program_of_the_repository_is_taken_for_git(
    hooked: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    entries: str,
) -> None:
    for place in (".", "bin", "node_modules/.bin"):
        hooked.write(f"{place}/git", f"#!/bin/sh\nexec {command_for(tmp_path / 'executed')}\n")
        (hooked.path / place / "git").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([entries, os.environ["PATH"]]))
    runs(tmp_path, capsys)
    monkeypatch.setenv("PATH", entries)
    assert main(["--rev", "HEAD"]) == 2
    assert "no absolute directory of PATH holds it" in capsys.readouterr().err


def test_git_is_found_where_a_shell_finds_it(tmp_path: Path) -> None:
    for name, mode in (("a", 0o644), ("b", 0o755), ("c", 0o755)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "git").write_text("")
        (tmp_path / name / "git").chmod(mode)
    (tmp_path / "d/git").mkdir(parents=True)
    path = os.pathsep.join(str(tmp_path / name) for name in ("nowhere", "d", "b", "c"))
    assert find_git(path) == str(tmp_path / "b/git")
    assert find_git("") is None


def test_programs_are_started_in_few_places() -> None:
    """What SECURITY.md says about each command: a new place to start a program needs a word there,
    and a test.
    """
    package = Path(asterisk_lint.__file__).parent
    starts = re.compile(
        r"\b(posix_spawnp?|Popen|os\.(system|popen|exec\w+|spawn\w+)|subprocess\.\w+|pty\.\w+)\("
    )
    found = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if starts.search(path.read_text(encoding="utf-8"))
    }
    assert {name for name in found if not name.startswith("witness/")} == {"tree/git.py",
        "machine/connection.py"}  # fmt: skip
