"""The session in docs/first-change.md, played again: each command prints what the page shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "first-change.md"
MODULES = "[modules]\nautoload = no\nload = pbx_config.so\nload = app_verbose.so\n"
HOOK = "#!/bin/sh\nexec asterisk-lint --staged --quiet\n"


def played(commands: list[str], top: Path) -> list[str]:
    """What each command prints, on both streams."""
    (top / ".asterisk-lint.yaml").write_text("asterisk: 22\n")
    (top / "modules.conf").write_text(MODULES)
    (top / "extensions.conf").write_text("[default]\nexten => 100,1,Verbose(1,hello)\n")
    program = top.parent / "bin" / "asterisk-lint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m asterisk_lint "$@"\n')
    program.chmod(0o755)
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT")) and name != "FORCE_COLOR"
    }
    environment |= {
        "PATH": f"{program.parent}:{environment['PATH']}",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
        "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    }

    def run(command: str) -> str:
        return subprocess.run(
            ["bash", "-c", command],
            cwd=top,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        ).stdout

    run("git init -q -b main; git config user.name A; git config user.email a@example.org")
    run("git add -A; git commit -qm first; git checkout -qb queue")
    hook = top / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(HOOK)
    hook.chmod(0o755)
    return [run(command) for command in commands]


def test_the_page_shows_what_happens(tmp_path: Path) -> None:
    blocks = re.findall(r"```console\n(.*?)```", PAGE.read_text(), re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    commands = [step.partition("\n")[0] for step in steps]
    top = tmp_path / "pbx"
    top.mkdir()
    shown = [step.partition("\n")[2].strip() for step in steps]
    assert len(commands) > 5
    assert [text.strip() for text in played(commands, top)] == shown
