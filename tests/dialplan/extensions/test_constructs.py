"""Dialplans of one construct each (extensions_constructs.txt): read by us, and confirmed by a real
Asterisk.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from asterisk_lint.dialplan.extensions.read import read_extensions
from tests.dialplan.extensions.asterisk_dialplan import (
    RealAsterisk,
    Row,
    has_line,
    rejected,
    rows_of,
)
from tests.memory import MemoryFiles


class Case(NamedTuple):
    """One dialplan with what Asterisk makes of it."""

    title: str
    files: dict[str, str]
    rows: list[Row]
    warned: list[tuple[str, int]]
    dropped: list[tuple[str, int]]
    uses: list[tuple[str, str, str, int]]


def read_cases() -> list[Case]:
    cases: list[Case] = []
    file = ""
    for line in (Path(__file__).parent / "constructs.txt").read_text("utf-8").splitlines():
        sign, _, text = line.partition(" ")
        if sign == "#":
            file = "extensions.conf"
            cases.append(Case(text, {file: ""}, [], [], [], []))
        elif sign == ">":
            file = text
            cases[-1].files[file] = ""
        elif sign == "|":
            cases[-1].files[file] += text + "\n"
        elif sign == "=":
            context, extension, priority, application = text.split("  ", 3)
            name, slash, caller = extension.partition("/")
            cases[-1].rows.append(
                (
                    context,
                    name,
                    caller if slash else None,
                    "hint" if priority == "hint" else int(priority),
                    application,
                )
            )
        elif sign in ("!", "?"):
            (cases[-1].warned if sign == "!" else cases[-1].dropped).extend(
                map(place, text.split())
            )
        elif sign == "@":
            kind, name, where = text.split()
            cases[-1].uses.append((kind, name, *place(where)))
    return cases


def place(text: str) -> tuple[str, int]:
    file, _, line = text.rpartition(":")
    return file or "extensions.conf", int(line)


CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_reading(case: Case) -> None:
    dialplan = read_extensions(MemoryFiles(case.files))
    assert sorted(rows_of(dialplan), key=repr) == sorted(case.rows, key=repr)
    assert sorted(
        {(problem.file, problem.line) for problem in dialplan.problems if has_line(problem.message)}
    ) == sorted(case.warned)
    assert sorted(
        {
            (problem.file, problem.line)
            for problem in dialplan.problems
            if not has_line(problem.message)
        }
    ) == sorted(case.dropped)
    assert [(use.kind, use.name, use.file, use.line) for use in dialplan.uses] == case.uses
    assert not rejected(dialplan)


def test_asterisk_says_the_same(asterisk_root: str) -> None:
    real_asterisk = RealAsterisk(asterisk_root)
    differences = []
    try:
        for case in CASES:
            seen = real_asterisk.read_alone(
                {name: text.encode() for name, text in case.files.items()}
            )
            if seen != (sorted(case.rows, key=repr), sorted(case.warned)):
                differences.append((case, seen))
    finally:
        real_asterisk.stack.close()
    assert not differences


def test_there_are_at_least_150_of_them() -> None:
    assert len(CASES) >= 150
    assert len({case.title for case in CASES}) == len(CASES)
