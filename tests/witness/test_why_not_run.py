"""What `catalog import` repeats of what Asterisk said: its own messages, and nothing that a module
or a configuration wrote into the log.
"""

from typing import cast

import pytest

from asterisk_lint.witness.boot import Asterisk, DidNotStart, boot
from asterisk_lint.witness.installed_modules import _why_not

SECRET = "root:*:20785:0:99999:7:::"


class Stub:
    """What is asked of an Asterisk."""

    def __init__(self, up: bool, said: str) -> None:
        self.up = up
        self.ending = "Asterisk is up" if up else "Asterisk ended with status 1"
        self.log = f"[2024-01-01] ERROR[7] x.c: {said}\n"
        self.last_words = [said]


@pytest.mark.parametrize("up", [True, False])
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (SECRET, ""),
        ("::error::" + SECRET, ""),
        # loader.c: "Error loading module '%s', missing %s: %s" and config_options.c: "Could not
        # find option suitable for category '%s' named '%s' ..."
        (f"Could not find option suitable for category '{SECRET}' named 'x' at line 7 of y",
            "suitable for category '...' named"),
    ],
)  # fmt: skip
def test_only_known_messages_are_repeated(
    up: bool, said: str, shown: str, asterisk_22: str
) -> None:
    told = _why_not(cast(Asterisk, Stub(up, said)), asterisk_22, "app_x")
    assert SECRET not in told
    assert "::" not in told
    assert shown in told
    assert ("declined" in told) is up
    assert up or "status 1" in told


def test_what_ends_a_question_is_not_what_a_configuration_logged(asterisk_22: str) -> None:
    files = {
        "extensions.conf": (
            f"[h]\nexten => run,1,Log(ERROR,{SECRET})\n same => n,System(kill -9 2)\n"
            " same => n,Hangup()\n"
        ).encode()
    }
    modules = ["pbx_config", "app_verbose", "app_system", "res_clioriginate"]
    lines = ["[modules]", "autoload=no", *(f"load={name}" for name in modules)]
    with boot(asterisk_22, files, modules=lines) as asterisk:
        assert asterisk.up
        with pytest.raises(DidNotStart) as ended:
            ask_till_it_ends(asterisk)
        assert SECRET in asterisk.log
        assert SECRET not in str(ended.value)


def ask_till_it_ends(asterisk: Asterisk) -> None:
    for _ in range(20):
        asterisk.cli("channel originate Local/run@h application Wait 8")
        asterisk.cli("core show version")
