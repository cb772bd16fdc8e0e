import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import Repository

MODULES = (
    "[modules]\nautoload=no\nload => pbx_config.so\nload => app_verbose.so\nload => func_sha1.so\n"
)
OLD = "[default]\n" + "".join(f"exten => {number},1,Unheard{number}()\n" for number in range(40))


def run(top: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    import os

    command = [
        sys.executable,
        "-m",
        "asterisk_lint",
        "--asterisk",
        "22",
        "--select",
        "AL101,AL102,AL201",
        *arguments,
    ]
    # The package under test, wherever the run is started.
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.run(
        command,
        cwd=top,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path, **environment},
    )


def found(done: "subprocess.CompletedProcess[str]") -> list[tuple[str, str | None]]:
    assert done.returncode in {0, 1}, done.stderr
    return [
        (finding["rule"], finding["module"])
        for pbx in json.loads(done.stdout)["pbx"]
        for finding in pbx["findings"]
    ]


@pytest.fixture
def base(repository: Repository) -> Repository:
    dialplan = OLD + "exten => 51,1,Verbose(1,hello)\nexten => 52,1,Set(y=${SHA1(1)})\n"
    repository.commit(**{"etc/modules.conf": MODULES, "etc/extensions.conf": dialplan})
    repository.git("branch", "base")
    return repository


def test_one_use_added_and_one_removed_are_two_findings(base: Repository) -> None:
    base.write(
        "etc/extensions.conf",
        OLD + "exten => 51,1,Set(x=${MD5(1)})\nexten => 52,1,Set(y=${SHA1(1)})\n",
    )
    base.commit()
    # The base branch continues: what it fixes does not concern the pull request.
    base.git("checkout", "--quiet", "base")
    base.commit(**{"etc/extensions.conf": "[default]\n"})
    base.git("checkout", "--quiet", "main")
    done = run(base.path, "--from-ref", "base", "--to-ref", "main", "--output-format", "json")
    assert found(done) == [("missing-module", "func_md5"), ("unused-module", "app_verbose")]
    shown = run(base.path, "--from-ref", "base")
    assert "older findings left out" in shown.stdout
    assert " + exten => 51,1,Set(x=${MD5(1)})" in shown.stdout
    assert "its last use is gone: Verbose was at etc/extensions.conf:42" in shown.stdout


def test_moving_lines_and_renaming_files_is_nothing_new(base: Repository) -> None:
    (base.path / "hosts").mkdir()
    base.git("mv", "etc", "hosts/berlin")
    lines = (base.path / "hosts/berlin/extensions.conf").read_text().splitlines(keepends=True)
    base.write("hosts/berlin/parts.conf", "".join(lines[20:]))
    base.write(
        "hosts/berlin/extensions.conf",
        "; all new\n\n" + "".join(lines[:20]) + '#include "parts.conf"\n',
    )
    base.commit()
    done = run(base.path, "--from-ref", "base", "--output-format", "json")
    assert (done.returncode, found(done)) == (0, [])


def test_what_pre_commit_names_is_compared(base: Repository) -> None:
    base.write(
        "etc/extensions.conf", OLD + "exten => 51,1,Verbose(1,hello)\nexten => 52,1,Queue(x)\n"
    )
    base.write("etc/queues.conf", "[general]\n")
    base.commit()
    done = run(
        base.path, "--output-format", "json", PRE_COMMIT_FROM_REF="base", PRE_COMMIT_TO_REF="HEAD"
    )
    assert ("missing-module", "app_queue") in found(done)
    assert ("unused-module", "func_sha1") in found(done)
    assert not any(rule == "unknown-application" for rule, _ in found(done))


def test_a_shallow_clone_is_one_clear_line(base: Repository, tmp_path: Path) -> None:
    base.commit(**{"etc/a.conf": ""})
    base.git("clone", "--quiet", "--depth=1", f"file://{base.path}", str(tmp_path / "clone"))
    done = run(tmp_path / "clone", "--from-ref", "origin/base")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "shallow" in done.stderr


def test_a_new_pbx_is_new_as_a_whole(base: Repository) -> None:
    base.commit(
        **{
            "other/modules.conf": MODULES,
            "other/extensions.conf": "[default]\nexten => 1,1,Verbose(${SHA1(1)})\n"
            " same => n,Set(x=${MD5(1)})\n",
        }
    )
    assert found(run(base.path, "--from-ref", "base", "--output-format", "json")) == [
        ("missing-module", "func_md5")
    ]
