"""What happens to a file that is written: content, owner, mode, ACL, attributes, names; what a
kill, a full disk or another run leaves.
"""

import functools
import grp
import os
import pwd
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from asterisk_lint.fix import write
from asterisk_lint.fix.new_file import create, give_name, left_over
from asterisk_lint.fix.rewrite import FixRefused
from asterisk_lint.fix.write import clean, locked, write_atomically
from tests.fix.kills import killed_at_each_line, killed_in_a_fix
from tests.pbx import lint

ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


def acl(*entries: tuple[int, int, int]) -> bytes:
    """An ACL as the kernel stores it (acl(5), linux/posix_acl_xattr.h): version 2, then tag,
    permissions, id of each entry.
    """
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


@pytest.fixture(params=[True, False], ids=["without a name", "with a name"])
def unnamed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the file system has files without a name."""
    if not request.param:
        monkeypatch.delattr(os, "O_TMPFILE")
    return bool(request.param)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "modules.conf"
    path.write_bytes(b"old")
    return path


@pytest.mark.parametrize("mode", [0o640, 0o600, 0o666, 0o444, 0o755])
def test_the_mode_stays(file: Path, unnamed: bool, mode: int) -> None:
    file.chmod(mode)
    write_atomically(str(file), b"new", str(file.parent))
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert file.read_bytes() == b"new"
    assert os.listdir(file.parent) == ["modules.conf"]


def test_acl_and_attributes_stay(file: Path, unnamed: bool) -> None:
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
    with pytest.raises(FixRefused, match="2 hard links"):
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
        ((65534, 0), "belongs to the group root, and you are not a member"),
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


def left_by_a_kill(file: Path) -> str:
    """The name of what a run leaves that is killed just before it replaces a file."""
    before = set(os.listdir(file.parent))

    def kill(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if not child:
        os.replace = kill
        write_atomically(str(file), b"part", str(file.parent))
    os.waitpid(child, 0)
    (left,) = set(os.listdir(file.parent)) - before
    return left


def test_what_a_kill_left_goes_with_the_next_run(file: Path, unnamed: bool) -> None:
    left_by_a_kill(file)
    assert file.read_bytes() == b"old"
    write_atomically(str(file), b"new", str(file.parent))
    assert os.listdir(file.parent) == ["modules.conf"]


def test_a_run_that_changes_nothing_cleans_too(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = no\n")
    left_by_a_kill(tmp_path / "modules.conf")
    lint("--fix", cwd=tmp_path)
    assert os.listdir(tmp_path) == ["modules.conf"]


def own_name(path: Path) -> Path:
    """The name by which a killed run's file is known, for any file."""
    return path.parent / f".asterisk-lint-{path.stat().st_ino}.new"


def test_a_file_of_somebody_is_never_taken_for_a_left_over(file: Path) -> None:
    """Whatever its name: copied, tracked by Git, with two names, a directory, a link."""
    folder = file.parent
    run = functools.partial(subprocess.run, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    run(["git", "init", "-q"])
    left = left_by_a_kill(file)
    kept = ["ab12_xyz", "abcdefgh", "12345678", "1"]
    for middle in kept:
        (folder / f".asterisk-lint-{middle}.new").write_bytes(b"mine")
    held = os.open(folder / left, os.O_RDONLY)  # so that nothing else gets its number
    shutil.copy(folder / left, folder / "copy")
    os.replace(folder / "copy", folder / left)
    linked, tracked, directory = (folder / name for name in ("linked", "tracked", "directory"))
    linked.write_bytes(b"mine")
    os.link(linked, own_name(linked))
    tracked.write_bytes(b"mine")
    run(["git", "add", tracked.rename(own_name(tracked)).name])
    directory.mkdir()
    directory.rename(own_name(directory))
    (folder / ".asterisk-lint-77.new").symlink_to("modules.conf")
    before = sorted(os.listdir(folder))
    assert len(before) == 12
    write_atomically(str(file), b"new", str(folder))
    clean(str(folder))
    lint("--fix", "--asterisk", "22", cwd=folder)
    assert sorted(os.listdir(folder)) == before
    os.close(held)


def test_a_name_that_is_taken(file: Path) -> None:
    """A copy of a left-over file, whose number was given out again."""
    folder = os.open(file.parent, os.O_RDONLY)
    descriptor, name = create(folder, 0o600)
    number = os.fstat(descriptor).st_ino
    (file.parent / f".asterisk-lint-{number}.new").write_bytes(b"mine")
    assert name is None
    assert give_name(descriptor, folder) == f".asterisk-lint-{number}-1.new"
    assert left_over(str(file.parent)) == [f".asterisk-lint-{number}-1.new"]
    for opened in (folder, descriptor):
        os.close(opened)


def test_a_file_that_is_being_written_is_not_cleaned_away(file: Path) -> None:
    with locked(str(file.parent)):
        folder = os.open(file.parent, os.O_RDONLY)
        descriptor, name = create(folder, 0o600)
        name = name or give_name(descriptor, folder)
        assert left_over(str(file.parent)) == [name]
        child = os.fork()
        if not child:
            clean(str(file.parent))
            os._exit(0)
        time.sleep(0.2)
        assert (file.parent / name).exists()
        os.unlink(file.parent / name)
        os.close(folder)
        os.close(descriptor)
    os.waitpid(child, 0)


def test_killed_at_each_line(tmp_path: Path, unnamed: bool) -> None:
    """The old file or the new one, and what is left over goes with the next write."""
    found = killed_at_each_line(tmp_path)
    # Where a file must have a name from the first, it has another one for a few lines, while it is
    # empty.
    assert found.count("left over") <= (0 if unnamed else 6)
    found = [kind for kind in found if kind != "left over"]
    assert set(found) == {"old", "new"}
    assert len(found) > 60
    assert found == sorted(found, reverse=True)  # the old content till it is replaced, then the new


def test_killed_in_the_midst_of_a_fix(tmp_path: Path) -> None:
    here = os.getcwd()
    try:
        assert killed_in_a_fix(tmp_path, 20).keys() <= {"old", "new"}
    finally:
        os.chdir(here)


# A person saves the file while --fix works: just before it is written, after all has been worked
# out.
MEANWHILE = """
import sys
from asterisk_lint.fix import write
made = write.create
def create(*arguments):
    with open(sys.argv[1], "ab") as file:
        file.write(b"; by a person\\n")
    return made(*arguments)
write.create = create
from asterisk_lint.cli import run
sys.exit(run(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    ("arguments", "changed"),
    [
        (["--fix"], "modules.conf"),
        (["--fix"], "more.conf"),
        (["init", "--yes"], "modules.conf"),
        (["init", "--yes"], ".asterisk-lint.yaml"),
        (["init", "--yes"], ".pre-commit-config.yaml"),
    ],
)
def test_what_somebody_writes_meanwhile_is_not_lost(
    tmp_path: Path, arguments: list[str], changed: str
) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = no\nload = app_queue.so\n")
    (tmp_path / "more.conf").write_text("load = app_echo.so\nload = app_echo.so\n")
    if arguments[0] == "init":
        (tmp_path / "modules.conf").write_text("[modules]\nautoload = yes\n")
    if changed == "more.conf":
        (tmp_path / "modules.conf").write_text(
            "[modules]\nautoload = no\nload = pbx_config.so\n#include more.conf\n"
        )
    (tmp_path / "extensions.conf").write_text(DIALPLAN.replace("Queue(support)", "Echo()"))
    (tmp_path / ".asterisk-lint.yaml").write_text("# mine\n")
    (tmp_path / ".pre-commit-config.yaml").write_text("# mine\n")
    subprocess.run(["git", "-C", str(tmp_path), "add", "."], check=True)
    done = subprocess.run(
        [sys.executable, "-c", MEANWHILE, changed, *arguments, "--asterisk", "22"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2, done.stderr
    assert (
        f"{changed} was changed by another program while asterisk-lint was working" in done.stderr
    )
    assert "Traceback" not in done.stderr
    assert (tmp_path / changed).read_text().endswith("; by a person\n")


@pytest.mark.parametrize("name", [".asterisk-lint.yaml", ".pre-commit-config.yaml"])
@pytest.mark.parametrize("kind", ["nowhere", "outside", "fifo", "folder", "hard link"])
def test_init_writes_nothing_where_it_must_not(tmp_path: Path, name: str, kind: str) -> None:
    pbx = tmp_path / "pbx"
    subprocess.run(["git", "init", "-q", str(pbx)], check=True)
    (pbx / "modules.conf").write_text("[modules]\nautoload = yes\n")
    (pbx / "extensions.conf").write_text(DIALPLAN)
    (tmp_path / "secret").write_text("repos: []\n" if "pre-commit" in name else "asterisk: 20\n")
    if kind == "fifo":
        os.mkfifo(pbx / name)
    elif kind == "folder":
        (pbx / name).mkdir()
    elif kind == "hard link":
        (pbx / name).write_text("# mine\n")
        os.link(pbx / name, tmp_path / "another")
    else:
        (pbx / name).symlink_to(tmp_path / {"nowhere": "nothing", "outside": "secret"}[kind])
    subprocess.run(["git", "-C", str(pbx), "add", "modules.conf", "extensions.conf"], check=True)
    before = (pbx / "modules.conf").read_bytes()
    done = lint("init", "--yes", cwd=pbx, status=2)
    assert name in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (pbx / "modules.conf").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == sorted(
        ["pbx", "secret", *(["another"] if kind == "hard link" else [])]
    )
    assert sorted(os.listdir(pbx)) == sorted([".git", "extensions.conf", "modules.conf", name])


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        ("", "asterisk: 22\n"),
        ("# mine\n", "# mine\nasterisk: 22\n"),
        ("keep: {app_dial: mine}\n", "keep: {app_dial: mine}\nasterisk: 22\n"),
        ("asterisk: 20\n", "asterisk: 20\n"),
    ],
)
def test_init_adds_the_release_to_settings_that_are_there(
    tmp_path: Path, settings: str, left: str
) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = yes\n")
    (tmp_path / "extensions.conf").write_text(DIALPLAN)
    (tmp_path / ".asterisk-lint.yaml").write_text(settings)
    lint("init", "--yes", "--asterisk", "22", cwd=tmp_path, status=0)
    assert (tmp_path / ".asterisk-lint.yaml").read_text() == left


FULL = """
import resource, sys
if sys.argv[1] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
from asterisk_lint.cli import run
sys.exit(run(sys.argv[2:]))
"""


@pytest.mark.parametrize("how", ["limit", "full", "read-only"])
def test_a_disk_that_takes_no_more(tmp_path: Path, how: str) -> None:
    """The old file, one line, status 2, nothing left over."""
    disk = tmp_path / "disk"
    disk.mkdir()
    old = "[modules]\nautoload = no\nload = app_queue.so\n" + "; note\n" * 2000
    (tmp_path / "modules.conf").write_text(old)
    (tmp_path / "extensions.conf").write_text(DIALPLAN)
    script = f"""
        mount -t tmpfs -o size=24k x disk || exit 77
        cp modules.conf extensions.conf disk; cd disk
        {"mount -o remount,ro ." if how == "read-only" else ""}
        "$@"; status=$?
        ls -A; cmp modules.conf ../modules.conf && echo same; exit $status
    """
    run = [sys.executable, "-c", FULL, how, "--fix", "--asterisk", "22"]
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script, "sh", *run],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    if done.returncode == 77 or "unshare:" in done.stderr:
        pytest.skip("only root mounts a small disk")
    assert done.returncode == 2, done.stderr
    assert done.stdout == "extensions.conf\nmodules.conf\nsame\n"
    assert (
        len(
            [
                line
                for line in done.stderr.splitlines()
                if not line.startswith("asterisk-lint: note")
            ]
        )
        == 1
    ), done.stderr
    assert "Traceback" not in done.stderr


def test_many_at_once(file: Path, unnamed: bool) -> None:
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


def test_the_summary_counts_what_is_reversed(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text(
        "[modules]\nautoload = no\nload = pbx_config.so\nnoload = app_queue.so\n"
        "load = app_echo.so\n"
    )
    (tmp_path / "extensions.conf").write_text(DIALPLAN)
    done = lint("--fix", "--unsafe-fixes", "--asterisk", "22", cwd=tmp_path)
    added = (tmp_path / "modules.conf").read_text().count("\nload = ") - 2
    assert f"rewrote modules.conf: {added} added, 1 removed, 1 reversed\n" in done.stderr


@pytest.mark.parametrize(
    ("remove", "text"),
    [
        ("delete", "; above\n\n; below\n"),
        ("comment", "; above\n;load = app_echo.so ; beside\n\n; below\n"),
        ("noload", "; above\nnoload = app_echo.so ; beside\n\n; below\n"),
    ],
)
def test_which_comments_go_with_a_line(tmp_path: Path, remove: str, text: str) -> None:
    """docs/settings.md: what is at the end of the line goes with it; what has a line of its own
    stays.
    """
    (tmp_path / "modules.conf").write_text(
        "[modules]\nautoload = no\nload = pbx_config.so\n; above\n"
        "load = app_echo.so ; beside\n\n; below\n"
    )
    (tmp_path / "extensions.conf").write_text("[default]\nexten => 1,1,Answer()\n")
    (tmp_path / ".asterisk-lint.yaml").write_text(f"asterisk: 22\nfix: {{remove: {remove}}}\n")
    lint("--fix", cwd=tmp_path)
    assert (tmp_path / "modules.conf").read_text().endswith(f"load = pbx_config.so\n{text}")


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
        f"[modules]\n; one{sign}load = kept\nautoload = no\nload = pbx_config.so\n"
        f"load = app_queue.so ; x{sign}y\nload = app_queue.so\n",
        encoding="utf-8",
    )
    (tmp_path / "extensions.conf").write_text(DIALPLAN)
    lint("--fix", "--asterisk", "22", "--ignore", "missing-module", cwd=tmp_path)
    text = (tmp_path / "modules.conf").read_bytes().decode()
    assert f"; one{sign}load = kept\nautoload = no\n" in text
    assert text.count("app_queue") == 1


@pytest.mark.parametrize("has_proc", [True, False])
@pytest.mark.parametrize("deep", ["etc", "etc/asterisk"])
def test_a_directory_replaced_by_a_link_in_the_meantime_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deep: str, has_proc: bool
) -> None:
    """The owner of the directory swaps it between the look at the path and the write, while root
    runs --fix.
    """
    root, outside = tmp_path / "root", tmp_path / "outside"
    for folder in (root / deep, outside, outside / "asterisk"):
        folder.mkdir(parents=True)
        (folder / "modules.conf").write_bytes(b"old")
    file = root / deep / "modules.conf"
    real = write.refuse_unwritable

    def swapped(path: str, top: str) -> str:
        found = real(path, top)
        (root / "etc").rename(root / "away")
        (root / "etc").symlink_to(outside)
        return found

    monkeypatch.setattr(write, "refuse_unwritable", swapped)
    if not has_proc:
        monkeypatch.setattr(write, "_PROC", str(tmp_path / "nowhere"))
    for act in (write_atomically, write.write_new):
        with pytest.raises(FixRefused, match="was replaced while asterisk-lint was working"):
            act(str(file), b"new", str(root))
        (root / "etc").unlink()
        (root / "away").rename(root / "etc")
    assert [path.read_bytes() for path in tmp_path.rglob("modules.conf")] == [b"old"] * 3
