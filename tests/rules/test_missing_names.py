"""What people read about a name that refers to nothing."""

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.model import Finding
from asterisk_lint.releases import Release
from asterisk_lint.rules import MISSING_NAMES, load_rule
from asterisk_lint.rules.declaring import DECLARING
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles


def findings(name: str, files: dict[str, str], release: str = "22") -> tuple[Finding, ...]:
    target = Target(MemoryFiles(files), Release.parse(release))
    return check_files(target, RuleSelection(frozenset({name}))).findings


@pytest.mark.parametrize("name", MISSING_NAMES)
def test_it_is_said_what_a_call_meets_and_what_to_type(name: str) -> None:
    for finding in findings(name, dict(load_rule(name).bad)):
        missing = finding.message.split("'")[1] if "'" in finding.message else ""
        assert finding.why
        assert missing.partition("@")[0] in finding.help or "/ " in finding.help + " "
        assert "{name}" not in finding.help


def test_an_include_has_a_consequence_of_its_own() -> None:
    files = {
        "modules.conf": "[modules]\nautoload = yes\n",
        "extensions.conf": "[a]\ninclude => b\nexten => 1,1,Goto(c,1,1)\n",
    }
    included, jumped = findings("unknown-context", files)
    assert (included.severity, jumped.severity) == ("warning", "error")
    assert "adds no extensions" in included.why
    assert "ends" in jumped.why


def test_every_kind_says_how_it_is_declared() -> None:
    assert {kind for kinds in MISSING_NAMES.values() for kind in kinds} <= DECLARING.keys()


@pytest.mark.parametrize(
    ("name", "files", "release", "message", "help_"),
    [
        (
            "unknown-peer",
            {
                "extensions.conf": "[a]\nexten => 1,1,Dial(PJSIP/anan)\n",
                "pjsip.conf": "[anna]\ntype = endpoint\n",
            },
            "22",
            "there is no endpoint 'anan' in pjsip.conf (did you mean 'anna'?)",
            "correct the name, or add [anan] with type = endpoint in pjsip.conf",
        ),
        (
            "unknown-priority",
            {"extensions.conf": "[a]\nexten => 1,1,Goto(1,7)\n"},
            "22",
            "there is no priority '7' in extension 1 of the context 'a'",
            "add priority 7 in extension 1 of the context 'a', or name another",
        ),
        (
            "unknown-priority",
            {"extensions.conf": "[a]\nexten => 1,1,Goto(1,away)\n"},
            "22",
            "there is no priority 'away' in extension 1 of the context 'a'",
            "add same => n(away),... in extension 1 of the context 'a', or name another",
        ),
        (
            "unknown-context",
            {"extensions.ael": "context a { 1 => Dial(Local/1@b); }\n"},
            "22",
            "there is no context 'b'",
            "add context b { ... } in extensions.ael, or name another",
        ),
        (
            "unknown-agent",
            {
                "extensions.conf": "[a]\nexten => 1,1,Dial(Agent/7)\n",
                "agents.conf": "[agents]\nagent => 1001,1234,Anna\n",
            },
            "1.8",
            "there is no agent '7' in agents.conf",
            "add agent => 7,PIN,Name below [agents] in agents.conf, or name another",
        ),
    ],
)
def test_where_it_is_declared(
    name: str, files: dict[str, str], release: str, message: str, help_: str
) -> None:
    found = findings(name, {"modules.conf": "[modules]\nautoload = yes\n", **files}, release)
    assert [(each.message, each.help) for each in found] == [(message, help_)]
