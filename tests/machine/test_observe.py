"""`observe`: on copies and on a machine that a stand-in plays. Nothing secret is written, nothing
but the list is sent, no lie is believed.
"""

import gzip
import os
import re
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest

from asterisk_lint.machine.commands import COMMANDS, FILES
from asterisk_lint.machine.connection import Machine
from asterisk_lint.machine.directories import from_machine
from asterisk_lint.machine.look import release_of
from asterisk_lint.observed.read import parse_observed
from asterisk_lint.observed.values import NAME
from tests.pbx import lint
from tests.repository import Repository

DIALPLAN = (
    '[office]\nexten => 1,1,NoOp()\n#tryinclude "customers/*.conf"\n#tryinclude "night.conf"\n'
)
MODULES = "[modules]\nautoload=no\nload=pbx_config.so\nload=app_queue.so\nload=res_pjsip_t38.so\n"
# One secret of every kind that a configuration holds: passwords, names of people and customers,
# numbers, addresses, keys, hosts.
SECRETS = [
    "s3cr3tPj", "s3cr3tMd5", "alice-cooper", "acme-holding", "+4930123456", "49301234567",
    "10.11.12.13", "2001:db8::77", "sip.secret-provider.example",
    "crm-user", "s3cr3tAmi", "198.51.100.23", "ari-prog", "s3cr3tAri", "4711", "Alice Cooper",
    "alice@secret.example", "9876", "mbox-4242",
    "vmsecret", "queue-vip", "agent-bob", "bob-marley", "odbc-dsn-x", "dbuser-x", "dbpass-x",
    "select-secret-column", "SECRETFUNC", "globals-value-x",
    "GLOBALNAMEX", "ctx-secret", "label-secret", "https://hook.secret.example/x",
    "agi-secret-script.agi", "tk0k3n", "realm-secret", "conf-room-secret",
    "pin-5566", "adminpin-7788", "/srv/secret/path", "secret-key.pem", "x-secret-header",
    "dundi-secret", "iax-peer-secret", "iaxpass-x",
    "mgcp-gw-secret", "secret-prompt", "secret-moh-class", "xmpp-user@secret.example",
    "xmpp-pass-x", "logical-secret-module", "secret-customer-file",
]  # fmt: skip
MACHINE = {
    "pjsip.conf": """[udp]
type=transport
protocol=udp
bind=10.11.12.13
external_media_address=2001:db8::77
[alice-cooper]
type=endpoint
auth=alice-cooper
callerid="Alice Cooper" <4711>
from_user=+4930123456
outbound_proxy=sip:sip.secret-provider.example
context=ctx-secret
media_encryption=sdes
set_var=GLOBALNAMEX=globals-value-x
mailboxes=mbox-4242
allow=!all,ulaw
[alice-cooper]
type=auth
auth_type=userpass
realm=realm-secret
username=alice-cooper
password=s3cr3tPj
md5_cred=s3cr3tMd5
#include "acme-holding.conf"
""",
    "acme-holding.conf": "[bob-marley]\ntype=endpoint\nallow=g722\nauth=agent-bob\n",
    "manager.conf": "[general]\nenabled=yes\nbindaddr=198.51.100.23\n[crm-user]\n"
        "secret=s3cr3tAmi\nwrite=originate\n",
    "ari.conf": "[general]\nenabled=yes\n[ari-prog]\ntype=user\npassword=s3cr3tAri\n",
    "voicemail.conf": "[default]\n9876 => vmsecret,Alice Cooper,alice@secret.example\n",
    "queues.conf": "[queue-vip]\nmember => PJSIP/agent-bob\nmusicclass=secret-moh-class\n",
    "res_odbc.conf": "[odbc-dsn-x]\nusername=dbuser-x\npassword=dbpass-x\n",
    "func_odbc.conf": "[SECRETFUNC]\ndsn=odbc-dsn-x\nreadsql=select-secret-column\n",
    "customers/secret-customer-file.conf": """[ctx-secret]
exten => 49301234567,1(label-secret),Queue(queue-vip,,,,30)
 same => n,Set(X=${CURL(https://hook.secret.example/x?tk0k3n)})
 same => n,AGI(/srv/secret/path/agi-secret-script.agi)
 same => n,ConfBridge(conf-room-secret)
 same => n,Set(PJSIP_HEADER(add,x-secret-header)=1)
 same => n,Set(Y=${ODBC_SECRETFUNC(1)})
 same => n,Playback(secret-prompt)
 same => n,Dial(IAX2/iax-peer-secret:iaxpass-x@sip.secret-provider.example)
 same => n,LogicalSecret(logical-secret-module)
""",
    "confbridge.conf": "[conf-room-secret]\ntype=bridge\n[u]\ntype=user\npin=pin-5566\n"
        "admin=adminpin-7788\n",
    "iax.conf": "[iax-peer-secret]\ntype=friend\nsecret=iaxpass-x\n",
    "dundi.conf": "[dundi-secret]\nmodel=symmetric\n",
    "xmpp.conf": "[x]\ntype=client\nusername=xmpp-user@secret.example\nsecret=xmpp-pass-x\n",
    "mgcp.conf": "[mgcp-gw-secret]\nhost=dynamic\n",
    "keys/secret-key.pem": "-----BEGIN PRIVATE KEY-----\n",
    "asterisk.conf": "[options]\n",
    "modules.conf": MODULES,
    "extensions.conf": DIALPLAN,
}  # fmt: skip


# The same in what a running Asterisk prints of queues, peers, channels, clients and connections.
ANSWERS = r"""'queue show'|'queue show queue-vip') printf "queue-vip has 1 calls (max unlimited) in 'ringall' strategy (0s holdtime, 0s talktime)\n   Members: \n      Alice Cooper (PJSIP/agent-bob from Custom:mbox-4242) (ringinuse enabled) (realtime) (Not in use) has taken no calls yet\n" ;;
'realtime load queues name queue-vip') printf '                   Column Name  Column Value                  \n          --------------------  --------------------          \n                       context  ctx-secret                    \n                monitor_format  wav                           \n' ;;
'sip show peers') printf 'Name/username             Host                                    Dyn\nalice-cooper/4711         10.11.12.13                              D\n1 sip peers [Monitored: 0 online]\n' ;;
'sip show peer alice-cooper') printf '\n  * Name       : alice-cooper\n  Secret       : s3cr3tPj\n  Mailbox      : mbox-4242\n  Codecs       : (ilbc)\n  Encryption   : Yes\n' ;;
'odbc show') printf '  Name:   odbc-dsn-x\n  DSN:    dbuser-x\n    Number of active connections: 1 (out of 1)\n' ;;
'ari show apps') printf 'Application Name         \n=========================\nari-prog\n' ;;
'manager show connected') printf '  Username         IP Address\n  crm-user         198.51.100.23\n1 users connected.\n' ;;
'core show channels concise') printf 'PJSIP/alice-cooper-01!ctx-secret!49301234567!1!Up!Queue!queue-vip!4711!!!3!5!!1.1\n' ;;
'core show channel PJSIP/alice-cooper-01') printf '   Caller ID Name: Alice Cooper\n  NativeFormats: (speex)\n      Variables:\nGLOBALNAMEX=globals-value-x\n' ;;
'module show') printf 'app_queue.so  True Call Queueing  1  Running  core\n' ;;
"""  # noqa: E501 - as Asterisk prints it


def put(directory: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        place = directory / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return directory


@pytest.fixture
def pbx(tmp_path: Path) -> Path:
    repository = Repository(tmp_path / "repository")
    repository.commit(**{"modules.conf": MODULES, "extensions.conf": DIALPLAN,
            ".asterisk-lint.yaml": "asterisk: 22\n"})  # fmt: skip
    return tmp_path / "repository"


def stand_in(directory: Path, files: dict[str, str], answers: str = "") -> str:
    """A command prefix that plays a machine: its /etc/asterisk is a directory here, its Asterisk a
    script, and it records what is sent.
    """
    etc = put(directory / "machine", files)
    tools = directory / "tools"
    tools.mkdir()
    asterisk = tools / "asterisk"
    asterisk.write_text(
        "#!/bin/sh\ncase $4 in\n"
        "'core show version') echo 'Asterisk 22.9.0 built by root @ secret-provider on a "
        "x86_64 running Linux' ;;\n"
        f"{answers}*) echo \"No such command '$4'\" ;;\nesac\n"
    )
    prefix = directory / "reach"
    prefix.write_text(
        f"#!/bin/sh\nPATH={tools}:$PATH\nscript=$(cat)\n"
        f'printf "%s\\n" "$script" >> {directory}/sent\n'
        f'printf "%s\\n" "$script" | sed "s#/etc/asterisk#{etc}#g" | "$@"\n'
    )
    for script in (asterisk, prefix):
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(prefix)


def is_of_the_list(line: str) -> bool:
    """Whether a line that was sent is a command of the list with plain names."""
    allowed = (
        re.escape(command.line)
        .replace(r"\{name\}", "[A-Za-z0-9_.@+-]+")
        .replace(r"\{path\}", "/[A-Za-z0-9_./+@*?-]+")
        .replace(r"\{channel\}", "[A-Za-z0-9_.@+/;-]+")
        .replace(r"\{directory\}", "('/[A-Za-z0-9_/.+-]+'|[/a-z0-9* ]+)")
        for command in COMMANDS
    )
    return any(re.fullmatch(pattern, line) for pattern in allowed)


def observed(pbx: Path) -> str:
    return (pbx / NAME).read_text()


@pytest.mark.parametrize("way", ["copy", "machine"])
def test_no_secret_of_any_kind_is_written(pbx: Path, tmp_path: Path, way: str) -> None:
    log = tmp_path / "full"
    log.write_text(
        "[Nov 27 10:00:00] VERBOSE[1][C-1] pbx.c: Executing [49301234567@ctx-secret:1] "
        'Queue("PJSIP/alice-cooper-1", "queue-vip") in new stack\n'
        "[Nov 27 10:00:00] VERBOSE[1][C-1] pbx.c: Executing [4711@ctx-secret:1] "
        'SECRETFUNC("PJSIP/alice-cooper-1", "s3cr3tPj") in new stack\n'
    )
    records = tmp_path / "Master.csv"
    records.write_text(
        (
            '"","4711","49301234567","ctx-secret","""Alice Cooper"" <4711>","PJSIP/a","","Dial",'
            '"IAX2/iax-peer-secret","2026-11-01 10:00:00"\n'
        )
        * 3
    )
    etc = put(tmp_path / "etc", MACHINE)
    where = (
        ["--etc", str(etc)] if way == "copy" else ["--run", stand_in(tmp_path, MACHINE, ANSWERS)]
    )
    done = lint("observe", ".", *where, "--log", str(log), "--cdr", str(records), "--yes", cwd=pbx,
        status=0)  # fmt: skip
    text = observed(pbx)
    for secret in SECRETS:
        assert secret.lower() not in text.lower()
        assert secret.lower() not in (done.stdout + done.stderr).lower()
    assert len(SECRETS) >= 50
    # What they are used for is there.
    for wanted in (
        "pjsip.conf:13: module res_srtp (protects)",
        "pjsip.conf#included:3: codec g722 (read by chan_pjsip)",
        "customers/*.conf:2: application Queue",
        "customers/*.conf:3: function CURL",
        "customers/*.conf:7: module func_odbc",
        "manager.conf:4: client: ",
        "application Queue: 1 time until ",
        "application Dial: 3 times until 2026-11-01 (CDR)",
    ):
        assert wanted in text
    assert ("complete: true" in text) is (way == "machine")
    for wanted in (
        "queues:0: function DEVICE_STATE",
        "queues:0: format wav",
        "SIP-peers:0: codec ilbc",
        "application Stasis: 1 time until ",
        "codec speex: 1 time until ",
        "module app_queue: 1 time until ",
    ):
        assert (wanted in text) is (way == "machine"), wanted


def test_a_second_look_changes_only_what_changed(pbx: Path, tmp_path: Path) -> None:
    etc = put(tmp_path / "etc", MACHINE)
    lint("observe", ".", "--etc", str(etc), "--yes", cwd=pbx, status=0)
    before = observed(pbx)
    again = lint("observe", ".", "--etc", str(etc), cwd=pbx, status=0)
    assert "nothing has changed" in again.stderr
    (etc / "customers" / "second.conf").write_text("[x]\nexten => 1,1,Chanspy()\n")
    asked = lint("observe", ".", "--etc", str(etc), cwd=pbx, status=1)
    assert "--yes writes without asking" in asked.stderr
    assert observed(pbx) == before
    changed = [line for line in asked.stdout.splitlines() if re.match(r"[+-][^+-]", line)]
    assert changed == ["+  customers/*.conf:2: application ChanSpy"]


def test_only_commands_of_the_list_are_sent(pbx: Path, tmp_path: Path) -> None:
    answers = (
        "'pjsip list endpoints') printf ' Endpoint:  <Endpoint/CID>\\n====\\n\\n Endpoint: "
        " alice/4711   Not in use    0 of inf\\n Endpoint:  $(touch x)  Invalid "
        "0\\n\\nObjects found: 2\\n' ;;\n"
        "'pjsip show endpoint alice') printf '\\n ParameterName   : ParameterValue\\n "
        "====\\n allow  : (ulaw|opus)\\n t38_udptl   : true\\n\\n' ;;\n"
    )
    prefix = stand_in(tmp_path, MACHINE, answers)
    done = lint("observe", ".", "--run", prefix, "--yes", "-v", cwd=pbx, status=0)
    sent = (tmp_path / "sent").read_text().splitlines()
    for line in sent:
        assert is_of_the_list(line), line
        assert f"sends: {line}" in done.stderr
    assert (
        "asterisk -C '/etc/asterisk'/asterisk.conf -rx 'pjsip show endpoint alice' || true" in sent
    )
    # Each reads: no command of the list writes a file, and Asterisk is asked to show and list
    # alone.
    for command in COMMANDS:
        assert not re.search(
            r">\s*[^&\s]|\brm\b|\bmv\b|\btee\b|\bsed\b|\bkill\b|\bsudo\b", command.line
        )
        for asked in re.findall(r" -rx '([^']*)'", command.line):
            # (`realtime load` reads a row: res/res_realtime.c)
            assert re.match(r"\w+ (show|list)\b|realtime load queues name \{name\}$", asked)
    text = observed(pbx)
    assert "PJSIP-objects:0: module res_pjsip_t38" in text
    assert "res_pjsip/endpoint" not in text  # one of the two could not be asked for


HEAD = "#!/bin/sh\n"
HOSTILE = {
    "gigabytes": ("yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "more than 10000 bytes in answer"),
    "control": (r"printf 'Asterisk 22.9.0 \033]0;owned\007\ndone\n'",
        r"contains \x1b, which Asterisk never prints"),
    "binary": (r"printf '\000\001\002done\n'", r"contains \x00"),
    "unreachable": ("echo 'ssh: no route to host pbx1' >&2; exit 255",
        "ssh: no route to host pbx1"),
    "lies": ("echo 'nothing to see here'; echo done", "the answer does not have the expected form"),
    "framing": ("printf 'file 99999 ./pjsip.conf\\nabc\\nend\\ndone\\n'", "the answer is invalid"),
    "climbs": ("printf 'file 1 ./../x.conf\\na\\nend\\ndone\\n'", "a file has the name ../x.conf"),
    "no-asterisk": ("printf 'file 1 ./x.conf\\na\\nend\\ndone\\n'",
        "is not a configuration directory of Asterisk"),
    "nothing": ("echo done", "/etc/asterisk cannot be read there"),
    "silent": ("exit 0", "is cut off: try again"),
    "half": ("printf 'Asterisk 22.9.0 built by'; exit 255", "is cut off: try again"),
    "terminal": (r"printf 'file 3 ./pjsip.conf\r\na\r\n\r\nend\r\ndone\r\n'",
        "leave out -t in --run"),
    "another": (r"printf 'Asterisk 22.9.0 built by x\n  Configuration directory:     /etc/pbx-b\n"
        r"done\n'",
        "reads /etc/pbx-b, not /etc/asterisk: name its directory with --etc /etc/pbx-b"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_machine_that_lies_is_refused_with_one_line(pbx: Path, tmp_path: Path, kind: str) -> None:
    answer, wanted = HOSTILE[kind]
    prefix = tmp_path / "reach"
    prefix.write_text(f"{HEAD}cat > {tmp_path}/sent\n{answer}\n")
    prefix.chmod(0o700)
    done = lint("observe", ".", "--run", str(prefix), "--yes", cwd=pbx, status=2)
    assert len(done.stderr.splitlines()) == 1
    assert wanted in done.stderr
    assert done.stderr.isprintable() or done.stderr[:-1].isprintable()
    assert not (pbx / NAME).exists()


@pytest.mark.parametrize(
    ("asked", "answer", "wanted"),
    [
        ("queue show", "yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "more than 16777216 bytes in answer to"),
        ("core show channels concise", "yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "more than 16777216 bytes in answer to"),
        ("sip show peers", "printf 'alice \\033]0;owned\\007'", "which Asterisk never prints"),
        ("module show", "yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "more than 1048576 bytes in answer to"),
    ],
)  # fmt: skip
def test_an_asterisk_that_lies_is_refused_with_one_line(
    pbx: Path, tmp_path: Path, asked: str, answer: str, wanted: str
) -> None:
    prefix = stand_in(tmp_path, MACHINE, f"'{asked}') {answer} ;;\n")
    done = lint("observe", ".", "--run", prefix, "--yes", cwd=pbx, status=2)
    assert len(done.stderr.splitlines()) == 1
    assert wanted in done.stderr
    assert not (pbx / NAME).exists()


def test_what_a_caller_sends_is_no_name_of_an_application(pbx: Path, tmp_path: Path) -> None:
    """The extension, the number and the name come from callers."""
    lines = (
        "'core show channels concise') printf "
        "'PJSIP/a-01!ctx!100!1!Up!Queue!support!4711!!!3!5!!1.1\\n"
        "PJSIP/"
        "b-02!ctx!1!1!Up!System!rm!4711!1!Up!Wait!!!!3!5!!1.2\\nx\\377y!a!1!1!Up!JACK!!!!!3"
        "!1!!1.3\\n"
        "OOH323/$(touch x)!a!1!1!Up!JACK!!!!!3!1!!1.3\\n' ;;\n"
    )
    lint("observe", ".", "--run", stand_in(tmp_path, MACHINE, lines), "--yes", cwd=pbx, status=0)
    ran = observed(pbx).partition("ran: |")[2].partition("sounds:")[0]
    assert re.findall(r"(\w+ \w+): \d", ran) == ["application Queue", "channel PJSIP"]
    assert "2 times" in ran
    sent = (tmp_path / "sent").read_text()
    assert "'core show channel PJSIP/b-02'" in sent
    assert "touch" not in sent


def test_a_prefix_that_cannot_be_run_is_said(pbx: Path) -> None:
    done = lint("observe", ".", "--run", "/nonexistent/ssh pbx1", "--yes", cwd=pbx, status=2)
    assert "/nonexistent/ssh: no such file or directory" in done.stderr
    done = lint("observe", ".", "--run", "ssh 'pbx1", "--yes", cwd=pbx, status=2)
    assert "--run: No closing quotation" in done.stderr


def test_what_is_not_readable_is_unseen(pbx: Path, tmp_path: Path) -> None:
    etc = put(tmp_path / "etc", MACHINE)
    (etc / "pjsip.conf").rename(tmp_path / "pjsip.conf")
    (etc / "pjsip.conf").symlink_to(tmp_path / "pjsip.conf")  # out of what was named
    lint("observe", ".", "--etc", str(etc), "--yes", cwd=pbx, status=0)
    found = parse_observed((pbx / NAME).read_bytes(), NAME)
    assert "pjsip.conf" in found.unread
    assert "pjsip.conf" not in found.files


def test_installed_modules_and_the_release_count_where_the_settings_say_nothing(
    pbx: Path, tmp_path: Path
) -> None:
    (pbx / ".asterisk-lint.yaml").unlink()
    modules = put(tmp_path / "modules", {"app_queue.so": "", "pbx_config.so": "", "notes.txt": ""})
    lint("observe", ".", "--run", stand_in(tmp_path, MACHINE), "--modules", str(modules), "--yes",
        cwd=pbx, status=0)  # fmt: skip
    text = observed(pbx)
    assert 'asterisk: "22.9.0"' in text
    assert "installed: |\n  app_queue\n  pbx_config\n" in text
    done = lint(".", "--select", "not-installed", "--output-format", "concise", cwd=pbx, status=1)
    assert "res_pjsip_t38 is whitelisted, but" in done.stdout
    assert "the newest known" not in done.stderr
    # What is installed with 22 says nothing about 20.
    lint(".", "--select", "not-installed", "--asterisk", "20", cwd=pbx, status=0)


def test_logs_rotated_and_packed_are_read_and_kept_through_the_next_look(
    pbx: Path, tmp_path: Path
) -> None:
    line = (
        '[2026-10-0{} 10:00:00] VERBOSE[1][C-1] pbx.c: Executing [1@a:1] Chanspy("PJSIP/x-1", '
        '"") in new stack\n'
    )
    packed = tmp_path / "full.1.gz"
    packed.write_bytes(gzip.compress((line.format(1) * 1204).encode()))
    lint("observe", ".", "--log", str(packed), "--yes", cwd=pbx, status=0)
    assert "application ChanSpy: 1,204 times until 2026-10-01 (full log)" in observed(pbx)
    assert "logs: {from: 2026-10-01, until: 2026-10-01}" in observed(pbx)
    plain = tmp_path / "full"
    plain.write_text(line.format(2).replace("Chanspy", "Queue"))
    lint("observe", ".", "--log", str(plain), "--yes", cwd=pbx, status=0)
    assert "application ChanSpy: 1,204 times until 2026-10-01 (full log)" in observed(pbx)
    assert "application Queue: 1 time until 2026-10-02 (full log)" in observed(pbx)
    assert "logs: {from: 2026-10-01, until: 2026-10-02}" in observed(pbx)
    why = lint("why", "app_chanspy", ".", "--no-history", cwd=pbx, status=0)
    assert "ran 1,204 times until 2026-10-01 (full log)" in why.stdout


def test_the_manual_lists_every_command() -> None:
    manual = (Path(__file__).parent.parent.parent / "docs" / "observe.md").read_text()
    listed = manual.partition("```\nasterisk -C")[2].partition("```")[0]
    assert f"asterisk -C{listed}".splitlines() == [command.line for command in COMMANDS]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (r"observed: .*", "observed: 2020-01-01", "days old: run asterisk-lint observe again"),
        (r"written-by: .*", "written-by: 0.0.1", "asterisk-lint 0.0.1 wrote"),
    ],
)  # fmt: skip
def test_an_observation_that_is_old_or_foreign_is_noted(
    pbx: Path, tmp_path: Path, old: str, new: str, wanted: str
) -> None:
    lint("observe", ".", "--etc", str(put(tmp_path / "etc", MACHINE)), "--yes", cwd=pbx, status=0)
    place = pbx / NAME
    place.write_text(re.sub(old, new, place.read_text(), count=1))
    done = lint(".", "--exit-zero", cwd=pbx, status=0)
    assert wanted in done.stderr


def test_log_uses_tells_what_ran(pbx: Path, tmp_path: Path) -> None:
    lines = [
        '[2026-10-01 10:00:00] VERBOSE[1][C-1] pbx.c: Executing [1@a:1] Chanspy("PJSIP/x-1", "") '
        'in new stack',
        '[2026-10-02 10:00:00] VERBOSE[1][C-1] pbx.c: Executing [1@a:2] Set("PJSIP/x-1", '
        '"__CALLERID(name)=x") in new stack',
        '[2026-10-03 10:00:00] VERBOSE[1][C-1] res_agi.c: <PJSIP/x-1>AGI Script Executing '
        'Application: (SayDigits) Options: (1)',
        "[2026-10-03 10:00:00] VERBOSE[1][C-1] file.c: <PJSIP/x-1> Playing 'vm-intro.g722' "
        "(language 'en')",
        # A caller's text is not a line of the logger's own.
        '[2026-10-03 10:00:00] VERBOSE[1] pbx.c: Executing [1@a:3] NoOp("PJSIP/x", "pbx.c: '
        'Executing [1@a:1] System("DAHDI/x", "") in") in new stack',
        "[2026-10-03 10:00:00] NOTICE[1] chan_sip.c: Registration from '\"Executing [1@a:1] "
        "JACK(\"OOH323/x\")' failed",
        "[2026-10-03 10:00:00] \x1b[0mVERBOSE[1] pbx.c: Executing [\x1b[1;36m1@a:3\x1b[0m] "
        "\x1b[1;36mEcho\x1b[0m(\"\x1b[1;35mIAX2/x\x1b[0m\", \"\") in new stack",
        "1790000000|1.1|support|NONE|ENTERQUEUE||4711|1",
    ]  # fmt: skip
    log = tmp_path / "full"
    log.write_text("\n".join(lines) + "\n" + "x" * 3_000_000)
    done = lint("log", "--uses", str(log), "--pbx", str(pbx), status=0)
    assert done.stdout.splitlines() == [
        "application ChanSpy: 1 time until 2026-10-01 (full log): app_chanspy  (modules.conf does "
        "not load it)",
        "application Echo: 1 time until 2026-10-03 (full log): app_echo  (modules.conf does not "
        "load it)",
        "application NoOp: 1 time until 2026-10-03 (full log): the core",
        "application Queue: 1 time until 2026-09-21 (queue_log): app_queue",
        "application SayDigits: 1 time until 2026-10-03 (full log): the core",
        "application Set: 1 time until 2026-10-02 (full log): the core",
        "channel IAX2: 1 time until 2026-10-03 (full log): chan_iax2  (modules.conf does not load "
        "it)",
        "channel PJSIP: 3 times until 2026-10-03 (full log): chan_pjsip  (modules.conf does not "
        "load it)",
        "format g722: 1 time until 2026-10-03 (full log): format_pcm  (modules.conf does not load "
        "it)",
        "function CALLERID: 1 time until 2026-10-02 (full log): func_callerid  (modules.conf does "
        "not load it)",
    ]  # fmt: skip


def test_records_in_a_layout_of_ones_own_are_read(pbx: Path, tmp_path: Path) -> None:
    records = tmp_path / "cel.csv"
    rows = ["1790000000.5,CHAN_START,,4711", "1790000001.5,APP_START,Echo,4711",
        "1790000002.5,APP_START,Nonsense,4711"]  # fmt: skip
    records.write_text("\n".join(rows * 5) + '\n"unfinished\n')
    lint("observe", ".", "--cdr", str(records), "--yes", cwd=pbx, status=0)
    assert "application Echo: 5 times until 2026-09-21 (CDR)" in observed(pbx)
    assert "Nonsense" not in observed(pbx)


def test_logs_are_read_on_the_machine(pbx: Path, tmp_path: Path) -> None:
    line = (
        '[2026-10-01 10:00:00] VERBOSE[1][C-1] pbx.c: Executing [1@a:1] Chanspy("x", "") in '
        "new stack\n"
    )
    there = put(tmp_path / "there", {"full": line})
    (there / "full.1.gz").write_bytes(gzip.compress(line.encode() * 3))
    prefix = tmp_path / "logs"
    prefix.write_text(f'{HEAD}sed "s#/var/log#{there}#g" | {stand_in(tmp_path, MACHINE)} "$@"\n')
    prefix.chmod(0o700)
    reach = ["observe", ".", "--run", str(prefix), "--yes", "-v"]
    done = lint(*reach, "--log", "/var/log/full", "/var/log/full.1.gz", cwd=pbx, status=0)
    assert "sends: cat -- '/var/log/full.1.gz'" in done.stderr
    assert "application ChanSpy: 4 times until 2026-10-01 (full log)" in observed(pbx)
    before = observed(pbx)
    done = lint(*reach, "--log", "/var/log/none", cwd=pbx, status=2)
    assert "/var/log/none cannot be read there to its end" in done.stderr
    done = lint(*reach, "--log", "/var/log/x;reboot", cwd=pbx, status=2)
    assert "name an absolute path of plain letters" in done.stderr
    assert observed(pbx) == before


@pytest.mark.parametrize(
    ("said", "release"),
    [
        ("Asterisk 13.38.3~dfsg-1 built by pbuilder @ x on a x86_64", "13.38.3"),
        ("Asterisk certified/18.9-cert4 built by x", "18.9-cert4"),
        ("Asterisk certified-20.7-cert2 built by x", "20.7-cert2"),  # .version of that tag
        ("Asterisk 23.0.0 built by x", "23.0.0"),
        ("Asterisk GIT-master-abc123 built by x", "None"),
        ("Unable to connect to remote asterisk (does /run/asterisk.ctl exist?)", "None"),
    ],
)
def test_the_release_is_what_asterisk_calls_itself(
    said: str, release: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine("", "/etc/asterisk", lambda _: None)
    monkeypatch.setattr(machine, "text", lambda _: said)
    assert str(release_of(machine)) == release


def included_elsewhere(place: Path, includes: str) -> str:
    """Commit a dialplan, and give a prefix to its machine; beside them are files that it names."""
    there = {"asterisk.conf": "[options]\n", "extensions.conf": f"{DIALPLAN}{includes}"}
    elsewhere = put(place / "elsewhere", {
        "ctx-secret.conf": f'[x]\nexten => 1,1,ChanSpy()\n#include "{place}/elsewhere/more"\n',
        "more": "exten => 2,1,Echo()\n",
    })  # fmt: skip
    whitelist = MODULES + "load=app_chanspy.so\nload=app_echo.so\nload=app_morsecode.so\n"
    Repository(place / "pbx").commit(**{
        "modules.conf": whitelist, "extensions.conf": there["extensions.conf"],
        ".asterisk-lint.yaml": "asterisk: 22\n",
    })  # fmt: skip
    assert elsewhere.is_dir()
    return stand_in(place, {**there, "modules.conf": whitelist})


def verdicts_of(place: Path) -> dict[str, str]:
    """What a check says about each of the three applications' modules."""
    done = lint(".", "--output-format", "concise", "--exit-zero", cwd=place / "pbx", status=0)
    found = {}
    for line in done.stdout.splitlines():
        rule = "undecided" if "might be needed" in line else "unused" if "AL102" in line else ""
        for name in re.findall(r"app_(?:chanspy|echo|morsecode)", line) if rule else ():
            found[name] = rule
    return found


def test_files_outside_the_directory_are_read_where_the_machine_includes_them(
    tmp_path: Path,
) -> None:
    prefix = included_elsewhere(tmp_path, f'#include "{tmp_path}/elsewhere/*.conf"\n')
    names = {"app_chanspy", "app_echo", "app_morsecode"}
    assert verdicts_of(tmp_path) == dict.fromkeys(names, "undecided")
    lint("observe", ".", "--run", prefix, "--yes", cwd=tmp_path / "pbx", status=0)
    text = observed(tmp_path / "pbx")
    assert f"  {tmp_path}/elsewhere/*.conf:2: application ChanSpy" in text
    assert "  extensions.conf#included:1: application Echo" in text
    assert "ctx-secret" not in text
    assert verdicts_of(tmp_path) == {"app_morsecode": "unused"}
    sent = (tmp_path / "sent").read_text().splitlines()
    assert [line for line in sent if not is_of_the_list(line)] == []


def test_files_outside_the_directory_that_were_not_read_stay_unseen(tmp_path: Path) -> None:
    """A copy has none of them; and what only the repository includes is not read on a machine."""
    line = f'#include "{tmp_path}/elsewhere/*.conf"\n'
    prefix = included_elsewhere(tmp_path, line)
    before = verdicts_of(tmp_path)
    etc = tmp_path / "machine"
    lint("observe", ".", "--etc", str(etc), "--yes", cwd=tmp_path / "pbx", status=0)
    assert verdicts_of(tmp_path) == before
    (etc / "extensions.conf").write_text(DIALPLAN)
    lint("observe", ".", "--run", prefix, "--yes", cwd=tmp_path / "pbx", status=0)
    assert verdicts_of(tmp_path) == before
    assert "elsewhere" not in (tmp_path / "sent").read_text()
    # One of the files cannot be read.
    (etc / "extensions.conf").write_text(DIALPLAN + line)
    (tmp_path / "elsewhere" / "large.conf").write_bytes(b";" * 8_000_001)
    lint("observe", ".", "--run", prefix, "--yes", cwd=tmp_path / "pbx", status=0)
    assert verdicts_of(tmp_path)["app_morsecode"] == "undecided"


TRANSPORTS = """\

Transport:  <TransportId........>  <Type>  <cos>  <tos>  <BindAddress....................>
==========================================================================================

Transport:  udp                       udp      0      0  127.0.0.1:5060
Transport:  browsers                  {}      0      0  127.0.0.1:5060

Objects found: 2

"""  # as Asterisk 22 prints it


@pytest.mark.parametrize(("protocol", "is_known"), [(" wss", True), ("flow", False)])
def test_the_protocols_of_transports_are_learned(
    pbx: Path, tmp_path: Path, protocol: str, is_known: bool
) -> None:
    (tmp_path / "transports").write_text(TRANSPORTS.format(protocol))
    answers = f"'pjsip list transports') cat {tmp_path}/transports ;;\n"
    answers += "'pjsip list endpoints') echo 'No objects found.' ;;\n"
    there = {"asterisk.conf": "", "modules.conf": MODULES, "extensions.conf": DIALPLAN}
    prefix = stand_in(tmp_path, there, answers)
    lint("observe", ".", "--run", prefix, "--yes", cwd=pbx, status=0)
    assert ("PJSIP-objects:0: module res_pjsip_transport_websocket" in observed(pbx)) is is_known
    assert ("res_pjsip/transport\n" in observed(pbx)) is is_known


def test_this_machine_is_observed_without_a_prefix(pbx: Path, tmp_path: Path) -> None:
    stand_in(tmp_path, MACHINE)
    etc = tmp_path / "machine"
    (pbx / ".asterisk-lint.yaml").write_text(f"asterisk: 22\npbx: {{.: {{etc: {etc}}}}}\n")
    path = f"{tmp_path}/tools:{os.environ['PATH']}"
    done = lint("observe", ".", "--yes", "-v", cwd=pbx, status=0, PATH=path)
    assert (
        f"sends: asterisk -C '{etc}'/asterisk.conf -rx 'core show version' || true" in done.stderr
    )
    text = observed(pbx)
    assert 'asterisk: "22.9.0"' in text
    assert "complete: true" in text
    assert "pjsip.conf:13: module res_srtp (protects)" in text


SORCERY = "[res_pjsip]\nendpoint=config,pjsip.conf,criteria=type=endpoint\n"
SORCERY += "endpoint=realtime,ps_endpoints\n"


@pytest.mark.parametrize(("second", "answers"), [("trunk-2", False), ("alice", True)])
def test_a_database_that_does_not_answer_is_not_an_empty_one(
    pbx: Path, tmp_path: Path, second: str, answers: bool
) -> None:
    """While the database is down, Asterisk lists the endpoints of its files alone."""
    endpoint = "type=endpoint\nallow=!all,ulaw\n"
    there = {
        "asterisk.conf": "", "modules.conf": MODULES, "extensions.conf": DIALPLAN,
        "sorcery.conf": SORCERY, "pjsip.conf": f"[trunk]\n{endpoint}[trunk-2]\n{endpoint}",
    }  # fmt: skip
    listed = "".join(f" Endpoint:  {name}  Unavailable  0 of inf\\n" for name in ("trunk", second))
    shown = "\\n ParameterName   : ParameterValue\\n ====\\n allow  : (ulaw)\\n\\n"
    said = f"'pjsip list endpoints') printf '====\\n\\n{listed}\\nObjects found: 2\\n' ;;\n"
    said += f"'pjsip show endpoint '*) printf '{shown}' ;;\n"
    Repository(pbx).commit(**{"sorcery.conf": SORCERY})
    lint("observe", ".", "--run", stand_in(tmp_path, there, said), "--yes", cwd=pbx, status=0)
    assert ("  res_pjsip/endpoint\n" in observed(pbx)) is answers


def test_what_is_not_readable_on_the_machine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory that only root may read, keys, and a file of Git."""
    with tempfile.TemporaryDirectory() as name:
        etc = Path(name)
        etc.chmod(0o755)
        for file in ("modules.conf", "secure/pjsip.conf", "keys/a.conf", "tls.pem", ".git/x"):
            put(etc, {file: "x"})
        (etc / "secure").chmod(0)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        line = FILES.line.replace("{directory}", f"'{etc}'")
        answer = subprocess.run(
            [*(nobody if os.geteuid() == 0 else []), "sh", "-c", line], capture_output=True
        ).stdout
        (etc / "secure").chmod(0o755)
    machine = Machine("", "/etc/asterisk", lambda _: None)
    monkeypatch.setattr(machine, "ask", lambda *_, **__: answer)
    found = from_machine(machine, "/etc/asterisk")
    assert not found.complete
    assert found.files.names() == ["modules.conf"]
    assert found.unread == {"secure"}
    assert found.private == {"keys/a.conf", "tls.pem"}


def test_an_include_of_a_file_that_is_never_read_settles_nothing(pbx: Path, tmp_path: Path) -> None:
    line = "#tryinclude keys/dialplan.conf\n"
    Repository(pbx).commit(**{"extensions.conf": DIALPLAN + line})
    there = {"asterisk.conf": "", "modules.conf": MODULES, "extensions.conf": DIALPLAN + line}
    prefix = stand_in(tmp_path, there)
    lint("observe", ".", "--run", prefix, "--yes", cwd=pbx, status=0)
    assert "extensions.conf: keys/dialplan.conf" in observed(pbx)
    put(tmp_path / "machine", {"keys/dialplan.conf": "[x]\n"})
    lint("observe", ".", "--run", prefix, "--yes", cwd=pbx, status=0)
    assert "keys/dialplan.conf" not in observed(pbx)
