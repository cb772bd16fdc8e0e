"""The hooks, run by a real pre-commit in a real repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("hooks")  # pre-commit installs this project once
WITH_QUEUE = "[default]\nexten => 1,1,Verbose(1,in)\n same => n,Queue(support)\n"
WITHOUT_QUEUE = "[default]\nexten => 1,1,Verbose(1,in)\n"
MODULES = "[modules]\nautoload=no\nload=app_verbose.so\nload=pbx_config.so\n"


def environment() -> dict[str, str]:
    scrubbed = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT"))
    }
    who = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.net",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.net",
    }
    return {**scrubbed, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(directory: Path, *arguments: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        ["git", *arguments], cwd=directory, env=environment(), capture_output=True, text=True
    )
    if ok:
        assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with this project's hooks and code as they are now, as pre-commit wants it:
    committed.
    """
    place = tmp_path_factory.mktemp("hooks") / "asterisk-lint"
    place.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "asterisk_lint",
            "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"],
        cwd=PROJECT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (PROJECT / name).exists():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes((PROJECT / name).read_bytes())
    git(place, "init", "-q", "-b", "main")
    git(place, "add", "-A")
    git(place, "commit", "-q", "-m", "hooks")
    git(place, "tag", "v1")
    return place


def repository(directory: Path, hooks: Path, hook: str, dialplan: str, modules: str) -> Path:
    """A repository of a PBX, with the hook installed and everything committed."""
    place = directory / "pbx"
    (place / "etc").mkdir(parents=True)
    (place / ".asterisk-lint.yaml").write_text("asterisk: 22\n")
    (place / "etc" / "modules.conf").write_text(modules)
    (place / "etc" / "extensions.conf").write_text(dialplan)
    (place / "etc" / "queues.conf").write_text("[general]\n[support]\nmember => Local/1@default\n")
    (place / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: v1\n  hooks:\n  - id: {hook}\n"
    )
    git(place, "init", "-q", "-b", "main")
    git(place, "add", "-A")
    git(place, "commit", "-q", "-m", "first", "--no-verify")
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=place,
        env=environment(),
        check=True,
        capture_output=True,
    )
    return place


def test_check_hook_refuses_a_use_without_its_module(hooks: Path, tmp_path: Path) -> None:
    place = repository(tmp_path, hooks, "asterisk-lint", WITHOUT_QUEUE, MODULES)
    (place / "etc" / "extensions.conf").write_text(WITH_QUEUE)
    done = git(place, "commit", "-q", "-am", "queue", ok=False)
    assert done.returncode != 0
    assert "app_queue: Queue() needs it" in done.stderr + done.stdout
    assert "etc/extensions.conf:3:" in done.stderr + done.stdout
    assert (place / "etc" / "modules.conf").read_text() == MODULES


def test_fix_hook_lets_the_second_attempt_pass(hooks: Path, tmp_path: Path) -> None:
    place = repository(tmp_path, hooks, "asterisk-lint-fix", WITHOUT_QUEUE, MODULES)
    (place / "etc" / "extensions.conf").write_text(WITH_QUEUE)
    assert git(place, "commit", "-q", "-am", "queue", ok=False).returncode != 0
    assert "load=app_queue.so\n" in (place / "etc" / "modules.conf").read_text()
    git(place, "commit", "-q", "-am", "queue")


def test_check_hook_refuses_what_nothing_uses_any_more(hooks: Path, tmp_path: Path) -> None:
    place = repository(tmp_path, hooks, "asterisk-lint-fix", WITH_QUEUE, MODULES)
    git(place, "commit", "-q", "--allow-empty", "-m", "fix", ok=False)
    git(place, "commit", "-q", "-am", "whitelist")
    config = place / ".pre-commit-config.yaml"
    config.write_text(config.read_text().replace("asterisk-lint-fix", "asterisk-lint"))
    git(place, "commit", "-q", "-am", "check from now on")
    (place / "etc" / "extensions.conf").write_text(WITHOUT_QUEUE)
    done = git(place, "commit", "-q", "-am", "no queue", ok=False)
    assert done.returncode != 0
    assert "nothing uses app_queue" in done.stderr + done.stdout


def test_a_commit_that_only_deletes_files_is_checked(hooks: Path, tmp_path: Path) -> None:
    place = repository(
        tmp_path, hooks, "asterisk-lint", "#include more.conf\n" + WITHOUT_QUEUE, MODULES
    )
    (place / "etc" / "more.conf").write_text("[more]\nexten => 1,1,Verbose(1,x)\n")
    git(place, "add", "-A")
    git(place, "commit", "-q", "-m", "more")
    git(place, "rm", "-q", "etc/more.conf")
    done = git(place, "commit", "-q", "-m", "less", ok=False)
    assert done.returncode != 0
    assert "etc/extensions.conf:1" in done.stderr + done.stdout
