"""Waiting for the calls of a booted Asterisk, however busy the machine is."""

import time

from asterisk_lint.witness.boot import Asterisk


def wait_for_calls(asterisk: Asterisk, seconds: int = 60) -> None:
    """Return when all calls that were started have ended, at the latest after so many seconds."""
    for _ in range(seconds):
        time.sleep(1)
        if asterisk.cli("core show channels count").startswith("0 active channels"):
            return
