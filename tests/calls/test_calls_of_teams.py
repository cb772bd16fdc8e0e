"""Calls through whole PBXs with the whitelist that the tool writes: queues behind an access list,
parking, features.
"""

import re
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from asterisk_lint.witness.boot import Asterisk
from tests.talk import Caller, add_address, running, together, within
from tests.usage.sip import Dialog, Phone

SECRET = "example-only"
CARRIER, AGENT = "198.51.100.10", "10.20.0.1"


@pytest.fixture(scope="module")
def centre(asterisk_root: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asterisk]:
    """The call centre. Its customers' database is not here: every caller belongs to support."""
    answer = ("extensions.conf", "${DID_CUSTOMER(${EXTEN})}", "support")
    with running(
        asterisk_root, "call-centre", tmp_path_factory.mktemp("centre"), replaced=answer
    ) as asterisk:
        add_address(asterisk, CARRIER, 1)
        add_address(asterisk, AGENT, 2)
        yield asterisk


@pytest.mark.parametrize("user", ["2001", "carrier-a", "stranger"])
def test_an_address_outside_the_access_list_is_refused(centre: Asterisk, user: str) -> None:
    with closing(Phone(centre, user, 5075, SECRET)) as phone:
        assert phone.register() == 403
        phone.invite("2001")
        assert phone.last
        assert phone.last.code == 403


def test_an_agent_needs_the_password(centre: Asterisk) -> None:
    for password, status in (("wrong", 401), (SECRET, 200)):
        with Caller(centre, "2001", 5076, password, AGENT) as phone:
            assert phone.register() == status


def test_a_queue_rings_its_member_and_records_the_call(centre: Asterisk) -> None:
    with (
        Caller(centre, "2001", 5071, SECRET, AGENT, codec=8) as agent,
        Caller(centre, "0301", 5072, "", CARRIER, codec=8) as caller,
    ):
        assert agent.register() == 200
        agent.sound.speaking = True
        call, _ = together(lambda: caller.call("4930555"), lambda: agent.take(12))
        assert caller.sound.hears()
        caller.sound.speaking = True
        assert agent.sound.hears(packets=50)
        name = recording(centre)
        assert name
        assert caller.ask("BYE", call) == 200
        assert agent.expect("BYE")
    assert within(4, lambda: len(centre.read(f"/var/spool/asterisk/monitor/{name}")) > 10000)


def recording(asterisk: Asterisk) -> str:
    """The name of the file that the only call is recorded to."""
    _, listed = asterisk.run(["/bin/ls", "/var/spool/asterisk/monitor"])
    return next(
        (name for name in listed.split() if name.startswith("4930555-") and name.endswith(".wav")),
        "",
    )


def test_an_agent_joins_and_leaves_the_queue(centre: Asterisk) -> None:
    with Caller(centre, "2003", 5073, SECRET, AGENT, codec=8) as agent:
        call = agent.call("*11")
        assert within(4, lambda: "PJSIP/2003 (" in centre.cli("queue show support"))
        assert agent.sound.hears()  # that it is done
        agent.ask("BYE", call)
        call = agent.call("*12")
        assert within(4, lambda: "PJSIP/2003 (" not in centre.cli("queue show support"))
        agent.ask("BYE", call)


@pytest.fixture(scope="module")
def features(asterisk_root: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asterisk]:
    """The features, where FollowMe() says little."""
    short = (
        "followme.conf",
        "[general]\n",
        "[general]\nstatus_prompt = beep\npls_hold_prompt = beep\n",
    )
    with running(
        asterisk_root, "parking-features", tmp_path_factory.mktemp("features"), replaced=short
    ) as asterisk:
        yield asterisk


def test_a_call_is_parked_seen_and_fetched(features: Asterisk) -> None:
    with (
        Caller(features, "101", 5071, SECRET, codec=8) as parked,
        Caller(features, "101", 5072, SECRET, codec=8) as fetcher,
    ):
        assert fetcher.register() == 200
        first = parked.call("700")
        assert within(10, lambda: "701" in features.cli("parking show default"))
        assert within(10, lambda: not parked.sound.hears(1))  # the place is told
        fetcher.sound.speaking = True
        fetcher.call("701")
        assert parked.sound.hears()
        assert parked.ask("BYE", first) == 200
        assert fetcher.expect("BYE")


def test_a_parking_lot_lights_a_lamp(features: Asterisk) -> None:
    with (
        Caller(features, "101", 5073, SECRET, codec=8) as phone,
        Caller(features, "101", 5074, SECRET, codec=8) as watcher,
    ):
        wanted = ["Event: dialog", "Accept: application/dialog-info+xml", "Expires: 60"]
        assert watcher.ask("SUBSCRIBE", Dialog("sip:701@127.0.0.1"), wanted) == 200
        told = []
        call = phone.call("700")
        while request := watcher.expect("NOTIFY", 5):
            watcher.answer(request, 200)
            told.append("terminated" in request.body)
            if not told[-1]:
                break
        assert told == [True, False]
        assert phone.ask("BYE", call) == 200


def test_follow_me_rings_through_a_local_channel(features: Asterisk) -> None:
    with (
        Caller(features, "101", 5075, SECRET, codec=8) as boss,
        Caller(features, "101", 5076, SECRET, codec=8) as caller,
    ):
        assert boss.register() == 200

        def call_and_say_a_name() -> Dialog:
            dialog = caller.call("200")
            assert within(
                12, lambda: features.log.count("Playing 'beep") == 2
            )  # "say your name", and the tone after it
            time.sleep(1)
            caller.sound.press("#")
            return dialog

        call, taken = together(call_and_say_a_name, lambda: boss.take(25))
        assert boss.sound.hears(8)  # who calls, and what to press
        assert re.search(
            r"Local/101@phones-\w+;1 answered", features.log
        ) or "Local/101@phones-" in features.cli("core show channels")
        assert boss.ask("BYE", taken) == 200
        assert caller.ask("BYE", call) == 200
