"""Calls through whole PBXs, each started with the whitelist that the tool writes from nothing:
phones, voicemail, conferences, queues, parking.
"""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from asterisk_lint.witness.boot import Asterisk
from tests.talk import Caller, add_address, running, together, within
from tests.usage.sip import Dialog, Phone

SECRET = "example-only"


@pytest.fixture(scope="module")
def office(asterisk_root: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asterisk]:
    """The small office, at an hour when it is open."""
    open_always = ("extensions.conf", "08:00-18:00,mon-fri", "*,*")
    with running(
        asterisk_root, "small-office", tmp_path_factory.mktemp("office"), replaced=open_always
    ) as asterisk:
        add_address(asterisk, "203.0.113.5", 1)
        yield asterisk


@pytest.fixture
def desks(office: Asterisk) -> Iterator[tuple[Caller, Caller, Caller]]:
    """Its three desks, registered."""
    with ExitStack() as stack:
        ann, bob, carol = (
            stack.enter_context(Caller(office, f"110{number}", 5070 + number, SECRET))
            for number in (1, 2, 3)
        )
        for phone in (ann, bob, carol):
            phone.sign_in()
        assert within(4, lambda: office.cli("pjsip show contacts").count(" Avail ") == 3)
        yield ann, bob, carol


def test_a_desk_registers_with_its_password_only(office: Asterisk) -> None:
    for user, password, status in (
        ("1101", SECRET, 200),
        ("1101", "wrong", 401),
        ("1101", "", 401),
        ("1109", SECRET, 401),
    ):
        phone = Phone(office, user, 5079, password)
        assert phone.register() == status, (user, password)
        phone.close()


def test_two_desks_talk_hold_and_transfer(
    office: Asterisk, desks: tuple[Caller, Caller, Caller]
) -> None:
    ann, bob, carol = desks
    call, taken = together(lambda: ann.call("1102"), bob.take)
    ann.sound.speaking = True
    assert bob.sound.hears()
    assert not ann.sound.hears(0.5)
    bob.sound.speaking = True
    assert ann.sound.hears()

    assert (
        ann.ask("INVITE", call, (), ann.sdp(direction="sendonly", version=2), "application/sdp")
        == 200
    )
    assert ann.last
    assert "a=recvonly" in ann.last.body
    assert "hold" in office.log.lower()
    assert ann.ask("INVITE", call, (), ann.sdp(version=3), "application/sdp") == 200
    assert bob.sound.hears()

    ann.ask("REFER", call, ["Refer-To: <sip:1103@127.0.0.1>"])
    assert ann.last
    assert ann.last.code == 202
    carol.sound.speaking = True
    carol.take()
    assert carol.sound.hears()
    assert bob.sound.hears()
    assert bob.ask("BYE", taken) == 200
    assert carol.expect("BYE")
    record = '"""Mailine"" <1101>","1101","1102",'
    assert within(4, lambda: record in office.read("/var/log/asterisk/cdr-custom/Office.csv"))


def test_a_message_is_left_counted_and_lights_the_lamp(
    office: Asterisk, desks: tuple[Caller, Caller, Caller]
) -> None:
    ann, bob, _ = desks
    ann.sound.speaking = True
    call = ann.call("1100")
    assert ann.sound.hears()
    ann.sound.press("#")  # past the greeting
    assert within(8, lambda: "Recording the message" in office.log)
    time.sleep(2)  # spoken text
    assert ann.ask("BYE", call) == 200
    assert within(
        4,
        lambda: re.search(
            r"^default +1100 +The Office .* 1$", office.cli("voicemail show users"), re.MULTILINE
        ),
    )
    assert lamp(bob, "yes")
    for name in ("wav", "WAV", "gsm", "txt"):
        assert office.read(f"/var/spool/asterisk/voicemail/default/1100/INBOX/msg0000.{name}"), name


def lamp(phone: Caller, state: str) -> bool:
    """Whether the phone is told of that state of its message lamp."""
    while request := phone.expect("NOTIFY"):
        phone.answer(request, 200)
        if f"Messages-Waiting: {state}" in request.body:
            return True
    return False


def test_two_members_of_a_conference_hear_each_other(
    office: Asterisk, desks: tuple[Caller, Caller, Caller]
) -> None:
    ann, bob, _ = desks
    calls = [ann.call("8001")]
    assert ann.sound.hears()  # that nobody else is there
    calls.append(bob.call("8001"))
    assert within(
        15,
        lambda: len(re.findall("^PJSIP/", office.cli("confbridge list office"), re.MULTILINE)) == 2,
    )
    assert within(15, lambda: not ann.sound.hears(1))
    bob.sound.speaking = True
    assert ann.sound.hears()
    for phone, call in zip((ann, bob), calls, strict=True):
        assert phone.ask("BYE", call) == 200


def test_a_caller_from_outside_hears_the_directory(office: Asterisk) -> None:
    caller = Caller(office, "2565550000", 5074, address="203.0.113.5")
    call = caller.call("+12565551100")
    assert within(6, lambda: "WaitExten" in office.log)
    assert not caller.sound.hears(0.5)
    caller.sound.press("8")
    assert caller.sound.hears()
    assert "Directory(" in office.log
    assert caller.ask("BYE", call) == 200
    caller.close()
    stranger = Phone(office, "2565550000", 5075)
    stranger.invite("+12565551100")
    assert stranger.last
    assert stranger.last.code == 401
    stranger.close()


def test_a_lamp_for_another_desk(office: Asterisk, desks: tuple[Caller, Caller, Caller]) -> None:
    _, bob, carol = desks
    kinds = (
        ("dialog", "application/dialog-info+xml", "terminated", "confirmed"),
        ("presence", "application/pidf+xml", "Ready", "On the phone"),
    )
    for event, accepted, _, _ in kinds:
        assert (
            carol.ask(
                "SUBSCRIBE",
                Dialog("sip:1102@127.0.0.1"),
                [f"Event: {event}", f"Accept: {accepted}", "Expires: 60"],
            )
            == 200
        )
    assert is_told(carol, {(event, idle) for event, _, idle, _ in kinds})
    call = bob.call("8001")
    assert is_told(carol, {(event, busy) for event, _, _, busy in kinds})
    assert bob.ask("BYE", call) == 200


def is_told(phone: Caller, states: set[tuple[str, str]]) -> bool:
    """Whether a notification of each event arrives with its text in the body; ignores others."""
    left = set(states)
    while left and (request := phone.expect("NOTIFY")):
        phone.answer(request, 200)
        event = request.get("Event").partition(";")[0]
        left = {(name, text) for name, text in left if name != event or text not in request.body}
    return not left
