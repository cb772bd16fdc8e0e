"""What is stored in databases: realtime tables, static files in realtime, sorcery's objects,
dialplan behind a switch.
"""

from collections.abc import Iterator

from asterisk_lint.conf.values import Conf
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Unseen
from asterisk_lint.unseen.reach import DIALPLAN, Reach, reach_of

# Realtime families, with the file whose entries their tables hold instead (ast_load_realtime() and
# similar in Asterisk's sources). Families that only fill lists (sipregs, queue_log, ...) name
# nothing that could need a module; dialplan is only read through a switch.
FAMILIES = {
    "acls": "acl.conf",
    "followme": "followme.conf",
    "followme_numbers": "followme.conf",
    "iaxpeers": "iax.conf",
    "iaxusers": "iax.conf",
    "meetme": "meetme.conf",
    "mgcpep": "mgcp.conf",
    "mgcpgw": "mgcp.conf",
    "minivm": "minivm.conf",
    "musiconhold": "musiconhold.conf",
    "musiconhold_entry": "musiconhold.conf",
    "parkinglots": "res_parking.conf",
    "queue_members": "queues.conf",
    "queues": "queues.conf",
    "sippeers": "sip.conf",
    "sipusers": "sip.conf",
    "voicemail": "voicemail.conf",
    "voicemail_data": "voicemail.conf",
}
# What those tables can name beyond what the declarations of the file say.
_MAILBOXES = frozenset({"application:voicemail"})
_NAMED: dict[str, Reach] = {
    "iaxpeers": _MAILBOXES,
    "iaxusers": _MAILBOXES,
    "mgcpep": _MAILBOXES,
    "mgcpgw": _MAILBOXES,
    "sippeers": _MAILBOXES,
    "sipusers": _MAILBOXES,
    "followme": frozenset({"channel"}),
    "followme_numbers": frozenset({"channel"}),
    "queue_members": frozenset({"channel"}),
    "queues": frozenset({"module:app_stack", "application"}),
    "musiconhold": frozenset({"format"}),
    "musiconhold_entry": frozenset({"format", "module:res_http_media_cache"}),
}
# Where sorcery stores objects that no file shows. ARI programs fill `memory` (PUT
# /asterisk/config/dynamic/...).
_WIZARDS = frozenset({"realtime", "astdb", "memory", "memory_cache"})


def find(configuration: Configuration) -> Iterator[Unseen]:
    """Find what comes from a database, each with what could be requested there."""
    read = configuration.conf("extconfig.conf")
    for section in read.sections if read else ():
        if section.name.lower() != "settings" or section.template:
            continue
        for entry in section.entries:
            family = entry.key.lower()
            if family.endswith((".conf", ".ael", ".lua")):
                yield Unseen(
                    f"{family}, which is kept in a database",
                    entry.file,
                    entry.line,
                    reach_of(family),
                    "database",
                    hidden=f"database {family}",
                )
            elif family in FAMILIES:
                reaches = reach_of(FAMILIES[family]) | _NAMED.get(family, frozenset())
                yield Unseen(
                    f"the realtime table for {family}",
                    entry.file,
                    entry.line,
                    reaches,
                    "database",
                    hidden=f"database {family}",
                )
    for use in configuration.dialplan().uses:
        if use.kind == "switch" and use.name.lower() == "realtime":
            yield Unseen(
                "the dialplan in the database of `switch => Realtime`",
                use.file,
                use.line,
                DIALPLAN,
                "database",
            )
    # extconfig.conf names the engine for the objects: a database needs one, even if that file is
    # missing.
    engine: Reach = (
        frozenset() if "extconfig.conf" in configuration.names() else frozenset({"engine"})
    )
    yield from _objects(configuration.conf("sorcery.conf"), engine)


def _objects(sorcery: Conf | None, engine: Reach) -> Iterator[Unseen]:
    for section in sorcery.sections if sorcery else ():
        name = section.name.lower()
        if section.template or not name.startswith(
            ("res_pjsip", "res_stir_shaken", "res_geolocation", "geolocation")
        ):
            continue
        file = (
            "pjsip.conf"
            if name.startswith("res_pjsip")
            else "stir_shaken.conf"
            if name.startswith("res_stir")
            else "geolocation.conf"
        )
        for entry in section.entries:
            if _is_phone_state(name, entry.key):
                continue
            wizard = entry.value.split(",", 1)[0].strip().lower()
            if wizard in _WIZARDS:
                kind = entry.key.split("/", 1)[0]
                reaches = reach_of(file) | (engine if wizard == "realtime" else frozenset())
                reaches |= _MAILBOXES if kind in {"aor", "endpoint"} else frozenset()
                yield Unseen(
                    f"each {kind} that is stored in {_place(wizard)}",
                    entry.file,
                    entry.line,
                    reaches,
                    "database",
                    hidden=f"database {name}/{kind}",
                )


def _place(wizard: str) -> str:
    return "memory, where a program can create it" if wizard.startswith("memory") else "a database"


def _is_phone_state(section: str, key: str) -> bool:
    """Tell whether Asterisk itself creates these objects as phones register, so that they need
    nothing (res/res_pjsip/location.c).
    """
    return section == "res_pjsip" and key.lower().partition("/")[0] in {
        "contact",
        "contact_status",
        "nat_hook",
    }
