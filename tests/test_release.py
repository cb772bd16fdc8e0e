"""What speaks against a release (`python -m tools.release --dry-run` does the rest, in .ci/run and
in the workflow).
"""

import pytest

from tools.release import objections

READY = "# Changelog\n\n## 1.2.3 (2026-12-01)\n\n- Something.\n"


def test_nothing_speaks_against_a_release_that_is_ready() -> None:
    assert objections("1.2.3", READY, "", ["v1.2.2"]) == []


@pytest.mark.parametrize(
    ("version", "changelog", "status", "tags", "said"),
    [
        ("1.2", "## 1.2 (2026-12-01)", "", [], "is not a version such as 1.2.3"),
        ("1.2.4", READY, "", [], "CHANGELOG.md has no section for 1.2.4"),
        ("1.2.3", "## 1.2.3 (not released yet)", "", [], "not released yet"),
        ("1.2.3", READY, " M asterisk_lint/cli.py", [], "not committed: asterisk_lint/cli.py"),
        ("1.2.3", READY, "", ["v1.2.3"], "the tag v1.2.3 is there already"),
    ],
)
def test_each_objection_is_named(
    version: str, changelog: str, status: str, tags: list[str], said: str
) -> None:
    (objection,) = objections(version, changelog, status, tags)
    assert said in objection
