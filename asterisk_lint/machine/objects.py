"""What PJSIP's objects need, wherever they are stored: as a running Asterisk shows them, without
asking for a password.
"""

import re

from asterisk_lint.machine.commands import (
    AOR,
    AORS,
    AUTHS,
    ENDPOINT,
    ENDPOINTS,
    IDENTIFIES,
    REGISTRATION,
    REGISTRATIONS,
    TRANSPORTS,
    Command,
)
from asterisk_lint.machine.connection import Machine, is_plain
from asterisk_lint.records import NamedTuple

FILE = "pjsip.conf"
MOST = 5000  # objects of a kind that are queried
AT_ONCE = 50  # objects that are queried over one connection
_PARAMETER = re.compile(r"(?m)^ (\w{1,60}) +: (.*)$")
_COUNT = re.compile(r"(?m)^Objects found: (\d{1,9})$")
_NONE = re.compile(r"(?m)^No objects found\.?$")
_TRANSPORT = re.compile(r"(?m)^ *Transport:  (\S+) +(udp|tcp|tls|wss?) +\d+ +\d+ ")
# What `pjsip show endpoint` prints by default (Asterisk 16 and 22), where a row of the tables would
# interpret it as a request.
_DEFAULTS = frozenset({
    ("identify_by", "username,ip"), ("record_on_feature", "automixmon"),
    ("record_off_feature", "automixmon"), ("rtp_engine", "asterisk"),
    ("stir_shaken", "no"), ("media_encryption", "no"), ("moh_suggest", "default"),
    ("dtls_fingerprint", "SHA-256"), ("security_negotiation", "no"),
    ("callerid", "<unknown>"), ("tone_zone", ""), ("context", "default"),
})  # fmt: skip


class Objects(NamedTuple):
    """The objects of a running Asterisk as sections of files that were never written, and which
    kinds are complete.
    """

    texts: tuple[tuple[str, str], ...] = ()  # name of the file, text
    complete: frozenset[str] = frozenset()  # "res_pjsip/endpoint", ...: every such object was read
    open: tuple[str, ...] = ()  # what else they can need, as a reach
    names: frozenset[str] = frozenset()  # of PJSIP's objects; they are never written


class _Kind(NamedTuple):
    """One kind of object: how its names are listed, and how one is shown (None: that would show a
    password, or adds nothing).
    """

    name: str  # as in sorcery.conf, after the module's
    type: str
    list: Command
    show: Command | None
    text: str = ""  # used for one that is not shown
    open: tuple[str, ...] = ()  # what else one that is not shown can need


_KINDS = (
    _Kind("res_pjsip/endpoint", "endpoint", ENDPOINTS, ENDPOINT),
    _Kind("res_pjsip/aor", "aor", AORS, AOR),
    # `pjsip show auth` prints the password. Besides the authenticators, an auth can only need an
    # OAuth token: usage/pjsip.py, auth_type.
    _Kind("res_pjsip/auth", "auth", AUTHS, None, open=("function:curl", "function:curlopt")),
    _Kind("res_pjsip_endpoint_identifier_ip/identify", "identify", IDENTIFIES, None, "match=x\n"),
    _Kind("res_pjsip_outbound_registration/registration", "registration", REGISTRATIONS,
        REGISTRATION),
)  # fmt: skip


def objects_of(machine: Machine) -> Objects:
    """Query a running Asterisk; empty if none answers. Raises MachineError for an answer that
    cannot be trusted.
    """
    complete: set[str] = set()
    sections: list[str] = []
    left: list[str] = []
    known: set[str] = set()
    for kind in _KINDS:
        names = listed(machine, kind.list)
        if names is None:
            if kind is _KINDS[0]:
                return Objects()  # no PJSIP
            continue
        known.update(names)
        if kind.show is None:
            if names:
                sections.append(f"[{kind.type}]\ntype={kind.type}\n{kind.text}")
                left += kind.open
            complete.add(kind.name)
        else:
            found = shown(machine, kind.show, kind.type, names)
            sections += found
            if len(found) == len(names):
                complete.add(kind.name)
    transports = transports_of(machine)
    if transports is not None:
        protocols = sorted(set(transports.values()))
        sections += [f"[transport]\ntype=transport\nprotocol={each}\n" for each in protocols]
        complete.add("res_pjsip/transport")
        known.update(transports)
    text = "".join(sections)
    texts = ((FILE, text),) if text else ()
    return Objects(texts, frozenset(complete), tuple(left), frozenset(known))


def transports_of(machine: Machine) -> dict[str, str] | None:
    """Return the protocols of all transports by their names; None if one is not known. (`pjsip show
    transport` prints the password of a key.)
    """
    text = machine.text(TRANSPORTS)
    count = _COUNT.search(text)
    found = dict(_TRANSPORT.findall(text))
    if count is None or len(found) != int(count[1]):
        return {} if _NONE.search(text) else None
    return found


def together(parts: "Iterable[Objects]") -> Objects:
    """Return objects of several kinds as one."""
    parts = tuple(parts)
    return Objects(
        tuple(text for part in parts for text in part.texts),
        frozenset().union(*(part.complete for part in parts)),
        tuple(token for part in parts for token in part.open),
        frozenset().union(*(part.names for part in parts)),
    )


def listed(machine: Machine, command: Command) -> list[str] | None:
    """Return the names that a `pjsip list ...` prints below its line of equals signs; None if it
    does not list as many as it says.
    """
    text = machine.text(command)
    if _NONE.search(text):
        return []
    count = _COUNT.search(text)
    if count is None:
        return None
    body = text[: count.start()].rpartition("====")[2].partition("\n")[2]
    names = []
    for line in filter(None, map(str.strip, body.splitlines())):
        word, colon, rest = line.partition(": ")
        names.append(re.split(r"[/\s]", (rest if colon and word.isalpha() else line).strip())[0])
    return names if len(names) == int(count[1]) else None


def shown(machine: Machine, command: Command, kind: str, names: list[str]) -> list[str]:
    """Return a section for each object that can be queried and answers."""
    plain = [name for name in names[:MOST] if is_plain(name)]
    found: list[str] = []
    for start in range(0, len(plain), AT_ONCE):
        asked = plain[start : start + AT_ONCE]
        answers = machine.text(command, names=asked).split("ParameterName")[1:]
        parameters = [each for each in map(parameters_of, answers) if each]
        if len(parameters) == len(asked):
            found += [section(*each, kind) for each in zip(asked, parameters, strict=True)]
        else:  # some are not there: whose the others are does not matter
            found += [section("", each, kind) for each in parameters]
    return found


def parameters_of(answer: str) -> list[tuple[str, str]]:
    """Return the options and values of one object; none if the empty line is missing that Asterisk
    prints after the last one, because then others can be missing, too.
    """
    found = list(_PARAMETER.finditer(answer))
    if not found or not answer.startswith("\n\n", found[-1].end()):
        return []
    return [(each[1], each[2]) for each in found]


def section(name: str, parameters: list[tuple[str, str]], kind: str) -> str:
    """Return an object as a section: without its name, unless that has a meaning for Asterisk, and
    without unset options.
    """
    lines = []
    for option, value in parameters:
        value = value.strip()
        if option in {"allow", "disallow"}:
            value = value.strip("()").replace("|", ",")
        if value and value != "(nothing)" and (option, value) not in _DEFAULTS:
            lines.append(f"{option}={value.replace(';', '')}")
    shown = "anonymous" if name.lower().partition("@")[0] == "anonymous" else kind
    return f"[{shown}]\ntype={kind}\n" + "\n".join(lines) + "\n"


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
