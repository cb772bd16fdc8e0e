"""A sample of the call matrix, and that its rows can be read. All of it: `python -m
tests.calls.matrix 22`, or with ASTERISK_LINT_SLOW=1.
"""

import os

import pytest

from tests.calls.matrix import Row, compared, expected, rows
from tests.calls.scenes import PROGRAMS

# What only a call shows: a recording with its beep, a call that comes back, a limit that warns.
SAMPLE = ("a recording with beeps", "a call is parked and taken", "a limit with warnings")
ROWS = rows()
VERBS = {"console", "log", "file", "text", "ami", "wait", "put", "page", *PROGRAMS}


def test_rows_can_be_read() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert len([row for row in ROWS if "22" in row.releases]) >= 60
    for row in ROWS:
        assert set(row.releases) <= {"16", "22"}
        assert expected(row), row.name
        assert {line.split()[0] for line in row.lines} <= VERBS | set(row.phones), row.name
    assert set(SAMPLE) <= {row.name for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_whitelist_does_what_autoload_does(row: Row, asterisk_22: str) -> None:
    if row.name not in SAMPLE and "ASTERISK_LINT_SLOW" not in os.environ:
        pytest.skip("python -m tests.calls.matrix 22 plays every row")
    if "22" not in row.releases:
        pytest.skip("a row of another release")
    # A machine with much else to do can be late once.
    wrong = compared(row, asterisk_22, "22") and compared(row, asterisk_22, "22")
    assert wrong == ""
