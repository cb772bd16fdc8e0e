"""What the processes of -j share, and what happens when they fail or one is slow."""

import time
from pathlib import Path
from typing import Any

import pytest

from asterisk_lint.__main__ import main
from asterisk_lint.run import processes
from asterisk_lint.run.tasks import check_task
from asterisk_lint.tree.files import Unreadable


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six PBXs, checked without Git and without a cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    top = tmp_path / "top"
    for each in range(6):
        pbx = top / f"pbx{each}"
        pbx.mkdir(parents=True)
        (pbx / "modules.conf").write_text("[modules]\nautoload=no\nload => pbx_config.so\n")
        (pbx / "extensions.conf").write_text("[default]\nexten => 1,1,Nothing()\n" * 300)
    monkeypatch.chdir(top)
    return tmp_path


def check(*options: str) -> int:
    return main(["--asterisk", "22", "--no-cache", "--output-format", "concise", *options])


def test_a_slow_pbx_holds_up_no_other(
    fleet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    check("-j", "1")
    alone = capsys.readouterr()
    answer = processes.answer

    def slow(task: Any, *others: Any) -> tuple[Any, ...]:
        done = answer(task, *others)
        if task.pbx.directory == "pbx0":
            end = time.monotonic() + 20
            while len(list(fleet.glob("pbx*"))) < 5:
                assert time.monotonic() < end, "the others wait for the first one"
                time.sleep(0.01)
        else:
            (fleet / task.pbx.directory).touch()
        # (more than a pipe holds)
        return (*done[:-1], bytes(100_000)) if done[-1] is None else done

    monkeypatch.setattr(processes, "answer", slow)
    assert check("-j", "2") == 1
    assert capsys.readouterr() == alone


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_the_first_pbx_that_cannot_be_checked_is_reported(
    fleet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    def failing(task: Any, *others: Any) -> Any:
        if task.pbx.directory in {"pbx1", "pbx3"}:
            time.sleep(0.3 if task.pbx.directory == "pbx1" else 0)
            raise Unreadable(f"{task.pbx.directory} cannot be read")
        return check_task(task, *others)

    monkeypatch.setattr(processes, "check_task", failing)
    assert check("-j", jobs) == 2
    assert capsys.readouterr().err == "asterisk-lint: pbx1 cannot be read\n"
