"""What nothing leads to, and where nobody can know."""

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.settings.values import Settings
from asterisk_lint.shared import Shared
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles

RULE = RuleSelection(frozenset({"unused-declaration"}))
PBX = {
    "modules.conf": "[modules]\nautoload=no\nload=pbx_config.so\nload=app_queue.so\n"
    "load=chan_pjsip.so\nload=app_confbridge.so\nload=func_odbc.so\nload=app_followme.so\n",
    "pjsip.conf": "[100]\ntype=endpoint\ncontext=office\nauth=100\n[100]\ntype=auth\n",
    "extensions.conf": "[office]\nexten => 1,1,Queue(support)\n[night]\nexten => 1,1,Hangup()\n",
    "queues.conf": "[support]\n[sales]\n",
}


def told(more: dict[str, str], *, sealed: bool = True, shared: Shared | None = None) -> list[str]:
    files = dict(PBX)
    for name, text in more.items():
        files[name] = files.get(name, "") + text
    target = Target(MemoryFiles(files), Release.parse("22"), Settings(sealed=sealed))
    found = check_files(target, RULE, shared).findings
    assert {each.severity for each in found} <= {"information"}
    return [each.message.partition("leads to the ")[2] for each in found]


BOTH = ["context 'night'", "queue 'sales'"]


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({}, BOTH),
        ({"extensions.conf": " same => n,Goto(night,1,1)\n"}, BOTH[1:]),
        ({"extensions.conf": "include => night\n"}, BOTH[1:]),
        ({"extensions.conf": "; [night] was for the guard\n"}, BOTH[1:]),
        ({"extensions.conf": " same => n,Goto(${WHERE},1,1)\n"}, BOTH[1:]),
        ({"extensions.conf": " same => n,Goto(ni${WHERE},1,1)\n"}, BOTH[1:]),
        ({"extensions.conf": " same => n,Goto(off${WHERE},1,1)\n"}, BOTH),
        ({"extensions.conf": " same => n,Queue(${WHICH})\n"}, BOTH[:1]),
        ({"extensions.conf": " same => n,Queue(s${WHICH})\n"}, BOTH[:1]),
        ({"extensions.conf": " same => n,Queue(x${WHICH})\n"}, BOTH),
        ({"extensions.conf": "[macro-dead]\nexten => s,1,Hangup()\n"},
            [*BOTH[:1], "context 'macro-dead'", BOTH[1]]),
        ({"extensions.conf": " same => n,Macro(dial)\n[macro-dial]\nexten => s,1,Hangup()\n"},
            BOTH),
        ({"extensions.conf": "[default]\nexten => s,1,Hangup()\n"}, BOTH),
        ({"extensions.conf": "[t](!)\nexten => s,1,Hangup()\n"}, BOTH),
        ({"pjsip.conf": "[gate]\ntype=endpoint\n"}, [BOTH[0], "endpoint 'gate'", BOTH[1]]),
        ({"pjsip.conf": "[gate]\ntype=endpoint\nauth=100\n"}, BOTH),
        ({"pjsip.conf": "[gate]\ntype=endpoint\n[i]\ntype=identify\nendpoint=gate\n"}, BOTH),
        ({"pjsip.conf": "[gate]\ntype=endpoint\naors=gate\n[gate]\ntype=aor\n"}, BOTH),
        (
            {
                "pjsip.conf": "[gate]\ntype=endpoint\n",
                "extensions.conf": " same => n,Dial(PJSIP/${EXTEN})\n",
            },
            BOTH,
        ),
        ({"followme.conf": "[anna]\nnumber=>1\n"}, [BOTH[0], "follow-me id 'anna'", BOTH[1]]),
        (
            {"func_odbc.conf": "[GET]\ndsn=x\nreadsql=SELECT 1\n"},
            [BOTH[0], "function of func_odbc.conf 'ODBC_GET'", BOTH[1]],
        ),
        (
            {
                "func_odbc.conf": "[GET]\ndsn=x\nreadsql=SELECT 1\n",
                "extensions.conf": " same => n,NoOp(${ODBC_GET()})\n",
            },
            BOTH,
        ),
        ({"confbridge.conf": "[big]\ntype=bridge\n"}, ["bridge profile 'big'", *BOTH]),
    ],
)  # fmt: skip
def test_what_nothing_leads_to(more: dict[str, str], names: list[str]) -> None:
    assert told(more) == names


@pytest.mark.parametrize(
    "more",
    [
        {"extensions.conf": "#exec /usr/bin/more\n"},
        {"extconfig.conf": "[settings]\nqueues => odbc,asterisk\n"},
        {"extensions.conf": "[{{ site }}]\nexten => 1,1,Hangup()\n"},
        {"pjsip.conf.j2": "{% for each in all %}\n"},
    ],
)
def test_nobody_can_know(more: dict[str, str]) -> None:
    assert told(more) == []


@pytest.mark.parametrize(
    "more",
    [
        {"extensions.conf": "#include hidden.conf\n"},
        {"manager.conf": "[general]\nenabled=yes\n[crm]\nsecret=x\nwrite=originate\n"},
        {"ari.conf": "[general]\nenabled=yes\n[crm]\ntype=user\npassword=x\n"},
        {"extensions.conf": " same => n,AGI(elsewhere.py)\n"},
        {"modules.conf": "load=chan_dahdi.so\n"},  # and chan_dahdi.conf is not here
    ],
)
def test_sealed_settles_clients_and_missing_files(more: dict[str, str]) -> None:
    assert told(more, sealed=False) == []
    assert told(more) == BOTH


def test_where_calls_enter_is_not_here() -> None:
    files = {name: text for name, text in PBX.items() if name != "pjsip.conf"}
    target = Target(MemoryFiles(files), Release.parse("22"), Settings(sealed=True))
    assert [
        each.message.partition("leads to the ")[2] for each in check_files(target, RULE).findings
    ] == BOTH[1:]


def test_the_words_of_a_file_that_several_pbxs_have() -> None:
    shared = Shared()
    naming = "night was for the guard, with [sales]\n"
    heading = "[sales]\n"
    variants: list[tuple[dict[str, str], list[str]]] = [
        ({}, BOTH),
        ({"notes.txt": naming}, []),
        ({"notes.conf": naming}, []),
        ({"notes.conf": heading}, BOTH),
        ({"notes.txt": heading}, BOTH[:1]),
    ]
    for _ in range(4):
        for more, names in variants:
            assert told(more, shared=shared) == names
