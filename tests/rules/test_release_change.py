"""What an upgrade changes silently: found at its place, on the upgrades that introduce it and on no
other.
"""

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release, bounds
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from asterisk_lint.usage.changes import CHANGES
from tests.memory import MemoryFiles

BASE = {"modules.conf": "[modules]\nautoload = no\nload = pbx_config.so\n"}
PLAN = "[a]\nexten => 1,1,{}\n"
SIP = "[general]\n[6001]\ntype = friend\nmailbox = 6001\n"
WARN, KNOW = "warning", "information"


def found(files: dict[str, str], earlier: str, to: str) -> list[tuple[str, int, str]]:
    """File, line and severity of each finding of the rule."""
    target = Target(
        MemoryFiles({"extensions.conf": PLAN.format("NoOp()"), **BASE, **files}),
        Release.parse(to),
        moved_from=Release.parse(earlier) if earlier else None,
    )
    findings = check_files(target, RuleSelection(select=frozenset({"release-change"}))).findings
    return [(finding.file, finding.line, finding.severity) for finding in findings]


def plan(call: str) -> dict[str, str]:
    return {"extensions.conf": PLAN.format(call)}


HERE = [("extensions.conf", 2, WARN)]


@pytest.mark.parametrize(
    ("files", "earlier", "to", "expected"),
    [
        # Queue() lost its macro argument in 21 (apps/app_queue.c of 20 and 21)
        (plan("Queue(q,t,,,30,,mac)"), "20", "22", HERE),
        (plan("Queue(q,t,,,30,,,sub,rule)"), "20", "22", HERE),
        (plan("Queue(q,t,,,30,,,,,2)"), "18", "23", HERE),
        (plan("Queue(q,t,,,30,agi.sh)"), "20", "22", []),
        (plan("Queue(q,t,,,30,,,,)"), "20", "22", []),
        (plan("Queue(q,t,,,30,,sub)"), "21", "22", []),
        (plan("Queue(q,t,,,30,,mac)"), "16", "20", []),
        (plan("Queue(q,t,,,30,,mac)"), "22", "20", []),
        (plan("Queue(q,t,,,30,,mac)"), "", "22", []),
        (plan("Dial(PJSIP/a,30,tM(x))"), "20", "22", HERE),
        (plan("Dial(PJSIP/a,30,tU(x))"), "20", "22", []),
        (plan("Dial(PJSIP/M,30,m(W))"), "20", "22", []),
        (plan("Dial(PJSIP/a,,Ww)"), "20", "22", HERE),
        (plan("Queue(q,w)"), "20", "22", HERE),
        (plan("ResetCDR(e)"), "20", "22", HERE),
        (plan("ConfBridge(7,M)"), "1.8", "22", HERE),
        (plan("ConfBridge(7)"), "1.8", "22", []),
        (plan("MixMonitor(a.wav,r(b.wav))"), "16", "18", [("extensions.conf", 2, KNOW)]),
        (plan("AMD()"), "13", "16", HERE),
        (plan("Set(CONNECTED_LINE_CALLER_SEND_MACRO=x)"), "18", "22", HERE),
        (plan("Set(__REDIRECTING_CALLEE_SEND_MACRO=x)"), "18", "22", HERE),
        (plan("Set(CONNECTED_LINE_SEND_SUB=x)"), "18", "22", []),
        (plan("NoOp(${PARKINGSLOT})"), "16", "18", HERE),
        (plan("NoOp(${PARKINGSLOTS})"), "16", "18", []),
        (plan("NoOp(${PARKINGSLOT})"), "18", "20", []),
        # options that a release ignores
        ({"queues.conf": "[q]\nmembermacro = x\n"}, "20", "22", [("queues.conf", 2, WARN)]),
        ({"queues.conf": "[q]\nmonitor-format = wav\n"}, "20", "22", [("queues.conf", 2, WARN)]),
        ({"queues.conf": "[general]\nmonitor-type = MixMonitor\n[q]\nmonitor-format = wav\n"}, "20",
            "22", []),
        ({"voicemail.conf": "[general]\nmaxmessage = 180\nmaxsecs = 180\nminmessage = 3\n"}, "22",
            "23",
         [("voicemail.conf", 2, WARN), ("voicemail.conf", 4, WARN)]),
        ({"voicemail.conf": "[general]\nmaxmessage = 180\n"}, "20", "22", []),
        ({"musiconhold.conf": "[default]\nmode = files\nrandom = yes\n"}, "22", "23",
            [("musiconhold.conf", 3, WARN)]),
        ({"musiconhold.conf": "[default]\nmode = files\nrandom = no\n"}, "22", "23", []),
        ({"logger.conf": "[general]\nrotatetimestamp = yes\n"}, "22", "23",
            [("logger.conf", 2, WARN)]),
        ({"res_odbc.conf": "[a]\npooling = yes\nlimit = 5\n"}, "11", "16",
            [("res_odbc.conf", 2, WARN)]),
        ({"res_odbc.conf": "[a]\nmax_connections = 5\n"}, "11", "16", []),
        ({"features.conf": "[applicationmap]\nx = #9,self/caller,NoOp\n"}, "11", "16",
            [("features.conf", 2, WARN)]),
        ({"features.conf": "[applicationmap]\nx = #9,self,NoOp\n"}, "11", "16", []),
        # files that nothing reads any more
        ({"sip.conf": SIP}, "20", "22", [("sip.conf", 3, WARN)]),
        ({"sip.conf": SIP}, "18", "20", []),
        ({"sip.conf": SIP}, "11", "16", [("sip.conf", 4, WARN)]),
        ({"sip.conf": SIP.replace("= 6001", "= 6001@default")}, "11", "16", []),
        ({"sip.conf": "; all moved to pjsip.conf\n"}, "20", "22", []),
        ({"users.conf": "[6001]\nhasvoicemail = yes\n"}, "22", "23", [("users.conf", 2, WARN)]),
        # defaults that changed
        ({"http.conf": "[general]\nenabled = yes\n"}, "22.7", "22.9", [("http.conf", 1, KNOW)]),
        ({"http.conf": "[general]\nenabled = yes\nenable_status = no\n"}, "22.7", "22.9", []),
        ({"http.conf": "[general]\nenabled = no\n"}, "22.7", "22.9", []),
        ({"http.conf": "[general]\nenabled = yes\n"}, "22.9", "23", []),
        ({"rtp.conf": "[general]\nrtpstart = 10000\n",
                "pjsip.conf": "[a]\ntype = endpoint\nmedia_encryption = sdes\n"}, "18.2", "22",
         [("rtp.conf", 1, KNOW)]),
        ({"cdr.conf": "[general]\nenable = yes\n"}, "11", "13", [("cdr.conf", 1, KNOW)]),
        ({"pjsip.conf": "[global]\ntype = global\nendpoint_identifier_order = ip,username\n[i]\n"
            "type = identify\nmatch_header = X: y\n"}, "13.19", "16",
         [("pjsip.conf", 3, WARN)]),
        ({"pjsip.conf": "[global]\ntype = global\nendpoint_identifier_order = ip,username\n"},
            "13.19", "16", []),
    ],
)  # fmt: skip
def test_where_and_when(
    files: dict[str, str], earlier: str, to: str, expected: list[tuple[str, int, str]]
) -> None:
    assert found(files, earlier, to) == expected


def test_every_row_can_be_read() -> None:
    for change in CHANGES:
        assert change.what.partition(" ")[0] in {
            "argument", "application", "variable", "read", "option", "absent",
        }  # fmt: skip
        assert all(any(bounds(span)) for span in change.releases)
        assert change.source
