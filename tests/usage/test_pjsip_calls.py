"""What each module that calls themselves need does: seen with all of them, and gone where they are
left out.

Two boots for each release: one with exactly what the tables ask for, one without all the modules
that no other depends on.
"""

import re
import socket
import threading
import time
from collections.abc import Callable, Mapping
from functools import cache

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from tests.usage.needed import reasons
from tests.usage.sip import Dialog, Message, Phone, inside

ENDPOINT = (
    "[{0}]\ntype=endpoint\naors={0}\ncontext=office\nallow=!all,ulaw\ndirect_media=no\n"
    "{1}[{0}]\ntype=aor\nmax_contacts=2\n"
)
FILES = {
    "pjsip.conf": "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n"
    + ENDPOINT.format("alice", "")
    + ENDPOINT.format("bob", "")
    + ENDPOINT.format("carol", "mailboxes=100@default\n")
    + "[lamp]\ntype=aor\nmailboxes=100@default\n",
    "extensions.conf": """[office]
exten => 100,hint,PJSIP/bob
exten => show,1,Answer
 same => n,Verbose(0,<${CALLERID(num)}> <${REDIRECTING(from-num)}>)
 same => n,Wait(9)
exten => bob,1,Dial(PJSIP/bob,5)
exten => both,1,Dial(PJSIP/bob&PJSIP/carol,5)
exten => other,1,Verbose(0,<transferred>)
exten => music,1,Answer
 same => n,MusicOnHold(,2)
exten => prompt,1,Answer
 same => n,Playback(hello-world)
""",
    "musiconhold.conf": "[default]\nmode=files\n"
    "directory=/usr/share/asterisk/sounds/en_US_f_Allison\n",
}


def phones(asterisk: Asterisk) -> tuple[Phone, Phone, Phone]:
    """Three registered phones."""
    return (
        phone(asterisk, "alice", 5070),
        phone(asterisk, "bob", 5080),
        phone(asterisk, "carol", 5090),
    )


def phone(asterisk: Asterisk, user: str, port: int) -> Phone:
    made = Phone(asterisk, user, port)
    made.register()
    return made


def said(asterisk: Asterisk, text: str) -> bool:
    """Whether the dialplan says it within a second."""
    until = time.monotonic() + 1
    while text not in asterisk.log:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def while_it_rings(
    called: Phone, answer: Callable[[Message], None], call: Callable[[], object]
) -> None:
    """Call, and let the called phone act meanwhile."""

    def act() -> None:
        request = called.expect("INVITE", 3)
        if request is not None:
            answer(request)

    thread = threading.Thread(target=act)
    thread.start()
    call()
    thread.join()


def caller_id(asterisk: Asterisk) -> object:
    alice = phone(asterisk, "alice", 5070)
    call = alice.invite("show")
    known = said(asterisk, "<alice> <")
    alice.ask("BYE", call)
    alice.close()
    return known


def forwarded(asterisk: Asterisk) -> object:
    alice = phone(asterisk, "alice", 5070)
    call = alice.invite("show", ["Diversion: <sip:555@127.0.0.1>;reason=no-answer"])
    known = said(asterisk, "<555>")
    alice.ask("BYE", call)
    alice.close()
    return known


def in_a_call(method: str, body: str = "", kind: str = "") -> Callable[[Asterisk], object]:
    """The answer to a request inside a call; 0: none."""

    def scene(asterisk: Asterisk) -> object:
        alice = phone(asterisk, "alice", 5070)
        call = alice.invite("show")
        status = alice.ask(method, call, (), body, kind, seconds=1)
        alice.ask("BYE", call)
        alice.close()
        return status

    return scene


def behind_nat(asterisk: Asterisk) -> object:
    alice = Phone(asterisk, "alice", 5077)
    status = alice.register(via="192.0.2.1:5060", seconds=1)
    alice.close()
    return status


def answered_elsewhere(asterisk: Asterisk) -> object:
    alice, bob, carol = phones(asterisk)
    reasons_given: list[str] = []

    def bob_rings(request: Message) -> None:
        bob.answer(request, 180)
        cancel = bob.expect("CANCEL", 3)
        if cancel:
            reasons_given.append(cancel.get("Reason"))
            bob.answer(cancel, 200)
            bob.answer(request, 487)

    def carol_answers(request: Message) -> None:
        time.sleep(0.3)
        carol.answer(request, 200, (), carol.sdp(), "application/sdp")

    calls: list[Dialog] = []
    while_it_rings(
        bob,
        bob_rings,
        lambda: while_it_rings(carol, carol_answers, lambda: calls.append(alice.invite("both"))),
    )
    alice.ask("BYE", calls[0])
    for each in (alice, bob, carol):
        each.close()
    return reasons_given


def together(asterisk: Asterisk, act: Callable[[Phone, Dialog, Phone, Dialog], object]) -> object:
    """The result when alice calls bob and one of them acts."""
    alice, bob, carol = phones(asterisk)
    accepted: list[Dialog] = []
    calls: list[Dialog] = []
    while_it_rings(
        bob,
        lambda request: accepted.append(bob.answer(request, 200, (), bob.sdp(), "application/sdp")),
        lambda: calls.append(alice.invite("bob")),
    )
    time.sleep(0.3)
    result = act(alice, calls[0], bob, accepted[0])
    alice.ask("BYE", calls[0], seconds=1)
    for each in (alice, bob, carol):
        each.close()
    return result


def transferred(asterisk: Asterisk) -> object:
    def act(alice: Phone, call: Dialog, bob: Phone, accepted: Dialog) -> object:
        return bob.ask("REFER", accepted, ["Refer-To: <sip:other@127.0.0.1>"], seconds=1), said(
            asterisk, "<transferred>"
        )

    return together(asterisk, act)


def joined_by(asterisk: Asterisk) -> object:
    return together(
        asterisk, lambda *_: re.findall("native_rtp|simple_bridge", asterisk.cli("bridge show all"))
    )


def held(asterisk: Asterisk) -> object:
    def act(alice: Phone, call: Dialog, bob: Phone, accepted: Dialog) -> object:
        bob.ask("INVITE", accepted, (), bob.sdp(direction="sendonly", version=2), "application/sdp")
        return said(asterisk, "Started music on hold")

    return together(asterisk, act)


def subscribed(event: str, accept: str) -> Callable[[Asterisk], object]:
    def scene(asterisk: Asterisk) -> object:
        bob = phone(asterisk, "bob", 5080)
        to = "sip:lamp@127.0.0.1" if event == "message-summary" else "sip:100@127.0.0.1"
        dialog = Dialog(to)
        status = bob.ask(
            "SUBSCRIBE", dialog, [f"Event: {event}", f"Accept: {accept}", "Expires: 60"]
        )
        notify = bob.expect("NOTIFY", 1) if status == 200 else None
        while notify and dialog.call not in notify.get("Call-ID"):
            # One of an earlier subscription, which nobody answered in time, comes again.
            bob.answer(notify, 200)
            notify = bob.expect("NOTIFY", 1)
        if notify:
            bob.answer(notify, 200)
        bob.close()
        return status, bool(notify and "dm:person" in notify.body)

    return scene


def lamp(asterisk: Asterisk) -> object:
    carol = Phone(asterisk, "carol", 5090)
    carol.register()
    notify = carol.expect("NOTIFY", 1)
    carol.close()
    return bool(notify and "Messages-Waiting" in notify.body)


def heard(extension: str) -> Callable[[Asterisk], object]:
    """Whether a phone that is silent itself hears anything."""

    def scene(asterisk: Asterisk) -> object:
        alice = phone(asterisk, "alice", 5070)

        def open_socket() -> socket.socket:
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            made.bind(("127.0.0.1", 6070))
            return made

        sound = inside(asterisk, open_socket)
        call = alice.invite(extension)
        sound.settimeout(1)
        try:
            packet = sound.recv(2000)
        except TimeoutError:
            packet = b""
        alice.ask("BYE", call)
        alice.close()
        sound.close()
        return len(packet) > 100

    return scene


# The module left out, what is looked at, what it shows with the module and without it.
CASES: list[tuple[str, Callable[[Asterisk], object], object, object]] = [
    ("res_pjsip_caller_id", caller_id, True, False),
    ("res_pjsip_diversion", forwarded, True, False),
    ("res_pjsip_dlg_options", in_a_call("OPTIONS"), 200, 0),
    ("res_pjsip_empty_info", in_a_call("INFO"), 200, 0),
    (
        "res_pjsip_dtmf_info",
        in_a_call("INFO", "Signal=5\r\nDuration=100\r\n", "application/dtmf-relay"),
        200,
        0,
    ),
    ("res_pjsip_nat", behind_nat, 200, 0),
    (
        "res_pjsip_rfc3326",
        answered_elsewhere,
        ['SIP;cause=200;text="Call completed elsewhere"'],
        [""],
    ),
    ("res_pjsip_refer", transferred, (202, True), (0, False)),
    ("bridge_simple", joined_by, ["simple_bridge"], None),
    ("res_musiconhold", held, True, False),
    (
        "res_pjsip_pidf_eyebeam_body_supplement",
        subscribed("presence", "application/pidf+xml"),
        (200, True),
        None,
    ),
    (
        "res_pjsip_xpidf_body_generator",
        subscribed("presence", "application/xpidf+xml"),
        (200, False),
        (489, False),
    ),
    (
        "res_pjsip_dialog_info_body_generator",
        subscribed("dialog", "application/dialog-info+xml"),
        (200, False),
        (489, False),
    ),
    (
        "res_pjsip_pidf_body_generator",
        subscribed("presence", "application/pidf+xml"),
        (200, True),
        (489, False),
    ),
    ("res_pjsip_mwi", lamp, True, False),
    (
        "res_pjsip_mwi_body_generator",
        subscribed("message-summary", "application/simple-message-summary"),
        (200, False),
        (489, False),
    ),
    ("res_timing_timerfd", heard("music"), True, False),
    ("codec_gsm", heard("prompt"), True, False),
    ("format_gsm", heard("prompt"), True, False),
]
LEAVES = [
    module
    for module, _, _, without_it in CASES
    if without_it is not None or module.startswith("res_pjsip_pidf_eye")
]


@cache
def observed(root: str, without: frozenset[str], only: str = "") -> Mapping[str, object]:
    """What every scene (or only one) shows on an Asterisk without those modules, by the module it
    is about.
    """
    found = reasons(FILES, root.rpartition("-")[2])
    assert without <= set(found)
    modules = [
        "[modules]",
        "autoload=no",
        *(f"load={module}" for module in found if module not in without),
    ]
    with boot(
        root, {name: text.encode() for name, text in FILES.items()}, modules=modules
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        assert all(module.running for module in asterisk.modules().values())
        return {module: scene(asterisk) for module, scene, *_ in CASES if only in {"", module}}


@pytest.mark.parametrize(
    ("module", "with_it", "without_it"),
    [(module, with_it, without_it) for module, _, with_it, without_it in CASES],
)
def test_what_a_call_needs_is_there_and_without_it_is_missed(
    asterisk_root: str, module: str, with_it: object, without_it: object
) -> None:
    assert observed(asterisk_root, frozenset())[module] == with_it
    if without_it is not None:
        assert observed(asterisk_root, frozenset(LEAVES))[module] == without_it


def test_the_supplement_to_presence_is_missed_alone(asterisk_root: str) -> None:
    module = "res_pjsip_pidf_eyebeam_body_supplement"
    assert observed(asterisk_root, frozenset({module}), module)[module] == (200, False)


def test_without_the_simple_bridge_nobody_talks(asterisk_root: str) -> None:
    module = "bridge_simple"
    assert observed(asterisk_root, frozenset({module}), module)[module] == []
