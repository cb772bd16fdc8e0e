"""Some of the cases, asked of a real Asterisk; `python -m tests.trust.boot_cases` asks about all of
them.
"""

from pathlib import Path

import pytest

from tests.trust.boot_cases import Outcome, can_be_asked, outcome_of
from tests.trust.cases import load_cases

SAMPLE = ("nested-folder-pattern", "exec-wizard", "sealed-byname-iax", "placeholder-sip-encryption")
CASES = {case["name"]: case for case in load_cases() if can_be_asked(case)}


@pytest.mark.parametrize("name", SAMPLE)
def test_the_whitelist_serves_the_machine(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    root: str = request.getfixturevalue(f"asterisk_{CASES[name]['release']}")
    assert outcome_of(CASES[name], root, tmp_path) == Outcome([], [])


def test_most_cases_can_be_asked() -> None:
    assert len(CASES) > 150
