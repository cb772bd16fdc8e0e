"""Each PBX in fixtures/, fixed, and then booted in a real Asterisk 22."""

import json
import re
from pathlib import Path

import pytest

from asterisk_lint.witness.boot import boot
from tests.pbx import FIXTURES, fixture, lint, pbxs

# What the loader writes when a module fails for want of another (main/loader.c).
LOADER_COMPLAINTS = (
    "Failed to resolve dependencies",
    "Error loading module",
    "undefined symbol",
    "Unable to load module",
    "could not be loaded",
)


def release_of(directory: Path) -> str:
    """The release that a fixture is written for: what its settings say, else 22."""
    settings = directory / ".asterisk-lint.yaml"
    found = (
        re.search(r"^asterisk: ([0-9.]+)", settings.read_text(), re.MULTILINE)
        if settings.exists()
        else None
    )
    return found.group(1) if found else "22"


def fixed(name: str, to: Path, version: str = "") -> Path:
    """A copy of a fixture with the whitelist that the tool writes, for its own release or
    another.
    """
    directory = fixture(name, to)
    release = ["--asterisk", version or release_of(directory)]
    if "autoload=yes" in (directory / "modules.conf").read_text(errors="replace").replace(" ", ""):
        lint("init", "--yes", "--no-hook", *release, ".", cwd=directory, status=0)
    else:
        done = lint("--fix", "--unsafe-fixes", *release, ".", cwd=directory)
        assert done.returncode in (0, 1), f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
    return directory


def described(name: str, page: str = "minimal.md") -> set[str]:
    """The modules of a fixture that docs/minimal.md has a line for."""
    text = (Path(__file__).parents[1] / "docs" / page).read_text(encoding="utf-8")
    section = text.partition(f"## {name} (")[2].partition("\n## ")[0]
    return set(re.findall(r"(?m)^\| (\w+) \|", section)) - {"without"}


@pytest.mark.parametrize("name", pbxs())
def test_fix_leaves_nothing_to_find_or_to_change(name: str, tmp_path: Path) -> None:
    directory = fixed(name, tmp_path)
    before = {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}
    release = ["--asterisk", release_of(directory)]
    if name.startswith("2010"):
        # Its dialplan has a separator of 1.4, which only a person corrects.
        release += ["--ignore", "old-separator"]
    done = lint(*release, ".", cwd=directory)
    assert done.returncode == 0, done.stdout
    lint("--fix", "--unsafe-fixes", *release, ".", cwd=directory, status=0)
    assert {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()} == before
    if not name.startswith("2010"):
        from benchmarks.minimal_whitelists import facts_of

        listed = facts_of(directory, release_of(directory)).whitelist.loaded().values()
        # Where it differs: python benchmarks/minimal_whitelists.py NAME
        assert {one.module for one in listed} == described(name)


@pytest.mark.parametrize("name", [name for name in pbxs() if not name.startswith("2010")])
def test_minimal_16_has_a_row_for_each_line_that_fix_writes(name: str, tmp_path: Path) -> None:
    from benchmarks.minimal_whitelists import facts_of

    listed = facts_of(fixed(name, tmp_path, "16"), "16").whitelist.loaded().values()
    # Where it differs: python benchmarks/minimal_whitelists.py --asterisk 16 NAME
    assert {one.module for one in listed} == described(name, "minimal-16.md")


@pytest.mark.parametrize("name", [name for name in pbxs() if not name.startswith("2010")])
def test_asterisk_boots_with_all_that_the_dialplan_uses(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    release = release_of(FIXTURES / name)
    root: str = request.getfixturevalue(f"asterisk_{release}")
    directory = fixed(name, tmp_path)
    uses = json.loads(
        lint(
            "uses", "--asterisk", release, "--output-format", "json", ".", cwd=directory, status=0
        ).stdout
    )["pbx"][0]["uses"]
    with boot(root, directory) as asterisk:
        assert asterisk.up, asterisk.failure
        assert [
            line
            for line in asterisk.log.splitlines()
            if any(text in line for text in LOADER_COMPLAINTS)
        ] == []
        for kind in ("application", "function", "channel"):
            named = {use["name"].lower() for use in uses if use["kind"] == kind}
            there = {registered.lower() for registered in asterisk.names(kind)}
            assert named - there == set(), f"{kind}s that {name} uses are not there"
