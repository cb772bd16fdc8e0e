"""Whole PBXs with the whitelist that the tool writes, used by programs: ARI, AMI, call files, browsers, another IAX2 switch."""

import hashlib
import json
import os
import re
import shutil
import socket
import ssl
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from asterisk_lint.witness.boot import Asterisk
from tests.talk import Caller, WebSocket, add_address, connect, http, running, within
from tests.usage.sip import inside

SECRET = "example-only"
USER = f"voicebot:{SECRET}"


def test_a_program_takes_a_call_over_ari(asterisk_22: str, tmp_path: Path) -> None:
    with running(asterisk_22, "ari-service", tmp_path) as asterisk:
        add_address(asterisk, "192.0.2.1", 1)
        for user, status in (("", 401), ("voicebot:wrong", 401), (USER, 200)):
            with connect(asterisk, 8088) as connection:
                assert http(connection, "GET", "/ari/asterisk/info", user)[0] == status
        with connect(asterisk, 8088) as connection:
            assert WebSocket(connection, "/ari/events?app=voicebot&api_key=voicebot:wrong").status == 401
        with connect(asterisk, 8088) as connection, Caller(asterisk, "carrier", 5071, "", "192.0.2.1", codec=8) as caller:
            events = WebSocket(connection, f"/ari/events?app=voicebot&api_key={USER}")
            assert events.status == 101
            caller.call("4930555")
            start = event(events, "StasisStart")
            assert start["args"] == ["4930555"]
            channel = start["channel"]["id"]
            with connect(asterisk, 8088) as request:
                assert http(request, "POST", f"/ari/channels/{channel}/play?media=sound:hello-world", USER)[0] == 201
            assert caller.sound.hears()
            event(events, "PlaybackFinished")
            with connect(asterisk, 8088) as request:
                assert http(request, "DELETE", f"/ari/channels/{channel}", USER)[0] == 204
            event(events, "StasisEnd")
            assert caller.expect("BYE")


def event(events: WebSocket, kind: str) -> dict[str, dict[str, str]]:
    """The next event of a type."""
    while text := events.receive():
        told: dict[str, dict[str, str]] = json.loads(text)
        if told["type"] == kind:
            return told
    raise AssertionError(f"no {kind}")


def test_a_program_dials_over_ami(asterisk_22: str, tmp_path: Path) -> None:
    somebody = ("extensions.conf", "exten => s,1", "exten => answered,1,Answer()\n same => n,Wait(8)\nexten => s,1")
    with running(asterisk_22, "ami-dialler", tmp_path, replaced=somebody) as asterisk:
        for password, source, message in (("wrong", "127.0.0.1", "Authentication failed"), (SECRET, "127.0.0.2", "Authentication failed")):
            with connect(asterisk, 5038, source) as connection:
                assert message in ami(connection, f"Action: Login\r\nUsername: dialler\r\nSecret: {password}", "Message: ")
        with connect(asterisk, 5038) as connection:
            assert "Authentication accepted" in ami(connection, f"Action: Login\r\nUsername: dialler\r\nSecret: {SECRET}", "Message: ")
            for application, done in (("AMD", "AMDSTATUS"), ("Playback", "Playing 'hello-world")):
                order = f"Action: Originate\r\nChannel: Local/answered@outbound\r\nApplication: {application}\r\nData: hello-world\r\nAsync: true\r\nActionID: {done}"
                if application == "AMD":
                    order = order.replace("Data: hello-world\r\n", "")
                assert "Response: Success" in ami(connection, order, "Event: OriginateResponse")
            assert within(5, lambda: "Playing 'hello-world" in asterisk.log)
            assert "AMD: " in asterisk.log


def ami(connection: socket.socket, action: str, until: str) -> str:
    """Send an action; what comes back up to the line that has a text in it."""
    connection.sendall((action + "\r\n\r\n").encode())
    connection.settimeout(8)
    told = ""
    while not re.search(re.escape(until) + r".*\r\n(.+\r\n)*\r\n", told):
        part = connection.recv(65536)
        assert part, told
        told += part.decode()
    return told


def test_a_call_file_is_called(asterisk_22: str, tmp_path: Path) -> None:
    with running(asterisk_22, "call-files", tmp_path) as asterisk:
        asterisk.write("/var/spool/asterisk/outgoing/reminder.call", (tmp_path / "call-files" / "reminder.call").read_bytes())
        assert within(10, lambda: "Playing 'beep" in asterisk.log)
        assert "PlayTones" in asterisk.log
