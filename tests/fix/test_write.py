"""What becomes of a file that is written: content, owner, mode, ACL, attributes, names; what a kill, a full disk or another run leaves."""

import grp
import os
import pwd
import random
import signal
import stat
import struct
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from asterisk_lint.fix.rewrite import FixRefused
from asterisk_lint.fix.write import clean, locked, write_atomically
from tests.pbx import lint

ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


def acl(*entries: tuple[int, int, int]) -> bytes:
    """An ACL as the kernel stores it (acl(5), linux/posix_acl_xattr.h): version 2, then tag, permissions, id of each entry."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY = 0xFFFFFFFF
# user::rw-, user:1234:rw-, group::r--, mask::rw-, other::---
ACL = acl((1, 6, NOBODY), (2, 6, 1234), (4, 4, NOBODY), (16, 6, NOBODY), (32, 0, NOBODY))
DEFAULT_ACL = acl((1, 7, NOBODY), (2, 7, 4321), (4, 7, NOBODY), (16, 7, NOBODY), (32, 7, NOBODY))


def set_or_skip(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"no {name} here: {error}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "modules.conf"
    path.write_bytes(b"old")
    return path


@pytest.mark.parametrize("mode", [0o640, 0o600, 0o666, 0o444, 0o755])
def test_the_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    write_atomically(str(file), b"new", str(file.parent))
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert file.read_bytes() == b"new"
    assert os.listdir(file.parent) == ["modules.conf"]


def test_acl_and_attributes_stay(file: Path) -> None:
    set_or_skip(file, "system.posix_acl_access", ACL)
    mode = file.stat().st_mode
    attributes = {name: os.getxattr(file, name) for name in os.listxattr(file)}
    write_atomically(str(file), b"new", str(file.parent))
    assert {name: os.getxattr(file, name) for name in os.listxattr(file)} == attributes
    assert file.stat().st_mode == mode


def test_user_attributes_stay(file: Path) -> None:
    set_or_skip(file, "user.note", b"mine")
    write_atomically(str(file), b"new", str(file.parent))
    assert os.getxattr(file, "user.note") == b"mine"


def test_an_acl_of_the_directory_is_not_taken(file: Path) -> None:
    file.chmod(0o640)
    set_or_skip(file.parent, "system.posix_acl_default", DEFAULT_ACL)
    write_atomically(str(file), b"new", str(file.parent))
    assert "system.posix_acl_access" not in os.listxattr(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_an_attribute_that_cannot_be_kept_refuses(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_or_skip(file, "user.note", b"mine")

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "setxattr", refuse)
    with pytest.raises(FixRefused, match=r"extended attribute user\.note cannot be kept"):
        write_atomically(str(file), b"new", str(file.parent))
    assert file.read_bytes() == b"old"
    assert os.listdir(file.parent) == ["modules.conf"]


def test_a_hard_link_is_not_cut(file: Path) -> None:
    os.link(file, file.parent / "other")
    with pytest.raises(FixRefused, match="2 names"):
        write_atomically(str(file), b"new", str(file.parent))
    assert file.read_bytes() == (file.parent / "other").read_bytes() == b"old"
    assert sorted(os.listdir(file.parent)) == ["modules.conf", "other"]


def as_user(user: int, group: int, work: Callable[[], None]) -> str:
    """Run something as another user in a process of its own; gives the text of what it raised."""
    assert grp.getgrall()
    assert tempfile.gettempdir()
    assert pwd.getpwall()  # (loaded before: Python itself may be closed to that user)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(group)
            os.setuid(user)
            work()
            os.write(writing, b"done")
        except Exception as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as told:
        text = told.read()
    os.waitpid(child, 0)
    return text


@ROOT
@pytest.mark.parametrize(
    ("owner", "message"),
    [
        ((65534, 0), "belongs to the group root, of which you are no member"),
        ((1, 65534), "run as that user"),
        ((65534, 65534), "done"),
    ],
)
def test_whose_file_it_is(file: Path, owner: tuple[int, int], message: str) -> None:
    for folder in (file.parent, *file.parent.parents):
        if (
            folder.stat().st_uid == 0
            and folder != Path("/")
            and str(folder).startswith("/tmp/pytest")
        ):
            folder.chmod(0o755)
    file.parent.chmod(0o777)
    os.chown(file, *owner)
    told = as_user(65534, 65534, lambda: write_atomically(str(file), b"new", str(file.parent)))
    if "Permission denied" in told:
        pytest.skip("the temporary directory is closed to other users")
    assert message in told
    assert file.read_bytes() == (b"new" if message == "done" else b"old")
    assert os.listdir(file.parent) == ["modules.conf"]
    assert (file.stat().st_uid, file.stat().st_gid) == owner


def test_what_a_kill_left_goes_with_the_next_run(file: Path) -> None:
    left = file.parent / ".asterisk-lint-ab12_xyz.new"
    left.write_bytes(b"part")
    kept = [".asterisk-lint.yaml", ".asterisk-lint-notes.new.conf", "asterisk-lint-ab12_xyz.new"]
    for name in kept:
        (file.parent / name).write_bytes(b"")
    (file.parent / ".asterisk-lint-abcdefgh.new").mkdir()
    write_atomically(str(file), b"new", str(file.parent))
    assert sorted(os.listdir(file.parent)) == sorted(
        [*kept, "modules.conf", ".asterisk-lint-abcdefgh.new"]
    )


def test_a_run_that_changes_nothing_cleans_too(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = no\n")
    (tmp_path / ".asterisk-lint-ab12_xyz.new").write_bytes(b"part")
    lint("--fix", cwd=tmp_path)
    assert os.listdir(tmp_path) == ["modules.conf"]


def test_a_file_that_is_being_written_is_not_cleaned_away(file: Path) -> None:
    with locked(str(file.parent)):
        (file.parent / ".asterisk-lint-ab12_xyz.new").write_bytes(b"being written")
        child = os.fork()
        if not child:
            clean(str(file.parent))
            os._exit(0)
        time.sleep(0.2)
        assert (file.parent / ".asterisk-lint-ab12_xyz.new").exists()
        os.unlink(file.parent / ".asterisk-lint-ab12_xyz.new")
    os.waitpid(child, 0)


def test_killed_at_any_moment(file: Path) -> None:
    """200 kills: the old file or the new one, and what is left over goes with the next write."""
    chosen = random.Random(7)
    old, new = b"o" * 200_000, b"n" * 300_000
    seen = set()
    for _ in range(200):
        file.write_bytes(old)
        child = os.fork()
        if not child:
            write_atomically(str(file), new, str(file.parent))
            os._exit(0)
        time.sleep(chosen.random() * 0.004)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        content = file.read_bytes()
        assert content in (old, new)
        seen.add(content)
    write_atomically(str(file), b"end", str(file.parent))
    assert os.listdir(file.parent) == ["modules.conf"]


def test_many_at_once(file: Path) -> None:
    children = []
    for number in range(8):
        child = os.fork()
        if not child:
            status = 1
            try:
                write_atomically(str(file), str(number).encode() * 50_000, str(file.parent))
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 8
    content = file.read_bytes()
    assert content == content[:1] * 50_000
    assert os.listdir(file.parent) == ["modules.conf"]


DIALPLAN = "[default]\nexten => 1,1,Answer()\n same => n,Queue(support)\n same => n,Hangup()\n"


def test_one_file_that_cannot_be_written_keeps_all_as_they_are(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "modules.conf").write_text(
            "[modules]\nautoload = no\nload = app_queue.so\nload = app_queue.so\n"
        )
        (tmp_path / name / "extensions.conf").write_text(DIALPLAN)
    os.link(tmp_path / "b/modules.conf", tmp_path / "b/modules.backup")
    before = (tmp_path / "a/modules.conf").read_bytes()
    done = lint("--fix", "--asterisk", "22", cwd=tmp_path, status=2)
    assert "hard links" in done.stderr
    assert (tmp_path / "a/modules.conf").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "summary"),
    [
        # (duplicates; a rename that chan_sip's history proves is tested with the rule)
        (
            "autoload = no\nload = pbx_config.so\nload = app_queue.so\nload = app_queue.so\n",
            "1 removed",
        ),
        ("autoload = no\nload = PBX_CONFIG.so\nload = app_queue.so\n", "1 renamed"),
    ],
)
def test_the_summary_counts_each_kind(tmp_path: Path, content: str, summary: str) -> None:
    (tmp_path / "modules.conf").write_text(f"[modules]\n{content}")
    (tmp_path / "extensions.conf").write_text(DIALPLAN)
    done = lint("--fix", "--asterisk", "22", "--ignore", "missing-module", cwd=tmp_path)
    assert f"rewrote modules.conf: {summary}\n" in done.stderr


@pytest.mark.parametrize(
    "head",
    ["[modules]", "[modules] ; all of them", "; first\n[Modules]", "[modules]\n; nothing yet\n"],
)
def test_an_empty_section_is_filled(tmp_path: Path, head: str) -> None:
    (tmp_path / "modules.conf").write_text(f"{head}\n")
    (tmp_path / "extensions.conf").write_text(DIALPLAN)
    lint("--fix", "--asterisk", "22", cwd=tmp_path, status=1)
    text = (tmp_path / "modules.conf").read_text()
    assert "autoload = no\n" in text
    assert "load = app_queue.so\n" in text
    assert text.startswith(head.split("\n")[0])
    lint("--fix", "--asterisk", "22", cwd=tmp_path)
    assert (tmp_path / "modules.conf").read_text() == text


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_only_a_line_feed_ends_a_line(tmp_path: Path, sign: str) -> None:
    (tmp_path / "modules.conf").write_text(
        f"[modules]\n; one{sign}load = kept\nautoload = no\nload = pbx_config.so\nload = app_queue.so ; x{sign}y\nload = app_queue.so\n",
        encoding="utf-8",
    )
    (tmp_path / "extensions.conf").write_text(DIALPLAN)
    lint("--fix", "--asterisk", "22", "--ignore", "missing-module", cwd=tmp_path)
    text = (tmp_path / "modules.conf").read_bytes().decode()
    assert f"; one{sign}load = kept\nautoload = no\n" in text
    assert text.count("app_queue") == 1
