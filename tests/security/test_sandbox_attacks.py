"""Attacks on verify that once worked, and what they could try next: paths that lead out, programs
at the start, bombs, false logs.
"""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from asterisk_lint.witness.boot import DidNotStart, NotIsolated, boot
from asterisk_lint.witness.layout import Layout
from asterisk_lint.witness.mounting import open_beneath, open_without_links
from tests.pbx import lint

MODULES = ["[modules]", "autoload=no", "load=app_dial"]
SHELL = "/bin/bash"
# Two of these at once take more than a small machine has: they run one after the other, also with
# `pytest -n 2 --dist loadgroup`.
EXHAUSTS = pytest.mark.xdist_group("sandbox limits")
MARK = "mark-7f3a91"


def paths(directory: str) -> list[str]:
    """Places for a configuration, each of which leads out, belongs to the system, or is not a
    path.
    """
    up = "/.." * 12
    return [
        f"{up}{directory}/a", f"/etc/asterisk{up}{directory}/a", f"/etc/./..{up}{directory}/a",
        f"/etc/asterisk/..{up}{directory}/a", "etc/asterisk",
        "", "/", "//etc/asterisk", "/etc//asterisk", "/etc/asterisk/",
        "/etc/asterisk\nastmoddir => /x", "/etc/\x1b[31m", "/etc/\u202e",
        "/etc", "/usr", "/usr/lib/asterisk", "/usr/bin", "/lib/x", "/bin", "/proc/x", "/dev/x",
        "/tmp", "/var", "/run/witness/x", "/var/run/x",
        "/etc/passwd", "/etc/passwd/x", "/etc/ld.so.conf.d", "/usr/share/zoneinfo/x",
    ]  # fmt: skip


def test_no_caller_gets_the_configuration_outside(asterisk_22: str, tmp_path: Path) -> None:
    before = sorted(os.listdir("/"))
    for etc in paths(str(tmp_path)):
        with (
            pytest.raises(NotIsolated, match=r"cannot be placed there|Not a directory|would be in"),
            boot(asterisk_22, modules=MODULES, layout=Layout(etc=etc)),
        ):
            pass
    for name in ("../x", "a/../../x", "/etc/x", "a//b", "./a", "x\0y", ""):
        with (
            pytest.raises(NotIsolated, match="not a normal path of a file"),
            boot(asterisk_22, {name: b"x"}, modules=MODULES),
        ):
            pass
    assert os.listdir(tmp_path) == []
    assert sorted(os.listdir("/")) == before


@pytest.mark.parametrize(
    "etc",
    [
        "/srv/pbx",
        "/usr/local/etc/asterisk",
        "/opt/pbx/etc",
        "/tmp/pbx/etc",
        "/var/lib/asterisk/etc",
        "/etc/pbx/\u00e4",
    ],
)
def test_a_configuration_may_lie_where_nothing_else_does(asterisk_22: str, etc: str) -> None:
    files = {"modules.conf": "\n".join(MODULES).encode(), "deep/er/x.conf": b""}
    with boot(asterisk_22, files, layout=Layout(etc=etc)) as asterisk:
        assert asterisk.up, asterisk.failure
        assert asterisk.run(["/bin/ls", etc])[1] == "deep\nlogger.conf\nmodules.conf\n"


def test_a_repository_cannot_name_a_place_outside(asterisk_22: str, tmp_path: Path) -> None:
    """A2: `verify` made this directory, as root."""
    pbx = tmp_path / "pbx"
    pbx.mkdir()
    (pbx / "modules.conf").write_text("\n".join(MODULES))
    (pbx / ".asterisk-lint.yaml").write_text(f'pbx: {{".": {{etc: "{"/.." * 12}{tmp_path}/a"}}}}\n')
    done = lint("verify", "--asterisk", asterisk_22, cwd=pbx, status=2)
    assert re.match(
        r"asterisk-lint: \S*\.asterisk-lint\.yaml:1: pbx\.\.\.etc must be a path without '\.\.'",
        done.stderr,
    ), done.stderr
    assert sorted(os.listdir(tmp_path)) == ["pbx"]


def test_links_in_a_root_directory_stay_in_it(tmp_path: Path) -> None:
    """The unpacked files of a container image may hold any link."""
    outside, root = tmp_path / "outside", tmp_path / "root"
    (root / "inner").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret").write_text("x")
    (root / "inner" / "file").write_text("y")
    links = {
        "absolute": str(outside / "secret"), "up": "../../outside/secret",
        "directory": str(outside), "magic": "/proc/self/root/etc",
        "loop": "loop", "good": "/inner/file",
    }  # fmt: skip
    for name, target in links.items():
        (root / name).symlink_to(target)
    source = os.open(root, os.O_PATH | os.O_DIRECTORY)
    for name in (
        "absolute",
        "up",
        "directory",
        "directory/secret",
        "magic",
        "loop",
        "../outside/secret",
    ):
        assert open_beneath(source, name) is None, name
        assert open_without_links(source, name) is None or name.startswith(".."), name
    good = open_beneath(source, "good")
    assert good is not None
    assert os.readlink(f"/proc/self/fd/{good}") == str(root / "inner" / "file")
    plain = open_without_links(source, "inner/file")
    assert plain is not None
    for descriptor in (good, plain, source):
        os.close(descriptor)


def hostile(directory: Path, says: str) -> Path:
    """A PBX whose start runs the dialplan: it logs what a program prints, then ends Asterisk."""
    modules = (
        "pbx_config",
        "app_verbose",
        "app_system",
        "func_shell",
        "res_clioriginate",
        "app_dial",
    )
    (directory / "modules.conf").write_text(
        "\n".join(["[modules]", "autoload=no", *(f"load={name}" for name in modules)]) + "\n"
    )
    (directory / "cli.conf").write_text(
        "[startup_commands]\nchannel originate Local/run@h application Wait 8 = yes\n"
    )
    (directory / "extensions.conf").write_text(
        f"[h]\nexten => run,1,Log(ERROR,{says})\n same => n,System(kill -9 2)\n"
        " same => n,Hangup()\n"
    )
    (directory / ".asterisk-lint.yaml").write_text("asterisk: 22\n")
    return directory


@pytest.mark.parametrize("says", [
    MARK + ": ${SHELL(tr '\\n' ' ' < /etc/shadow | cut -c1-90)}",
    MARK + ": ${SHELL(tr '\\n' ' ' < /etc/passwd)}",
    "Unable to open file ${SHELL(echo " + MARK + ")}: " + MARK,
    "Error loading module 'app_dial.so'\\, missing dependency: " + MARK + ": x",
    "Error loading module 'app_dial.so': /app_dial.so: undefined symbol: " + MARK.replace("-", "_"),
    "No application '" + MARK + "' for extension (a\\, b\\, 1)",
    "Unknown configuration option '" + MARK + "'",
])  # fmt: skip
def test_a_configuration_cannot_print_a_file_into_the_report(
    says: str, asterisk_root: str, tmp_path: Path
) -> None:
    """A3: the report showed /etc/shadow as Asterisk's last words."""
    hostile(tmp_path, says)
    for _ in range(2):  # it is a race between the dialplan and the questions of verify
        done = lint("verify", "--asterisk", asterisk_root, cwd=tmp_path)
        assert done.returncode in (0, 1), done.stderr
        text = done.stdout.replace(says, "")  # the report may quote the configuration itself
        assert MARK not in text
        assert MARK.replace("-", "_") not in text
        assert "root:" not in done.stdout + done.stderr


def test_the_last_words_are_quoted_when_they_are_asterisks_own(
    asterisk_root: str, tmp_path: Path
) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload=no\nrequire=app_nothing_at_all\n")
    (tmp_path / ".asterisk-lint.yaml").write_text("asterisk: 22\n")
    said = lint("verify", "--asterisk", asterisk_root, cwd=tmp_path, status=1).stdout
    assert "Asterisk ended with status 2; last output: " in said, said


def test_process_1_survives_every_signal(asterisk_22: str) -> None:
    with boot(asterisk_22, modules=MODULES) as asterisk:
        asterisk.run([SHELL, "-c", "for signal in $(seq 64); do kill -$signal 1; done"])
        assert "Asterisk" in asterisk.cli("core show version")
        asterisk.run([SHELL, "-c", "trap '' TERM; kill -9 -1"])
        with pytest.raises(DidNotStart, match="signal 9"):
            asterisk.cli("core show version")
        assert asterisk.log


@EXHAUSTS
def test_memory_is_limited(asterisk_22: str) -> None:
    eat = "perl -e 'my $x = \"x\" x (300 << 20); sleep 60'"
    with (
        boot(asterisk_22, modules=MODULES) as asterisk,
        pytest.raises(DidNotStart, match="exceeded the memory limit"),
    ):
        asterisk.run([SHELL, "-c", f"for i in $(seq 8); do {eat} & done; wait"], timeout=60)


def test_time_is_limited(asterisk_22: str) -> None:
    with (
        boot(asterisk_22, modules=MODULES, lifetime=8) as asterisk,
        pytest.raises(DidNotStart, match="exceeded the time limit"),
    ):
        asterisk.run(["/bin/sleep", "60"], timeout=60)


@EXHAUSTS
def test_many_forks_of_one_program_are_not_much_memory(asterisk_22: str) -> None:
    """300 processes of 30 MB each that share all of it: 9 GB, counted for each; 30 MB, counted
    once.
    """
    fork = (
        'my $x = "x" x (30 << 20); my @c; for (1..300) { my $p = fork; if (!$p) { sleep 300 } '
        'push @c, $p } sleep 2; kill 9, @c; print "done"'
    )
    with boot(asterisk_22, modules=MODULES) as asterisk:
        assert asterisk.run(["/usr/bin/perl", "-e", fork], timeout=120) == (0, "done")
        assert "Asterisk" in asterisk.cli("core show version")


def processes_below(pid: int) -> int:
    """How many processes a process has started, directly or not."""
    parents: dict[int, int] = {}
    for name in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            if name.isdigit():
                parents[int(name)] = int(
                    Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[1]
                )
    below, new = set[int](), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - below
        below |= new
    return len(below)


@EXHAUSTS
def test_a_fork_bomb_stays_inside(asterisk_22: str) -> None:
    with boot(asterisk_22, modules=MODULES) as asterisk:
        with contextlib.suppress(DidNotStart):
            asterisk.run([SHELL, "-c", "bomb() { bomb | bomb & }; bomb; sleep 1"], timeout=5)
        assert processes_below(asterisk.pid) <= 520
    assert not os.path.exists(f"/proc/{asterisk.pid}")


@pytest.mark.parametrize(
    "replace",
    ["mkfifo {}", "ln -s /dev/zero {}", "ln -s /proc/self/environ {}", "mkdir {}", "true"],
)
def test_what_is_in_place_of_the_log_is_not_waited_for(replace: str, asterisk_22: str) -> None:
    with boot(asterisk_22, modules=MODULES) as asterisk:
        for file in ("/var/log/asterisk/full", "/run/witness/console"):
            asterisk.run([SHELL, "-c", f"rm -f {file}; {replace.format(file)}"])
        assert (asterisk.log, asterisk.console) == ("", "")


def test_what_is_in_place_of_asterisk_ends(asterisk_22: str) -> None:
    """A program that takes over the control socket and talks without end."""
    talk = (
        'unlink "/run/witness/asterisk.ctl"; socket(my $s, 1, 1, 0); bind($s, pack("Sa*", 1, '
        '"/run/witness/asterisk.ctl")); listen($s, 5); my $c; while (accept($c, $s)) { while '
        '(syswrite($c, "x" x 65536)) {} }'
    )
    with boot(asterisk_22, modules=MODULES) as asterisk:
        asterisk.run([SHELL, "-c", f"perl -e '{talk}' >/dev/null 2>&1 & sleep 1"])
        with pytest.raises(DidNotStart):
            asterisk.cli("core show version", timeout=20)


def test_it_refuses_where_system_calls_are_not_known(asterisk_22: str) -> None:
    program = (
        f"from asterisk_lint.witness.boot import boot\nwith boot({asterisk_22!r}): print('ran')"
    )
    done = subprocess.run(
        ["setarch", "i686", sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    if "setarch" in done.stderr:
        pytest.skip(done.stderr)
    assert done.stdout == ""
    assert (
        "NotIsolated: asterisk-lint does not know the system calls of this machine (i686)"
        in done.stderr
    )


def test_it_refuses_an_asterisk_that_an_ordinary_user_cannot_run(
    asterisk_22: str, tmp_path: Path
) -> None:
    program = tmp_path / "usr" / "sbin" / "asterisk"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o700)
    if os.geteuid():
        program.chmod(0o600)
    with (
        pytest.raises(
            NotIsolated, match="/usr/sbin/asterisk cannot be run by an unprivileged user"
        ),
        boot(tmp_path, modules=MODULES, layout=Layout(binary="/usr/sbin/asterisk")),
    ):
        pass
