"""Where each kind of thing is declared, and what to type there."""

from collections.abc import Mapping

from asterisk_lint.facts import Facts
from asterisk_lint.records import NamedTuple
from asterisk_lint.references.values import CONTEXT, EXTENSION, PRIORITY


class Declaring(NamedTuple):
    """How a thing of one kind is declared; `{name}` and `{inside}` are those of the reference.

    `file` is "" where the message already says in which part of the dialplan the name was looked
    for; `{mailbox}` and `{domain}` are the parts of a mailbox.
    """

    file: str
    type: str


_TYPED = "[{name}] with type = "

DECLARING: Mapping[str, Declaring] = {
    CONTEXT: Declaring("", "[{name}] in extensions.conf"),
    EXTENSION: Declaring("", "exten => {name},1,... in {inside}"),
    PRIORITY: Declaring("", "the priority or the label {name} in {inside}"),
    "mailbox": Declaring("voicemail.conf", "{mailbox} => PIN,Name below [{domain}]"),
    "queue": Declaring("queues.conf", "[{name}]"),
    "queue rule": Declaring("queuerules.conf", "[{name}]"),
    "bridge profile": Declaring("confbridge.conf", _TYPED + "bridge"),
    "user profile": Declaring("confbridge.conf", _TYPED + "user"),
    "menu": Declaring("confbridge.conf", _TYPED + "menu"),
    "music class": Declaring("musiconhold.conf", "[{name}] with its mode"),
    "parking lot": Declaring("res_parking.conf", "[{name}]"),
    "agent": Declaring("agents.conf", "[{name}]"),
    "endpoint": Declaring("pjsip.conf", _TYPED + "endpoint"),
    "SIP peer": Declaring("sip.conf", _TYPED + "peer"),
    "IAX peer": Declaring("iax.conf", _TYPED + "peer"),
    "aor": Declaring("pjsip.conf", _TYPED + "aor"),
    "auth": Declaring("pjsip.conf", _TYPED + "auth"),
    "transport": Declaring("pjsip.conf", _TYPED + "transport"),
    "access list": Declaring("acl.conf", "[{name}] with its permit and deny"),
    "ODBC connection": Declaring("res_odbc.conf", "[{name}] with its dsn"),
    "dynamic feature": Declaring(
        "features.conf", "{name} => with its digits below [applicationmap]"
    ),
    "applicationmap item": Declaring(
        "features.conf", "{name} => with its digits below [applicationmap]"
    ),
    "calendar": Declaring("calendar.conf", "[{name}] with its type and url"),
    "AGI script": Declaring("agi-bin/", "the script"),
    "sound file": Declaring("sounds/", "the file"),
    "readsql": Declaring("func_odbc.conf", "readsql to the section of {name}"),
    "writesql": Declaring("func_odbc.conf", "writesql to the section of {name}"),
    "variable": Declaring("", "Set({name}=...) before it"),
    "CDR field": Declaring("", "Set(CDR({name})=...) before it"),
    "CEL event": Declaring("cel.conf", ""),
    "follow-me id": Declaring("followme.conf", "[{name}] with its numbers"),
}


def what_to_type(facts: Facts, kind: str, name: str, inside: str, *, close: bool) -> str:
    """Say what to do about a name of a kind that refers to nothing. `close`: the message proposes
    another name.
    """
    declaring = DECLARING[kind]
    text = declaring.type
    if kind == CONTEXT and "extensions.conf" not in facts.configuration.names():
        text = "context {name} {{ ... }} in extensions.ael"
    elif kind == "agent" and facts.configuration.release.within("<12"):
        text = "agent => {name},PIN,Name below [agents]"
    elif kind == PRIORITY and not name.isdigit():
        text = "same => n({name}),... in {inside}"
    elif kind == PRIORITY:
        text = "priority {name} in {inside}"
    if not text:
        return f"replace {name}; asterisk-lint rule unknown-cel-event lists the events"
    mailbox, _, domain = name.partition("@")
    text = text.format(name=name, inside=inside, mailbox=mailbox, domain=domain or "default")
    if declaring.file:
        text += f" in {declaring.file}"
    return f"correct the name, or add {text}" if close else f"add {text}, or name another"
