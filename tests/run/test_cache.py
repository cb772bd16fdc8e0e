import contextlib
import io
import json
import marshal
import os
import random
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from asterisk_lint.__main__ import main
from asterisk_lint.run import processes
from asterisk_lint.run.cache import (
    Cache,
    blob_id,
    cache_directory,
    checksum,
    key_of,
    open_cache,
)

FILES = {
    "modules.conf": "[modules]\nautoload=no\nload => pbx_config.so\nload => app_verbose.so\n"
    "load => func_sha1.so\n",
    "extensions.conf": "[default]\nexten => 1,1,Verbose(1,${MD5(b\u00fcro)})\n",
    "caf\u00e9.conf": "",
}


def cache_of(top: Path) -> Path:
    """Where the runs of a test keep their results."""
    return top.parent / "cache/asterisk-lint/results"


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    tmp_path = tmp_path / "top"
    for name in list(os.environ):
        if name.startswith(("GIT_", "PRE_COMMIT")):
            monkeypatch.delenv(name)
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    for each in range(4):
        (tmp_path / f"pbx{each}").mkdir()
        for name, content in FILES.items():
            (tmp_path / f"pbx{each}" / name).write_text(
                content.replace("${MD5", "${SHA1") if each % 2 else content
            )
    subprocess.run(["git", "add", "--all"], cwd=tmp_path, check=True)
    return tmp_path


def check(top: Path, *arguments: str) -> str:
    """What a run in `top` prints."""
    here = os.getcwd()
    output = io.StringIO()
    os.chdir(top)
    try:
        with contextlib.redirect_stdout(output):
            assert main(["--asterisk", "22", *arguments]) == 1
    finally:
        os.chdir(here)
    return output.getvalue()


@pytest.mark.parametrize("output_format", ["text", "json", "sarif"])
def test_the_cache_changes_nothing(top: Path, output_format: str) -> None:
    fresh = check(top, "--no-cache", "--output-format", output_format)
    assert not cache_of(top).exists()
    cold = check(top, "--output-format", output_format)
    assert list(cache_of(top).iterdir())
    warm = check(top, "--output-format", output_format)
    assert fresh == cold == warm
    assert check(top, "--no-cache", "-j", "3", "--output-format", output_format) == fresh


def test_every_change_is_seen(top: Path) -> None:
    check(top)
    (top / "pbx0/extensions.conf").write_text(
        '[default]\nexten => 1,1,Verbose(1)\n#include "more.conf"\n'
    )
    assert "missing-include" in check(top)
    (top / "pbx0/more.conf").write_text("exten => 2,1,Set(x=${SHA1(1)})\n")
    subprocess.run(["git", "add", "pbx0/more.conf"], cwd=top, check=True)
    assert check(top) == check(top, "--no-cache")
    (top / "pbx0/more.conf").write_text("exten => 2,1,Set(x=${MD5(1)})\n")
    assert check(top) == check(top, "--no-cache")
    (top / ".asterisk-lint.yaml").write_text("keep: {func_sha1: because}\n")
    subprocess.run(["git", "add", ".asterisk-lint.yaml"], cwd=top, check=True)
    assert check(top) == check(top, "--no-cache")
    assert check(top, "--select", "AL101") == check(top, "--select", "AL101", "--no-cache")


def test_a_damaged_cache_is_no_cache(top: Path) -> None:
    expected = check(top)
    dice = random.Random(22)
    entries = [path for path in cache_of(top).rglob("*") if path.is_file()]
    for round_ in range(6):
        for path in entries:
            content = bytearray(path.read_bytes())
            if round_ == 0:
                content = content[: len(content) // 2]
            elif round_ == 1:
                content = bytearray(b"")
            elif round_ == 2:
                content = bytearray(dice.choice(entries).read_bytes())  # another's entry
            elif content:
                content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
            path.write_bytes(content)
        assert check(top) == expected


@pytest.mark.parametrize("how", ["file", "directory in place of entries"])
def test_a_cache_that_cannot_be_used_is_done_without(top: Path, how: str) -> None:
    expected = check(top, "--no-cache")
    if how == "file":
        cache_of(top).parent.mkdir(parents=True, exist_ok=True)
        cache_of(top).write_text("")
    else:
        for number in range(256):
            (cache_of(top) / f"{number:02x}").mkdir(parents=True)
        check(top)
        for path in cache_of(top).rglob("*"):
            if path.is_file():
                path.unlink()
                path.mkdir()
    assert check(top) == expected


def test_runs_at_the_same_time_do_not_disturb_each_other(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    key = key_of("one")
    wrong: list[object] = []

    def work(number: int) -> None:
        for _ in range(100):
            cache.put(key, ["x" * 10_000, number])
            value = cache.get(key)
            if value is None or len(value[0]) != 10_000:
                wrong.append(value)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(list((tmp_path / "cache" / key[:2]).iterdir())) == 1


def test_values_come_back_as_they_went(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    value = ["b\udce4", None, {"a": [1, True]}]
    cache.put(key_of("a"), value)
    assert cache.get(key_of("a")) == json.loads(json.dumps(value))
    assert cache.get(key_of("b")) is None
    assert Cache(None).get(key_of("a")) is None


def test_keys_do_not_run_together() -> None:
    assert (
        len(
            {
                key_of("ab", "c"),
                key_of("a", "bc"),
                key_of(["ab", "c"]),
                key_of("abc"),
                key_of("ab", "c", ""),
            }
        )
        == 5
    )


def test_blob_ids_are_those_of_git(top: Path) -> None:
    content = (top / "pbx0/extensions.conf").read_bytes()
    told = subprocess.run(
        ["git", "hash-object", "pbx0/extensions.conf"],
        cwd=top,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert blob_id(content) == told.strip()


def test_it_is_in_the_cache_directory_of_the_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = tmp_path / "cache/asterisk-lint/results"
    assert cache_directory() == str(place)
    assert place.stat().st_mode & 0o777 == 0o700
    assert open_cache(wanted=False).directory is None
    place.chmod(0o770)
    assert cache_directory() is None
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_directory() is None


def forged(top: Path) -> None:
    """Make every entry say that nothing was found, with the right checksum, as who knows the key
    can.
    """
    for path in cache_of(top).rglob("*.*"):
        key = path.parent.name + path.name.partition(".")[0]
        reports = marshal.loads(path.read_bytes().partition(b"\n")[2])
        emptied = {
            each: [(*files, [report[0], report[1], []], details)
                   for *files, report, details in found]
            for each, found in reports.items()
        }  # fmt: skip
        content = marshal.dumps(emptied)
        path.write_bytes(checksum(key, content) + b"\n" + content)


def entries(top: Path) -> list[Path]:
    return [path for path in cache_of(top).rglob("*.*") if path.is_file()]


def moved_behind_a_link(top: Path) -> None:
    place = cache_of(top)
    place.rename(top.parent / "elsewhere")
    place.symlink_to(top.parent / "elsewhere")


def linked(top: Path, make: Callable[[Path, Path], None]) -> None:
    for path in entries(top):
        other = path.with_suffix(".other")
        path.rename(other)
        make(path, other)


def owned_by_another(paths: Iterable[Path]) -> None:
    if os.geteuid():
        pytest.skip("only root can give files away")
    for path in paths:
        os.chown(path, 1234, 1234)


def opened(paths: Iterable[Path], mode: int) -> None:
    for path in paths:
        path.chmod(mode)


OPENED: dict[str, Callable[[Path], object]] = {
    "results writable by the group": lambda top: cache_of(top).chmod(0o770),
    "results writable by all": lambda top: cache_of(top).chmod(0o707),
    "the directory above writable by all": lambda top: cache_of(top).parent.chmod(0o777),
    "the cache of all programs writable by all": lambda top: cache_of(top).parents[1].chmod(0o777),
    "with a sticky bit": lambda top: cache_of(top).chmod(0o1777),
    "the entries writable by the group": lambda top: opened(entries(top), 0o660),
    "the entries writable by all": lambda top: opened(entries(top), 0o606),
    "results a link": moved_behind_a_link,
    "the entries links": lambda top: linked(top, lambda path, other: path.symlink_to(other)),
    "the entries with a second name": lambda top: linked(top, lambda path,
        other: path.hardlink_to(other)),
    "the entries of another user": lambda top: owned_by_another(entries(top)),
    "results of another user": lambda top: owned_by_another([cache_of(top)]),
    "the directory above of another user": lambda top: owned_by_another([cache_of(top).parent]),
    "the cache of all programs of another user": lambda top: owned_by_another(
        [cache_of(top).parents[1]]),
    "in a work tree": lambda top: (top.parent / ".git").mkdir(),
    "in a linked work tree": lambda top: (cache_of(top).parent / ".git").write_text(
        "gitdir: /nowhere\n"),
}  # fmt: skip


@pytest.mark.parametrize("how", OPENED)
def test_an_entry_that_another_could_have_written_is_not_read(top: Path, how: str) -> None:
    """CI jobs put the cache into the work tree (XDG_CACHE_HOME), where a commit can add entries."""
    told = check(top)
    forged(top)
    with pytest.raises(AssertionError):  # the forgery works: status 0
        check(top)
    forged(top)  # (the run in between saved nothing)
    OPENED[how](top)
    assert check(top) == told


def test_no_entry_is_a_pipe_that_hangs(top: Path) -> None:
    told = check(top)
    linked(top, lambda path, _: os.mkfifo(path))
    assert check(top) == told


def test_nothing_is_made_in_the_home_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sudo -E`: a directory of root in a user's cache would end that user's cache."""
    (tmp_path / "cache").mkdir()
    owned_by_another([tmp_path / "cache"])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert cache_directory() is None
    assert os.listdir(tmp_path / "cache") == []


def test_what_is_in_the_git_directory_counts_for_nothing(top: Path, tmp_path: Path) -> None:
    """A repository that somebody packed with its Git directory can contain entries with the right
    checksums.
    """
    told = check(top)
    entries = cache_of(top)
    shutil.copytree(entries, top / ".git/asterisk-lint")
    for path in (top / ".git/asterisk-lint").rglob("*"):
        if path.is_file():
            key = path.parent.name + path.name
            content = b'["22",false,[],[]]'
            path.write_bytes(checksum(key, content) + b"\n" + content)
    shutil.rmtree(entries)
    assert check(top) == told


def test_processors_are_shared_out_where_there_is_much_to_check(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[int] = []
    started = processes.start

    def start(*given: Any) -> tuple[int, int]:
        starts.append(1)
        return started(*given)

    monkeypatch.setattr(processes, "start", start)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    alone = check(top, "--no-cache")
    assert starts == []  # four small PBXs are checked before another process is there
    monkeypatch.setattr(processes, "_MANY", 4)
    assert check(top, "--no-cache") == alone
    assert len(starts) == 3
    starts.clear()
    monkeypatch.setattr(processes, "_MANY", 24)
    monkeypatch.setattr(processes, "_LARGE", 100)
    assert check(top, "--no-cache") == alone
    assert len(starts) == 3
    starts.clear()
    assert check(top, "--no-cache", "-j", "1") == alone
    assert starts == []
