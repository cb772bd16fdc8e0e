"""Each area that finds uses by code keeps to its declarations: what it returns for any fixture is
something that it declares.

Certainty follows from the declarations: something that an area finds but does not declare would be
called unused if its file cannot be read.
"""

from fnmatch import fnmatchcase
from importlib import import_module

import pytest

from asterisk_lint.configuration import Configuration
from asterisk_lint.releases import Release
from asterisk_lint.unseen.reach import tokens
from asterisk_lint.usage import AREAS, load_tables
from asterisk_lint.usage.rows import FindRow, Invisible
from tests.memory import MemoryFiles
from tests.pbx import FIXTURES, pbxs

FINDING = [area for area in AREAS if hasattr(import_module(f"asterisk_lint.usage.{area}"), "find")]


def configuration(name: str, release: str) -> Configuration:
    root = FIXTURES / name
    files = {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
    return Configuration(MemoryFiles(files), release=Release.parse(release))


@pytest.mark.parametrize("area", FINDING)
def test_area_declares_what_it_reads(area: str) -> None:
    assert hasattr(import_module(f"asterisk_lint.usage.{area}"), "READS")


@pytest.mark.parametrize("area", FINDING)
def test_what_is_found_is_declared(area: str) -> None:
    module = import_module(f"asterisk_lint.usage.{area}")
    # What nothing in a configuration can show is never called unused, with or without a declaration.
    always = {
        f"module:{row.module.lower()}"
        for row in load_tables()[0]
        if isinstance(row, Invisible) and not row.never
    }
    declared = always | frozenset(
        token
        for row in (*module.READS, *module.ROWS)
        if not isinstance(row, FindRow)
        for token in tokens(getattr(row, "needs", ()))
    )
    for name in pbxs():
        for release in ("22", "16"):
            for use in module.find(configuration(name, release)):
                exact = f"{use.kind}:{use.name.lower()}"
                patterns = [token for token in declared if token.startswith("modules:")]
                whole = (
                    use.kind in declared
                    or exact in declared
                    or any(fnmatchcase(exact, "module" + one[len("modules") :]) for one in patterns)
                )
                assert whole, (name, release, use)
