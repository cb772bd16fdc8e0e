"""Calls that keys steer, through a whole PBX with the whitelist that the tool writes: a blind
transfer, and a call that follows its owner.
"""

import os
from collections.abc import Iterator

import pytest

from asterisk_lint.witness.boot import Asterisk
from tests.talk import Caller, running, together, within

SECRET = "example-only"


@pytest.fixture(scope="module")
def features(asterisk_22: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asterisk]:
    """Parking and features, with somebody to transfer calls to."""
    somebody = (
        "extensions.conf",
        "exten => 200,1",
        "exten => 900,1,Answer()\n same => n,MusicOnHold()\nexten => 200,1",
    )
    with running(
        asterisk_22, "parking-features", tmp_path_factory.mktemp("keys"), replaced=somebody
    ) as asterisk:
        yield asterisk


def test_keys_pass_a_call_on(features: Asterisk) -> None:
    with (
        Caller(features, "101", 5071, SECRET, codec=8) as called,
        Caller(features, "101", 5072, SECRET, codec=8) as caller,
    ):
        assert called.register() == 200
        call, _ = together(lambda: caller.call("101"), called.take)
        assert within(4, lambda: features.log.count(" joined '") >= 2)
        called.sound.press("#1")
        assert within(5, lambda: "pbx-transfer" in features.log)
        called.sound.press("900")
        assert within(8, lambda: "Executing [900@phones:1] Answer" in features.log)
        assert called.expect("BYE")
        assert caller.ask("BYE", call) == 200


@pytest.mark.skipif(
    "ASTERISK_LINT_SLOW" not in os.environ,
    reason="listens to a lot of prompts: with ASTERISK_LINT_SLOW=1",
)
def test_follow_me_joins_who_presses_the_key(features: Asterisk) -> None:
    with (
        Caller(features, "101", 5075, SECRET, codec=8) as boss,
        Caller(features, "101", 5076, SECRET, codec=8) as caller,
    ):
        assert boss.register() == 200
        call = caller.call("200")
        assert within(10, lambda: "Playing 'beep" in features.log)
        caller.sound.press("#")  # no name
        taken = boss.take(15)
        assert within(10, lambda: "Playing 'followme/options" in features.log)
        boss.sound.press("1")
        assert within(10, lambda: not boss.sound.hears(1))
        caller.sound.speaking = True
        assert boss.sound.hears()
        assert boss.ask("BYE", taken) == 200
        assert caller.ask("BYE", call) == 200
