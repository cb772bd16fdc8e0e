"""log: what is asked for, how often, when last, and whether the whitelist has it now; any file, in
little memory.
"""

import bz2
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest

from asterisk_lint.witness.logs import MOST, Summary, read_log
from asterisk_lint.witness.recognize import Recognizer
from tests.pbx import lint

LOG = """\
[2026-11-21 10:00:00] VERBOSE[1] pbx.c: Executing [1@t:1] Queue("PJSIP/1", "x") in new stack
[2026-11-21 10:00:01] WARNING[1][C-00000001] pbx.c: No application 'Queue' for extension (t, 1, 1)
[2026-11-21 10:00:02] ERROR[1][C-00000001] pbx_functions.c: Function CALLERID not registered
[2026-11-22 11:30:00] WARNING[1][C-00000002] pbx.c: No application 'Queue' for extension (t, 1, 1)
[2026-11-22 11:30:01] ERROR[2] loader.c: res_odbc declined to load.
[2026-11-22 11:30:02] WARNING[1] channel.c: No channel type registered for 'Teleport'
"""


@pytest.fixture
def pbx(tmp_path: Path) -> Path:
    (tmp_path / "modules.conf").write_text(
        "[modules]\nautoload=no\nload=pbx_config.so\nload=func_callerid.so\n"
    )
    (tmp_path / "extensions.conf").write_text("[t]\nexten => 1,1,Queue(x)\n")
    (tmp_path / "full").write_text(LOG)
    return tmp_path


def found(directory: Path, *arguments: str) -> dict[str, dict[str, object]]:
    done = lint("log", "--asterisk", "22", "--output-format", "json", *arguments, cwd=directory)
    (report,) = json.loads(done.stdout)["pbx"]
    return {str(finding["message"]).partition(" ")[0]: finding for finding in report["findings"]}


def test_what_is_missing_how_often_and_when_last(pbx: Path) -> None:
    queue = found(pbx, "full")["Queue()"]
    assert (queue["rule"], queue["module"], queue["file"], queue["line"]) == (
        "missing-module",
        "app_queue",
        "full",
        4,
    )
    assert "2 times, last 2026-11-22 11:30:00" in str(queue["message"])
    assert queue["related"] == [{"file": "extensions.conf", "line": 2}]


def test_a_step_that_has_changed_since_the_log_was_written(pbx: Path) -> None:
    shown = lint("log", "full", "--asterisk", "22", cwd=pbx, status=1).stdout
    assert "^^^^^ the step that failed\n" in shown
    (pbx / "extensions.conf").write_text("[t]\nexten => 1,1,NoOp(x)\n")
    shown = lint("log", "full", "--asterisk", "22", cwd=pbx, status=1).stdout
    assert "^^^^ the step that failed; it has changed since\n" in shown


def test_what_the_whitelist_has_by_now_is_no_error(pbx: Path) -> None:
    assert found(pbx, "full")["CALLERID()"]["severity"] == "information"


def test_what_no_module_provides(pbx: Path) -> None:
    done = lint("log", "full", "--asterisk", "22", "--output-format", "concise", cwd=pbx, status=1)
    assert "full:6:1: AL203 the channel technology Teleport" in done.stdout


def test_a_clean_log_gives_status_0(pbx: Path) -> None:
    (pbx / "clean").write_text("[2026-11-21 10:00:00] NOTICE[1] chan_sip.c: Peer is reachable\n")
    lint("log", "clean", "--asterisk", "22", cwd=pbx, status=0)


def test_without_a_pbx_it_reads_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "full").write_text(LOG)
    assert found(tmp_path, "full")["Queue()"]["module"] == "app_queue"


@pytest.mark.parametrize("packed", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_logs(packed: "object", pbx: Path) -> None:
    (pbx / "full.gz").write_bytes(packed(LOG.encode()))  # type: ignore[operator]
    assert "2 times" in str(found(pbx, "full.gz")["Queue()"]["message"])


def test_standard_input(pbx: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "asterisk_lint", "log", "-", "--asterisk", "22"],
        input=gzip.compress(LOG.encode()),
        cwd=pbx,
        capture_output=True,
    )
    assert b"(standard input):4" in done.stdout


def test_of_rotated_logs_the_last_place_is_in_the_newest(pbx: Path) -> None:
    (pbx / "full.1").write_text(LOG.replace("2026-11", "2026-10"))
    os.utime(pbx / "full.1", (1, 1))
    queue = found(pbx, "full", "full.1")["Queue()"]
    assert queue["file"] == "full"
    assert "4 times, last 2026-11-22" in str(queue["message"])


def test_keep_declares_what_the_configuration_does_not_show(pbx: Path) -> None:
    settings = pbx / ".asterisk-lint.yaml"
    settings.write_text(
        "# ours\nasterisk: 22   # Debian\nuses:\n"
        "  applications: [Stasis]  # the billing client\nkeep:\n  pbx_spool: call files\n"
    )
    (pbx / "more").write_text("[2026-11-22 11:30:02] WARNING[1] file.c: No such format 'g729'\n")
    lint("log", "full", "more", "--keep", cwd=pbx)
    text = settings.read_text()
    assert "format_g729" in text
    assert "app_queue" not in text  # the dialplan shows that one
    for line in (
        "# ours",
        "asterisk: 22   # Debian",
        "applications: [Stasis]  # the billing client",
        "pbx_spool: call files",
    ):
        assert line in text
    lint("log", "full", "more", "--keep", cwd=pbx)
    assert settings.read_text() == text


def test_keep_makes_settings_where_there_are_none(pbx: Path) -> None:
    (pbx / "more").write_text("[2026-11-22 11:30:02] WARNING[1] file.c: No such format 'g729'\n")
    lint("log", "more", "--keep", "--asterisk", "22", cwd=pbx)
    assert (pbx / ".asterisk-lint.yaml").read_text() == "uses:\n  modules: [format_g729]\n"


def test_a_file_that_is_not_there_is_an_error(pbx: Path) -> None:
    assert "nowhere" in lint("log", "nowhere", cwd=pbx, status=2).stderr


def test_damaged_gzip_is_an_error(pbx: Path) -> None:
    (pbx / "bad.gz").write_bytes(gzip.compress(LOG.encode() * 50)[:-30])
    assert lint("log", "bad.gz", "--asterisk", "22", cwd=pbx, status=2).stderr.startswith(
        "asterisk-lint: "
    )


class Endless(io.RawIOBase):
    """Many bytes that nobody holds."""

    def __init__(self, block: bytes, times: int) -> None:
        self.block = block
        self.times = times

    def read(self, size: int = -1) -> bytes:
        self.times -= 1
        return self.block if self.times >= 0 else b""


def test_a_line_without_end_is_passed_over_in_little_memory() -> None:
    import tracemalloc

    summary = Summary()
    tracemalloc.start()
    read_log(Endless(b"x" * (1 << 20), 60), "x", summary, Recognizer())  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert summary.bytes == 60 << 20
    assert peak < 16 << 20


def test_names_without_end_are_not_all_held() -> None:
    lines = "".join(
        f"[t] WARNING[1] pbx.c: No application 'A{number}' for extension (t, 1, 1)\n"
        for number in range(MOST + 10)
    )
    summary = Summary()
    read_log(io.BytesIO(lines.encode()), "x", summary, Recognizer())
    assert (len(summary.seen), summary.passed_over) == (MOST, 10)


@pytest.mark.parametrize("size", [1, 7, 64, 1 << 20])
def test_lines_are_counted_whatever_the_blocks(size: int) -> None:
    class Small(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            return super().read(size)

    summary = Summary()
    read_log(Small(LOG.encode().rstrip(b"\n")), "x", summary, Recognizer())
    assert {name: (seen.times, seen.line) for (_, name), seen in summary.seen.items()} == {
        "Queue": (2, 4),
        "CALLERID": (1, 3),
        "res_odbc": (1, 5),
        "Teleport": (1, 6),
    }


@pytest.mark.parametrize(
    ("line", "time"),
    [
        (
            "[Nov 22 06:25:01] WARNING[1] pbx.c: No application 'X' for extension (a, b, 1)",
            "Nov 22 06:25:01",
        ),
        (
            "Nov 22 06:25:01 pbx asterisk[99]: WARNING[1]: pbx.c:1 in f: No application "
            "'X' for extension (a, b, 1)",
            "Nov 22 06:25:01",
        ),
        (
            "2026-11-22T06:25:01+0100 pbx asterisk[9]: WARNING[1]: pbx.c:1 f: No "
            "application 'X' for extension (a, b, 1)",
            "2026-11-22T06:25:01+0100",
        ),
        (
            '{"timestamp": "2026-11-22 06:25:01", "logmsg": {"message": "No application '
            "'X' for extension (a, b, 1)\"}}",
            "2026-11-22 06:25:01",
        ),
        (
            "\x1b[0;37m[Nov 22 06:25:01] \x1b[1;33mWARNING\x1b[0m[1]: pbx.c: No "
            "application 'X' for extension (a, b, 1)",
            "Nov 22 06:25:01",
        ),
    ],
)
def test_every_way_of_writing_the_time(line: str, time: str) -> None:
    summary = Summary()
    read_log(io.BytesIO(line.encode() + b"\n"), "x", summary, Recognizer())
    assert summary.seen["application", "X"].time == time


@pytest.mark.parametrize(
    ("line", "message", "fix"),
    [
        # Asterisk passes on g729, but no module of it translates (codecs/ of 22).
        (
            "translate.c: No translator path from g729 to ulaw",
            "translation between g729 and ulaw was not available: no module of Asterisk 22 "
            "translates g729",
            "allow a codec that both sides have, or install codec_g729a, from outside Asterisk",
        ),
        (
            "channel.c: Unable to find a codec translation path: (gsm) -> (ulaw)",
            "translation between gsm and ulaw was not available; it needs codec_gsm and codec_ulaw",
            "load = codec_gsm.so; load = codec_ulaw.so",
        ),
        # main/channel.c names the two channels, not their codecs.
        (
            "channel.c: No path to translate from PJSIP/a-1 to PJSIP/b-2",
            "a translation between two codecs was not available; the message does not name them",
            "find the codecs of both channels (`core show channel NAME`), then load "
            "codec_NAME for each that modules.conf does not load",
        ),
    ],
)
def test_a_translation_that_failed(line: str, message: str, fix: str, tmp_path: Path) -> None:
    log = tmp_path / "full"
    log.write_text(f"[2026-11-23 00:31:51] WARNING[2][C-00000001] {line}\n")
    done = lint("log", "--asterisk", "22", str(log), "--output-format", "json", status=1)
    (found,) = json.loads(done.stdout)["pbx"][0]["findings"]
    assert found["message"] == f"{message}: once, 2026-11-23 00:31:51"
    assert f"= fix: {fix}\n" in lint("log", "--asterisk", "22", str(log)).stdout
