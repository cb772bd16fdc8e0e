"""AL106: two entries of modules.conf that contradict each other, as Asterisk takes them, and what
--fix does about each.
"""

from pathlib import Path

import pytest

from asterisk_lint.witness.boot import boot
from tests.rules.test_unknown_module import found, pbx, run

QUEUE = "exten => 1,1,Queue(support)"
EXITS = "Asterisk exits at start"


@pytest.mark.parametrize(
    ("release", "lines", "dialplan", "exits", "after"),
    [
        # Nothing needs the module: the `require` goes, if a person agrees.
        ("22", "require = app_queue.so|noload = app_queue.so", "", True, ["noload = app_queue.so"]),
        ("22", "noload => APP_QUEUE.SO|preload-require => app_queue.so", "", True,
            ["noload => APP_QUEUE.SO"]),
        ("22", "load = app_queue|require = app_queue|noload = app_queue", "", True,
            ["noload = app_queue"]),
        ("16", "require = app_queue.so|noload = app_queue.so", "", True, ["noload = app_queue.so"]),
        # The dialplan needs it: the `noload` goes, if a person agrees.
        ("22", "require = app_queue.so|noload = app_queue.so", QUEUE, True,
            ["require = app_queue.so"]),
        ("22", "noload = app_queue|require = app_queue|noload = app_queue", QUEUE, True,
            ["require = app_queue"]),
        ("22", "load = app_queue.so|noload = app_queue.so", QUEUE, False, ["load = app_queue.so"]),
        # A `load` beside a `noload` has no effect; nor has a `require` before 16
        # (13/main/loader.c). A person wrote it all the same.
        ("22", "load = app_queue.so|noload = app_queue.so", "", False, ["noload = app_queue.so"]),
        ("13", "require = app_queue.so|noload = app_queue.so", "", False,
            ["noload = app_queue.so"]),
    ],
)  # fmt: skip
def test_what_contradicts(
    release: str,
    lines: str,
    dialplan: str,
    exits: bool,
    after: list[str],
    tmp_path: Path,
) -> None:
    pbx(tmp_path, lines, dialplan, queues="[support]\n")
    before = by_a_person(tmp_path)
    (finding,) = found(tmp_path, release, "conflicting-entry")
    assert (EXITS in str(finding["message"])) is exits, finding["message"]
    assert (finding["fixable"], finding["unsafe_fixable"]) == (False, True)
    run(tmp_path, "--fix", "--asterisk", release)
    assert by_a_person(tmp_path) == before
    run(tmp_path, "--fix", "--unsafe-fixes", "--asterisk", release)
    assert named(tmp_path) == after
    assert found(tmp_path, release, "conflicting-entry") == []


def named(directory: Path) -> list[str]:
    """The lines of modules.conf about app_queue."""
    lines = (directory / "modules.conf").read_text().splitlines()
    return [line for line in lines if "queue" in line.lower()]


def by_a_person(directory: Path) -> list[str]:
    """Those that plain --fix never takes away while they matter."""
    return [line for line in named(directory) if not line.startswith("load")]


@pytest.mark.parametrize("other", ["require", "preload-require", "load"])
def test_asterisk_exits_where_the_message_says_so(
    other: str, asterisk_root: str, tmp_path: Path
) -> None:
    pbx(tmp_path, f"{other} = app_echo.so|noload = app_echo.so")
    (finding,) = found(tmp_path, asterisk_root.rpartition("-")[2], "conflicting-entry")
    with boot(asterisk_root, tmp_path) as asterisk:
        assert asterisk.up is (EXITS not in str(finding["message"])), asterisk.console
