"""One PBX that uses every service at once: its whitelist is sufficient on a real Asterisk."""

import re

import pytest

from asterisk_lint.check import gather
from asterisk_lint.releases import Release
from asterisk_lint.tree.target import Target
from asterisk_lint.witness.boot import boot
from tests.memory import MemoryFiles
from tests.usage.test_declines import installed

DIALPLAN = """\
[default]
switch => Realtime/@
include => parkedcalls
exten => 1,1,Queue(sales)
exten => 2,1,AgentLogin(1001)
exten => 3,hint,Custom:lamp&Queue:sales_avail&MWI:100@default
exten => 4,1,Stasis(hello)
exten => 5,1,Set(x=${ODBC_USER(1)}${CALENDAR_BUSY(mine)})
exten => 6,1,Dial(Local/2@default,,tTxX)
exten => 7,1,ConfBridge(1,rec)
exten => 8,1,Page(Local/1@default)
exten => 9,1,ReceiveFAX(/tmp/a.tif)
exten => 10,1,SpeechCreate(x)
exten => 11,1,AGI(x.sh)
exten => 12,1,MixMonitor(a.wav,B(15))
exten => 13,1,Set(x=${CURL(http://127.0.0.1/)}${AES_ENCRYPT(1234567812345678,a)})
"""
FILES = {
    "extensions.conf": DIALPLAN,
    "extensions.ael": "context other { 1 => { NoOp(); &foo(); } }\n"
    "macro foo() { Verbose(x); return; }\n",
    "extensions.lua": 'extensions = { third = { ["1"] = function() app.playback("beep") end } }\n',
    "queues.conf": "[general]\n[sales]\nmember => Local/1@default,0,Ann,Custom:ann\n"
    "monitor-format=wav\n"
    "membergosub=sub,s,1\n",
    "agents.conf": "[general]\n[1001]\n",
    "cdr.conf": "[general]\nenable=yes\n[csv]\nusegmtime=no\n",
    "cdr_custom.conf": "[mappings]\nM.csv => ${CSV_QUOTE(${CDR(src)})},${TOUPPER(${CDR(dst)})}\n",
    "cdr_manager.conf": "[general]\nenabled=yes\n[mappings]\nrate => Rate\n",
    "cdr_sqlite3_custom.conf": "[master]\ntable=cdr\ncolumns=a\nvalues='${CDR(src)}'\n",
    "cel.conf": "[general]\nenable=yes\napps=all\nevents=ALL\n[manager]\nenabled=yes\n",
    "cel_custom.conf": "[mappings]\nM.csv => ${eventtype}\n",
    "ari.conf": "[general]\nenabled=yes\n[joe]\ntype=user\npassword=x\n",
    "http.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\n[post_mappings]\n"
    "up = /var/lib/asterisk/up\n",
    "manager.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\n[joe]\nsecret=x\nread=all\n"
    "write=all\n",
    "extconfig.conf": "[settings]\nextensions => odbc,a\nmeetme => sqlite3,a\n",
    "res_odbc.conf": "[a]\nenabled=yes\ndsn=a\n",
    "func_odbc.conf": "[USER]\ndsn=a\nreadsql=SELECT '${SQL_ESC(${ARG1})}' , '${TOUPPER(x)}'\n",
    "res_config_sqlite3.conf": "[a]\ndbfile=/tmp/a.db\n",
    "features.conf": "[featuremap]\nautomixmon=*3\nparkcall=#72\nblindxfer=#1\natxfer=*2\n"
    "[applicationmap]\n"
    "foo => #9,peer,Playback,tt-monkeys\n",
    "res_parking.conf": "[general]\n[default]\nparkext=>700\nparkpos=>701-720\n"
    "context=>parkedcalls\n",
    "confbridge.conf": "[rec]\ntype=bridge\nrecord_conference=yes\n[default_user]\ntype=user\n"
    "denoise=yes\n"
    "jitterbuffer=yes\n",
    "calendar.conf": "[mine]\ntype=ical\nurl=http://127.0.0.1/a\nchannel=Local/1@default\n"
    "app=Playback\n"
    "appdata=tt-monkeys\n",
    "res_snmp.conf": "[general]\nenabled=yes\n",
    "hep.conf": "[general]\nenabled=yes\ncapture_address=127.0.0.1:9061\n",
    "statsd.conf": "[general]\nenabled=yes\n",
    "cli_aliases.conf": "[general]\ntemplate=ours\n[ours]\nq=queue show\n",
    "musiconhold.conf": "[default]\nmode=files\ndirectory=moh\n",
}
KINDS = ("application", "function", "channel", "switch", "format", "engine")


def boot_log(root: str, modules: list[str]) -> tuple[set[str], dict[str, set[str]], set[str], str]:
    """What a boot complains of, which capabilities there are, which modules run, and the dialplan
    of the files.
    """
    files = {name: text.encode() for name, text in FILES.items()}
    with boot(root, files, modules=["[modules]", *modules], timeout=120) as asterisk:
        assert asterisk.up, asterisk.failure
        there = {kind: {name.lower() for name in asterisk.names(kind)} for kind in KINDS}
        running = {name for name, state in asterisk.modules().items() if state.running}
        plan = "".join(
            asterisk.cli(f"dialplan show {context}")
            for context in ("default", "other", "third", "parkedcalls")
        )
        log = asterisk.log
    complaints = [line for line in log.splitlines() if re.search(r"\] (ERROR|WARNING)\[", line)]
    return (
        {re.sub(r"0x[0-9a-f]+|\d{3,}|\[\d+\]|^\[[^\]]*\]", "N", line) for line in complaints},
        there,
        running,
        plan,
    )


@pytest.mark.parametrize("release", ["22", "16"])
def test_nothing_is_missing_that_everything_loaded_would_have(
    request: pytest.FixtureRequest, release: str
) -> None:
    root = request.getfixturevalue(f"asterisk_{release}")
    facts = gather(
        Target(
            MemoryFiles({"modules.conf": "[modules]\nautoload=no\n", **FILES}),
            Release.parse(release),
        )
    )
    assert facts.unprovided == ()
    available = installed(root)
    required = [requirement.module for requirement in facts.required.values()]
    assert set(required) - available == set()
    complaints, there, running, plan = boot_log(
        root, ["autoload=no", *(f"load={module}" for module in required)]
    )
    everything, _, _, whole_plan = boot_log(
        root,
        ["autoload=yes", *(f"noload={name}" for name in available if name.startswith("test_"))],
    )
    assert complaints - everything == set()
    assert set(required) - running == set()
    assert plan == whole_plan
    for use in facts.uses:
        if use.kind in KINDS and use.name != "*":
            assert use.name.lower() in there[use.kind], use


# Modules whose absence no boot complains of, and a question whose answer shows it.
QUESTIONS = {
    "res_calendar_icalendar": "calendar show calendars",
    "res_clialiases": "q",
    "res_fax_spandsp": "fax show capabilities",
    "res_http_post": "http show status",
    "app_queue": "queue show",
}


def test_what_no_boot_complains_of_is_missed_all_the_same(asterisk_root: str) -> None:
    release = asterisk_root.rpartition("-")[2]
    facts = gather(
        Target(
            MemoryFiles({"modules.conf": "[modules]\nautoload=no\n", **FILES}),
            Release.parse(release),
            adopting=True,
        )
    )
    required = [requirement.module for requirement in facts.required.values()]
    assert set(QUESTIONS) <= set(required)
    answers = []
    for modules in (required, [module for module in required if module not in QUESTIONS]):
        with boot(
            asterisk_root,
            {name: text.encode() for name, text in FILES.items()},
            modules=["[modules]", *(f"load={module}" for module in modules)],
        ) as asterisk:
            answers.append(
                {module: asterisk.cli(question) for module, question in QUESTIONS.items()}
            )
    assert [module for module in QUESTIONS if answers[0][module] == answers[1][module]] == []
