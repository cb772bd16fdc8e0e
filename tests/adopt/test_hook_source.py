"""Where the hook comes from."""

import json
from pathlib import Path

import pytest

from asterisk_lint.adopt.hook_source import NO_REVISION, PLACEHOLDER, schema_address, source_of
from tests.repository import Repository

NOBODY = (PLACEHOLDER, NO_REVISION)
GIT = {"vcs_info": {"vcs": "git", "commit_id": "c0ffee"}}


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ({"url": "https://git.example.org/a/lint", **GIT},
            ("https://git.example.org/a/lint", "c0ffee")),
        ({"url": "https://me:secret@git.example.org/a/lint", **GIT},
            ("https://git.example.org/a/lint", "c0ffee")),
        ({"url": "ssh://git@git.example.org/a/lint", **GIT},
            ("ssh://git@git.example.org/a/lint", "c0ffee")),
        ({"url": "https://example.org/lint.whl", "archive_info": {}}, NOBODY),
        ({"url": "file:///nowhere/at/all", "dir_info": {}}, NOBODY),
        ({}, NOBODY),
        (["odd"], NOBODY),
    ],
)  # fmt: skip
def test_what_pip_wrote(value: object, source: tuple[str, str]) -> None:
    assert source_of(json.dumps(value)) == source


def test_a_clone_names_its_origin(repository: Repository) -> None:
    commit = repository.commit(**{"a.txt": "a"})
    installed = json.dumps({"url": f"file://{repository.path}", "dir_info": {"editable": True}})
    assert source_of(installed) == NOBODY
    repository.git("remote", "add", "origin", "https://me:secret@git.example.org/a/lint.git")
    assert source_of(installed) == ("https://git.example.org/a/lint.git", commit)
    repository.git("remote", "set-url", "origin", str(Path("/srv/lint.git")))
    assert source_of(installed) == NOBODY


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/a/lint.git",
            "https://raw.githubusercontent.com/a/lint/R/asterisk_lint/settings.schema.json"),
        ("git@github.com:a/lint.git",
            "https://raw.githubusercontent.com/a/lint/R/asterisk_lint/settings.schema.json"),
        ("https://gitlab.example.org/a/lint",
            "https://gitlab.example.org/a/lint/-/raw/R/asterisk_lint/settings.schema.json"),
    ],
)  # fmt: skip
def test_the_schema_is_beside_the_source(url: str, address: str) -> None:
    from asterisk_lint.adopt.hook_source import Source

    assert schema_address(Source(url, "R")) == address
