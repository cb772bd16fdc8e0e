"""Options that a release does not know: found where they stand, in the releases that lost them and
in no other.

Booted on 22.10 and 16.30: `automon` leaves features.conf at its defaults; an option that is not
known loses agents.conf, cel.conf and a PJSIP object whole; `stir_shaken` is ignored by 22 whatever
it says; 16 rejects the endpoint for `stir_shaken = yes` and for `no`.
"""

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles
from tests.usage.needed import states

BASE = {
    "modules.conf": "[modules]\nautoload = no\nload = pbx_config.so\n",
    "extensions.conf": "[a]\nexten => 1,1,NoOp()\n",
}
SIGNED = "[6001]\ntype = endpoint\nstir_shaken = yes\n"
WIZARD = "[6001]\ntype = wizard\nendpoint/stir_shaken = attest\n"
WARNED = [("pjsip.conf", 3, "warning")]
LOST = [("pjsip.conf", 3, "error")]
INHERITED = "[signed](!)\ntype = endpoint\nstir_shaken = on\n[6001](signed)\n[6002](signed)\n"
TENANT = "[a]\ntype = endpoint\ntenantid = 7\n"
CERTIFICATE = "[mine]\ntype = certificate\npublic_key_url = https://example.com/x\norigid = 1\n"


def found(files: dict[str, str], release: str) -> list[tuple[str, int, str]]:
    """File, line and severity of each finding of the rule."""
    target = Target(MemoryFiles({**BASE, **files}), Release.parse(release))
    findings = check_files(target, RuleSelection(select=frozenset({"unsupported-option"}))).findings
    return [(finding.file, finding.line, finding.severity) for finding in findings]


@pytest.mark.parametrize(
    ("files", "release", "expected"),
    [
        ({"features.conf": "[featuremap]\nautomon = *1\n"}, "22", [("features.conf", 2, "error")]),
        ({"features.conf": "[featuremap]\nautomon = *1\n"}, "21", [("features.conf", 2, "error")]),
        ({"features.conf": "[featuremap]\nautomon = *1\n"}, "20", []),
        ({"features.conf": "[featuremap](!)\nautomon = *1\n"}, "22", []),
        ({"features.conf": "[applicationmap]\nautomon = *1,self,NoOp\n"}, "22", []),
        ({"features.conf": "[general]\nparkext = 700\nparkpos = 701-720\n"
            "transferdigittimeout = 3\n"}, "13",
         [("features.conf", 2, "warning"), ("features.conf", 3, "warning")]),
        ({"features.conf": "[general]\nparkedcalltransfers = both\ncomebacktoorigin = yes\n"}, "22",
         [("features.conf", 2, "warning"), ("features.conf", 3, "warning")]),
        ({"features.conf": "[general]\nparkext = 700\n"}, "11", []),
        ({"features.conf": "[parkinglot_shop]\ncontext = shop\n"}, "22",
            [("features.conf", 1, "warning")]),
        ({"features.conf": "[parkinglot_shop]\ncontext = shop\n"}, "11", []),
        ({"res_parking.conf": "[general]\n[shop]\nparkext = 700\n"}, "22", []),
        # STIR/SHAKEN: 22 ignores any value, before 20.7 and 21.2 four words are known, before 2021
        # it is yes or no
        ({"pjsip.conf": SIGNED}, "22", WARNED),
        *(({"pjsip.conf": SIGNED.replace("yes", word)}, "22", WARNED) for word in ("attest",
                "verify", "on")),
        *(({"pjsip.conf": SIGNED.replace("yes", word)}, "22", []) for word in ("no", "off",
                "false")),
        *(({"pjsip.conf": SIGNED.replace("yes", "verify")}, release, []) for release in ("20.6",
                "21.0", "21.1", "18.21", "16")),
        *(({"pjsip.conf": SIGNED.replace("yes", "verify")}, release, WARNED) for release in ("20.7",
                "21.2", "18.22", "22.0", "23")),
        *(({"pjsip.conf": SIGNED}, release, LOST) for release in ("20.6", "21.0", "21.1", "18.21",
                "18.9", "19.1", "16.23", "16")),
        *(({"pjsip.conf": SIGNED}, release, []) for release in ("18.8", "16.22", "19.0")),
        ({"pjsip.conf": SIGNED.replace("yes", "no")}, "20.6", LOST),
        ({"pjsip_wizard.conf": WIZARD}, "22", [("pjsip_wizard.conf", 3, "warning")]),
        ({"pjsip_wizard.conf": WIZARD}, "20.6", []),
        ({"pjsip.conf": INHERITED}, "22", WARNED),
        ({"pjsip.conf": "[x]\ntype = aor\nstir_shaken = yes\n"}, "22", []),
        ({"pjsip.conf": "[6001]\ntype = endpoint\nstir_shaken_profile = mine\n"}, "22", []),
        ({"stir_shaken.conf": "[general]\nca_file = /x\n"}, "22",
            [("stir_shaken.conf", 1, "error")]),
        ({"stir_shaken.conf": "[mine]\ntype = certificate\n"}, "22",
            [("stir_shaken.conf", 1, "error")]),
        ({"stir_shaken.conf": "[mine]\ntype = store\npath = /x\n"}, "22",
            [("stir_shaken.conf", 1, "error")]),
        ({"stir_shaken.conf": "[mine]\ntype = store\npath = /x\n"}, "21.1", []),
        ({"stir_shaken.conf": "[mine]\ntype = tn\n"}, "22", []),
        ({"stir_shaken.conf": "[general]\nca_file = /x\n"}, "18.21", []),
        ({"stir_shaken.conf": CERTIFICATE}, "18.21",
            [("stir_shaken.conf", 3, "error"), ("stir_shaken.conf", 4, "error")]),
        ({"stir_shaken.conf": CERTIFICATE}, "18.4", []),
        ({"stir_shaken.conf": "[p]\ntype = profile\nstir_shaken = on\nacllist = x\n"}, "22",
         [("stir_shaken.conf", 3, "error"), ("stir_shaken.conf", 4, "error")]),
        ({"stir_shaken.conf": "[p]\ntype = profile\nstir_shaken = on\n"}, "20.6", []),
        ({"stir_shaken.conf": "[p]\ntype = profile\nendpoint_behavior = on\n"}, "22", []),
        # agents.conf before and after the agent pool, cel.conf before and after bridges
        ({"agents.conf": "[agents]\nmaxlogintries = 5\nagent => 1001,4321,Ann\n"}, "22",
         [("agents.conf", 2, "error"), ("agents.conf", 3, "error")]),
        ({"agents.conf": "[general]\npersistentagents = yes\n"}, "22",
            [("agents.conf", 2, "error")]),
        ({"agents.conf": "[agents]\nagent => 1001,4321,Ann\n"}, "11", []),
        ({"agents.conf": "[1001]\nfullname = Ann\nackcall = yes\n"}, "22", []),
        ({"cel.conf": "[general]\nenable = yes\nevents = CHAN_START,BRIDGE_START\n"}, "22",
            [("cel.conf", 3, "error")]),
        ({"cel.conf": "[general]\nenable = yes\nevents = CHAN_START, TRANSFER\n"}, "22",
            [("cel.conf", 3, "error")]),
        ({"cel.conf": "[general]\nenable = yes\n"
            "events = BRIDGE_ENTER,BLINDTRANSFER,ATTENDEDTRANSFER\n"}, "22", []),
        ({"cel.conf": "[general]\nenable = yes\nevents = CHAN_START,BRIDGE_START\n"}, "11", []),
        # options that came later; by `git grep` over Asterisk's tags, file by file
        *(({"pjsip.conf": TENANT}, release, LOST) for release in ("16", "18.24", "19", "20.9",
                "21.4")),
        *(({"pjsip.conf": TENANT}, release, []) for release in ("18.25", "20.10", "21.5", "22.0",
                "23")),
        ({"pjsip.conf": TENANT.replace("endpoint", "aor")}, "16", []),
        ({"pjsip.conf": TENANT.replace("tenantid", "nonsense")}, "16", []),
        ({"pjsip.conf": "[x](!)\ntype = endpoint\ntenantid = 7\n[a](x)\n[b](x)\n"}, "16", LOST),
        ({"pjsip_wizard.conf": "[a]\ntype = wizard\nendpoint/tenantid = 7\n"}, "20.9",
            [("pjsip_wizard.conf", 3, "error")]),
        ({"pjsip_wizard.conf": "[a]\ntype = wizard\nendpoint/tenantid = 7\n"}, "20.10", []),
        ({"confbridge.conf": "[u]\ntype = user\nanswer_channel = no\n"}, "18.4",
            [("confbridge.conf", 3, "error")]),
        ({"confbridge.conf": "[u]\ntype = user\nanswer_channel = no\n"}, "18.5", []),
        ({"cdr.conf": "[general]\ncanceldispositionenabled = yes\n"}, "20.15",
            [("cdr.conf", 2, "error")]),
        ({"cdr.conf": "[general]\ncanceldispositionenabled = yes\n"}, "22.6", []),
        # nested constructs
        ({"prometheus.conf": "[general]\nenabled = yes\n"}, "16", []),
        ({"cdr.conf": "[csv]\ncanceldispositionenabled = yes\n"}, "20.15", []),
    ],
)  # fmt: skip
def test_where_and_when(
    files: dict[str, str], release: str, expected: list[tuple[str, int, str]]
) -> None:
    assert found(files, release) == expected


@pytest.mark.parametrize("word", ["yes", "on", "attest", "verify", "true"])
@pytest.mark.parametrize("release", ["18.21", "18.22", "20.6", "20.7", "21.1", "21.2", "22", "23"])
def test_a_renamed_option_drops_no_protection(word: str, release: str) -> None:
    """What signs and verifies caller ids stays in the whitelist, whatever the release calls the
    option.
    """
    loads = "chan_pjsip res_pjsip res_pjsip_session res_pjsip_stir_shaken res_stir_shaken res_curl"
    old = "[general]\nca_file = /x\n[mine]\ntype = store\n"
    for more in ({}, {"stir_shaken.conf": old}):
        files = {
            "pjsip.conf": SIGNED.replace("yes", word),
            "extensions.conf": "[a]\nexten => 1,1,NoOp()\n",
            **more,
        }
        told = states(files, release, loads)
        assert {told[module] for module in ("res_pjsip_stir_shaken", "res_stir_shaken")} == {
            "required"
        }
        assert told["res_curl"] != "unused"
