"""What a running Asterisk shows on its command line: queues in a database, peers, calls at work.

Every answer is one that a booted Asterisk gave.
"""

import re
from pathlib import Path

from asterisk_lint.catalog.load import load
from asterisk_lint.machine.activity import codecs_of, held
from asterisk_lint.machine.queues import columns_of
from asterisk_lint.observed.read import parse_observed
from asterisk_lint.observed.values import NAME
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import Asterisk, boot
from tests.machine.test_booted import reached, release_of, undecided
from tests.pbx import lint
from tests.repository import Repository
from tests.security.test_protection import SQLITE, database, table
from tests.talk import connect, within

EXTENSIONS = """[a]
exten => 1,1,Answer()
 same => n,Wait(60)
exten => 2,1,Queue(support)
exten => gosub,1,Return()
"""
ENGINES = "[settings]\nqueues => sqlite3,phones\nqueue_members => sqlite3,phones\n"
TABLES = database(
    *table("queues", name="support", strategy="ringall", monitor_format="wav",
        membergosub="a,gosub,1"),
    *table("queue_members", uniqueid="1", queue_name="support", interface="Local/1@a",
        membername="Alice Cooper", state_interface="Custom:alice", penalty="0", paused="0"),
)  # fmt: skip
# What the tables hold needs the first, and a member that joined, whom the astdb holds, the second;
# nothing anywhere needs the others.
STORED = ["func_devstate", "format_wav"]
JOINED = ["chan_iax2"]
SPARES = ["res_mwi_devstate", "app_confbridge"]
MODULES = ["pbx_config", "app_stack", "app_queue", "res_config_sqlite3", "res_realtime",
    "bridge_simple",
    "res_timing_timerfd", "res_musiconhold"]  # fmt: skip
SIP = """[general]
udpbindaddr=127.0.0.1
[geheim-alice]
type=friend
secret=geheim-x
host=dynamic
disallow=all
allow=gsm
encryption=yes
t38pt_udptl=yes
"""


def asked(asterisk: Asterisk, *commands: str) -> dict[str, str]:
    """What this Asterisk answers to commands that `observe` sends."""
    return {each: asterisk.cli(each) for each in ("core show version", *commands)}


def test_queues_in_a_database_and_calls_at_work(asterisk_root: str, tmp_path: Path) -> None:
    release = release_of(asterisk_root)
    files = {"extensions.conf": EXTENSIONS, "extconfig.conf": ENGINES}
    hidden = {"res_config_sqlite3.conf": SQLITE.encode(), "phones.db": TABLES}
    hidden["queues.conf"] = b"[general]\npersistentmembers=yes\n"
    place = tmp_path / "repository"
    listed = "[modules]\nautoload=no\n" + "".join(
        f"load = {name}.so\n" for name in (*MODULES, *STORED, *JOINED, *SPARES)
    )
    settings = f"asterisk: {release}\n"
    Repository(place).commit(**files, **{"modules.conf": listed, ".asterisk-lint.yaml": settings})
    lint("--fix", cwd=place)
    assert {*STORED, *JOINED, *SPARES} <= undecided(place)
    etc = {name: text.encode() for name, text in files.items()} | hidden
    # A client runs Echo(), which no file shows.
    with (place / "modules.conf").open("a") as file:
        file.write("load = app_echo.so\n")
    etc["modules.conf"] = (place / "modules.conf").read_bytes() + b"load = res_clioriginate.so\n"
    with boot(asterisk_root, etc) as asterisk:
        assert asterisk.up, asterisk.failure
        asterisk.cli("channel originate Local/1@a application Echo")
        asterisk.cli("queue add member IAX2/geheim to support penalty 1 as Bob")
        assert "IAX2/geheim" in asterisk.cli("database show Queue/PersistentMembers")
        assert within(10, lambda: "!Echo!" in asterisk.cli("core show channels concise"))
        channels = [
            line.split("!")[0]
            for line in asterisk.cli("core show channels concise").splitlines()
            if "/" in line
        ]
        said = asked(
            asterisk, "queue show", "queue show support", "realtime load queues name support",
            "core show channels concise", *(f"core show channel {name}" for name in channels),
            "module show", "odbc show", "ari show apps",
        )  # fmt: skip
    (tmp_path / "machine").mkdir()
    prefix = reached(tmp_path / "machine", etc, said)
    lint("observe", ".", "--run", prefix, "--yes", cwd=place, status=0)
    text = (place / NAME).read_text()
    for secret in ("Alice", "Cooper", "geheim", "Bob", "support", "a,gosub"):
        assert secret not in text
    observed = parse_observed(text.encode(), NAME)
    assert observed.databases == {"queues", "queue_members"}
    for wanted in ("function DEVICE_STATE", "format wav"):
        assert f"queues:0: {wanted} (read by app_queue)" in text
    assert re.search(r"application Echo: 1 time until \S+ \(CLI\)", text)
    assert re.search(r"module app_echo: 1 time until \S+ \(CLI\)", text)
    done = lint("--diff", cwd=place)
    gone = set(re.findall(r"(?m)^-load = (\w+)\.so", done.stdout))
    assert gone >= {*SPARES}
    assert not gone & {*STORED, *JOINED, *MODULES, "app_echo"}
    # A second look on the same day changes nothing.
    again = lint("observe", ".", "--run", prefix, cwd=place, status=0)
    assert "nothing has changed" in again.stderr


def test_peers_of_chan_sip(asterisk_16: str, tmp_path: Path) -> None:
    etc = {"sip.conf": SIP.encode(), "extensions.conf": b"[a]\nexten => 1,1,Answer()\n"}
    listed = (
        "[modules]\nautoload=no\nload = pbx_config.so\nload = chan_sip.so\nload = res_srtp.so\n"
        "load = codec_gsm.so\nload = res_rtp_asterisk.so\nload = res_timing_timerfd.so\n"
    )
    etc["modules.conf"] = listed.encode()
    with boot(asterisk_16, etc) as asterisk:
        assert asterisk.up, asterisk.failure
        said = asked(asterisk, "sip show peers", "sip show peer geheim-alice")
    assert "geheim-alice" in said["sip show peers"]
    place = tmp_path / "repository"
    extconfig = "[settings]\nsippeers => odbc,x\n"
    Repository(place).commit(
        **{"modules.conf": listed, "extensions.conf": "[a]\nexten => 1,1,Answer()\n",
            "extconfig.conf": extconfig, "sip.conf": "[general]\n",
            ".asterisk-lint.yaml": "asterisk: 16\n"}
    )  # fmt: skip
    there = {name: data for name, data in etc.items() if name != "sip.conf"}
    (tmp_path / "machine").mkdir()
    lint("observe", ".", "--run", reached(tmp_path / "machine",
            {**there, "sip.conf": b"[general]\n"}, said), "--yes", cwd=place, status=0)  # fmt: skip
    text = (place / NAME).read_text()
    assert "SIP-peers:0: codec gsm" in text
    assert "SIP-peers:0: module res_srtp (protects)" in text
    assert "geheim" not in text
    # Those that are not registered now are not shown: the table still counts as not read.
    assert "sippeers" not in text


def test_connected_clients_and_connections(asterisk_root: str, tmp_path: Path) -> None:
    manager = (
        "[general]\nenabled=yes\nport=5038\nbindaddr=127.0.0.1\n[geheim]\nsecret=x\n"
        "write=originate\n"
    )
    listed = (
        "[modules]\nautoload=no\nload = pbx_config.so\nload = res_odbc_transaction.so\n"
        "load = res_odbc.so\n"
    )
    files = {"extensions.conf": "[a]\nexten => 1,1,NoOp()\n", "modules.conf": listed}
    odbc = "[geheim-dsn]\nenabled=>yes\ndsn=>x\n"
    etc = {name: text.encode() for name, text in files.items()}
    with boot(
        asterisk_root, {**etc, "manager.conf": manager.encode(), "res_odbc.conf": odbc.encode()}
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        with connect(asterisk, 5038) as client:
            client.sendall(b"Action: Login\r\nUsername: geheim\r\nSecret: x\r\n\r\n")
            assert within(10, lambda: "geheim" in asterisk.cli("manager show connected"))
            said = asked(asterisk, "manager show connected", "odbc show")
    place = tmp_path / "repository"
    settings = f"asterisk: {release_of(asterisk_root)}\n"
    Repository(place).commit(**files, **{".asterisk-lint.yaml": settings})
    (tmp_path / "machine").mkdir()
    lint("observe", ".", "--run", reached(tmp_path / "machine", etc, said), "--yes", cwd=place,
        status=0)  # fmt: skip
    text = (place / NAME).read_text()
    assert re.search(r"AMI-clients:0: client: .*\bapplication\b", text)
    assert "ODBC-connections:0: module res_odbc (if loaded)" in text
    assert "geheim" not in text
    with (place / "modules.conf").open("a") as file:
        file.write("load = app_echo.so\n")
    done = lint("--output-format", "concise", "--exit-zero", cwd=place, status=0)
    assert "a client that was connected to AMI: " in done.stdout


def test_callers_cannot_invent_codecs_and_holders() -> None:
    lines = ["  NativeFormats: (ulaw|g722)", "    WriteFormat: slin16", "      Variables:",
        "  NativeFormats: (opus)"]  # fmt: skip
    assert codecs_of(lines) == {"ulaw", "g722", "slin16"}
    catalog = load(Release.parse("22"))
    counts = [
        "app_dial.so      Dialing Application     2          Running              core",
        "app_chanspy.so   Listen to the audio     1          Running          extended",
        "func_periodic_hook.so  Periodic dialplan hooks  0          Running              core",
        "app_queue.so     True Call Queueing      0          Running              core",
        "bridge_builtin_features.so Built in bridging features 1 Running core",
    ]  # fmt: skip
    # func_periodic_hook needs app_chanspy: that is its one use.
    assert held(counts, catalog) == [("app_dial", 2)]
    # A module from outside can hold any other.
    assert held([*counts, "res_own.so  Mine  0  Running  unknown"], catalog) == []


def test_a_row_of_realtime_is_read_as_options() -> None:
    row = "\n".join(
        [
            "                     Column Value                  ",
            "          --------------------  --------------------          ",
            "                          name  support                       ",
            "                monitor_format  gsm;x                         ",
            "                   context                                    ",
        ]
    )
    assert columns_of(row) == ["name=support", "monitor-format=gsmx"]
