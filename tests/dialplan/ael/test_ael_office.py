"""A whole dialplan in AEL, in several files: fixtures/ael-office."""

from pathlib import Path

from asterisk_lint.dialplan.ael import read_ael
from asterisk_lint.witness.boot import boot
from tests.dialplan.ael.asterisk_ael import MODULES, RealAsterisk, Row, parse, rows_of, warned
from tests.memory import MemoryFiles

HERE = Path(__file__).parents[3] / "fixtures" / "ael-office"
FILES = {
    path.relative_to(HERE).as_posix(): path.read_bytes()
    for path in HERE.rglob("*")
    if path.is_file()
}


def recorded() -> list[Row]:
    """What Asterisk 22 showed of it."""
    rows: list[Row] = []
    for line in FILES["dialplan.txt"].decode().splitlines():
        context, extension, caller, priority, text = line.split("\t")
        rows.append(
            (
                context,
                extension,
                caller or None,
                priority if priority == "hint" else int(priority),
                text,
            )
        )
    return rows


def test_we_read_what_asterisk_showed() -> None:
    dialplan = read_ael(MemoryFiles(FILES))
    assert sorted(rows_of(dialplan), key=repr) == sorted(recorded(), key=repr)
    assert {problem.severity for problem in dialplan.problems} == {"information"}


def test_asterisk_still_shows_it(asterisk_root: str) -> None:
    with boot(
        asterisk_root,
        {name: data for name, data in FILES.items() if name != "modules.conf"},
        modules=MODULES,
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        assert sorted(parse(asterisk.cli("dialplan show")), key=repr) == sorted(
            recorded(), key=repr
        )
        before = len(asterisk.log)
        asterisk.cli("ael reload")
        places, twice = warned(RealAsterisk(asterisk).said_since(before, "nomark"))
        assert places == {
            (problem.file, problem.line) for problem in read_ael(MemoryFiles(FILES)).problems
        }
        assert not twice


def test_globals_are_handed_on() -> None:
    assert ("TRUNK", "PJSIP/trunk") in read_ael(MemoryFiles(FILES)).variables
