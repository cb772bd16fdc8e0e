"""Phones that are added to a PBX to show by a registration, a request or a call what its whitelist
loses without a module.
"""

import socket
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from asterisk_lint.tree.files import Files
from asterisk_lint.witness.boot import Asterisk, DidNotStart, boot
from asterisk_lint.witness.layout import Layout
from asterisk_lint.witness.observation import content_of, settings_of
from tests.usage import test_pjsip_basics, test_pjsip_calls
from tests.usage.sip import Message, Phone, inside

# What the scenes of tests/usage show, said for people.
WORDS = {
    "res_pjsip_caller_id": "the number of a PJSIP caller is not known",
    "res_pjsip_diversion": "a phone is not told who forwarded a call",
    "res_pjsip_dlg_options": "OPTIONS inside a call gets no answer",
    "res_pjsip_empty_info": "an empty INFO inside a call gets no answer",
    "res_pjsip_dtmf_info": "digits sent as INFO get no answer",
    "res_pjsip_nat": "a call from behind NAT gets no answer",
    "res_pjsip_rfc3326": "a phone is not told that the call was answered elsewhere",
    "res_pjsip_refer": "a phone's transfer (REFER) gets no answer",
    "res_pjsip_pidf_eyebeam_body_supplement": "presence comes without what some phones show of it",
    "res_pjsip_xpidf_body_generator": "a phone that watches another (xpidf) is refused",
    "res_pjsip_dialog_info_body_generator": "a phone that watches another (dialog-info) is refused",
    "res_pjsip_pidf_body_generator": "a phone that watches another (pidf) is refused",
    "res_pjsip_exten_state": "a phone that watches another is refused",
    "res_pjsip_mwi": "a phone that registers is not told of its messages",
    "res_pjsip_mwi_body_generator": "a phone that asks for its messages is refused",
    "res_pjsip_registrar": "REGISTER is refused",
    "res_pjsip_endpoint_identifier_user": "a call is refused: nobody knows the phone",
    "res_pjsip_sdp_rtp": "a call is refused: nobody can describe its sound",
    "res_rtp_asterisk": "a call is refused: there is no RTP",
    "res_timing_timerfd": "a phone that sends no sound hears no tone",
    "res_pjsip_authenticator_digest": "a call without the password goes through",
}
USERS = {"alice": 5070, "bob": 5080, "carol": 5090}
PHONE = test_pjsip_calls.ENDPOINT.replace("context=office", "context=phones-added").replace(
    "!all,ulaw", "!all,ulaw,alaw"
)
GUARDED = (
    PHONE.format("dave", "auth=dave\n")
    + "[dave]\ntype=auth\nauth_type=userpass\nusername=dave\npassword=example-only\n"
)
TONE = "exten => tone,1,Answer\n same => n,Ringing()\n same => n,Wait(3)\n"
AEL = b"""context phones-added {
    hint(PJSIP/bob) 100 => { NoOp(); }
    show => { Answer(); NoOp(<shown>); Wait(9); }
    bob => { Dial(PJSIP/bob,5); }
    both => { Dial(PJSIP/bob&PJSIP/carol,5); }
    other => { NoOp(<transferred>); }
    tone => { Answer(); Ringing(); Wait(3); }
}
"""
ZONE = (
    b"[general]\ncountry=us\n[us]\ndescription=United "
    b"States\nringcadence=2000,4000\nring=440+480/2000,0/4000\n"
)


def with_phones(content: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a PBX with four phones more, one of them with a password, and a context of their
    own.

    A phone of the name of one of them gets another, an access list lets them in, and endpoints are
    read from pjsip.conf whatever sorcery.conf says.
    """
    old = content["pjsip.conf"].replace(b"alice", b"alicia")
    old += b"\n[acl](+)\npermit=127.0.0.0/255.0.0.0\n" if b"type = acl" in old else b""
    registers = any(b"load = res_pjsip_registrar.so" in text for text in content.values())
    phones = (
        "" if b"udp" in old else "[udp-of-phones]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n"
    )
    for user, port in USERS.items():
        phones += PHONE.format(user, "mailboxes=100@default\n" if user == "carol" else "")
        phones += "" if registers else f"contact=sip:{user}@127.0.0.1:{port}\n"
    phones += GUARDED + "[lamp]\ntype=aor\nmailboxes=100@default\n"
    plan = (
        (test_pjsip_calls.FILES["extensions.conf"] + TONE)
        .replace("[office]", "[phones-added]")
        .replace("Verbose(0,", "NoOp(")
    )
    # In the language that the PBX reads.
    language = (
        ("extensions.ael", AEL)
        if "extensions.conf" not in content and "extensions.ael" in content
        else ("extensions.conf", plan.encode())
    )
    added = {
        "pjsip.conf": old + b"\n" + phones.encode(),
        language[0]: content.get(language[0], b"") + b"\n" + language[1],
    }
    return {"indications.conf": ZONE, **content, **added, "sorcery.conf": b""}


def caller_known(asterisk: Asterisk) -> object:
    """Whether the number of a caller is."""
    alice = Phone(asterisk, "alice", USERS["alice"])
    call = alice.invite("show")
    known = asterisk.cli("core show channels concise").split("!")[7:8] == ["alice"]
    alice.ask("BYE", call)
    alice.close()
    return known


def forwarder_told(asterisk: Asterisk) -> object:
    """Whether a phone that is called is told who forwarded the call."""
    alice, bob = Phone(asterisk, "alice", USERS["alice"]), Phone(asterisk, "bob", USERS["bob"])
    bob.register(seconds=1)
    told: list[bool] = []

    def refuse(request: Message) -> None:
        told.append("555" in request.get("Diversion"))
        bob.answer(request, 486)

    test_pjsip_calls.while_it_rings(
        bob,
        refuse,
        lambda: alice.invite("bob", ["Diversion: <sip:555@127.0.0.1>;reason=no-answer"]),
    )
    alice.close()
    bob.close()
    return told == [True]


def behind_nat(asterisk: Asterisk) -> object:
    """Whether a call is answered that gives an address of its own network."""
    alice = Phone(asterisk, "alice", 5077)
    call = alice.invite("show", via="192.0.2.1:5060", seconds=1)
    answered = bool(alice.last)
    if answered:
        alice.ask("BYE", call, seconds=1)
    alice.close()
    return answered


def tone(asterisk: Asterisk) -> object:
    """Whether a phone that is silent itself hears a tone, in mu-law or A-law."""
    heard = False
    for codec in ("0", "8"):
        alice = Phone(asterisk, "alice", USERS["alice"])

        def open_socket() -> socket.socket:
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            made.bind(("127.0.0.1", USERS["alice"] + 1000))
            made.settimeout(1)
            return made

        with inside(asterisk, open_socket) as sound:
            call = alice.invite("tone", codecs=codec)
            with suppress(TimeoutError):
                heard = heard or len(sound.recv(2000)) > 100
            alice.ask("BYE", call)
        alice.close()
    return heard


def without_password(asterisk: Asterisk) -> object:
    """The answer to a call of the phone that has a password, without it."""
    return test_pjsip_basics.answered(asterisk, "dave", 5078)


def scenes() -> dict[str, tuple[Callable[[Asterisk], object], object]]:
    """What is tried for each module, and what it gives where nothing is missing."""
    found = {
        module: (scene, good)
        for module, scene, good, _ in (*test_pjsip_calls.CASES, *test_pjsip_basics.CASES)
    }
    found["res_pjsip_exten_state"] = found["res_pjsip_dialog_info_body_generator"]
    found["res_pjsip_caller_id"] = caller_known, True
    found["res_pjsip_diversion"] = forwarder_told, True
    found["res_pjsip_nat"] = behind_nat, True
    found["res_timing_timerfd"] = tone, True
    found["res_pjsip_authenticator_digest"] = without_password, 401
    return {module: found[module] for module in WORDS}


def goes_well(files: Files, root: str, modules: Iterable[str]) -> dict[str, bool]:
    """Whether what is tried for some modules goes well on a PBX with phones."""
    options, directories = settings_of(files, root, "/etc/asterisk")
    given: dict[str, bool] = {}
    table = scenes()
    with boot(
        root,
        with_phones(content_of(files)),
        layout=Layout(options=options, directories=directories),
    ) as asterisk:
        for module in modules:
            scene, good = table[module]
            try:
                given[module] = scene(asterisk) == good
            except (DidNotStart, AssertionError, IndexError, OSError):
                given[module] = False
    return given


def working(files: Files, root: str, modules: Iterable[str]) -> set[str]:
    """Of some modules those for which something goes well on this PBX, and can be missed."""
    if "pjsip.conf" not in files.names():
        return set()
    wanted = set(modules)
    return {
        module
        for module, good in goes_well(
            files, root, [name for name in WORDS if name in wanted]
        ).items()
        if good
    }


def missed(files: Files, root: str, module: str) -> str:
    """What phones miss on a PBX whose whitelist lacks a module, "" when they miss nothing."""
    return "" if goes_well(files, root, [module])[module] else WORDS[module]
