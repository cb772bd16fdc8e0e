"""Hostile repositories: whatever a commit, or a repository's own configuration, says, git executes
nothing for it.

Each attack is first shown to work with plain git, so that a test fails if its input is not an
attack.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from asterisk_lint.__main__ import main
from tests.amount import in_turn
from tests.repository import Repository
from tests.repository import clean_environment as clean_environment
from tests.repository import repository as repository

MODULES = "[modules]\nautoload = no\nload = pbx_config.so\nload = app_dial.so\n"
DIALPLAN = "[default]\nexten => 1,1,Answer()\n same => n,Hangup()\n"
MISSING = "1" * 40  # an object that no repository has

PROMISOR = (
    '[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = {url}\n\tpromisor = true\n'
)
BARE = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"


def lazy_fetch(command: str, url: str = "ssh://x.invalid/y", more: str = "") -> str:
    return BARE + f'\tsshCommand = "{command}"\n' + PROMISOR.format(url=url) + more


EMBEDDED: dict[str, Callable[[str], str]] = {
    "sshCommand": lazy_fetch,
    "sshCommand with a protocol of its own": lambda command: lazy_fetch(command,
        more='[protocol "ssh"]\n\tallow = always\n'),
    "ext": lambda command: BARE + PROMISOR.format(url=f'"ext::{command}"') + '[protocol "ext"]\n'
        '\tallow = always\n',
    "fsmonitor": lambda command: '[core]\n\trepositoryformatversion = 0\n\tbare = false\n'
        f'\tworktree = .\n\tfsmonitor = "{command}"\n',
    "pager and diff": lambda command: BARE + f'\tpager = "{command}"\n[pager]\n'
        f'\tls-tree = "{command}"\n[diff]\n\texternal = "{command}"\n',
    "hooks": lambda command: BARE + "\thooksPath = hooks\n",
    "include": lambda command: BARE + "[include]\n\tpath = more\n",
}  # fmt: skip


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """A file that exists as soon as one of the attacks has executed its command."""
    return tmp_path / "executed"


def command_for(marker: Path) -> str:
    script = marker.parent / "attack"
    script.write_text(f"#!/bin/sh\necho $0 >> {marker}\nexit 1\n")
    script.chmod(0o755)
    return str(script)


def embed(repository: Repository, place: str, config: str, marker: Path) -> None:
    """Commit a bare repository with a configuration of its own as the directory `place`."""
    for name, content in {
        "HEAD": "ref: refs/heads/main\n",
        "objects/.keep": "",
        "objects/info/alternates": "../../../.git/objects\n",
        "refs/heads/main": f"{MISSING}\n",
        "config": config,
        "more": lazy_fetch(command_for(marker)),
    }.items():
        repository.write(f"{place}/{name}", content)
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        repository.write(f"{place}/hooks/{hook}", f"#!/bin/sh\nexec {command_for(marker)}\n")
        (repository.path / place / "hooks" / hook).chmod(0o755)


def attacked(
    repository: Repository, start: str, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> int:
    monkeypatch.chdir(repository.path / start)
    status = main(arguments)
    assert status in {0, 1, 2}
    return status


RUNS: tuple[list[str], ...] = (
    [],
    ["--diff"],
    ["--fix"],
    ["--staged"],
    ["--rev", "main"],
    ["--rev", "HEAD"],
    ["--from-ref", "main", "--to-ref", "HEAD", "--output-format", "github"],
    ["-v", "--output-format", "concise"],
)


def every_run(place: str) -> Iterator[tuple[str, list[str]]]:
    """Each way in: from the top without a path, with the hostile directory as path, and from inside
    of it.
    """
    for run in RUNS:
        yield ".", run
        yield ".", [*run, place]
        yield place, run
        yield place, [*run, "."]
    yield ".", ["why", "app_dial"]
    yield place, ["why", "app_dial", "."]
    yield place, ["why", "--rev", "main", "app_dial"]
    yield place, ["uses", "--staged"]


@pytest.mark.parametrize("place", ["etc/asterisk", "sounds"])
@pytest.mark.parametrize("kind", EMBEDDED)
def test_an_embedded_bare_repository_is_no_repository(
    repository: Repository,
    marker: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    place: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    repository.commit(
        **{"etc/asterisk/modules.conf": MODULES, "etc/asterisk/extensions.conf": DIALPLAN}
    )
    repository.git("checkout", "--quiet", "-b", "change")
    embed(repository, place, EMBEDDED[kind](command_for(marker)), marker)
    repository.commit(
        "a change", **{"etc/asterisk/extensions.conf": DIALPLAN + " same => n,Dial(SIP/1)\n"}
    )
    for command in (["cat-file", "-p", MISSING], ["ls-files", "--others"], ["ls-tree", MISSING]):
        subprocess.run(
            ["git", *command],
            cwd=repository.path / place,
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_DIR": "."},
        )
    if kind in {
        "sshCommand",
        "sshCommand with a protocol of its own",
        "ext",
        "fsmonitor",
        "include",
    }:
        assert marker.exists(), "with plain git this is an attack"
    marker.unlink(missing_ok=True)
    turn = list(EMBEDDED).index(kind)
    for start, arguments in in_turn([*every_run(place)], turn):
        attacked(repository, start, arguments, monkeypatch)
        assert not marker.exists(), (start, arguments)


@pytest.mark.parametrize("kind", EMBEDDED)
@pytest.mark.parametrize("checked_out", [False, True])
def test_a_directory_in_place_of_a_submodule_is_not_the_submodule(
    repository: Repository,
    tmp_path: Path,
    marker: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    checked_out: bool,
) -> None:
    inner = Repository(tmp_path / "inner")
    commit = inner.commit(**{"modules.conf": MODULES})
    repository.write("etc/modules.conf", MODULES)
    if checked_out:
        repository.git(
            "-c",
            "protocol.file.allow=always",
            "submodule",
            "--quiet",
            "add",
            str(inner.path),
            "sounds",
        )
    else:
        repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},sounds")
    repository.git("add", "etc")
    repository.git("commit", "--quiet", "-m", "base")
    repository.git("checkout", "--quiet", "-b", "change")
    repository.git("rm", "--quiet", "--cached", "sounds")
    subprocess.run(["rm", "-rf", repository.path / "sounds"], check=True)
    embed(repository, "sounds", EMBEDDED[kind](command_for(marker)), marker)
    repository.commit("instead of the submodule")
    turn = list(EMBEDDED).index(kind)
    for start, arguments in in_turn([*every_run("sounds")], turn):
        attacked(repository, start, arguments, monkeypatch)
        assert not marker.exists(), (start, arguments)


OWN = {
    "fsmonitor": '[core]\n\tfsmonitor = "{command}"\n',
    "hooks": '[core]\n\thooksPath = "{directory}/hooks"\n',
    "external diff": '[diff]\n\texternal = "{command}"\n',
    "diff driver": '[diff "x"]\n\tcommand = "{command}"\n\ttextconv = "{command}"\n'
        '\tcachetextconv = true\n',
    "filters": '[filter "x"]\n\tclean = "{command}"\n\tsmudge = "{command}"\n'
        '\tprocess = "{command}"\n\trequired = true\n',
    "pager": '[core]\n\tpager = "{command}"\n[pager]\n\tlog = "{command}"\n'
        '\tdiff-tree = "{command}"\n\tls-files = "{command}"\n',
    "signatures": '[log]\n\tshowSignature = true\n[gpg]\n\tprogram = "{command}"\n[gpg "ssh"]\n'
        '\tprogram = "{command}"\n',
    "lazy fetch": '[core]\n\tsshCommand = "{command}"\n' + PROMISOR.format(url="ssh://x.invalid/y"),
    "lazy fetch, allowed": '[core]\n\tsshCommand = "{command}"\n[protocol "ssh"]\n'
        '\tallow = always\n' + PROMISOR.format(url="ssh://x.invalid/y"),
    "remote helper": '[protocol "ext"]\n\tallow = always\n' + PROMISOR.format(url='"ext::{command}'
        '"'),
    "upload pack": PROMISOR.format(url="{directory}") + '\tuploadpack = "{command}"\n[protocol]\n'
        '\tallow = always\n',
    "aliases": '[alias]\n\tls-files = "!{command}"\n\tls-tree = "!{command}"\n'
        '\trev-parse = "!{command}"\n',
    "alternate refs": '[core]\n\talternateRefsCommand = "{command}"\n',
    "askpass and editor": '[core]\n\taskPass = "{command}"\n\teditor = "{command}"\n'
        '\tgitProxy = "{command}"\n[credential]\n\thelper = "!{command}"\n',
    "include": "[include]\n\tpath = {directory}/more\n",
    "conditional include": '[includeIf "gitdir:**"]\n\tpath = {directory}/more\n',
    "trace": '[trace2]\n\teventTarget = "{directory}/executed"\n'
        '\tnormalTarget = "{directory}/executed"\n',
    "submodule diff": '[diff]\n\tsubmodule = diff\n[status]\n\tsubmoduleSummary = true\n'
        '[submodule]\n\trecurse = true\n',
}  # fmt: skip


@pytest.mark.parametrize("kind", OWN)
def test_what_a_repository_configures_is_not_executed(
    repository: Repository, tmp_path: Path, marker: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A `.git` made by somebody else: an unpacked archive, a shared directory."""
    command = command_for(marker)
    (tmp_path / "hooks").mkdir()
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-commit"):
        (tmp_path / "hooks" / hook).write_text(f"#!/bin/sh\nexec {command}\n")
        (tmp_path / "hooks" / hook).chmod(0o755)
    (tmp_path / "more").write_text(
        f'[core]\n\tfsmonitor = "{command}"\n\tsshCommand = "{command}"\n'
    )
    files = {
        "modules.conf": MODULES,
        "extensions.conf": DIALPLAN,
        "iax.conf": "[general]\n",
        ".gitattributes": "* diff=x filter=x\n",
    }
    repository.commit(**files)
    repository.git("checkout", "--quiet", "-b", "change")
    repository.commit(**{"extensions.conf": DIALPLAN + " same => n,Dial(SIP/1)\n"})
    lost = repository.git("rev-parse", "HEAD:iax.conf")
    with (repository.path / ".git/config").open("a") as config:
        config.write(OWN[kind].replace("{command}", command).replace("{directory}", str(tmp_path)))
    (repository.path / ".git/objects" / lost[:2] / lost[2:]).unlink()
    if kind in {
        "fsmonitor",
        "external diff",
        "lazy fetch",
        "remote helper",
        "include",
        "conditional include",
    }:
        for words in (["status"], ["diff", "main", "HEAD"], ["cat-file", "-p", lost]):
            subprocess.run(["git", *words], cwd=repository.path, capture_output=True, check=False)
        assert marker.exists(), "with plain git this is an attack"
    marker.unlink(missing_ok=True)
    os.utime(repository.path / "modules.conf", (1, 1))
    for arguments in (*RUNS, ["why", "app_dial"], ["uses", "--staged"]):
        attacked(repository, ".", arguments, monkeypatch)
        assert not marker.exists(), arguments


def test_a_git_file_that_points_elsewhere_executes_nothing(
    repository: Repository, tmp_path: Path, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"etc/modules.conf": MODULES})
    elsewhere = Repository(tmp_path / "elsewhere")
    elsewhere.commit(**{"modules.conf": MODULES})
    elsewhere.git("config", "core.fsmonitor", command_for(marker))
    repository.write("etc/.git", f"gitdir: {elsewhere.path}/.git\n")
    for arguments in RUNS:
        attacked(repository, "etc", arguments, monkeypatch)
        assert not marker.exists(), arguments


def test_another_work_tree_than_its_own_is_not_listed(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private/secret-name.conf").write_text("secret-content\n")
    repository.commit(**{"modules.conf": MODULES})
    repository.git("config", "core.worktree", str(tmp_path / "private"))
    for arguments in RUNS:
        attacked(repository, ".", arguments, monkeypatch)
    told = capsys.readouterr()
    assert "secret" not in told.out + told.err


def test_a_bare_repository_that_is_named_counts(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"modules.conf": MODULES, "extensions.conf": DIALPLAN})
    bare = tmp_path / "pbx.git"
    repository.git("clone", "--quiet", "--bare", ".", str(bare))
    monkeypatch.chdir(tmp_path)
    assert main(["--rev", "main", str(bare)]) == 1
    monkeypatch.chdir(bare)
    assert main(["--rev", "main"]) == 1


def test_a_moved_submodule_is_found(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = Repository(tmp_path / "inner")
    inner.commit(**{"modules.conf": MODULES, "extensions.conf": DIALPLAN})
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "old"
    )
    repository.git("mv", "old", "new")
    repository.commit()
    for arguments in (["--rev", "HEAD"], ["--staged"], ["new"], []):
        assert attacked(repository, ".", arguments, monkeypatch) == 1, arguments
    assert attacked(repository, "new", ["--rev", "HEAD"], monkeypatch) == 1


@pytest.mark.parametrize("path", ["..", "../x", "a/../../x", "/etc", "."])
def test_a_submodule_does_not_lead_out_of_the_git_directory(
    repository: Repository, path: str
) -> None:
    from asterisk_lint.tree.git_directories import submodule_directory

    repository.commit()
    (repository.path / ".git/modules").mkdir()
    assert submodule_directory(str(repository.path), path) is None


def test_a_hostile_name_and_subject_do_not_confuse_the_history(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(**{"modules.conf": MODULES, "extensions.conf": DIALPLAN})
    repository.write("\x01abc", "x")
    repository.write(":100644 x", "x")
    repository.commit("subject \x02 \x01 more")
    assert attacked(repository, ".", ["why", "app_dial"], monkeypatch) == 0


def test_no_check_needs_more_than_git(repository: Repository, tmp_path: Path) -> None:
    """Neither --rev nor --from-ref loads GitPython."""
    repository.commit(**{"modules.conf": MODULES, "extensions.conf": DIALPLAN})
    program = (
        "import sys; from asterisk_lint.__main__ import main; main(sys.argv[1:]); assert 'git' "
        "not in sys.modules, 'GitPython'"
    )
    for arguments in (["--rev", "HEAD"], ["--from-ref", "HEAD"], ["--staged"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=repository.path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace here")
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--fix"],
        ["--staged"],
        ["--rev", "HEAD"],
        ["--from-ref", "main"],
        ["why", "app_dial"],
        ["uses"],
    ],
)
def test_no_other_program_than_git_is_started(
    repository: Repository, tmp_path: Path, marker: Path, arguments: list[str]
) -> None:
    """As the kernel sees it: every execve of a run on a hostile repository."""
    repository.commit(
        **{
            "etc/modules.conf": MODULES,
            "etc/extensions.conf": DIALPLAN,
            "etc/http.conf": '#exec "id > x"\n',
        }
    )
    repository.git("checkout", "--quiet", "-b", "change")
    embed(repository, "sounds", lazy_fetch(command_for(marker)), marker)
    repository.commit()
    trace = tmp_path / "trace"
    command = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=execve,execveat",
        "-o",
        str(trace),
        sys.executable,
        "-m",
        "asterisk_lint",
        *arguments,
    ]
    done = subprocess.run(command, cwd=repository.path, capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr.lower() and not trace.exists():
        pytest.skip("strace may not trace here")
    assert done.returncode in {0, 1}, done.stderr
    programs = re.findall(r'execve\("([^"]*)".* = 0$', trace.read_text(), re.MULTILINE)
    assert programs[0] == sys.executable
    assert {os.path.basename(program) for program in programs[1:]} == {"git"}
    assert "execveat" not in trace.read_text()
