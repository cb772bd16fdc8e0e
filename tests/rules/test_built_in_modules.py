"""What modules.conf may say of modules that Asterisk has built in, which have no file. All of it
was booted on 22.10.1.
"""

from pathlib import Path

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release
from tests.rules.test_unknown_module import found, pbx


@pytest.mark.parametrize(
    "line", ["load = acl", "load = acl.so", "require = acl", "preload = acl", "load = extconfig"]
)
def test_loading_one_is_useless_and_does_no_harm(line: str, tmp_path: Path) -> None:
    pbx(tmp_path, line)
    assert found(tmp_path, "22", "") == []


@pytest.mark.parametrize(
    "line", ["noload = acl", "noload = acl.so", "noload = sounds", "noload = udptl"]
)
def test_with_noload_asterisk_does_not_start(line: str, tmp_path: Path) -> None:
    pbx(tmp_path, line)
    (finding,) = found(tmp_path, "22", "")
    assert (finding["rule"], finding["severity"], finding["line"], finding["fixable"]) == (
        "conflicting-entry",
        "error",
        4,
        False,
    )
    assert "Asterisk refuses to start" in str(finding["message"])


@pytest.mark.parametrize(
    ("release", "built_in"),
    [("13", False), ("15", False), ("16.0", True), ("22", True), ("master", True)],
)
def test_they_are_modules_since_16(release: str, built_in: bool) -> None:
    catalog = load(Release.parse(release))
    assert [catalog.is_built_in(name) for name in ("acl", "extconfig", "features", "plc")] == [
        built_in
    ] * 4
    assert not catalog.is_built_in("named_acl")  # the file main/named_acl.c makes the module acl
