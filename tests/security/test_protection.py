"""`--fix` weakens no protection: callers that were refused before it are refused after it, wherever
the repository hides the endpoints.

A working PBX is put into a Git repository without its endpoints, in one of the ways in which they
can be unreadable. `--fix` rewrites its whitelist. Then the machine's own configuration, endpoints
included, is booted with that whitelist and tested: a call without credentials, one from a denied
address with the right ones, a registration, a call that must go through. Each way is tried without
settings and with `sealed: true`; two runs of `--fix` that write the same whitelist share a boot.

`#exec` is never run here: on the "machine" its output replaces it. The database engine is SQLite,
which both roots have; an ARI program writes the objects in memory.
"""

import base64
import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from tests.calls.test_calls_of_programs import (
    ACCEPT,
    AUTHREP,
    AUTHREQ,
    CHALLENGE,
    IAX,
    MD5_RESULT,
    REJECT,
    Iax,
)
from tests.pbx import lint
from tests.repository import Repository
from tests.talk import connect
from tests.usage.sip import Phone

DENIED, TRUNK, LOCAL = "127.0.0.9", "127.0.0.3", "127.0.0.1"
DIALPLAN = "[office]\nexten => 100,1,Answer()\n same => n,Wait(2)\n"
UNUSED = "app_morsecode"  # no dialplan uses it, and the dialplan was read: --fix removes it

PJSIP_HEAD = "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1\n"
ENDPOINTS = f"""[alice]
type=endpoint
aors=alice
auth=alice-auth
context=office
allow=!all,ulaw
[alice-auth]
type=auth
auth_type=userpass
username=alice
password=secret
[alice]
type=aor
max_contacts=5
[wall]
type=acl
deny={DENIED}/32
[trunk]
type=endpoint
context=office
allow=!all,ulaw
[trunk-address]
type=identify
endpoint=trunk
match={TRUNK}
"""
WALL = ENDPOINTS[ENDPOINTS.index("[wall]") :]
PJSIP_MODULES = [
    "res_timing_timerfd",
    "res_pjproject",
    "res_sorcery_config",
    "res_sorcery_memory",
    "res_sorcery_astdb",
    "res_sorcery_realtime",
    "res_pjsip",
    "res_pjsip_session",
    "res_rtp_asterisk",
    "codec_ulaw",
    "res_pjsip_authenticator_digest",
    "res_pjsip_acl",
    "res_pjsip_endpoint_identifier_user",
    "res_pjsip_endpoint_identifier_ip",
    "res_pjsip_registrar",
    "res_pjsip_sdp_rtp",
    "chan_pjsip",
    "pbx_config",
    "bridge_simple",
]

SIP_HEAD = "[general]\nudpbindaddr=127.0.0.1\nallowguest=no\nalwaysauthreject=yes\n"
PEERS = f"""[alice]
type=friend
host=dynamic
secret=secret
context=office
disallow=all
allow=ulaw
deny={DENIED}/255.255.255.255
"""
SIP_MODULES = [
    "res_timing_timerfd",
    "res_rtp_asterisk",
    "codec_ulaw",
    "chan_sip",
    "pbx_config",
    "bridge_simple",
]

IAX_HEAD = "[general]\nbindaddr=127.0.0.1\ncalltokenoptional=0.0.0.0/0.0.0.0\n"
USERS = f"""[alice]
type=friend
host=dynamic
auth=md5
secret=secret
context=office
disallow=all
allow=alaw
deny={DENIED}/255.255.255.255
"""
IAX_MODULES = [
    "res_timing_timerfd",
    "res_crypto",
    "codec_alaw",
    "chan_iax2",
    "pbx_config",
    "bridge_simple",
]


class Way(NamedTuple):
    """One way in which endpoints cannot be read.

    `seen` is committed, `disk` is next to it without being tracked. `machine` is what the PBX has
    instead (None: it has no such file). `modules` are whitelisted as well; `start` creates the
    objects that are in no file. A `missing` file or client is what `sealed: true` denies: then a
    PBX that refuses everybody is not a fault, but one that admits somebody is. `answers` are those
    that differ.
    """

    seen: Mapping[str, str]
    disk: Mapping[str, str] = {}
    machine: Mapping[str, str | bytes | None] = {}
    modules: tuple[str, ...] = ()
    start: Callable[[Asterisk], None] | None = None
    missing: bool = False
    answers: Mapping[str, int] = {}
    via: tuple[
        str, ...
    ] = ()  # what is read, where it is not the work tree: `--diff` says what --fix would do
    keeps: tuple[str, ...] = ()  # what the whitelist must still hold, in any case


def in_files(file: str, head: str, hidden: str) -> dict[str, Way]:
    """The ways of a configuration file: `head` can be read, `hidden` is somewhere else."""
    stem = file.removesuffix(".conf")
    folder, other = f"{stem}.d/phones.conf", f"{stem}_phones.conf"

    def away(path: str, line: str, extra: Mapping[str, str] | None = None) -> Way:
        return Way({file: head + line, **(extra or {})}, machine={path: hidden}, missing=True)

    pattern, name = f'#include "{stem}.d/*.conf"\n', f'#include "{other}"\n'
    return {
        "pattern": away(folder, pattern),
        "pattern-tried": away(folder, pattern.replace("#include", "#tryinclude")),
        "pattern-some": away(
            folder, pattern, {f"{stem}.d/a.conf": "; none\n", ".gitignore": folder + "\n"}
        ),
        "by-name": away(other, name),
        "by-name-tried": away(other, name.replace("#include", "#tryinclude")),
        "by-name-elsewhere": Way(
            {file: head + f'#include "/srv/{other}"\n'}, machine={file: head + hidden}, missing=True
        ),
        "whole-file": Way({}, machine={file: head + hidden}, missing=True),
        "whole-file-ignored": Way(
            {".gitignore": file + "\n"}, machine={file: head + hidden}, missing=True
        ),
        "untracked": Way({file: head + name}, disk={other: hidden}),
        "ignored": Way({file: head + name, ".gitignore": other + "\n"}, disk={other: hidden}),
        "ignored-away": away(other, name, {".gitignore": other + "\n"}),
        "ignored-whole": Way({".gitignore": file + "\n"}, disk={file: head + hidden}),
        "ignored-staged": Way(
            {".gitignore": file + "\n"}, disk={file: head + hidden}, missing=True, via=("--staged",)
        ),
        "ignored-rev": Way(
            {".gitignore": file + "\n"},
            disk={file: head + hidden},
            missing=True,
            via=("--rev", "HEAD"),
        ),
        "template-beside": Way(
            {file: head, file + ".j2": head + "{{ phones }}\n"}, machine={file: head + hidden}
        ),
        "template-in-place": Way(
            {file + ".erb": head + "<%= phones %>\n"}, machine={file: head + hidden}
        ),
        "placeholder": Way({file: head + "{{ phones }}\n"}, machine={file: head + hidden}),
        "exec": Way({file: head + "#exec /usr/local/bin/phones\n"}, machine={file: head + hidden}),
        "static": Way(
            {
                "extconfig.conf": f"[settings]\n{file} => sqlite3,phones,static\n",
                "res_config_sqlite3.conf": "[phones]\ndbfile => /etc/asterisk/phones.db\n",
            },
            machine={"phones.db": static_table(file, head + hidden), file: None},
            modules=("res_config_sqlite3",),
        ),
    }


def database(*statements: tuple[str, tuple[object, ...]]) -> bytes:
    """The file of an SQLite database after these statements."""
    with closing(sqlite3.connect(":memory:")) as made:
        for statement, values in statements:
            made.execute(statement, values)
        made.commit()
        return made.serialize()


def static_table(file: str, text: str) -> bytes:
    """A table of static realtime that says what a configuration file says."""
    rows: list[tuple[str, tuple[object, ...]]] = [
        (
            "create table static (cat_metric int, var_metric int, commented int, filename "
            "text, category text, var_name text, var_val text)",
            (),
        )
    ]
    section, number = "", 0
    for place, line in enumerate(text.splitlines()):
        if line.startswith("["):
            section, number = line.strip("[]"), number + 1
        else:
            key, _, value = line.partition("=")
            entry = (number, place, 0, file, section, key, value)
            rows.append(("insert into static values (?, ?, ?, ?, ?, ?, ?)", entry))
    return database(*rows)


def table(name: str, /, **columns: str) -> list[tuple[str, tuple[object, ...]]]:
    """A table with one row."""
    marks = ", ".join("?" * len(columns))
    return [
        (f"create table {name} ({', '.join(f'{column} text' for column in columns)})", ()),
        (f"insert into {name} values ({marks})", tuple(columns.values())),
    ]


OBJECTS = {
    "endpoint": {
        "auth": "alice",
        "aors": "alice",
        "context": "office",
        "disallow": "all",
        "allow": "ulaw",
    },
    "aor": {"max_contacts": "5"},
    "auth": {"auth_type": "userpass", "username": "alice", "password": "secret"},
}
PLURAL = {"endpoint": "ps_endpoints", "aor": "ps_aors", "auth": "ps_auths"}
CONFIG = "".join(f"{kind}=config,pjsip.conf,criteria=type={kind}\n" for kind in OBJECTS)
REALTIME = (
    "[res_pjsip]\n" + "".join(f"{kind}=realtime,{PLURAL[kind]}\n" for kind in OBJECTS) + CONFIG
)
ENGINES = "[settings]\n" + "".join(f"{name} => sqlite3,phones\n" for name in PLURAL.values())
SQLITE = "[phones]\ndbfile => /etc/asterisk/phones.db\n"
PHONES = database(
    *(
        row
        for kind, columns in OBJECTS.items()
        for row in table(PLURAL[kind], id="alice", **columns)
    )
)


def put_into_astdb(asterisk: Asterisk) -> None:
    for kind, fields in OBJECTS.items():
        text = json.dumps(fields).replace('"', '\\"')
        answer = asterisk.cli(f'database put phones/{kind} alice "{text}"')
        assert "successfully" in answer, answer


def put_into_memory(asterisk: Asterisk) -> None:
    """Make the objects as an ARI program does."""
    login = base64.b64encode(b"provisioning:secret").decode()
    for kind in ("auth", "aor", "endpoint"):
        fields = [{"attribute": key, "value": value} for key, value in OBJECTS[kind].items()]
        body = json.dumps({"fields": fields})
        with connect(asterisk, 8088) as connection:
            connection.sendall(
                (
                    f"PUT /ari/asterisk/config/dynamic/res_pjsip/{kind}/alice HTTP/1.1\r\n"
                    "Host: pbx\r\n"
                    f"Authorization: Basic {login}\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
                ).encode()
            )
            connection.settimeout(5)
            assert connection.recv(4096).split()[1] == b"200"


def elsewhere() -> dict[str, Way]:
    """The ways of sorcery: the phones are in no file, the wall and the trunk are in pjsip.conf."""
    pjsip = {"pjsip.conf": PJSIP_HEAD + WALL}
    engine = {"extconfig.conf": ENGINES, "res_config_sqlite3.conf": SQLITE}
    sqlite = ("res_config_sqlite3",)
    files = {"phones.db": PHONES}
    astdb = "[res_pjsip]\n" + "".join(f"{kind}=astdb,phones\n" for kind in OBJECTS) + CONFIG
    memory = "[res_pjsip]\n" + "".join(f"{kind}=memory\n" for kind in OBJECTS)
    programs = ("res_http_websocket", "res_stasis", "res_ari", "res_ari_model", "res_ari_asterisk")
    ari = {
        "http.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\n",
        "ari.conf": "[general]\nenabled=yes\n[provisioning]\ntype=user\npassword=secret\n",
    }
    return {
        "realtime": Way(
            {**pjsip, **engine, "sorcery.conf": REALTIME}, machine=files, modules=sqlite
        ),
        "realtime-all": Way(
            {**engine, "sorcery.conf": REALTIME},
            machine={**files, **pjsip},
            modules=sqlite,
            missing=True,
        ),
        "realtime-engine-missing": Way(
            {**pjsip, "sorcery.conf": REALTIME},
            machine={**files, **engine},
            modules=sqlite,
            missing=True,
        ),
        "sorcery-missing": Way(
            {**pjsip, **engine},
            machine={**files, "sorcery.conf": REALTIME},
            modules=sqlite,
            missing=True,
        ),
        "realtime-missing": Way(
            pjsip,
            machine={**files, **engine, "sorcery.conf": REALTIME},
            modules=sqlite,
            missing=True,
        ),
        "sorcery-template": Way(
            {**pjsip, **engine, "sorcery.conf.j2": "{{ sorcery }}\n"},
            machine={**files, "sorcery.conf": REALTIME},
            modules=sqlite,
        ),
        "sorcery-exec": Way(
            {**pjsip, **engine, "sorcery.conf": "#exec /usr/local/bin/sorcery\n"},
            machine={**files, "sorcery.conf": REALTIME},
            modules=sqlite,
        ),
        "astdb": Way({**pjsip, "sorcery.conf": astdb}, start=put_into_astdb),
        "memory": Way(
            {**pjsip, **ari, "sorcery.conf": memory},
            modules=programs,
            start=put_into_memory,
            missing=True,
            answers={"trunk": 401},
        ),
        "wizard-missing": Way(
            pjsip,
            machine={
                "pjsip_wizard.conf": "[alice]\ntype=wizard\naccepts_registrations=yes\n"
                "accepts_auth=yes\n"
                "inbound_auth/username=alice\ninbound_auth/password=secret\naor/max_contacts=5\n"
                "endpoint/context=office\nendpoint/allow=!all,ulaw\n"
            },
            modules=("res_pjsip_config_wizard",),
            missing=True,
        ),
    }


def named_acl() -> dict[str, Way]:
    """The ways of acl.conf: the wall names a list that is there, and the repository does not have
    the file.
    """
    phones = ENDPOINTS.replace(f"deny={DENIED}/32", "acl=wall")
    seen = {"pjsip.conf": PJSIP_HEAD + phones}
    rules = {"acl.conf": f"[wall]\ndeny={DENIED}/32\n"}
    ignored = {**seen, ".gitignore": "acl.conf\n"}
    return {
        "acl-missing": Way(seen, machine=rules, missing=True),
        "acl-ignored": Way(ignored, disk=rules),
        "acl-template": Way({**seen, "acl.conf.j2": "{{ rules }}\n"}, machine=rules),
    }


PJSIP_WAYS = named_acl() | in_files("pjsip.conf", PJSIP_HEAD, ENDPOINTS) | elsewhere()
SIP_WAYS = in_files("sip.conf", SIP_HEAD, PEERS) | {
    "realtime": Way(
        {
            "sip.conf": SIP_HEAD,
            "extconfig.conf": "[settings]\nsippeers => sqlite3,phones\n",
            "res_config_sqlite3.conf": SQLITE,
        },
        machine={
            "phones.db": database(
                *table(
                    "sippeers",
                    name="alice",
                    type="friend",
                    host="dynamic",
                    secret="secret",
                    context="office",
                    deny=f"{DENIED}/255.255.255.255",
                    ipaddr="",
                    port="",
                    regseconds="0",
                )
            )
        },
        modules=("res_config_sqlite3",),
    )
}
KEYS = USERS.replace("auth=md5\nsecret=secret", "auth=rsa\ninkeys=office")
# Nobody here signs with a key: anyone who answers with a password must be refused, and what checks
# signatures must stay.
RSA_WAYS = {
    f"rsa-{name}": way._replace(answers={"call": REJECT}, keeps=("res_crypto",))
    for name, way in in_files("iax.conf", IAX_HEAD, KEYS).items()
    if name in {"pattern", "ignored", "template-in-place", "exec", "static"}
}
IAX_WAYS = (
    in_files("iax.conf", IAX_HEAD, USERS)
    | RSA_WAYS
    | {
        "realtime": Way(
            {
                "iax.conf": IAX_HEAD,
                "extconfig.conf": "[settings]\niaxusers => sqlite3,phones\n"
                "iaxpeers => sqlite3,phones\n",
                "res_config_sqlite3.conf": SQLITE,
            },
            machine={
                "phones.db": database(
                    *(
                        row
                        for name in ("iaxusers", "iaxpeers")
                        for row in table(
                            name,
                            name="alice",
                            type="friend",
                            host="dynamic",
                            auth="md5",
                            secret="secret",
                            context="office",
                            disallow="all",
                            allow="alaw",
                            deny=f"{DENIED}/255.255.255.255",
                            ipaddr="",
                            port="0",
                            regseconds="0",
                        )
                    )
                )
            },
            modules=("res_config_sqlite3",),
            keeps=("res_crypto", "codec_alaw"),
        )
    }
)
for way in (
    "pattern-tried",
    "by-name-tried",
    "by-name-elsewhere",
    "whole-file-ignored",
    "ignored-whole",
    "ignored-staged",
    "ignored-rev",
):
    del (
        SIP_WAYS[way],
        IAX_WAYS[way],
    )  # asked of PJSIP: what protects the others is in the drivers themselves


def whitelist(modules: list[str]) -> str:
    preloaded = [module for module in modules if module == "res_config_sqlite3"]
    lines = [
        f"{'preload' if module in preloaded else 'load'} = {module}.so\n"
        for module in preloaded + modules
    ]
    return "[modules]\nautoload = no\n" + "".join(dict.fromkeys(lines)) + f"load = {UNUSED}.so\n"


def fixed(way: Way, modules: list[str], release: str, sealed: bool, place: Path) -> str:
    """The modules.conf that --fix makes of the repository of this way."""
    repository = Repository(place)
    listed = whitelist([*way.modules, *modules])
    settings = f"asterisk: {release}\n" + "sealed: true\n" * sealed
    files = {
        "extensions.conf": DIALPLAN,
        **way.seen,
        "modules.conf": listed,
        ".asterisk-lint.yaml": settings,
    }
    repository.commit(**files)
    for name, text in way.disk.items():
        repository.write(name, text)
    done = lint(*(("--diff", *way.via) if way.via else ("--fix",)), cwd=place)
    assert done.returncode in (0, 1), done.stderr
    if way.via:
        repository.git("apply", "-", given=done.stdout)
    result = (place / "modules.conf").read_text()
    if sealed or not way.missing:
        assert UNUSED not in result, done.stdout  # --fix did its work
    assert {*way.keeps} <= {*loaded(result)}
    return result


def machine(way: Way, modules: str) -> dict[str, bytes]:
    """The configuration of the machine itself, with that whitelist."""
    files: dict[str, str | bytes | None] = {
        "extensions.conf": DIALPLAN,
        **way.seen,
        **way.disk,
        **way.machine,
    }
    kept = {
        name: data for name, data in files.items() if data is not None and not name.startswith(".")
    }
    kept["modules.conf"] = modules
    return {name: data if isinstance(data, bytes) else data.encode() for name, data in kept.items()}


def loaded(text: str) -> list[str]:
    return re.findall(r"(?m)^(?:pre)?load = (\w+)\.so", text)


def invited(asterisk: Asterisk, user: str, password: str, address: str) -> int:
    """The status of a call; 0 without an answer."""
    with closing(Phone(asterisk, user, 5070, password, address)) as phone:
        phone.invite("100", seconds=1)
        return phone.last.code if phone.last else 0


def registered(asterisk: Asterisk, password: str) -> int:
    with closing(Phone(asterisk, "alice", 5070, password)) as phone:
        return phone.register(seconds=1)


def asked_over_sip(asterisk: Asterisk) -> dict[str, int]:
    """The answers of a SIP stack: how those are answered who must be refused, and those who must
    not.
    """
    denied = invited(asterisk, "alice", "secret", DENIED)
    if denied == 0 and invited(asterisk, "alice", "secret", LOCAL) == 0:
        return dict.fromkeys(PJSIP_ANSWERS, 0)  # nobody listens
    return {
        "denied": denied,
        "call without credentials": invited(asterisk, "alice", "", LOCAL),
        "call with a wrong password": invited(asterisk, "alice", "wrong", LOCAL),
        "registration without credentials": registered(asterisk, ""),
        "registration": registered(asterisk, "secret"),
        "call": invited(asterisk, "alice", "secret", LOCAL),
        "trunk": invited(asterisk, "somebody", "", TRUNK),
    }


PJSIP_ANSWERS = {
    "denied": 403,
    "call without credentials": 401,
    "call with a wrong password": 401,
    "registration without credentials": 401,
    "registration": 200,
    "call": 200,
    "trunk": 200,
}
SIP_ANSWERS = PJSIP_ANSWERS | {"call with a wrong password": 403, "trunk": 401}


def asked_over_iax(asterisk: Asterisk) -> dict[str, int]:
    """The answers of IAX2: ACCEPT or REJECT."""
    found = {}
    for what, address, secret in (
        ("denied", DENIED, "secret"),
        ("wrong password", LOCAL, "wrong"),
        ("call", LOCAL, "secret"),
    ):
        with closing(Iax(asterisk, address)) as phone:
            phone.socket.settimeout(1)
            try:
                answer, elements = phone.call("alice", "100")
                if answer == AUTHREQ:
                    result = (
                        hashlib.md5(elements.get(CHALLENGE, b"") + secret.encode())
                        .hexdigest()
                        .encode()
                    )
                    phone.send(AUTHREP, (MD5_RESULT, result))
                    answer = phone.receive((IAX, ACCEPT), (IAX, REJECT))[0]
                found[what] = answer
            except (TimeoutError, ConnectionRefusedError):
                found[what] = 0
    return found


IAX_ANSWERS = {"denied": REJECT, "wrong password": REJECT, "call": ACCEPT}
Ask = Callable[[Asterisk], dict[str, int]]


def each_fix(
    way: Way, modules: list[str], root: str, to: Path
) -> Iterator[tuple[bool, dict[str, bytes]]]:
    """What --fix makes of a way, once for each whitelist that comes out; True when only `sealed`
    gave it.
    """
    release = root.rpartition("-")[2]
    seen = set()
    for sealed in (False, True):
        result = fixed(way, modules, release, sealed, to / ("sealed" if sealed else "open"))
        key = frozenset(loaded(result))
        if key not in seen:
            seen.add(key)
            yield sealed, machine(way, result)


def check_protection(
    way: Way, modules: list[str], ask: Ask, expected: Mapping[str, int], root: str, to: Path
) -> None:
    passing, expected = {200, ACCEPT}, {**expected, **way.answers}
    for sealed, files in each_fix(way, modules, root, to):
        if (
            sealed and way.missing and way.start
        ):  # sealed denies the client; it comes all the same, with its modules
            lines = [
                f"load = {module}.so\n"
                for module in way.modules
                if module not in loaded(files["modules.conf"].decode())
            ]
            files["modules.conf"] += "".join(lines).encode()
        with boot(root, files) as asterisk:
            assert asterisk.up, asterisk.failure
            if way.start:
                way.start(asterisk)
            found = ask(asterisk)
        let_in = {
            who: answer
            for who, answer in found.items()
            if answer in passing and expected[who] not in passing
        }
        assert let_in == {}, f"sealed: {sealed}"
        if not (sealed and way.missing):
            assert found == expected, (sealed, files["modules.conf"].decode())


@pytest.mark.parametrize("name", PJSIP_WAYS)
def test_pjsip(asterisk_root: str, tmp_path: Path, name: str) -> None:
    check_protection(
        PJSIP_WAYS[name], PJSIP_MODULES, asked_over_sip, PJSIP_ANSWERS, asterisk_root, tmp_path
    )


@pytest.mark.parametrize("name", SIP_WAYS)
def test_chan_sip(asterisk_16: str, tmp_path: Path, name: str) -> None:
    check_protection(
        SIP_WAYS[name], SIP_MODULES, asked_over_sip, SIP_ANSWERS, asterisk_16, tmp_path
    )


@pytest.mark.parametrize("name", IAX_WAYS)
def test_iax2(asterisk_root: str, tmp_path: Path, name: str) -> None:
    check_protection(
        IAX_WAYS[name], IAX_MODULES, asked_over_iax, IAX_ANSWERS, asterisk_root, tmp_path
    )


@pytest.mark.parametrize(
    ("module", "who"),
    [
        ("res_pjsip_authenticator_digest", "call without credentials"),
        ("res_pjsip_acl", "denied"),
    ],
)
def test_a_lost_protection_would_be_seen(
    asterisk_root: str, tmp_path: Path, module: str, who: str
) -> None:
    way = Way({"pjsip.conf": PJSIP_HEAD + ENDPOINTS})
    modules = fixed(
        way, PJSIP_MODULES, asterisk_root.rpartition("-")[2], sealed=False, place=tmp_path / "whole"
    )
    line = f"load = {module}.so\n"
    assert line in modules
    with boot(asterisk_root, machine(way, modules.replace(line, ""))) as asterisk:
        assert asked_over_sip(asterisk)[who] == 200
