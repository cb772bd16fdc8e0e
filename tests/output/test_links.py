"""Links to files in the terminal (OSC 8): only where the terminal understands them, and nothing in
a name gets out of one.
"""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from asterisk_lint.output.links import FILE, LINE, NONE, linked, links_of

LINK = re.compile(r"\x1b\]8;;([^\x1b\x07]*)\x1b\\(.*?)\x1b\]8;;\x1b\\")
MODULES = "[modules]\nautoload=no\nload=app_dial.so\nload=pbx_config.so\n"


@pytest.mark.parametrize(
    ("environment", "kind"),
    [
        ({}, NONE),
        ({"TERM": "xterm-256color"}, NONE),
        ({"TERM": "xterm-kitty"}, LINE),
        ({"TERM": "alacritty"}, FILE),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, FILE),
        ({"TERM": "xterm-256color", "VTE_VERSION": "5000"}, NONE),
        ({"VTE_VERSION": "x"}, NONE),
        ({"WT_SESSION": "4711"}, FILE),
        ({"TERM_PROGRAM": "iTerm.app"}, LINE),
        ({"TERM_PROGRAM": "vscode"}, NONE),
        ({"TERM_PROGRAM": "tmux", "VTE_VERSION": "7600"}, NONE),
        ({"TERM": "xterm-kitty", "CI": "true"}, NONE),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, NONE),
        ({"FORCE_HYPERLINK": "1"}, FILE),
    ],
)
def test_which_terminals_get_links(environment: dict[str, str], kind: str) -> None:
    assert links_of(environment) == kind


def test_a_link_leads_to_the_file_and_its_line() -> None:
    host = os.uname().nodename
    assert linked("a.conf:7", "/etc/a.conf", 7, FILE) == (
        f"\x1b]8;;file://{host}/etc/a.conf\x1b\\a.conf:7\x1b]8;;\x1b\\"
    )
    assert f"file://{host}/etc/a.conf#7\x1b" in linked("a.conf:7", "/etc/a.conf", 7, LINE)
    assert linked("a.conf:7", "/etc/a.conf", 7, NONE) == "a.conf:7"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a b.conf", "a%20b.conf"),
        ("\x1b]8;;http://x\x07.conf", "%1B%5D8%3B%3Bhttp%3A/x%07.conf"),
        ("\x1b\\out", "%1B%5Cout"),
        ("\x9c.conf", "%C2%9C.conf"),
        ("\udce4#?%.conf", "%E4%23%3F%25.conf"),
        ("\u202e\n\r.conf", "%E2%80%AE%0A%0D.conf"),
    ],
)
def test_no_name_gets_out_of_its_link(name: str, written: str) -> None:
    (found,) = LINK.findall(linked("x", f"/etc/{name}", 0, FILE))
    assert found[0].endswith(f"/etc/{written}")
    assert found[1] == "x"


def on_a_terminal(directory: Path, *words: str, status: int = 1, **environment: str) -> str:
    """What the program prints on a terminal."""
    kept = {"PATH": os.environ["PATH"], "HOME": str(directory), "LANG": "C.UTF-8"}
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "asterisk_lint", *words, "--asterisk", "22"],
        cwd=directory,
        stdin=subprocess.DEVNULL,
        stdout=inner,
        stderr=subprocess.DEVNULL,
        env={**kept, **environment},
    )
    os.close(inner)
    parts = []
    while True:
        try:
            part = os.read(outer, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(outer)
    assert process.wait() == status
    return b"".join(parts).decode()


@pytest.fixture
def pbx(tmp_path: Path) -> Path:
    (tmp_path / "modules.conf").write_text(MODULES)
    (tmp_path / "extensions.conf").write_text('[x]\nexten => 1,1,Queue(a)\n#include "d/*.conf"\n')
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "\x1b\\\x1b]8;;http:x\x07\u202e.conf").write_text(
        "[y]\nexten => 1,1,Playback(a)\n"
    )
    return tmp_path


def test_places_are_links_on_a_terminal_that_knows_them(pbx: Path) -> None:
    shown = on_a_terminal(pbx, TERM="xterm-256color", VTE_VERSION="7600")
    links = LINK.findall(shown)
    here = f"file://{os.uname().nodename}{pbx.resolve()}"
    assert (f"{here}/extensions.conf", "extensions.conf:2:14") in links
    # The hostile name: one link, whose target and text hold no control character.
    (target,) = {target for target, _ in links if "/d/" in target}
    assert target == f"{here}/d/%1B%5C%1B%5D8%3B%3Bhttp%3Ax%07%E2%80%AE.conf"
    rest = re.sub(r"\x1b\[[0-9;]*m", "", LINK.sub("", shown))
    assert "\x1b" not in rest
    assert "\x07" not in shown


@pytest.mark.parametrize("words", [("why", "app_queue"), ("uses",)])
def test_why_and_uses_have_links_as_well(pbx: Path, words: tuple[str, ...]) -> None:
    here = f"file://{os.uname().nodename}{pbx.resolve()}"
    link = (f"{here}/extensions.conf", "extensions.conf:2")
    shown = on_a_terminal(pbx, *words, status=0, TERM="xterm-256color", VTE_VERSION="7600")
    assert link in LINK.findall(shown)
    # A name with control characters is shown, and leads nowhere.
    assert "\x1b" not in LINK.sub("", shown)
    assert "\x1b" not in on_a_terminal(pbx, *words, status=0, NO_COLOR="1", VTE_VERSION="7600")


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "xterm-256color"},
        {"TERM": "dumb", "VTE_VERSION": "7600"},
        {"TERM": "xterm-kitty", "NO_COLOR": "1"},
    ],
)
def test_other_terminals_get_none(pbx: Path, environment: dict[str, str]) -> None:
    assert "\x1b]8" not in on_a_terminal(pbx, status=1, **environment)


def test_a_pipe_gets_none(pbx: Path) -> None:
    environment = {**os.environ, "TERM": "xterm-kitty", "FORCE_COLOR": "1", "FORCE_HYPERLINK": "1"}
    run = subprocess.run(
        [sys.executable, "-m", "asterisk_lint", "--asterisk", "22", "--color", "always"],
        cwd=pbx,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert "\x1b[" in run.stdout
    assert "\x1b]8" not in run.stdout
