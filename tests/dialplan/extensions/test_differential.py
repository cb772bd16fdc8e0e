"""Random dialplans, read by us and by a real Asterisk, compared by `dialplan show` and the log.

ASTERISK_LINT_RANDOM=2000 sets how many (60 without it).
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from tests.dialplan.extensions.asterisk_dialplan import RealAsterisk
from tests.dialplan.extensions.random_extensions import configurations

HOW_MANY = int(os.environ.get("ASTERISK_LINT_RANDOM", "60"))


@pytest.fixture(scope="module")
def real_asterisk(asterisk_root: str) -> Iterator[RealAsterisk]:
    real_asterisk = RealAsterisk(asterisk_root)
    yield real_asterisk
    real_asterisk.stack.close()


@settings(
    max_examples=HOW_MANY,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not os.environ.get("ASTERISK_LINT_RANDOM"),
    database=None,
)
@given(files=configurations)
def test_steps_and_warnings_are_those_of_asterisk(
    real_asterisk: RealAsterisk, files: dict[str, bytes]
) -> None:
    expected = real_asterisk.read(files)
    ours = real_asterisk.ours(files)
    if any(
        "$[" in f"{extension} {caller} {text if priority == 'hint' else ''}"
        for _, extension, caller, priority, text in ours.rows or ()
    ):
        return  # an expression in a name or in a hint, which only Asterisk computes
    assert ours.rows == expected.rows
    if expected.places is not None:
        assert ours.places == expected.places, real_asterisk.log
