"""A booted Asterisk answers, and cannot reach anything outside."""

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from asterisk_lint.witness.boot import DidNotStart, NotIsolated, boot
from asterisk_lint.witness.layout import Layout, NoAsterisk
from tests.ordinary_user import said_by_an_ordinary_user

DIAL = ["[modules]", "autoload=no", "load=app_dial"]
PACKAGE = Path(__file__).parents[2]


def test_it_has_what_its_modules_conf_loads(asterisk_root: str) -> None:
    with boot(asterisk_root, modules=DIAL) as asterisk:
        assert asterisk.up, asterisk.failure
        assert "Dial" in asterisk.applications()
        assert "Queue" not in asterisk.applications()
        assert asterisk.modules()["app_dial"].running
        assert "CALLERID" not in asterisk.functions()
        assert "Local" in asterisk.names("channel")
        assert "Asterisk Ready" in asterisk.log


def test_names_longer_than_the_tables_of_the_command_line_are_whole(asterisk_root: str) -> None:
    with boot(asterisk_root, modules=["[modules]", "autoload=yes"]) as asterisk:
        functions = asterisk.functions()
        assert len(functions) == int(
            re.findall(r"(\d+) custom functions installed", asterisk.cli("core show functions"))[0]
        )
        assert "PJSIP_SEND_SESSION_REFRESH" in functions
        assert len(asterisk.applications()) == int(
            re.findall(r"(\d+) Applications Registered", asterisk.cli("core show applications"))[0]
        )
        assert len(asterisk.modules()) == int(
            re.findall(r"(\d+) modules loaded", asterisk.cli("module show"))[0]
        )
        assert "res_pjsip_endpoint_identifier_anonymous" in asterisk.modules()
        assert {"ulaw", "alaw", "gsm", "g722"} <= set(asterisk.names("codec"))
        assert {"wav", "wav49", "pcm", "g722"} <= set(asterisk.names("format"))
        assert {"softmix", "simple_bridge"} <= set(asterisk.names("bridge"))
        assert {"Loopback", "Realtime"} <= set(asterisk.names("switch"))


def test_an_asterisk_that_refuses_to_start_says_why(asterisk_root: str) -> None:
    with boot(asterisk_root, modules=["[modules]", "lod=app_dial"]) as asterisk:
        assert not asterisk.up
        assert asterisk.exit_status == 1
        assert "Unknown configuration option 'lod'" in asterisk.failure
        with pytest.raises(DidNotStart, match="ended with status 1"):
            asterisk.applications()


def test_a_required_module_that_is_not_there_ends_the_start(asterisk_root: str) -> None:
    with boot(asterisk_root, modules=["[modules]", "require=app_nothing"]) as asterisk:
        assert (asterisk.up, asterisk.exit_status) == (False, 2)


def test_several_run_side_by_side(asterisk_22: str, asterisk_16: str) -> None:
    with (
        boot(asterisk_22, modules=DIAL) as first,
        boot(asterisk_16, modules=DIAL) as second,
        boot(asterisk_22, modules=DIAL) as third,
    ):
        assert [asterisk.cli("core show version")[:11] for asterisk in (first, second, third)] == [
            "Asterisk 22",
            "Asterisk 16",
            "Asterisk 22",
        ]


def test_time_is_limited(asterisk_22: str) -> None:
    with boot(asterisk_22, modules=DIAL, timeout=0.01) as asterisk:
        assert not asterisk.up
        assert asterisk.exit_status is None


def test_the_configuration_is_where_absolute_includes_look(asterisk_22: str) -> None:
    files = {
        "modules.conf": b"[modules]\nload=pbx_config\n",
        "extensions.conf": b"#include /srv/pbx/etc/more.conf\n",
        "more.conf": b"[there]\nexten => 1,1,NoOp()\n",
    }
    with boot(asterisk_22, files, layout=Layout(etc="/srv/pbx/etc")) as asterisk:
        assert "[ Context 'there' created by 'pbx_config' ]" in asterisk.cli("dialplan show there")


def test_exec_does_not_run(asterisk_root: str) -> None:
    files = {
        "modules.conf": b"[modules]\nload=pbx_config\n",
        "extensions.conf": b"[a]\n#exec /bin/touch /tmp/ran\nexten => 1,1,NoOp()\n",
    }
    with boot(asterisk_root, files) as asterisk:
        assert asterisk.up
        assert "pbx_config" in asterisk.modules()
        assert asterisk.run(["/bin/ls", "/tmp"]) == (0, "")


def test_the_configuration_cannot_turn_exec_on(asterisk_root: str) -> None:
    files = {
        "asterisk.conf": b"[options]\nexecincludes=yes\n",
        "modules.conf": b"[modules]\nload=pbx_config\n",
        "extensions.conf": b"[a]\n#exec /bin/touch /tmp/ran\n",
    }
    with boot(asterisk_root, files, layout=Layout(options={"ExecIncludes": "yes"})) as asterisk:
        assert asterisk.up
        assert asterisk.run(["/bin/ls", "/tmp"]) == (0, "")


def test_there_is_no_network_but_loopback(asterisk_root: str) -> None:
    with boot(asterisk_root, modules=DIAL) as asterisk:
        interfaces = [
            line.split(":")[0].strip()
            for line in asterisk.run(["/bin/cat", "/proc/self/net/dev"])[1].splitlines()[2:]
        ]
        assert interfaces == ["lo"]
        assert asterisk.run(["/bin/cat", "/proc/self/net/route"])[1].splitlines()[1:] == []


def test_nothing_of_this_machine_can_be_seen_or_written(asterisk_22: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    with boot(asterisk_22, modules=DIAL) as asterisk:
        for path in (
            asterisk_22,
            str(tmp_path),
            "/root",
            "/home",
            "/sys",
            "/dev/sda",
            "/proc/1/root/root",
            "/dev/log",
            "/run/dbus",
        ):
            status, text = asterisk.run(["/bin/ls", path])
            assert status != 0, f"{path}: {text}"
        for path in (
            "/usr/x",
            "/etc/x",
            "/bin/x",
            "/proc/sys/kernel/hostname",
            "/proc/sysrq-trigger",
            "/var/lib/asterisk/x",
        ):
            status, text = asterisk.run(["/bin/sh", "-c", f"echo x > {path}"])
            assert status != 0, path
        assert asterisk.run(["/bin/mount", "-o", "remount,rw", "/usr"])[0] != 0


def test_nothing_of_it_outlives_a_killed_caller(asterisk_22: str) -> None:
    for delay in (0.0, 0.1, 0.6):
        namespaces = network_namespaces()
        program = f"""
            import time
            from asterisk_lint.witness.boot import boot
            print("go", flush=True)
            with boot({asterisk_22!r}, modules={DIAL!r}) as asterisk:
                time.sleep(60)
        """
        caller = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program)], cwd=PACKAGE, stdout=subprocess.PIPE
        )
        assert caller.stdout is not None
        caller.stdout.readline()
        time.sleep(delay)
        caller.send_signal(signal.SIGKILL)
        caller.wait()
        caller.stdout.close()
        until = time.monotonic() + 10
        while network_namespaces() - namespaces and time.monotonic() < until:
            time.sleep(0.02)
        assert network_namespaces() - namespaces == set()


def network_namespaces() -> set[str]:
    """The network namespaces that some process is in."""
    found = set()
    for process in os.listdir("/proc"):
        if process.isdigit():
            try:
                found.add(os.readlink(f"/proc/{process}/ns/net"))
            except OSError:
                continue
    return found


def test_an_ordinary_user_can_do_it_too(asterisk_22: str) -> None:
    program = f"""
        from asterisk_lint.witness.boot import NotIsolated, boot
        try:
            with boot("/mnt", modules={DIAL!r}) as asterisk:
                print(asterisk.up, "Dial" in asterisk.applications())
        except NotIsolated as reason:
            print("refused", reason)
    """
    assert said_by_an_ordinary_user(program, asterisk_22) == "True True\n"


def test_it_refuses_where_namespaces_are_forbidden(asterisk_22: str) -> None:
    forbid = (
        "echo 0 >/proc/sys/user/max_user_namespaces && echo 0 "
        ">/proc/sys/user/max_net_namespaces || exit 9; "
    )
    program = f"""
        from asterisk_lint.witness.boot import NotIsolated, boot
        try:
            with boot({asterisk_22!r}) as asterisk:
                print("ran")
        except NotIsolated as reason:
            print(reason)
    """
    done = subprocess.run(
        [
            "unshare",
            "-Ur",
            "sh",
            "-c",
            forbid + 'exec "$@"',
            "sh",
            sys.executable,
            "-c",
            textwrap.dedent(program),
        ],
        cwd=PACKAGE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode in (1, 9):
        pytest.skip("the limits of a user namespace cannot be set here")
    assert "max_user_namespaces is 0" in done.stdout


def test_a_directory_without_asterisk_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoAsterisk, match=re.escape(str(tmp_path))), boot(tmp_path):
        pass


def test_what_it_raises_is_told_apart() -> None:
    assert not issubclass(NotIsolated, OSError)
