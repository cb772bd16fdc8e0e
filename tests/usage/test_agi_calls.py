"""A program that plays a prompt over AGI: it does with what the tables ask for, and fails without
the format of the prompts.
"""

import socket

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from tests.usage.sip import inside
from tests.usage.test_media_calls import booted_without

FILES = {
    "extensions.conf": "[office]\nexten => ask,1,Answer\n same => n,AGI(agi://127.0.0.1:4573)\n"
    " same => n,AGI(ask.sh)\n",
    "agi-bin/ask.sh": 'echo "STREAM FILE hello-world #"\n',
}


@pytest.mark.parametrize(
    ("without", "answer"), [("", "200 result=0"), ("format_gsm", "200 result=-1")]
)
def test_a_program_plays_a_prompt(asterisk_root: str, without: str, answer: str) -> None:
    configuration, modules = booted_without(asterisk_root, FILES, without, more="res_clioriginate")
    with boot(asterisk_root, configuration, modules=modules) as asterisk:
        assert stream(asterisk).startswith(answer)


def stream(asterisk: Asterisk) -> str:
    """The answer to STREAM FILE on a call that is put through to a program."""
    with inside(asterisk, lambda: socket.create_server(("127.0.0.1", 4573))) as server:
        server.settimeout(5)
        asterisk.cli("channel originate Local/ask@office application Wait 3")
        connection, _ = server.accept()
        with connection, connection.makefile("rw", encoding="utf-8") as program:
            connection.settimeout(5)
            while program.readline().strip():  # what Asterisk says of the call
                pass
            program.write("STREAM FILE hello-world #\n")
            program.flush()
            return program.readline()
