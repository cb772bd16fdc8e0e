"""One row of the call matrix, played on a booted Asterisk: phones that call, speak, press keys and
listen, as lines of text say.

A line is `WHO DOES WHAT`, and `-> RESULT` where the result is not "yes":

- `alice calls 100`: she dials; `alice gets 200`: the answer to that call
- `bob takes` a call that rings, `bob takes soon` one that will ring; `bob refuses 486`; `bob
  rings`: it rings and stays so; `bob is left alone`: it does not ring
- `alice speaks`, `alice is silent`; `bob hears`, `bob hears nothing`; `alice presses 12#`
- `alice hangs up`; `bob is hung up`; `alice refers 300`: a transfer by REFER
- `alice holds`: a re-INVITE with sendonly; `alice sends 5`: a key as INFO
- `alice registers`, `alice messages 300 hello`, `bob gets the message hello`, `alice watches EVENT
  200`, `alice is told TEXT`
- `console COMMAND`: typed at the console; `console COMMAND ~ PATTERN`: what it prints
- `log TEXT`; `file PATH`: a file that is there and not empty (PATH may contain `*`); `text PATH ~
  PATTERN`: its content
- `ami ACTION: ...; Key: value`: an AMI action by user `u`; `wait SECONDS`
- `alice also calls 300`: a second call beside the first; `alice joins them`: an attended transfer
  by REFER with Replaces
- `put PATH TEXT`: a file; `page PATH`: a page to fax
- `agi`, `ari`, `web`, `listener`, `browser`: programs.py
"""

import re
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack

from asterisk_lint.witness.boot import Asterisk
from tests.calls.programs import Programs
from tests.calls.samples import fax_page
from tests.talk import Caller, connect, within
from tests.usage.sip import Dialog, Message

PROGRAMS = {"agi", "ari", "web", "listener", "browser"}
PORTS = {"alice": 5071, "bob": 5072, "carol": 5073, "dave": 5074}
SECRET = "example-only"
PHONE = """
[{0}]
type=endpoint
context=phones
disallow=all
allow={2}
aors={0}
direct_media=no
call_group=1
pickup_group=1
message_context=messages
{3}
[{0}]
type=aor
max_contacts=2
contact=sip:{0}@127.0.0.1:{1}
"""
# Asterisk calls itself: what goes out to a loop comes in again, in a context of the loop's name.
LOOP = """
[{0}]
type=endpoint
context={0}
disallow=all
aors={0}
from_user={0}
direct_media=no
{1}
[{0}]
type=aor
contact=sip:127.0.0.1:5060
"""
TRANSPORT = "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n"
CODECS = {"ulaw": 0, "alaw": 8}


def phones(wanted: Mapping[str, str]) -> str:
    """A pjsip.conf with these phones: name -> further options of its endpoint (`allow=` among them;
    ulaw without).
    """
    text = TRANSPORT
    for name, options in wanted.items():
        allow = re.search(r"^allow=(\S+)", options, re.MULTILINE)
        rest = re.sub(r"^allow=.*\n?", "", options, flags=re.MULTILINE)
        text += PHONE.format(name, PORTS[name], allow[1] if allow else "ulaw", rest)
    return text


def loops(wanted: Mapping[str, str]) -> str:
    """What pjsip.conf says of loops: name -> options of its endpoint."""
    return "".join(LOOP.format(name, options) for name, options in wanted.items())


class Scene:
    """The phones of one row, and what they have seen."""

    def __init__(
        self,
        asterisk: Asterisk,
        wanted: Mapping[str, str],
        stack: ExitStack,
        certificate: str = "",
    ) -> None:
        self.asterisk = asterisk
        self.programs = Programs(asterisk, certificate, stack)
        self.phones: dict[str, Caller] = {}
        for name, options in wanted.items():
            codec = re.search(r"^allow=(\w+)", options, re.MULTILINE)
            self.phones[name] = stack.enter_context(
                Caller(
                    asterisk, name, PORTS[name], SECRET, codec=CODECS[codec[1] if codec else "ulaw"]
                )
            )
        self.dialogs: dict[str, Dialog] = {}
        self.seconds: dict[str, Dialog] = {}
        self.calls: dict[str, threading.Thread] = {}
        self.kept: dict[str, list[Message]] = {name: [] for name in self.phones}

    def play(self, line: str) -> str:
        """Return the result of one line, without its expectation: yes, no, or a number."""
        who, _, rest = line.partition(" ")
        if who in self.phones:
            return self._phone(who, self.phones[who], rest)
        if who in PROGRAMS:
            return self.programs.play(who, rest)
        if who == "put":
            path, _, text = rest.partition(" ")
            self.asterisk.write(path, text.replace("\\n", "\n").encode())
            return "yes"
        if who == "page":
            self.asterisk.write(rest, fax_page())
            return "yes"
        if who == "wait":
            time.sleep(float(rest))
            return "yes"
        if who == "console":
            command, _, pattern = rest.partition(" ~ ")
            return _yes(
                within(8, lambda: re.search(pattern, self.asterisk.cli(command), re.DOTALL))
            )
        if who == "log":
            return _yes(within(8, lambda: rest in self.asterisk.log))
        if who == "file":
            return _yes(within(8, lambda: self._file(rest)))
        if who == "text":
            path, _, pattern = rest.partition(" ~ ")
            return _yes(within(8, lambda: re.search(pattern, self.asterisk.read(path))))
        if who == "ami":
            return self._ami(rest)
        raise ValueError(f"not a line of a scene: {line}")

    def _phone(self, name: str, phone: Caller, line: str) -> str:
        verb, _, what = line.partition(" ")
        if verb == "calls":
            self._call(name, phone, what)
            return "yes"
        if verb == "also":
            self.seconds[name] = phone.call(what.removeprefix("calls "), 18)
            return "yes"
        if verb == "joins":
            return str(self._joins(phone, self.dialogs[name], self.seconds[name]))
        if verb == "gets" and what.startswith("the message "):
            request = phone.expect("MESSAGE", 6)
            if request:
                phone.answer(request, 200)
            return _yes(request and what.removeprefix("the message ") in request.body)
        if verb == "gets":
            self.calls[name].join(20)
            return str(phone.last.code if phone.last else 0)
        if verb == "takes" and what == "soon":
            self.calls[name] = threading.Thread(target=phone.take, args=[12], daemon=True)
            self.calls[name].start()
            return "yes"
        if verb == "takes":
            try:
                self.dialogs[name] = phone.take(12)
            except AssertionError:
                return "no"
            return "yes"
        if verb in ("rings", "refuses"):
            request = phone.expect("INVITE", 12)
            if request:
                phone.answer(request, 180 if verb == "rings" else int(what))
            return _yes(request)
        if verb == "is":
            return self._is(name, phone, what)
        if verb == "speaks":
            phone.sound.speaking = True
            return "yes"
        if verb == "hears":
            return _yes(
                not phone.sound.hears(1.5, 3) if what == "nothing" else phone.sound.hears(8, 3)
            )
        if verb == "presses":
            phone.sound.press(what)
            return "yes"
        if verb == "hangs":
            return _yes(phone.ask("BYE", self.dialogs[name]) == 200)
        if verb == "holds":
            body = phone.sdp(direction="sendonly", version=2)
            return str(phone.ask("INVITE", self.dialogs[name], (), body, "application/sdp"))
        if verb == "refers":
            target = f"Refer-To: <sip:{what}@127.0.0.1>"
            return str(phone.ask("REFER", self.dialogs[name], [target]))
        if verb == "sends":
            body = f"Signal={what}\r\nDuration=160\r\n"
            return str(phone.ask("INFO", self.dialogs[name], (), body, "application/dtmf-relay"))
        if verb == "registers":
            return str(phone.register())
        if verb == "messages":
            to, _, text = what.partition(" ")
            return str(phone.ask("MESSAGE", Dialog(f"sip:{to}@127.0.0.1"), (), text, "text/plain"))
        if verb == "watches":
            event, _, to = what.partition(" ")
            accept = {
                "dialog": "application/dialog-info+xml",
                "presence": "application/pidf+xml",
                "message-summary": "application/simple-message-summary",
            }[event]
            headers = [f"Event: {event}", f"Accept: {accept}", "Expires: 60"]
            return str(phone.ask("SUBSCRIBE", Dialog(f"sip:{to}@127.0.0.1"), headers))
        raise ValueError(f"not a line of a scene: {name} {line}")

    def _call(self, name: str, phone: Caller, extension: str) -> None:
        def work() -> None:
            self.dialogs[name] = phone.invite(extension, sdp=phone.sdp(), seconds=18)
            if phone.last and phone.last.code == 200:
                phone.sound.talk_to(phone.last.body)

        phone.last = None
        self.calls[name] = threading.Thread(target=work, daemon=True)
        self.calls[name].start()

    def _joins(self, phone: Caller, first: Dialog, second: Dialog) -> int:
        """The answer to a REFER in the first call that replaces the second (RFC 3891)."""
        theirs = re.search(r";tag=([^;>]+)", second.remote)
        assert theirs
        replaces = f"{second.call}%3Bto-tag%3D{theirs[1]}%3Bfrom-tag%3D{second.tag}"
        return phone.ask("REFER", first, [f"Refer-To: <{second.to}?Replaces={replaces}>"])

    def _is(self, name: str, phone: Caller, what: str) -> str:
        if what == "silent":
            phone.sound.speaking = False
            return "yes"
        if what == "hung up":
            request = phone.expect("BYE", 12)
            if request:
                phone.answer(request, 200)
            return _yes(request)
        if what == "left alone":
            return _yes(phone.expect("INVITE", 3) is None)
        if what.startswith("told "):
            return _yes(self._told(name, phone, what.removeprefix("told ")))
        raise ValueError(f"not a line of a scene: {name} is {what}")

    def _told(self, name: str, phone: Caller, text: str) -> bool:
        """Whether a NOTIFY with this text comes; what else came is kept for later lines."""
        if any(text in message.body for message in self.kept[name]):
            return True
        while request := phone.expect("NOTIFY", 6):
            phone.answer(request, 200)
            self.kept[name].append(request)
            if text in request.body:
                return True
        return False

    def _file(self, path: str) -> bool:
        folder, _, pattern = path.rpartition("/")
        _, listed = self.asterisk.run(["/bin/ls", "-s", folder])
        wanted = re.compile(re.escape(pattern).replace(r"\*", ".*") + "$")
        return any(
            wanted.match(words[1])
            for words in (line.split(None, 1) for line in listed.splitlines())
            if len(words) == 2 and words[0].isdigit() and int(words[0])
        )

    def _ami(self, action: str) -> str:
        text = "Action: Login\r\nUsername: u\r\nSecret: example-only\r\n\r\n"
        text += "\r\n".join(part.strip() for part in action.split(";")) + "\r\n\r\n"
        with connect(self.asterisk, 5038) as connection:
            connection.settimeout(4)
            connection.sendall(text.encode())
            heard = ""
            until = time.monotonic() + 8
            while heard.count("Response: ") < 2 and time.monotonic() < until:
                heard += connection.recv(65536).decode()
        return _yes(heard.count("Response: Success") >= 2)


def _yes(thing: object) -> str:
    return "yes" if thing else "no"
