"""Mutated machines for tests/security/fuzz.py: what `observe` and `verify` hear from an Asterisk,
and files that `observe` wrote or reads.
"""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any, cast

from asterisk_lint import __version__
from asterisk_lint.commands import verify
from asterisk_lint.witness import observation
from asterisk_lint.witness.boot import Asterisk

OBSERVED = (
    f"version: 1\nwritten-by: {__version__}\nobserved: 2026-11-27\nasterisk: 22.9\n",
    "complete: true\n", "files: |\n  pjsip.conf\n  custom/more.conf\n",
    "unread: |\n  manager.conf\n",
    "includes: |\n  extensions.conf: custom/*.conf\n",
    "databases: |\n  sippeers\n  res_pjsip/endpoint\n",
    "conditions: |\n  cel.conf general/enable=true\n",
    "uses: |\n  custom/*.conf:7: application Dial\n  pjsip.conf:9: codec *\n"
    "  pjsip.conf:20: module res_srtp (protects) (if loaded) (read by chan_pjsip res_pjsip)\n",
    "open: |\n  manager.conf:5: client: application, application:dial, modules:res_ari_*\n",
    "defines: |\n  function ODBC_PRICE: func_odbc\n",
    "third-party: |\n  app_own: res_speech\n", "provides: |\n  application Own: app_own\n",
    "logs: {from: 2026-06-01, until: 2026-11-27}\n",
    "ran: |\n  application Queue: 1,204 times until 2026-11-27 (full log)\n"
    "  channel PJSIP: 1 time (CDR)\n", "sounds: |\n  g722\n  wav\n",
    "installed: |\n  app_dial\n  chan_PJSIP\n",
    "rendered: |\n  pjsip.conf.j2: 0123456789abcdef\n", "both: |\n  rtp.conf\n",
)  # fmt: skip
OBSERVED_TOKENS = (
    "files: |\n", "uses: |\n  ", "  x.conf:1: module app_queue\n", "  ../../../etc/passwd\n",
    "  *:0: application *\n", "  x.conf:999999999: module res_pjsip_acl (protects)\n", "ran: |\n",
    "  application Dial: 999,999,999,999 times until 9999-99-99 (full log)\n",
    "open: |\n  a:1: include: module\n", ": ", "(", "\"\\e[31m\"", "|2\n", "&a ", "*a",
    "complete: true\n", "sealed: true\n",
    "asterisk: 1.4\n", "  modules:*\n", "!!binary ", "installed: |\n  ../x\n",
)  # fmt: skip
CDR = (
    '"","100","200","default","""A"" '
    '<100>","PJSIP/100-00000001","PJSIP/200-00000002","Dial","PJSIP/200,30","2026-11-27 '
    '10:00:00","2026-11-27 10:00:01","2026-11-27 '
    '10:01:00",60,59,"ANSWERED","DOCUMENTATION","1","" \n',
    '"APP_START","2026-11-27 '
    '10:00:00","A","100","","200","200","default","PJSIP/100-00000001","Queue","support"\n', '"',
    '""', ",", "\0", "Queue,", "=cmd|'/bin/id'!A1\n", ",,,,,,,,,,,,,,,,,,\n", "SIP/x-1,",
)  # fmt: skip
RAN = (
    "[2026-11-27 10:00:00] VERBOSE[1][C-00000001] pbx.c: Executing [200@default:1] "
    "Dial(\"PJSIP/100-00000001\", \"PJSIP/200,30\") in new stack\n",
    "    -- Executing [s@macro-x:1] Queue(\"SIP/1-1\", \"\")\n",
    "Executing [", "] Dial(\"", "1764230400|1|support|NONE|ENTERQUEUE||100|1\n",
    "-- <PJSIP/1-1> Playing 'vm-intro.gsm' (language 'en')\n", "Function \"", "[Nov 31 25:61:61] ",
)  # fmt: skip
VERSION = b"Asterisk 22.9.0 built by x @ y on a x86_64 running Linux on 2026-01-01 00:00:00 UTC\n"
PJSIP = (
    b" Endpoint:  <Endpoint/CID......>  <State.....>\n==========================\n\n"
    b" Endpoint:  100/100    Not in use    0 of inf\n Endpoint:  anonymous/x\n\n"
    b"Objects found: 2\n"
    b" ParameterName                      : ParameterValue\n ===================\n"
    b" 100 : x\n auth : 100\n allow : (ulaw|g722)\n media_encryption : sdes\n"
    b" ParameterName : ParameterValue\n acl : x\n"
)
REPLIES = ("\x1b[0m", "\r", "No objects found.\n", "Objects found: 5000\n", "====", " allow : (",
    " 100;id : x\n", "ParameterName", "Endpoint: $(id)/`id`\n", "Endpoint:  -x/\n",
    "Asterisk 99.1\n", "Asterisk certified/18.9-cert5\n")  # fmt: skip
# Plays a machine: one line of the shell in, the answer of a file out.
MACHINE = b"""read -r line
case $line in
*'core show version'*) cat answers/version;;
*find\\ -L\\ .*) cat answers/files;;
*'ls -1'*) cat answers/modules;;
*vm-intro*) cat answers/sounds;;
*) cat answers/pjsip;;
esac
"""
ASTERISK: Mapping[str, bytes] = {
    "log": b"[Nov 27 10:00:00] Asterisk 22.9.0 built by x\n"
    b"[Nov 27 10:00:00] VERBOSE[7] loader.c: Loading app_queue.so.\n"
    b"[Nov 27 10:00:00] ERROR[7] app_queue.c: No such configuration file queues.conf\n"
    b"[Nov 27 10:00:00] VERBOSE[7] loader.c: app_queue.so => (True Call Queueing)\n"
    b"[Nov 27 10:00:00] WARNING[7] pbx.c: No application 'Foo' for extension (a, 1, 1)\n"
    b"[Nov 27 10:00:00] ERROR[7] loader.c: Error loading module 'x.so': "
    b"/usr/lib/asterisk/modules/x.so: undefined symbol: ast_sip_y\n"
    b"[Nov 27 10:00:01] VERBOSE[7] asterisk.c: Asterisk Ready.\n",
    "module show": b"Module                         Description                              Use "
    b"Count  "
    b"Status      Support Level\n"
    b"app_dial.so                    Dialing Application                      0          "
    b"Running              core\n"
    b"app_queue.so                   True Call Queueing                       0          "
    b"Not Running          core\n"
    b"pbx_config.so                  Text Extension Configuration             1          "
    b"Running              core\n",
    "words": b"Dial Queue Playback SHELL CURL PJSIP Local IAX2 _EOF_\n",
    "table": b"Name  Description\nslin  slin16|sln16  x\nLocal: x\nConfig Engine: odbc\n"
    b"ulaw 1 - 15000\nRegistered Backends\n---\n    csv (suspended)\n",
}
ANSWERS = ("Running", "Not Running", " 999999999999999999999 ", "\n\n",
    "VERBOSE[1] loader.c: Loading ", ".so => (", "ERROR[", "Error loading module '",
    "undefined symbol: ", "Asterisk Ready", "declined to load", "'", "(0x", "\u2028")  # fmt: skip
TOKENS = {
    ".observed.yaml": OBSERVED_TOKENS, ".csv": CDR, "ran.log": RAN, "answers/version": REPLIES,
    "answers/pjsip": REPLIES, "answers/files": REPLIES, "asterisk/": ANSWERS,
}  # fmt: skip


def tokens(name: str) -> tuple[str, ...] | None:
    """What a file of these is made of; None for any other."""
    return next((found for part, found in TOKENS.items() if part in name), None)


def first_content(chosen: random.Random, name: str) -> bytes | None:
    """A well-formed content for a file of these; None for any other."""
    if name.endswith(".observed.yaml"):
        return "".join(
            [OBSERVED[0], *(part for part in OBSERVED[1:] if chosen.random() < 0.5)]
        ).encode()
    found = tokens(name)
    return "".join(chosen.choices(found, k=chosen.randint(0, 60))).encode() if found else None


def told_by(chosen: random.Random, etc: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a machine with this configuration answers."""
    files = b"".join(
        b"file %d ./%s\n%s\nend\n" % (len(data), name.encode("utf-8", "surrogateescape"), data)
        for name, data in sorted(etc.items())
    )
    found = {
        "machine.sh": MACHINE,
        "answers/version": VERSION,
        "answers/files": files + b"done\n",
        "answers/modules": b"app_dial.so\napp_x.so\n",
    }
    return found | {
        "answers/sounds": b"/usr/share/asterisk/sounds/en/vm-intro.gsm\n",
        "answers/pjsip": chosen.choice([b"", PJSIP]),
    }


class Played(Asterisk):
    """An Asterisk that answers with the files of asterisk/ in the current directory; it is not up
    where there is asterisk/down.
    """

    def __init__(self) -> None:
        up = not Path("asterisk/down").exists()
        self.ended = None if up else -11
        super().__init__(cast("Popen[bytes]", None), {"up": up, "status": self.ended, "seconds": 1})

    def _ask(
        self, request: Mapping[str, object], timeout: float = 30, extra: bytes = b""
    ) -> tuple[dict[str, Any], str]:
        asked = str(request.get("command", ""))
        kind = "table" if asked else "log"
        name = "words" if asked.startswith("_") else asked if asked == "module show" else kind
        path = Path("asterisk", name)
        said = path.read_bytes() if path.is_file() else ASTERISK[name]
        answered = b"no answer" not in said
        return {"status": self.ended, "answered": answered}, said.decode("utf-8", "surrogateescape")


@contextmanager
def played(*_: object, **__: object) -> Iterator[Asterisk]:
    """In the place of `witness.boot.boot`."""
    yield Played()


def play() -> None:
    """Let `verify` hear such an Asterisk instead of booting one."""
    for module in (verify, observation):
        for name, stand_in in (
            ("boot", played),
            ("find_binary", lambda _root: "/usr/sbin/asterisk"),
        ):
            if hasattr(module, name):
                setattr(module, name, stand_in)
