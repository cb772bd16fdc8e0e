"""Tests of one group (`xdist_group`) run in one process, where tests run in several."""

import pytest

GROUP = "of this test"


@pytest.mark.xdist_group(GROUP)
def test_a_test_is_in_its_group(request: pytest.FixtureRequest) -> None:
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("only with `-n NUMBER --dist loadgroup`")
    assert request.node.nodeid.endswith(f"@{GROUP}"), (
        f"pytest-xdist makes no groups with pytest {pytest.__version__}: install what "
        "pyproject.toml asks for"
    )
