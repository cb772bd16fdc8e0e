"""What is written down of a call, and told to programs, by a PBX with the whitelist that the tool
writes.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.calls.test_calls_of_programs import ami
from tests.talk import connect, running, within

LOGS = "/var/log/asterisk"


def test_every_record_of_a_call_is_written(asterisk_root: str, tmp_path: Path) -> None:
    with (
        running(asterisk_root, "records", tmp_path) as asterisk,
        connect(asterisk, 5038) as connection,
    ):
        ami(
            connection,
            "Action: Login\r\nUsername: billing\r\nSecret: example-only",
            "Message: Authentication accepted",
        )
        asterisk.cli("module load res_clioriginate.so")
        asterisk.cli("channel originate Local/1@default application Wait 1")
        assert "Destination: 1\r\n" in ami(connection, "Action: Ping", "Event: Cdr")
        assert within(4, lambda: '"","1"\n' in asterisk.read(f"{LOGS}/cdr-custom/Simple.csv"))
        events = asterisk.read(f"{LOGS}/cel-custom/Events.csv").splitlines()
        assert {line.partition(",")[0] for line in events} == {'"CHAN_START"', '"CHAN_END"'}
        (tmp_path / "master.db").write_bytes(
            asterisk.read(f"{LOGS}/master.db").encode("utf-8", "surrogateescape")
        )
    with closing(sqlite3.connect(tmp_path / "master.db")) as database:
        assert ("", "1") in database.execute("select src, dst from cdr").fetchall()
