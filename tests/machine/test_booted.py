"""On a booted Asterisk: a PBX whose pjsip.conf, AMI users and endpoints (in SQLite, behind ODBC, or
in the astdb) are not in its repository.

Before `observe` they cannot be read. After it nothing is undecided that an observation can decide,
and the whitelist that `--fix` writes boots, takes calls, and refuses the same callers as before.
"""

import json
import re
import stat
from pathlib import Path

import pytest

from asterisk_lint.observed.values import NAME
from asterisk_lint.witness.boot import Asterisk, boot
from tests.machine.test_observe import MACHINE, SECRETS
from tests.pbx import lint
from tests.repository import Repository
from tests.security.test_protection import (
    DIALPLAN,
    PJSIP_ANSWERS,
    PJSIP_MODULES,
    PJSIP_WAYS,
    UNUSED,
    Way,
    asked_over_sip,
    machine,
    whitelist,
)
from tests.talk import connect, within

WAY = PJSIP_WAYS["realtime-all"]
ASTDB = PJSIP_WAYS["astdb"]
# Nothing readable uses these: one that the dialplan decides, and others that depend on endpoints,
# AMI clients or other hidden files.
SPARES = ["res_pjsip_t38", "res_pjsip_mwi", "res_pjsip_one_touch_record_info", "app_queue",
    "app_mixmonitor", "codec_gsm", "app_echo"]  # fmt: skip
MANAGER = (
    "[general]\nenabled=yes\nport=5038\nbindaddr=127.0.0.1\n[dialler]\nsecret=s3cr3tAmi\n"
    "write=originate,call\n[crm-user]\nsecret=s3cr3tAmi2\npermit=198.51.100.23/32\n"
)
LISTS = ["endpoints", "aors", "auths", "registrations", "identifies", "transports"]
ENDPOINTS = ["alice", "trunk", "alice-cooper", "bob-marley"]
# Beside the endpoints of test_protection.py: a customer's, with every kind of secret, and files
# that no module of the whitelist reads.
CUSTOMER = """[alice-cooper]
type=endpoint
auth=alice-cooper
callerid="Alice Cooper" <4711>
from_user=+4930123456
from_domain=[2001:db8::77]
outbound_proxy=sip:sip.secret-provider.example
context=ctx-secret
set_var=GLOBALNAMEX=globals-value-x
allow=!all,ulaw
[alice-cooper]
type=auth
auth_type=userpass
realm=realm-secret
username=alice-cooper
password=s3cr3tPj
[other-secret]
type=auth
auth_type=md5
username=mbox-4242
md5_cred=s3cr3tMd5
[office-net]
type=acl
permit=10.11.12.13/32
#include "acme-holding.conf"
"""
HERE = {"pjsip.conf", "manager.conf", "modules.conf", "extensions.conf", "asterisk.conf"}
PRIVATE = {name: text.encode() for name, text in MACHINE.items() if name not in {*HERE, "iax.conf"}}


# The same with ODBC: the driver is libsqliteodbc of Debian (tests/asterisk-root).
DRIVER = "/usr/lib/x86_64-linux-gnu/odbc/libsqlite3odbc.so"
ODBC_FILES = {
    "odbc.ini": f"[pbx]\nDriver={DRIVER}\nDatabase=/etc/asterisk/phones.db\n",
    "res_odbc.conf": "[ENV]\nODBCINI => /etc/asterisk/odbc.ini\n[phones]\nenabled => yes\n"
    "dsn => pbx\n"
    "pre-connect => yes\nusername => geheim\npassword => s3cr3tOdbc\n",
}
ODBC_MODULES = ("res_odbc_transaction", "res_odbc", "res_config_odbc")


def release_of(root: str) -> str:
    """The release of the Asterisk in a root directory."""
    return root.rstrip("/").rpartition("-")[2]


def over_odbc() -> Way:
    """The same way with ODBC in place of SQLite's own engine."""
    engines = WAY.seen["extconfig.conf"].replace("sqlite3,", "odbc,")
    seen = {name: text for name, text in WAY.seen.items() if name != "res_config_sqlite3.conf"}
    return WAY._replace(
        seen={**seen, "extconfig.conf": engines},
        machine={**WAY.machine, **ODBC_FILES},
        modules=ODBC_MODULES,
    )


def answers(asterisk: Asterisk) -> dict[str, str]:
    """What this Asterisk answers to every command that `observe` can send."""
    asked = ["core show version", "odbc show", *(f"pjsip list {kind}" for kind in LISTS)]
    asked += [f"pjsip show endpoint {name}" for name in ENDPOINTS]
    asked += ["pjsip show aor alice"]
    return {command: asterisk.cli(command) for command in asked}


def reached(directory: Path, etc: dict[str, bytes], said: dict[str, str]) -> str:
    """A command prefix behind which those files lie and that Asterisk answers."""
    for name, content in etc.items():
        place = directory / "etc" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    for number, (command, answer) in enumerate(said.items()):
        (directory / f"answer{number}").write_text(f"{command}\n{answer}")
    tool = directory / "asterisk"
    tool.write_text(
        f'#!/bin/sh\nfor file in {directory}/answer*; do\n'
        'if [ "$(head -n 1 $file)" = "$4" ]; then tail -n +2 $file; exit; fi\ndone\n'
        'echo No such command\n'
    )  # fmt: skip
    prefix = directory / "reach"
    prefix.write_text(
        f'#!/bin/sh\nPATH={directory}:$PATH\nsed "s#/etc/asterisk#{directory}/etc#g" | "$@"\n'
    )
    for script in (tool, prefix):
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(prefix)


def undecided(place: Path) -> set[str]:
    done = lint(".", "--select", "undecided-module", "--output-format", "json", "--exit-zero",
        cwd=place, status=0)  # fmt: skip
    found = json.loads(done.stdout)["pbx"][0]["findings"]
    return {
        module for finding in found for module in re.findall(r"\b[a-z]+_\w+", finding["message"])
    }


def originate(asterisk: Asterisk) -> None:
    """As an AMI client, make a call with Echo(): nothing but the log shows that it needs that."""
    with connect(asterisk, 5038) as client:
        client.sendall(
            b"Action: Login\r\nUsername: dialler\r\nSecret: s3cr3tAmi\r\n\r\n"
            b"Action: Originate\r\nChannel: Local/100@office\r\nApplication: Echo\r\n"
            b"Async: true\r\n\r\n"
        )
        assert within(10, lambda: "Launching Echo" in asterisk.log), asterisk.log[-2000:]


def complete(way: Way, etc: dict[str, bytes], release: str, place: Path) -> str:
    """A whitelist with which this machine works, and the spares."""
    place.mkdir()
    for name, content in etc.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(content)
    listed = whitelist([*way.modules, *PJSIP_MODULES])
    (place / "modules.conf").write_text(listed)
    lint("--fix", "--asterisk", release, str(place))
    return (place / "modules.conf").read_text() + "".join(
        f"load = {name}.so\n" for name in (*SPARES, UNUSED)
    )


def way_of(engine: str) -> Way:
    """Where the phones are. The repository has what says so, and no pjsip.conf."""
    if engine == "odbc":
        return over_odbc()
    if engine == "sqlite3":
        return WAY
    seen = {name: text for name, text in ASTDB.seen.items() if name != "pjsip.conf"}
    return ASTDB._replace(seen=seen, machine={"pjsip.conf": ASTDB.seen["pjsip.conf"]})


@pytest.mark.parametrize("engine", ["sqlite3", "odbc", "astdb"])
def test_what_the_repository_hides_is_decided_by_a_look(
    asterisk_root: str, tmp_path: Path, engine: str
) -> None:
    if engine == "odbc" and not Path(asterisk_root + DRIVER).exists():
        pytest.skip("tests/asterisk-root installs the ODBC driver for SQLite")
    way = way_of(engine)
    release = release_of(asterisk_root)
    etc = {**PRIVATE, **machine(way, ""), "manager.conf": MANAGER.encode()}
    etc["pjsip.conf"] += CUSTOMER.encode()
    listed = complete(way, etc, release, tmp_path / "whole")
    etc["modules.conf"] = listed.encode()
    with boot(asterisk_root, etc) as asterisk:
        assert asterisk.up, asterisk.failure
        if way.start is not None:
            way.start(asterisk)
        assert asked_over_sip(asterisk) == PJSIP_ANSWERS
        originate(asterisk)
        said, log = answers(asterisk), asterisk.log
    repository = Repository(tmp_path / "repository")
    place = tmp_path / "repository"
    files = {name: text for name, text in way.seen.items() if not name.startswith(".")}
    settings = f"asterisk: {release}\nobserved: {{clients: complete}}\n"
    repository.commit(**{**files, "extensions.conf": DIALPLAN, "modules.conf": listed,
            ".asterisk-lint.yaml": settings})  # fmt: skip
    before = undecided(place)
    assert {"res_pjsip_t38", "res_pjsip_mwi", "app_queue", "app_mixmonitor", "codec_gsm"} <= before

    (tmp_path / "full").write_text(log)
    (tmp_path / "machine").mkdir()
    prefix = reached(tmp_path / "machine", etc, said)
    lint("observe", ".", "--run", prefix, "--log", str(tmp_path / "full"), "--yes", cwd=place,
        status=0)  # fmt: skip
    text = (place / NAME).read_text()
    planted = b"\n".join(etc.values()).decode("latin-1") + " ".join(etc) + log
    ours = ["trunk", "dialler", "127.0.0", "office", "geheim", "s3cr3tOdbc", "s3cr3tAmi2"]
    secrets = [secret for secret in (*SECRETS, *ours) if secret in planted]
    assert len(secrets) > 50
    assert [secret for secret in secrets if secret.lower() in text.lower()] == []
    assert "application Echo" in text
    assert "  res_pjsip/transport\n" in text
    # What is left protects, or its own answer would show passwords (`pjsip show auth`).
    assert undecided(place) - {"pjsip_acl"} <= {"res_pjsip_acl", "func_curl", "res_curl"}
    lint("--fix", cwd=place)
    fixed = (place / "modules.conf").read_text()
    for gone in {*SPARES, UNUSED} - {"app_echo"}:
        assert gone not in fixed
    assert "app_echo" in fixed
    with boot(asterisk_root, {**etc, "modules.conf": fixed.encode()}) as asterisk:
        assert asterisk.up, asterisk.failure
        if way.start is not None:
            way.start(asterisk)
        assert asked_over_sip(asterisk) == PJSIP_ANSWERS
        assert "No application" not in asterisk.log
