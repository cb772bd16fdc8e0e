"""The shipped data against Asterisk's sources, where they are: ASTERISK_LINT_SOURCES names directories, separated by colons."""

import os

import pytest

from asterisk_lint.catalog.generate.__main__ import main

TREES = [tree for tree in os.environ.get("ASTERISK_LINT_SOURCES", "").split(":") if tree]


@pytest.mark.skipif(not TREES, reason="no Asterisk sources here: ASTERISK_LINT_SOURCES=DIR:DIR names them (apt-get source asterisk gets one)")
@pytest.mark.parametrize("tree", TREES)
def test_the_shipped_data_is_what_the_sources_say(tree: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--check", tree])
    assert (status, capsys.readouterr().out) == (0, "")


def test_a_directory_without_sources_is_told(tmp_path: "os.PathLike[str]", capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "module.h is missing" in capsys.readouterr().err
