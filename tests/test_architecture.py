"""docs/architecture.md shows the packages, the layers and the ways through the code as they are."""

import re
import sys
from pathlib import Path
from types import FrameType

import pytest

from asterisk_lint.__main__ import main
from tests.pbx import fixture

TOP = Path(__file__).parent.parent
PACKAGE = TOP / "asterisk_lint"
PAGE = (TOP / "docs" / "architecture.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`.*?) \| (.*) \|$", PAGE, re.MULTILINE)


def test_every_package_and_every_module_beside_them_has_a_row() -> None:
    places = {place for row, _ in ROWS for place in re.findall(r"`([^`]+)`", row)}
    there = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in PACKAGE.iterdir()
        if (path / "__init__.py").exists() or path.suffix == ".py"
    }
    assert there - {"__init__.py"} <= places
    assert [place for place in places if not (PACKAGE / place).exists()] == []


def test_every_package_inside_a_package_is_named() -> None:
    for init in PACKAGE.glob("*/*/__init__.py"):
        outer, inner = init.parts[-3:-1]
        assert any(f"`{outer}/`" in row and f"`{inner}/`" in text for row, text in ROWS), inner


@pytest.mark.parametrize(("row", "text"), ROWS)
def test_a_row_names_files_that_exist(row: str, text: str) -> None:
    folders = [PACKAGE, *(PACKAGE / place for place in re.findall(r"`([\w/]+)/`", row))]
    for name in re.findall(r"`([\w/]+\.py)`", text):
        assert any((folder / name).exists() for folder in folders), name


def test_the_picture_of_the_imports_has_the_layers_of_the_contract() -> None:
    contract = (TOP / "pyproject.toml").read_text(encoding="utf-8").partition("\nlayers = [")[2]
    layers = re.findall(r'"([\w |]+)"', contract.partition("]")[0])
    picture = PAGE.partition("Imports go down, never up:\n\n")[2].partition("\n\n")[0]
    shown = [sorted(layer.strip().split(", ")) for layer in picture.split("->")]
    assert shown == [
        sorted(layer.split(" | ")) for layer in layers if layer not in {"__main__", "records"}
    ]


def way(title: str) -> list[tuple[str, str]]:
    """The files and functions of one way through the code, in order."""
    found = []
    file = ""
    text = PAGE.partition(f"\n{title}\n\n")[2].partition("\n\n")[0]
    for name in re.findall(r"`([\w/.]+)`", text):
        if name.endswith(".py"):
            file = name
        elif name != "Conf" and (name.islower() or "." in name):
            found.append((file, name.rpartition(".")[2]))
    return found


@pytest.mark.parametrize(
    ("title", "command"),
    [
        ("The bytes of modules.conf, through `--fix`:", ["--fix"]),
        ("A line of extensions.conf, on its way to a finding:", []),
    ],
)
def test_the_ways_through_the_code_are_gone(
    title: str, command: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every function that the page names runs, they are few, and no file is entered twice."""
    named = way(title)
    files = [file for file, _ in named]
    assert 5 < len(named) <= 10
    assert files == sorted(files, key=files.index)
    called = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add((frame.f_code.co_filename, frame.f_code.co_name))

    place = fixture("small-office", tmp_path)
    sys.setprofile(note)
    try:
        main([*command, "--no-cache", "--asterisk", "22", str(place)])
    finally:
        sys.setprofile(None)
    assert [each for each in named if (str(PACKAGE / each[0]), each[1]) not in called] == []
