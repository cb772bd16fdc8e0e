"""What the rules about references report on configurations that work: nothing but what a person has
reviewed (reviewed.yaml).
"""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules import GROUPS, rule_names
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles
from tests.pbx import FIXTURES, pbxs
from tests.test_fixtures import release_of

REVIEWED = YAML(typ="safe").load(Path(__file__).parent / "reviewed.yaml")
REFERENCES = RuleSelection(frozenset(rule_names()[next(iter(GROUPS))]))
CASES = [
    (name, release)
    for name in pbxs()
    for release in dict.fromkeys((release_of(FIXTURES / name), "16", "22"))
]


def found(directory: Path, release: str) -> list[str]:
    files = {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file()
    }
    target = Target(MemoryFiles(files), Release.parse(release))
    return sorted(
        f"{each.file}:{each.line} {each.code}" for each in check_files(target, REFERENCES).findings
    )


@pytest.mark.parametrize(("name", "release"), CASES)
def test_fixtures_have_what_is_reviewed(name: str, release: str) -> None:
    assert found(FIXTURES / name, release) == sorted(
        each["finding"] for each in REVIEWED if each["pbx"] == name and release in each["releases"]
    )


def test_debian_s_samples_have_nothing(asterisk_root: str) -> None:
    release = asterisk_root.rpartition("-")[2]
    assert found(Path(asterisk_root) / "etc" / "asterisk", release) == []


def test_each_reviewed_finding_has_a_reason_and_is_of_a_case() -> None:
    for each in REVIEWED:
        assert each["reason"].startswith("true: "), each
        assert {(each["pbx"], release) for release in each["releases"]} <= set(CASES)
