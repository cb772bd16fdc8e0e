"""What no start and no call shows: figures and copies for other programs, phones provisioned, keys
pressed in a call, codecs' parameters.
"""

import re
import socket
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import Asterisk
from tests.talk import Caller, add_address, connect, http, running, together, within
from tests.usage.sip import inside

SECRET = "example-only"


def listen(asterisk: Asterisk, port: int) -> socket.socket:
    """A UDP socket inside."""

    def open_socket() -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind(("127.0.0.1", port))
        made.settimeout(1)
        return made

    return inside(asterisk, open_socket)


def told(receiver: socket.socket) -> bool:
    """Whether anything comes."""
    try:
        return bool(receiver.recv(65536))
    except TimeoutError:
        return False


WATCHERS = ("res_statsd", "res_hep_pjsip", "res_prometheus")


@pytest.mark.parametrize("watched", [True, False])
def test_other_programs_watch(asterisk_root: str, tmp_path: Path, watched: bool) -> None:
    watchers = [
        module
        for module in WATCHERS
        if module in load(Release.parse(asterisk_root.rpartition("-")[2])).modules
    ]
    without = [] if watched else watchers
    with (
        running(asterisk_root, "monitoring", tmp_path, without=without) as asterisk,
        listen(asterisk, 8125) as figures,
        listen(asterisk, 9061) as copies,
    ):
        add_address(asterisk, "192.0.2.44", 1)
        with Caller(asterisk, "peer", 5060, "", "192.0.2.44", codec=8) as peer:
            asterisk.cli("pjsip qualify peer")
            peer.receive(1)
            assert peer.asked
        assert (told(figures), told(copies)) == (watched, watched)
        with connect(asterisk, 8088) as connection:
            status, text = http(connection, "GET", "/")
        assert (status == 200 and "asterisk_core_uptime_seconds" in text) == (
            watched and "res_prometheus" in watchers
        )  # which came with 17


@pytest.mark.parametrize("without", [(), ("res_pjsip_phoneprov_provider",)])
def test_a_phone_is_provisioned(
    asterisk_root: str, tmp_path: Path, without: tuple[str, ...]
) -> None:
    with running(asterisk_root, "phone-provisioning", tmp_path, without=without) as asterisk:
        assert ("0004f2000000.cfg" in asterisk.cli("phoneprov show routes")) == (not without)


@pytest.mark.parametrize("without", [(), ("bridge_builtin_features",), ("format_wav",)])
def test_a_key_records_the_call(
    asterisk_root: str, tmp_path: Path, without: tuple[str, ...]
) -> None:
    keys = ["automixmon = *3"]
    if asterisk_root.endswith("16"):
        keys.append("automon = *1")  # by Monitor(), which is gone since 21
    with (
        running(
            asterisk_root,
            "parking-features",
            tmp_path,
            replaced=("features.conf", keys[0], "\n".join(keys)),
            without=without,
        ) as asterisk,
        Caller(asterisk, "101", 5071, SECRET, codec=8) as called,
        Caller(asterisk, "101", 5072, SECRET, codec=8) as caller,
    ):
        assert called.register() == 200
        together(lambda: caller.call("101"), called.take)
        if (
            "bridge_builtin_features" in without
        ):  # Dial() lets nobody talk whose key has no feature behind it
            assert caller.expect("BYE")
            assert re.search("DTMF feature auto(mix)?mon not available", asterisk.log)
            return
        assert within(4, lambda: asterisk.log.count(" joined '") >= 2)
        for key in keys:
            caller.sound.press(key.rpartition(" ")[2])
        assert within(4, lambda: "Begin MixMonitor Recording" in asterisk.log)
        if without:
            assert within(4, lambda: asterisk.log.count("No such format 'wav'") >= len(keys))
        else:
            assert within(4, lambda: len(recordings(asterisk)) >= len(keys)), recordings(asterisk)


def recordings(asterisk: Asterisk) -> list[str]:
    """The files that are being recorded."""
    _, listed = asterisk.run(["/bin/ls", "/var/spool/asterisk/monitor"])
    return [name for name in listed.split() if name.endswith(".wav")]
