"""What is stored in databases: realtime tables, static files in realtime, sorcery's objects,
dialplan behind a switch.
"""

from collections.abc import Iterator

from asterisk_lint.conf.object_files import SORCERY, mappings
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
    "queues": frozenset({"module:app_stack"}),
    "musiconhold": frozenset({"format"}),
    "musiconhold_entry": frozenset({"format", "module:res_http_media_cache"}),
}
# Where sorcery stores objects that no file shows. ARI programs fill `memory` (PUT
# /asterisk/config/dynamic/...).
_WIZARDS = frozenset({"realtime", "astdb", "memory", "memory_cache"})
# Objects that Asterisk itself creates as phones register, so that they need nothing
# (res/res_pjsip/location.c).
_PHONE_STATE = frozenset({"contact", "contact_status", "nat_hook"})


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
    yield from _objects(configuration, engine)


def _objects(configuration: Configuration, engine: Reach) -> Iterator[Unseen]:
    for mapping in mappings(configuration.conf(SORCERY)):
        kind, wizard, entry = mapping.kind, mapping.wizard, mapping.entry
        if mapping.own == "pjsip.conf" and kind in _PHONE_STATE:
            continue
        reaches = reach_of(mapping.own)
        if kind in {"aor", "endpoint"}:
            reaches |= _MAILBOXES
        if wizard in _WIZARDS:
            yield Unseen(
                f"each {kind} that is stored in {_place(wizard)}",
                entry.file,
                entry.line,
                reaches | (engine if wizard == "realtime" else frozenset()),
                "database",
                hidden=f"database {mapping.section.lower()}/{kind}",
            )
        elif mapping.file and not configuration.file_named(mapping.file):
            yield Unseen(
                f"each {kind} in {mapping.file}, which is not in this repository",
                entry.file,
                entry.line,
                reaches,
                "missing-file",
                hidden=f"file {mapping.file}",
            )


def _place(wizard: str) -> str:
    return "memory, where a program can create it" if wizard.startswith("memory") else "a database"
