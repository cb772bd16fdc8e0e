"""A sample of tests/security/random_pbxs.py."""

from pathlib import Path

import pytest

from tests.security.random_pbxs import tried


@pytest.mark.parametrize("seed", range(6))
def test_exactly_the_required_set_runs(seed: int, asterisk_22: str, tmp_path: Path) -> None:
    assert tried(asterisk_22, seed, tmp_path) == ""
