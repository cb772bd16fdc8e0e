"""Options that a release no longer knows: found where they stand, in the releases that lost them and in no other."""

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import Scope
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles

BASE = {
    "modules.conf": "[modules]\nautoload = no\nload = pbx_config.so\n",
    "extensions.conf": "[a]\nexten => 1,1,NoOp()\n",
}
SIGNED = "[6001]\ntype = endpoint\nstir_shaken = yes\n"


def found(files: dict[str, str], release: str) -> list[tuple[str, int, str]]:
    """File, line and severity of each finding of the rule."""
    target = Target(MemoryFiles({**BASE, **files}), Release.parse(release))
    findings = check_files(target, Scope(select=frozenset({"unsupported-option"}))).findings
    return [(finding.file, finding.line, finding.severity) for finding in findings]


@pytest.mark.parametrize(
    ("files", "release", "expected"),
    [
        ({"features.conf": "[featuremap]\nautomon = *1\n"}, "22", [("features.conf", 2, "error")]),
        ({"features.conf": "[featuremap]\nautomon = *1\n"}, "21", [("features.conf", 2, "error")]),
        ({"features.conf": "[featuremap]\nautomon = *1\n"}, "20", []),
        ({"features.conf": "[featuremap](!)\nautomon = *1\n"}, "22", []),
        ({"features.conf": "[applicationmap]\nautomon = *1,self,NoOp\n"}, "22", []),
        ({"features.conf": "[general]\nparkext = 700\nparkpos = 701-720\ntransferdigittimeout = 3\n"}, "13",
         [("features.conf", 2, "warning"), ("features.conf", 3, "warning")]),
        ({"features.conf": "[general]\nparkext = 700\n"}, "11", []),
        ({"pjsip.conf": SIGNED}, "22", [("pjsip.conf", 3, "warning")]),
        ({"pjsip.conf": SIGNED}, "20.6", []),
        ({"pjsip.conf": SIGNED}, "20.7", [("pjsip.conf", 3, "warning")]),
        ({"pjsip.conf": SIGNED.replace("yes", "no")}, "22", []),
        ({"stir_shaken.conf": "[general]\nca_file = /x\n"}, "22", [("stir_shaken.conf", 1, "error")]),
        ({"stir_shaken.conf": "[mine]\ntype = certificate\n"}, "22", [("stir_shaken.conf", 1, "error")]),
        ({"stir_shaken.conf": "[mine]\ntype = tn\n"}, "22", []),
        ({"stir_shaken.conf": "[general]\nca_file = /x\n"}, "18.21", []),
    ],
)  # fmt: skip
def test_where_and_when(
    files: dict[str, str], release: str, expected: list[tuple[str, int, str]]
) -> None:
    assert found(files, release) == expected
