"""The shipped data against Asterisk's sources, where they are: those that `tests/asterisk-sources`
fetched, or ASTERISK_LINT_SOURCES=DIR:DIR.
"""

import os
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import FOLDER, series_of
from asterisk_lint.releases import Release, bound
from tools.catalog_generator.__main__ import main

FETCHED = ("22", "20", "18", "16")


def trees() -> list[str]:
    """The directories with sources on this machine."""
    named = [tree for tree in os.environ.get("ASTERISK_LINT_SOURCES", "").split(":") if tree]
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    roots = Path(os.environ.get("ASTERISK_LINT_ROOTS") or f"{cache}/asterisk-lint/roots")
    marks = [roots / f"sources-{series}" / ".complete" for series in FETCHED]
    return named or [mark.read_text().strip() for mark in marks if mark.exists()]


def newest_known(series: str) -> str:
    """The newest release that a data file has the facts of: `release 22 up to 22.10.1` is its first
    line.
    """
    with open(f"{FOLDER}/{series}.txt", encoding="utf-8") as file:
        return file.readline().rstrip().rpartition(" ")[2]


@pytest.mark.skipif(
    not trees(), reason="no Asterisk sources here: `tests/asterisk-sources 22` gets some"
)
@pytest.mark.parametrize("tree", trees())
def test_the_shipped_data_is_what_the_sources_say(
    tree: str, capsys: pytest.CaptureFixture[str]
) -> None:
    release = Path(tree).name.removeprefix("asterisk-")
    known = newest_known(series_of(Release.parse(release)))
    if bound(release) > bound(known):
        pytest.skip(f"the catalog knows {known}; {release} is newer: generate it again")
    status = main(["--check", "--release", release, tree])
    assert (status, capsys.readouterr().out) == (0, "")


def test_a_difference_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "include/asterisk").mkdir(parents=True)
    (tmp_path / "include/asterisk/module.h").write_text("")
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps/app_stack.c").write_text(
        'int f(void)\n{\n\tast_register_application_xml("New", f);\n}\n'
        'AST_MODULE_INFO_STANDARD_EXTENDED(K, "x");\n'
    )
    assert main(["--check", "--release", "22.10.1", str(tmp_path)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert "app_queue: only in the shipped data" in told
    assert any(
        line.startswith(
            "app_stack: application: only the sources have ['New'], only the shipped data ["
        )
        for line in told
    )
    assert (
        "app_stack: support: only the sources have ['extended'], only the shipped data ['core']"
        in told
    )


def test_a_directory_without_sources_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "module.h is missing" in capsys.readouterr().err
