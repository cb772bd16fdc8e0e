"""The message classes of a peer, each with an input of our own (peer_classes.yaml): what is right
is reported here too, and what is wrong is not.
"""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules import GROUPS, RULES
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles

CLASSES = YAML(typ="safe").load(Path(__file__).parent / "peer_classes.yaml")
# Nothing leads into a context, or calls a function, of such a small input.
UNUSED = "AL342"
PLAIN = "[a]\nexten => 1,1,Answer()\n"


def codes(case: dict[str, str]) -> set[str]:
    """The codes that are reported for an input."""
    files = {
        "modules.conf": b"[modules]\nautoload=yes\n",
        "extensions.conf": case.get("text", PLAIN).encode("utf-8", "surrogateescape"),
    }
    if "odbc" in case:
        files["func_odbc.conf"] = case["odbc"].encode()
        files["res_odbc.conf"] = b"[a]\ndsn=a\n"
    scope = RuleSelection(ignore=frozenset({"autoload-enabled"}))
    return {
        each.code
        for each in check_files(Target(MemoryFiles(files), Release.parse("22")), scope).findings
    }


@pytest.mark.parametrize("name", [name for name, case in CLASSES.items() if "right" in case])
def test_what_is_right_is_reported(name: str) -> None:
    assert CLASSES[name]["right"] in codes(CLASSES[name])


@pytest.mark.parametrize("name", [name for name, case in CLASSES.items() if "wrong" in case])
def test_what_is_wrong_is_not_reported(name: str) -> None:
    assert codes(CLASSES[name]) <= {UNUSED}


def test_there_are_at_least_25_kinds_of_findings_that_the_peer_lacks() -> None:
    shared = {case["right"] for case in CLASSES.values() if "right" in case}
    own = {code for code, _ in RULES if code.startswith(GROUPS["references"])}
    assert len(own - shared) >= 25
