"""What each place that names something finds, and where it stays silent."""

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules import GROUPS, rule_names
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles

REFERENCES = RuleSelection(frozenset(rule_names()[next(iter(GROUPS))]))
BASE = {"modules.conf": "[modules]\nautoload = yes\n"}
VOICEMAIL = "[default]\n100 => 1234,Anna\n"
MENU = "[general]\n[m]\ntype = menu\n[u]\ntype = user\n[b]\ntype = bridge\n"


def told(files: dict[str, str], release: str = "22") -> list[str]:
    target = Target(MemoryFiles({**BASE, **files}), Release.parse(release))
    return [
        f"{each.severity} {each.file}:{each.line} {each.message}"
        for each in check_files(target, REFERENCES).findings
        if each.rule != "unused-declaration"
    ]


def line(text: str) -> dict[str, str]:
    """One line of dialplan, which a client of AMI may reach."""
    return {"extensions.conf": f"[a]\nexten => 1,1,{text}\n"}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (line("ChannelRedirect(x,b,1,1)"), "error extensions.conf:2 there is no context 'b'"),
        (
            line("ChannelRedirect(x,a,2,1)"),
            "error extensions.conf:2 there is no extension '2' in the context 'a'",
        ),
        (
            line("Originate(Local/1@a,exten,b,1,1)"),
            "error extensions.conf:2 there is no context 'b'",
        ),
        (
            line("Originate(Local/1@a,exten,a)"),
            "error extensions.conf:2 there is no extension 's' in the context 'a'",
        ),
        (line("BackGround(beep,,,b)"), "error extensions.conf:2 there is no context 'b'"),
        (
            {"extensions.conf": "[a]\ninclude => b\nexten => 1,1,Hangup()\n"},
            "warning extensions.conf:2 there is no context 'b'",
        ),
        (
            {
                "extensions.conf": "[a]\ninclude => b,9:00-17:00,mon-fri,*,*\n"
                "exten => 1,1,Hangup()\n"
            },
            "warning extensions.conf:2 there is no context 'b'",
        ),
        (
            {**line("Hangup()"), "voicemail.conf": "[default]\n1 => 2,A,,,tz=x|dialout=b\n"},
            "warning voicemail.conf:2 there is no context 'b'",
        ),
        (
            {**line("Hangup()"), "voicemail.conf": "[general]\nexitcontext = b\n"},
            "warning voicemail.conf:2 there is no context 'b'",
        ),
        (
            {"pjsip.conf": "[x]\ntype=aor\nmailboxes=10@default\n", "voicemail.conf": VOICEMAIL},
            "warning pjsip.conf:3 there is no mailbox '10@default' in voicemail.conf "
            "(did you mean '100@default'?)",
        ),
        (
            {"iax.conf": "[x]\nmailbox=10\n", "voicemail.conf": VOICEMAIL},
            "warning iax.conf:2 there is no mailbox '10@default' in voicemail.conf "
            "(did you mean '100@default'?)",
        ),
        (
            {**line("NoOp(${VMCOUNT(7@x)})"), "voicemail.conf": VOICEMAIL},
            "error extensions.conf:2 there is no mailbox '7@x' in voicemail.conf",
        ),
        (
            {**line("Set(CONFBRIDGE(menu,template)=n)"), "confbridge.conf": MENU},
            "error extensions.conf:2 there is no menu 'n' in confbridge.conf",
        ),
        (
            {**line("NoOp(${PJSIP_DIAL_CONTACTS(q)})"), "pjsip.conf": "[p]\ntype=endpoint\n"},
            "error extensions.conf:2 there is no endpoint 'q' in pjsip.conf",
        ),
        (
            {
                "extensions.conf": "[globals]\nDYNAMIC_FEATURES=hold#not\n",
                "features.conf": "[applicationmap]\nhold = *9,self,Hangup\n",
            },
            "error extensions.conf:2 there is no dynamic feature 'not' in features.conf",
        ),
        (
            {
                "pjsip.conf": "[x]\ntype=endpoint\nset_var=__DYNAMIC_FEATURES=not\n",
                "features.conf": "[applicationmap]\nhold = *9,self,Hangup\n",
            },
            "error pjsip.conf:3 there is no dynamic feature 'not' in features.conf",
        ),
        (
            {"features.conf": "[applicationmap]\nhold = *9,self,Hangup\n[team]\nholt =\n"},
            "error features.conf:4 there is no applicationmap item 'holt' in features.conf "
            "(did you mean 'hold'?)",
        ),
        (
            {**line("Queue(q,,,,,,,late)"), "queuerules.conf": "[soon]\n", "queues.conf": "[q]\n"},
            "warning extensions.conf:2 there is no queue rule 'late' in queuerules.conf",
        ),
        (
            {"extensions.conf": "[a]\nswitch => Loopback/1${EXTEN}@b/_X.\nexten => 1,1,Hangup()\n"},
            "warning extensions.conf:2 there is no context 'b'",
        ),
        (
            {**line("Hangup()"), "dundi.conf": "[mappings]\nown => b,0,IAX2,x\n"},
            "warning dundi.conf:2 there is no context 'b'",
        ),
        (
            {"extconfig.conf": "[settings]\nqueues => odbc,b,q\n", "res_odbc.conf": "[a]\ndsn=a\n"},
            "warning extconfig.conf:2 there is no ODBC connection 'b' in res_odbc.conf",
        ),
        (
            {**line("Hangup()"), "confbridge.conf": "[m]\ntype=menu\n1=dialplan_exec(b,1,1)\n"},
            "error confbridge.conf:3 there is no context 'b'",
        ),
        (
            {
                **line("Hangup()"),
                "confbridge.conf": "[m]\ntype=menu\n1=playback(x),dialplan_exec(a,2)\n",
            },
            "error confbridge.conf:3 there is no extension '2' in the context 'a'",
        ),
        (
            {**line("Hangup()"), "followme.conf": "[f]\ncontext=a\nnumber=1&2,30\n"},
            "error followme.conf:3 there is no extension '2' in the context 'a'",
        ),
        (
            {**line("Hangup()"), "queues.conf": "[q]\nmembergosub=b\n"},
            "error queues.conf:2 there is no context 'b'",
        ),
        (
            {**line("Hangup()"), "calendar.conf": "[c]\ntype=ical\nurl=x\ncontext=b\n"},
            "error calendar.conf:4 there is no context 'b'",
        ),
        (line("ReadExten(X,beep,b)"), "error extensions.conf:2 there is no context 'b'"),
        (
            line("Set(CHANNEL(after_bridge_goto)=b,1,1)"),
            "error extensions.conf:2 there is no context 'b'",
        ),
        (
            {"iax.conf": "[x]\ntype=friend\nparkinglot=b\n", "res_parking.conf": "[a]\n"},
            "warning iax.conf:3 there is no parking lot 'b' in res_parking.conf",
        ),
        (
            {"agents.conf": "[1]\nmusiconhold=b\n", "musiconhold.conf": "[a]\nmode=files\n"},
            "warning agents.conf:2 there is no music class 'b' in musiconhold.conf",
        ),
        (
            {
                "pjsip_wizard.conf": "[x]\ntype=wizard\ntransport=b\n",
                "pjsip.conf": "[a]\ntype=transport\n",
            },
            "error pjsip_wizard.conf:3 there is no transport 'b' in pjsip.conf",
        ),
        (
            line("RetryDial(beep,5,2,Local/1@b,20)"),
            "error extensions.conf:2 there is no context 'b'",
        ),
    ],
)
def test_it_is_told(files: dict[str, str], message: str) -> None:
    assert told(files) == [message]


@pytest.mark.parametrize(
    "files",
    [
        line("ChannelRedirect(${OTHER},away)"),  # of the other channel
        line("ChannelRedirect(x,${WHERE},1,1)"),
        line("Originate(Local/1@a,app,Playback,beep)"),
        line("Originate(Local/1@a,exten,a,1,1,,c(201))"),
        line("Originate(Local/1@a,exten,a,1,n,5)"),
        line("BackGround(beep,,,a)"),
        {"extensions.conf": "[a]\ninclude => ${MORE}\ninclude => parkedcalls\n"},
        {"extensions.conf": "[a]\ninclude => b\n", "extensions.lua": "extensions = {b = {}}\n"},
        {"extensions.conf": "[a]\ninclude => b\n#exec /usr/bin/more\n"},
        {**line("Hangup()"), "voicemail.conf": "[default]\n1 => 2,A,,,dialout=a\n"},
        {**line("Hangup()"), "voicemail.conf": "[default]\n1 => 2,dialout=b,,,\n"},
        {"sip.conf": "[x]\nmailbox=7@SIP_Remote\n", "voicemail.conf": VOICEMAIL},
        {"iax.conf": "[x]\nmailbox=7\n"},  # whose messages is not known
        {
            "iax.conf": "[x]\nmailbox=7@device\n",
            "voicemail.conf": "[general]\naliasescontext=p\n[p]\n7@device=100@default\n",
        },
        {**line("NoOp(${VMCOUNT(${ARG1}@default)})"), "voicemail.conf": VOICEMAIL},
        {**line("Set(CONFBRIDGE(user,marked)=n)"), "confbridge.conf": MENU},
        {
            **line("Set(__DYNAMIC_FEATURES=team#hold#${MORE})"),
            "features.conf": "[applicationmap]\nhold = *9,self,Hangup\n[team]\nhold = *8\n",
        },
        {**line("Set(DYNAMIC_FEATURES=x)")},  # no features.conf
        {
            **line("Set(DYNAMIC_FEATURES=x)"),
            "features.conf": "[applicationmap]\n#include more.conf\n",
        },
        {"features.conf": "[featuremap]\nblindxfer = #\n[general]\nparkext = 700\n"},
        {**line("Queue(q,,,,,,,${RULE})"), "queuerules.conf": "[soon]\n", "queues.conf": "[q]\n"},
        {"extensions.conf": "[a]\nswitch => Loopback/1${EXTEN}@${MORE}\nexten => 1,1,Hangup()\n"},
        {"extensions.conf": "[a]\nswitch => Realtime/b@extensions\nswitch => Loopback/2/_X.\n"},
        {**line("Hangup()"), "dundi.conf": "[mappings]\nown => a,0,IAX2,x\n[general]\nx = b\n"},
        {"extconfig.conf": "[settings]\nqueues => mysql,b\n", "res_odbc.conf": "[a]\ndsn=a\n"},
        {**line("Hangup()"), "confbridge.conf": "[m]\ntype=user\n1=dialplan_exec(b,1,1)\n"},
        {**line("Hangup()"), "confbridge.conf": "[m]\ntype=menu\n1=dialplan_exec(a,1)\n"},
        {**line("Hangup()"), "followme.conf": "[f]\ncontext=a\nnumber=1,30,2\n"},
        {**line("Hangup()"), "followme.conf": "[f]\ncontext=a\nnumber=${NUMBER},30\n"},
        {**line("Hangup()"), "queues.conf": "[q]\nmembergosub=a,one,two\n"},
        {
            "extensions.conf": "[a]\ninclude => b\nexten => 1,1,Hangup()\n",
            "sla.conf": "[line1]\ntype=trunk\nautocontext=b\n",
        },
        {"iax.conf": "[x]\nparkinglot=default\n", "res_parking.conf": "[a]\n"},
    ],
)
def test_it_is_not_told(files: dict[str, str]) -> None:
    assert told(files) == []


SCRIPTS = {"agi-bin/a.py": "", "agi-bin/b.py": ""}
SOUNDS = {"sounds/own/a.wav": "", "sounds/en/own/b.wav": "", "sounds/digits/1.wav": ""}
FIRST = "[a]\nexten => 1,1,AGI(a.py)\n same => n,Playback(own/a)\n same => n,"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("AGI(c.py,1)", "AGI script 'c.py'"),
        ("EAGI(a.px)", "AGI script 'a.px'"),
        ("Playback(own/a&own/c&own/b)", "sound file 'own/c'"),
        ("Read(X,own/c,1)", "sound file 'own/c'"),
        ("Dial(PJSIP/1,,A(own/c))", "sound file 'own/c'"),
        ("AGI(more/c.py)", ""),
        ("AGI(/opt/c.py)", ""),
        ("AGI(agi://127.0.0.1/c)", ""),
        ("AGI(${SCRIPT})", ""),
        ("Playback(own/b)", ""),
        ("Playback(digits/2)", ""),
        ("Playback(other/c)", ""),
        ("Playback(welcome)", ""),
        ("Playback(/tmp/own/c)", ""),
        ("Playback(own/${X})", ""),
        ("Playback(own/c)\n same => n,Record(own/c.wav)", ""),
    ],
)
def test_scripts_and_sounds_of_the_tree(text: str, missing: str) -> None:
    found = told({"extensions.conf": FIRST + text + "\n", **SCRIPTS, **SOUNDS})
    assert [each.split("there is no ")[1].split(" in ")[0] for each in found] == (
        [missing] if missing else []
    )


def test_no_folder_no_words() -> None:
    assert told({"extensions.conf": FIRST + "AGI(c.py)\n same => n,Playback(own/c)\n"}) == []
    # The dialplan takes nothing from these folders: its files are elsewhere.
    rest = {"extensions.conf": "[a]\nexten => 1,1,AGI(c.py)\n same => n,Playback(own/c)\n"}
    assert told({**rest, **SCRIPTS, **SOUNDS}) == []
