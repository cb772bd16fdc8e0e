"""A shell inside the sandbox, as an attacker has it, tries every way of sandbox_ways.py: none
succeeds.
"""

from pathlib import Path

import pytest

from tests.ordinary_user import said_by_an_ordinary_user
from tests.security.sandbox_attempts import failed_as_it_must, successes
from tests.security.sandbox_ways import WAYS, Way

EXHAUSTS = pytest.mark.xdist_group("sandbox limits")  # as in test_sandbox_attacks.py


def test_there_are_many_different_ways() -> None:
    assert len({way.what for way in WAYS}) == len(WAYS) >= 40
    assert len({way.command for way in WAYS}) == len(WAYS)


@pytest.mark.parametrize(("says", "said", "failed"), [
    ("errno 1", "errno 1", True),
    ("errno 1", "errno 13", False),
    ("errno 1", "done", False),
    ("errno 1 or errno 22", "errno 22", True),
    ("No such file", "cat: x: No such file or directory", True),
    ("No such file", "root:x", False),
    ("No such file", "", False),
])  # fmt: skip
def test_a_success_is_told_from_a_failure(says: str, said: str, failed: bool) -> None:
    assert failed_as_it_must(Way("", "", says), said) is failed


@EXHAUSTS
def test_no_way_leads_out(asterisk_root: str, tmp_path: Path) -> None:
    assert successes(asterisk_root, tmp_path) == []


@EXHAUSTS
def test_no_way_leads_out_for_an_ordinary_user(asterisk_22: str) -> None:
    program = """
        import pathlib, tempfile
        from asterisk_lint.witness.boot import NotIsolated
        from tests.security.sandbox_attempts import successes
        try:
            with tempfile.TemporaryDirectory() as directory:
                print(successes("/mnt", pathlib.Path(directory)))
        except NotIsolated as reason:
            print("refused", reason)
    """
    assert said_by_an_ordinary_user(program, asterisk_22, "tests/security") == "[]\n"
