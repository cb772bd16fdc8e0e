"""`init`: nothing that a person wrote is removed or reversed, nothing is written unasked, and it
says what the next run finds.
"""

import os
import pty
import re
import sys
from pathlib import Path

import pytest

from asterisk_lint.settings.read import parse_settings
from tests.pbx import fixture, lint
from tests.repository import Repository

MODULES = """\
[modules]
autoload=yes
noload => app_system.so ; no shell from the dialplan, ever
noload => chan_oss.so
load => app_morsecode.so ; the alarm line: by AMI
require => func_md5.so
preload => func_sha1.so
load => app_playback.so
"""
DIALPLAN = "[x]\nexten => 1,1,System(date)\n same => n,Playback(hello)\n"
SETTINGS, HOOKS = ".asterisk-lint.yaml", ".pre-commit-config.yaml"


@pytest.fixture
def place(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "office")
    made.commit(**{"etc/modules.conf": MODULES, "etc/extensions.conf": DIALPLAN})
    return made


def answered(answers: list[str], *arguments: str, cwd: Path) -> str:
    """What `asterisk-lint ARGUMENTS` prints on a terminal, where someone answers its questions."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.execv(sys.executable, [sys.executable, "-m", "asterisk_lint", *arguments])
    output, left = b"", list(answers)
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        output += part
        if output.rstrip(b" ").endswith((b"?", b"]")) and left:
            os.write(terminal, left.pop(0).encode() + b"\n")
    os.waitpid(child, 0)
    os.close(terminal)
    return output.decode().replace("\r\n", "\n")


def test_every_line_that_a_person_wrote_stays_and_is_told(place: Repository) -> None:
    done = lint("init", "--yes", "--asterisk", "22", cwd=place.path, status=0)
    after = (place.path / "etc/modules.conf").read_text().splitlines()
    for line in MODULES.splitlines()[2:]:
        assert line in after
        assert line.split()[2].removesuffix(".so") in done.stdout
    assert [line for line in MODULES.splitlines() if line not in after] == ["autoload=yes"]
    assert "extensions.conf:2 needs app_system, but this line prevents it" in done.stdout
    keep = parse_settings((place.path / SETTINGS).read_bytes(), SETTINGS, {}).keep
    # func_md5 is presumed unused (say.conf is not here): the check says so, and keeps it.
    assert {name: kept.reason for name, kept in keep.items()} == {
        "app_morsecode": "the alarm line: by AMI",
        "func_sha1": "loaded by name before the whitelist",
    }


def test_it_counts_what_the_next_run_finds(place: Repository) -> None:
    done = lint("init", "--yes", "--asterisk", "22", cwd=place.path, status=0)
    told = re.search(r"(\d+) findings? (?:is|are) left", done.stdout)
    found = lint("--output-format", "concise", cwd=place.path, status=1).stdout.splitlines()
    assert told
    assert int(told[1]) == len(found)
    assert {line.split(": ")[1].split()[0] for line in found} == {"AL102", "AL106"}
    again = lint("init", "--yes", cwd=place.path, status=0)
    assert "Nothing is left to write." in again.stdout


def test_it_ends_with_what_to_type(place: Repository) -> None:
    done = lint("init", "--yes", "--asterisk", "22", cwd=place.path, status=0)
    assert f"  git add etc/modules.conf {SETTINGS} {HOOKS}\n" in done.stdout
    assert "asterisk-lint verify etc" in done.stdout
    assert "asterisk -rx 'module load" in done.stdout
    place.git("add", "etc/modules.conf", SETTINGS, HOOKS)
    assert place.git("status", "--porcelain").count("\n") == 2


@pytest.mark.parametrize(("answer", "writes"), [("y", True), ("n", False), ("", False)])
def test_it_shows_the_change_and_asks(place: Repository, answer: str, writes: bool) -> None:
    output = answered([answer], "init", "--asterisk", "22", cwd=place.path)
    assert "-autoload=yes\n+autoload=no" in output
    assert f"+++ b/{SETTINGS}" in output
    assert f"Write etc/modules.conf, {SETTINGS}, {HOOKS}? [y/N]" in output
    assert ("nothing was written" in output) is not writes
    assert bool(place.git("status", "--porcelain")) is writes


def test_without_a_terminal_nothing_is_written(place: Repository) -> None:
    done = lint("init", "--asterisk", "22", cwd=place.path, status=1)
    assert "-autoload=yes\n+autoload=no" in done.stdout
    assert "nothing was written (--yes writes without asking)" in done.stderr
    assert place.git("status", "--porcelain") == ""


def test_it_asks_for_the_release_that_nothing_names(place: Repository) -> None:
    output = answered(["7", "20.9", "y"], "init", "--no-hook", cwd=place.path)
    assert "no catalog for Asterisk 7" in output
    assert (
        str(parse_settings((place.path / SETTINGS).read_bytes(), SETTINGS, {}).asterisk) == "20.9"
    )


def test_a_guessed_release_is_marked_as_a_guess(place: Repository) -> None:
    done = lint("init", "--yes", cwd=place.path, status=0)
    assert "nothing here shows which Asterisk release runs" in done.stderr
    assert "  # assumed, the newest known" in (place.path / SETTINGS).read_text()


def test_the_diff_applies_and_writes_nothing(place: Repository) -> None:
    patch = lint("init", "--diff", "--asterisk", "22", cwd=place.path, status=0).stdout
    assert place.git("status", "--porcelain") == ""
    place.git("apply", given=patch)
    by_patch = {name: (place.path / name).read_bytes() for name in ("etc/modules.conf", SETTINGS)}
    place.git("checkout", "-q", ".")
    place.git("clean", "-fdq")
    lint("init", "--yes", "--asterisk", "22", cwd=place.path, status=0)
    assert {name: (place.path / name).read_bytes() for name in by_patch} == by_patch


def test_it_refuses_a_pbx_without_a_dialplan(place: Repository) -> None:
    place.git("rm", "-q", "etc/extensions.conf")
    done = lint("init", "--yes", "--asterisk", "22", cwd=place.path, status=2)
    assert "has no dialplan" in done.stderr
    assert "?? " not in place.git("status", "--porcelain")
    lint("init", "--yes", "--asterisk", "22", "--without-dialplan", cwd=place.path, status=0)


def test_a_whitelist_is_only_added_to(tmp_path: Path) -> None:
    directory = fixture("small-office", tmp_path)
    before = (directory / "modules.conf").read_text().splitlines()
    done = lint("init", "--yes", "--asterisk", "22", "--no-hook", ".", cwd=directory, status=0)
    after = (directory / "modules.conf").read_text().splitlines()
    assert [line for line in before if line not in after] == []
    assert (
        f"modules.conf: is a whitelist already; {len(after) - len(before)} lines are added"
        in done.stdout
    )


def test_without_an_origin_the_hook_names_nobody(place: Repository) -> None:
    done = lint("init", "--yes", "--asterisk", "22", "--hook-repo", "https://git.example.org/lint",
                "--hook-rev", "v9", cwd=place.path, status=0)  # fmt: skip
    assert "repo: https://git.example.org/lint\n  rev: v9\n" in (place.path / HOOKS).read_text()
    assert "`pre-commit install` enables the hook" in done.stdout
    assert lint("init", "--hook-rev", "v9", cwd=place.path, status=2).stderr.count("\n") == 1


def test_it_says_what_is_there_only_for_the_shipped_dialplan(
    asterisk_22: str, tmp_path: Path
) -> None:
    """Debian's extensions.conf is Asterisk's sample; with one line more it is somebody's own."""
    text = (Path(asterisk_22) / "etc/asterisk/extensions.conf").read_text(errors="surrogateescape")
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = yes\n")
    dialplan = tmp_path / "extensions.conf"
    dialplan.write_text(text, errors="surrogateescape")
    told = lint("init", "--diff", "--asterisk", "22", ".", cwd=tmp_path, status=0).stdout
    assert "load = app_queue.so" in told or "load = app_dial.so" in told
    told = lint(
        "init", "--yes", "--no-hook", "--asterisk", "22", ".", cwd=tmp_path, status=0
    ).stdout
    found = re.search(r"(\d+) of the (\d+) modules are there only because of it", told)
    assert found
    assert 40 < int(found[1]) <= int(found[2])
    dialplan.write_text(text + "\n[own]\nexten => 1,1,NoOp()\n", errors="surrogateescape")
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = yes\n")
    told = lint(
        "init", "--yes", "--no-hook", "--asterisk", "22", ".", cwd=tmp_path, status=0
    ).stdout
    assert "only because of it" not in told


def test_the_documentation_shows_what_it_says(tmp_path: Path) -> None:
    """Each line of the example in docs/init.md, in its order; the example leaves some out."""
    made = Repository(tmp_path / "example")
    modules = "\n".join(line for line in MODULES.splitlines() if "chan_oss" not in line)
    made.commit(**{
        "packages.txt": "asterisk\t1:22.10.1~dfsg-1\n",
        "etc/modules.conf": modules.partition("require")[0],
        "etc/extensions.conf": DIALPLAN,
    })  # fmt: skip
    page = (Path(__file__).parents[2] / "docs/init.md").read_text()
    example = page.partition("```\n$ asterisk-lint init\n")[2].partition("```")[0]
    output = answered(["", "y"], "init", cwd=made.path).splitlines()
    for line in example.splitlines():
        if line.strip() and line.strip() != "...":
            place = next((at for at, said in enumerate(output) if said.rstrip() == line), None)
            assert place is not None, (line, output)
            output = output[place + 1 :]


def test_it_names_the_services_that_stop(tmp_path: Path) -> None:
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = yes\nnoload = chan_unistim.so\n")
    (tmp_path / "extensions.conf").write_text("[x]\nexten => 1,1,Playback(a)\n")
    (tmp_path / "iax.conf").write_text("[general]\nbindport = 4569\n")
    (tmp_path / "unistim.conf").write_text("[general]\nport = 5000\n")
    told = lint(
        "init", "--yes", "--no-hook", "--asterisk", "22", ".", cwd=tmp_path, status=0
    ).stdout
    assert "  - chan_iax2 (iax.conf): it listens for IAX2 on port 4569\n" in told
    assert "UNISTIM" not in told  # off before, as the administrator decided
    assert "DUNDi" not in told  # without dundi.conf it did not run
    assert "It saves about " in told
    (tmp_path / ".asterisk-lint.yaml").write_text(
        "asterisk: 22\npbx:\n  .: {inventory: modules.list}\n"
    )
    (tmp_path / "modules.list").write_text("app_playback\npbx_config\nres_srtp\ncodec_gsm\n")
    (tmp_path / "modules.conf").write_text("[modules]\nautoload = yes\n")
    told = lint("init", "--yes", "--no-hook", ".", cwd=tmp_path, status=0).stdout
    assert "IAX2" not in told  # it is not installed
    # res_srtp takes 2.0 MB and no thread.
    assert "  It saves about 1 to 2 MB of memory: 1 of the installed modules" in told


def test_what_nobody_reads_is_one_line_unless_asked_for(place: Repository) -> None:
    """What people type comes first, with its purpose; codecs and formats are one line."""
    options = ("init", "--asterisk", "22", "--no-hook")
    shown = lint(*options, cwd=place.path, status=1).stdout
    (typed,) = re.findall(r"^  - pbx_spool: calls that .*$", shown, re.MULTILINE)
    (formats,) = re.findall(r"^  - \d+ codecs and formats, .*$", shown, re.MULTILINE)
    assert shown.index(typed) < shown.index(formats)
    assert formats.endswith(", ... (-v: all)")
    assert "format_vox" not in shown
    assert "format_vox" in lint(*options, "-v", cwd=place.path, status=1).stdout


def test_nothing_is_said_about_a_restart_if_no_whitelist_changes(tmp_path: Path) -> None:
    made = Repository(tmp_path / "office")
    modules = "[modules]\nautoload = no\nload = pbx_config.so\n"
    files = {"modules.conf": modules, "extensions.conf": "[a]\nexten => 1,1,NoOp()\n"}
    made.commit(**files, **{SETTINGS: "asterisk: 22\n"})
    shown = lint("init", "--yes", cwd=made.path, status=0).stdout
    assert shown.endswith(f"Next:\n  git add {HOOKS}\n")
    assert "restart" not in shown
