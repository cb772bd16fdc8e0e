"""How each message of the table is caused in a real Asterisk: which modules, which configuration,
what is done.

`texts` are rows of the table (their text); what does not hold in a release (`releases` of the row)
is not expected there.
"""

import io
import re
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from asterisk_lint.witness.boot import Asterisk, DidNotStart, boot
from asterisk_lint.witness.layout import Layout
from asterisk_lint.witness.logs import Summary, read_log
from asterisk_lint.witness.recognize import RecognizedLine, Recognizer

BASE = ("pbx_config", "res_clioriginate", "app_dial", "bridge_simple", "pbx_spool")
TONE = bytes([0xD0, *[0] * 32]) * 50  # a second of silence in GSM


def main() -> None:
    """Write the first line of each message, from both releases, into log/: python -m
    tests.witness.causes ROOT_22 ROOT_16.
    """
    for release, root in zip(("22", "16"), sys.argv[1:], strict=True):
        said: dict[str, str] = {}
        for cause in CAUSES:
            if release in cause.releases:
                for text, line in recognized(log_of(cause, root)):
                    if text in cause.texts:
                        said.setdefault(text, line)
        data = "".join(f"{text}\n{line}\n" for text, line in said.items())
        (Path(__file__).parent / "log" / f"{release}.txt").write_text(
            data, encoding="utf-8", errors="surrogateescape"
        )


def recognized(log: str) -> list[tuple[str, str]]:
    """Each message in a log: its row's text and the line."""
    found: list[tuple[str, str]] = []

    class Lines(Summary):
        def add(self, told: RecognizedLine, file: str, line: int, time: str, text: str) -> None:
            found.append((told.message.text, text))

    read_log(io.BytesIO(log.encode("utf-8", "surrogateescape")), "", Lines(), Recognizer())
    return found


class Cause(NamedTuple):
    """One start of Asterisk that makes it say some of its messages."""

    texts: tuple[str, ...]
    modules: tuple[str, ...] = BASE  # loaded alone; or, with `without`, ignored
    without: tuple[str, ...] = ()  # everything but these
    dialplan: str = ""  # extensions.conf
    files: dict[str, bytes] = {}
    calls: tuple[str, ...] = ()  # extensions of the context t that are called, one after the other
    commands: tuple[str, ...] = ()
    send: tuple[
        tuple[str, str], ...
    ] = ()  # ("udp 5060", text): packets; ("tcp 5038", text): connections
    seconds: float = 0.4  # what is waited after each
    alien: str = ""  # a module replaced by a copy from another build of Asterisk
    releases: tuple[str, ...] = ("22", "16")


def whitelist(cause: Cause) -> list[str]:
    """The modules.conf of a cause."""
    if cause.without:
        return ["[modules]", "autoload=yes", *(f"noload={name}" for name in cause.without)]
    return ["[modules]", "autoload=no", *(f"load={name}" for name in cause.modules)]


def log_of(cause: Cause, root: str) -> str:
    """The whole log of an Asterisk that was made to say it."""
    files = {"extensions.conf": cause.dialplan.encode(), "tone.gsm": TONE, **cause.files}
    directories = {}
    if cause.alien:
        files[f"modules/{cause.alien}.so"] = alien(root, cause.alien)
    if any(name.startswith("modules/") for name in files):
        directories["astmoddir"] = "/etc/asterisk/modules"
    with boot(
        root, files, modules=whitelist(cause), timeout=30, layout=Layout(directories=directories)
    ) as asterisk:
        if asterisk.up:
            with suppress(DidNotStart):  # some of it makes Asterisk crash
                act(cause, asterisk)
        return asterisk.log


def alien(root: str, name: str) -> bytes:
    """A module that says it was built with other options: another checksum where the real one
    stands (AST_BUILDOPT_SUM, 32 hexadecimal digits).
    """
    (file,) = Path(root).glob(f"usr/lib/**/asterisk/modules/{name}.so")
    return re.sub(rb"\0[0-9a-f]{32}\0", b"\0" + b"0" * 32 + b"\0", file.read_bytes())


def act(cause: Cause, asterisk: Asterisk) -> None:
    for extension in cause.calls:
        asterisk.cli(f"channel originate Local/{extension}@t application Wait 3")
        time.sleep(cause.seconds)
    for command in cause.commands:
        asterisk.cli(command)
        time.sleep(cause.seconds)
    for where, text in cause.send:
        protocol, port = where.split()
        shell = f"exec 3<>/dev/{protocol}/127.0.0.1/{port}; cat >&3; sleep {cause.seconds}"
        asterisk.run(["/bin/bash", "-c", shell], stdin=text.replace("\n", "\r\n").encode())


SIP = """\
{method} sip:{to}@127.0.0.1 SIP/2.0
Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bK{method}
From: <sip:alice@127.0.0.1>;tag=1
To: <sip:{to}@127.0.0.1>
Call-ID: {method}
CSeq: 1 {method}
Contact: <sip:alice@127.0.0.1:5999>
Max-Forwards: 70
{more}Content-Length: 0

"""
PJSIP = b"""\
[udp]
type=transport
protocol=udp
bind=127.0.0.1
[alice]
type=endpoint
context=t
allow=ulaw
aors=alice
auth=alice
[alice]
type=aor
max_contacts=1
contact=sip:alice@127.0.0.1:5999
[alice]
type=auth
username=alice
password=x
[bob]
type=endpoint
context=t
allow=ulaw
aors=alice
[safe]
type=endpoint
context=t
allow=ulaw
aors=alice
webrtc=yes
dtls_auto_generate_cert=yes
"""

NOT_CAUSED = (
    # Two codecs that are both there, with no way between them: only with rare ones (speex32 without
    # the resampler, for which no file format exists).
    "No translator path from {codecs}",
    # Debian links modules so that all symbols are bound at once: there the loader's second, lazy
    # attempt, which names them, fails as well.
    "Error loading module '{name}', missing {}: {missing}",
    # These come from a machine that lacks libraries or whose libraries are of another release, from
    # one with musl, and from a file that is not a module of Asterisk.
    "Error loading module '{name}': {file}: version `{version}' not found",
    "Error loading module '{name}': Error relocating {file}: {symbol}: symbol not found",
    "Error loading module '{name}': Error loading shared library {file}: No such file",
    "Module '{name}' did not register itself during load",
)

CAUSES = (
    Cause(
        ("No application '{name}' for extension ({place})", "Could not find application ({name})",
            "Could not find application! ({name})",
         "Function {name} not registered", "No channel type registered for '{name}'",
         "No message technology '{name}' found",
         "No such format '{name}'", "requested but no musiconhold loaded",
         "No such switch '{name}'", "please ensure func_periodic_hook is loaded"),
        (*BASE, "app_exec", "app_record", "app_mixmonitor"),
        dialplan="""\
[t]
exten => app,1,Queue(x)
exten => exec,1,Exec(Queue(x))
exten => execif,1,ExecIf(1?Queue(x))
exten => func,1,Set(x=${CALLERID(num)})
exten => tech,1,Dial(SIP5/x)
exten => message,1,Set(MESSAGE(body)=x)
 same => n,MessageSend(foo:bar)
exten => record,1,Answer()
 same => n,Record(/tmp/x.gsm,1,1,q)
exten => moh,1,Answer()
 same => n,WaitExten(1,m)
exten => beep,1,Answer()
 same => n,MixMonitor(/tmp/x.wav,B(5))
exten => switch,1,Goto(sw,1,1)
[sw]
switch => IAX2/u@h/c
""",
        calls=("app", "exec", "execif", "func", "tech", "message", "record", "moh", "beep",
            "switch"),
    ),
    Cause(
        ("'.  The app_stack module is not available",
            "Cannot run 'Macro({})'.  The application is not available",
         "Requested DTMF feature {name} not available"),
        dialplan="""\
[t]
exten => answer,1,Answer()
 same => n,Wait(3)
exten => gosub,1,Dial(Local/answer@t,,U(sub))
exten => macro,1,Dial(Local/answer@t,,M(x))
exten => feature,1,Dial(Local/answer@t/n,,hH)
""",
        calls=("gosub", "macro", "feature"), seconds=1,
    ),
    Cause(
        (".  No technology to support it",),
        ("pbx_config", "res_clioriginate", "app_dial"),
        dialplan="""\
[t]
exten => answer,1,Answer()
 same => n,Wait(3)
exten => dial,1,Dial(Local/answer@t/n)
""",
        calls=("dial",), seconds=1,
    ),
    Cause(
        ("has no technology available to support it",),
        (*BASE, "app_bridgeaddchan"),
        dialplan="""\
[t]
exten => answer,1,Answer()
 same => n,Wait(5)
exten => dial,1,Dial(Local/answer@t/n)
exten => add,1,Answer()
 same => n,BridgeAdd(Local/answer@t-00000001)
""",
        calls=("dial", "add"), seconds=1,
    ),
    Cause(
        ("Unable to find a codec translation path{codecs}",),
        (*BASE, "app_playback", "format_gsm"),
        dialplan="""\
[t]
exten => play,1,Answer()
 same => n,Playback(/etc/asterisk/tone)
""",
        calls=("play",), seconds=1,
    ),
    Cause(
        ("No translator path exists for channel type {} (native {codecs}",),
        (*BASE, "chan_unistim"),
        dialplan="[t]\nexten => desk,1,Dial(USTM/1@desk)\n",
        files={"unistim.conf": b"[general]\nport=5000\n[desk]\ndevice=000ae4012345\nline => 1\n"},
        calls=("desk",),
    ),
    Cause(
        ("No path to translate from {}", "No translator path: ({} codec is not valid)",
            "Unable to create translator path for {codecs} on IAX2/"),
        without=("codec_gsm",),
        dialplan="""\
[t]
exten => answer,1,Answer()
 same => n,Wait(3)
exten => mix,1,Answer()
 same => n,MixMonitor(/tmp/x.wav)
 same => n,Playback(/etc/asterisk/tone)
exten => sip,1,Dial(PJSIP/gsm/sip:answer@127.0.0.1)
exten => iax,1,Dial(IAX2/self/answer)
""",
        files={
            "iax.conf": b"[general]\nbindaddr=127.0.0.1\n[self]\ntype=friend\nhost=127.0.0.1\n"
                b"context=t\nrequirecalltoken=no\n"
            b"disallow=all\nallow=gsm\n",
            "pjsip.conf": PJSIP + b"[gsm]\ntype=endpoint\ncontext=t\ndisallow=all\nallow=gsm\n"
                b"from_user=gsm\n",
        },
        calls=("sip", "iax"), seconds=1.5,
        commands=("channel originate PJSIP/gsm/sip:mix@127.0.0.1 application Wait 3",),
    ),
    Cause(
        ("Failed to open timer for softmix bridge", "No timing module loaded",
            "Unable to create timer: "),
        without=("res_timing_timerfd", "res_timing_pthread", "res_timing_dahdi",
            "res_timing_kqueue"),
        dialplan="""\
[t]
exten => conf,1,Answer()
 same => n,ConfBridge(1)
exten => digits,1,Answer()
 same => n,SendDTMF(123)
exten => answer,1,Answer()
 same => n,Wait(3)
exten => dial,1,Dial(Local/digits@t/n)
exten => music,1,Answer()
 same => n,MusicOnHold(pipe,1)
""",
        files={"confbridge.conf": b"[general]\n",
            "musiconhold.conf": b"[pipe]\nmode=custom\napplication=/bin/cat /dev/zero\n"},
        calls=("conf", "dial", "music"), seconds=1.2,
    ),
    Cause(
        ("mixing bridge could not be created",),
        without=("bridge_softmix",),
        dialplan="[t]\nexten => conf,1,Answer()\n same => n,ConfBridge(1)\n",
        files={"confbridge.conf": b"[general]\n"},
        calls=("conf",), seconds=1.2,
    ),
    Cause(
        ("record ConfBridge, MixMonitor app is not installed", "Is the MixMonitor app loaded?",
            "No loaded module currently provides MixMonitor",
         "No voicemail provider registered", "No voicemail greeter provider registered",
         "Could not locate a FAX technology module"),
        without=("app_mixmonitor", "app_voicemail", "app_voicemail_odbc", "app_voicemail_imap",
            "app_minivm", "res_fax_spandsp"),
        dialplan="""\
[t]
exten => conf,1,Answer()
 same => n,Set(CONFBRIDGE(bridge,record_conference)=yes)
 same => n,ConfBridge(1)
exten => spied,1,Answer()
 same => n,Wait(20)
exten => member,1,Answer()
 same => n,Wait(4)
exten => queue,1,Answer()
 same => n,Queue(q)
exten => spy,1,Answer()
 same => n,ChanSpy(Local/spied,En(default))
exten => fax,1,Answer()
 same => n,ReceiveFAX(/tmp/x.tif)
""",
        files={
            "confbridge.conf": b"[general]\n",
            "queues.conf": b"[q]\nmusicclass=default\nmonitor-type=MixMonitor\n"
                b"monitor-format=wav\nmember => Local/member@t/n\n",
            "manager.conf": b"[general]\nenabled=yes\n[a]\nsecret=a\nread=all\nwrite=all\n",
        },
        calls=("conf", "queue", "spied", "spy", "fax"), seconds=2,
        send=(("tcp 5038",
                "Action: Login\nUsername: a\nSecret: a\n\nAction: MailboxCount\n"
                "Mailbox: 1@default\n\n"),),
    ),
    Cause(
        ("No RTP engine was found. Do you have one loaded",),
        without=("res_rtp_asterisk",),
        dialplan="[t]\nexten => rtp,1,Dial(UnicastRTP/127.0.0.1:5000/c(ulaw))\n",
        calls=("rtp",),
    ),
    Cause(
        ("SRTP support module is not loaded or available", "No SRTP module loaded, can't setup"),
        without=("res_srtp",),
        dialplan="[t]\nexten => safe,1,Dial(PJSIP/safe)\nexten => sip,1,Dial(SIP/safe)\n",
        files={"pjsip.conf": PJSIP,
            "sip.conf": b"[general]\nbindport=5070\n[safe]\ntype=friend\nhost=127.0.0.1\n"
                b"port=5999\nencryption=yes\n"
               b"dtlsenable=yes\ndtlscertfile=/etc/asterisk/x.pem\n"},
        calls=("safe", "sip"),
    ),
    Cause(
        ("No SIP authenticator registered", "No registered subscribe handler for event {name}",
            "No registered publish handler for event {name}"),
        without=("res_pjsip_authenticator_digest", "res_pjsip_exten_state",
            "res_pjsip_publish_asterisk"),
        files={"pjsip.conf": PJSIP},
        send=(
            ("udp 5060", SIP.format(method="INVITE", to="1", more="")),
            ("udp 5060", SIP.format(method="SUBSCRIBE", to="1",
                    more="Event: dialog\nAccept: application/dialog-info+xml\nExpires: 60\n")),
            ("udp 5060", SIP.format(method="PUBLISH", to="1",
                    more="Event: asterisk-mwi\nExpires: 60\n")),
        ),
    ),
    Cause(
        ("No SIP outbound authenticator registered",),
        without=("res_pjsip_outbound_authenticator_digest",),
        files={"pjsip.conf": PJSIP + b"[out]\ntype=registration\nserver_uri=sip:127.0.0.1\n"
            b"client_uri=sip:alice@127.0.0.1\noutbound_auth=alice\n"},
        seconds=2, commands=("pjsip send register out", "pjsip send register out"),
    ),
    Cause(
        ("but res_geolocation is not loaded",),
        without=("res_geolocation", "res_pjsip_geolocation"),
        files={"pjsip.conf": PJSIP + b"[far]\ntype=endpoint\ngeoloc_incoming_call_profile=x\n"},
    ),
    Cause(
        ("found to engine '{name}', but the engine is not available",
            "Wizard '{name}' could not be applied to object type",
         "No provider found for label: {name}"),
        without=("func_presencestate", "res_config_pgsql"),
        dialplan="[t]\nexten => 1,hint,SIP/1,CustomPresence:1\n",
        files={
            "extconfig.conf": b"[settings]\nqueues.conf => pgsql,asterisk\n",
            "sorcery.conf": b"[res_pjsip]\nendpoint=nowhere,x\n",
            "pjsip.conf": PJSIP,
        },
        commands=("core show hints",),
    ),
    Cause(
        ("Requested DTMF feature {name} not available",),
        without=("res_parking",),
        dialplan="[t]\nexten => answer,1,Answer()\n same => n,Wait(3)\n"
            "exten => dial,1,Dial(Local/answer@t/n,,kK)\n",
        files={"features.conf": b"[featuremap]\nparkcall=#72\n"},
        calls=("dial",), seconds=1,
    ),
    Cause(
        ("Error loading module '{name}': {file}: undefined symbol: {symbol}",
            "Error loading module '{name}': {file}: cannot open shared object file",
         "{name} declined to load.", "Failed to resolve dependencies for {name}"),
        modules=("app_nothing", "chan_pjsip", "res_pjsip", "app_voicemail", "res_agi", "app_page",
            "res_ari_channels", "res_pjsip_session"),
    ),
    Cause(("{name} has one or more unknown dependencies",), commands=("module load app_page",)),
    Cause(
        ("{name} loaded before dependency {missing}!",
            "Unloading module '{name}' that previously declined to load"),
        modules=(*BASE, "app_confbridge"),
        commands=("module load app_page", "module load app_confbridge"),
    ),
    Cause(("Declined modules which depend on {missing}: {names}",),
        modules=("app_confbridge", "app_page")),
    Cause(("Failed to load {name} due to dependencies: {missing}.",),
        modules=("res_timing_timerfd\npreload=app_page", "app_confbridge")),
    Cause(("Unknown configuration option '{name}'",), modules=("app_dial\nlod=app_queue",)),
    Cause(("Failed to load module {name} - Required",), modules=("app_dial\nrequire=app_nothing",)),
    Cause(("Failed to load module {name}",), without=("res_sorcery_config",), releases=("22",)),
    Cause(("Cannot load required module {name} that depends on {missing}",),
        modules=("app_dial\nrequire=app_page\nload=app_confbridge",)),
    Cause(("Error loading module '{name}': ",), modules=("app_text",),
        files={"modules/app_text.so": b"no program"}),
    Cause(("Failed to load required module {name}",),
        modules=("app_dial\nrequire=app_confbridge",)),
    Cause(("Required module {name} declined to load",), modules=("app_dial\nrequire=app_page",)),
    Cause(
        ("Module '{name}' was not compiled with the same compile-time options",
            "Module '{name}' could not be loaded"),
        modules=("app_dial",),
        alien="app_dial",
    ),
)  # fmt: skip


if __name__ == "__main__":
    main()
