"""What could use modules and cannot be read here: missing files, databases, shipped examples, a PBX without a dialplan."""

from collections.abc import Iterator

from asterisk_lint.conf.values import Conf
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import OutOfSight
from asterisk_lint.tree.files import Unreadable

# What a line of dialplan can name. Modules without any of these are out of a dialplan's reach.
DIALPLAN = frozenset({"application", "function", "channel", "switch", "format", "agi_command", "module:res_http_media_cache"})
DIALPLAN_FILES = frozenset({"extensions.conf", "extensions.ael", "extensions.lua"})

# Realtime families and the file whose entries their tables hold instead (ast_load_realtime() and its kin in Asterisk's sources). Families
# that only fill lists (sipregs, queue_log, ...) name nothing that could need a module; dialplan comes in by a switch alone.
FAMILIES = {
    "acls": "acl.conf",
    "followme": "followme.conf",
    "followme_numbers": "followme.conf",
    "iaxpeers": "iax.conf",
    "iaxusers": "iax.conf",
    "meetme": "meetme.conf",
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
# What those tables can name beyond what the tables of rows know of the file.
_MAILBOXES = frozenset({"module:app_voicemail", "module:app_voicemail_odbc", "module:app_voicemail_imap"})
_NAMED = {
    "iaxpeers": _MAILBOXES,
    "iaxusers": _MAILBOXES,
    "sippeers": _MAILBOXES,
    "sipusers": _MAILBOXES,
    "followme": frozenset({"channel"}),
    "followme_numbers": frozenset({"channel"}),
    "queue_members": frozenset({"channel"}),
    "queues": frozenset({"module:app_stack", "application"}),
    "musiconhold": frozenset({"format"}),
    "musiconhold_entry": frozenset({"format", "module:res_http_media_cache"}),
}


def find(configuration: Configuration) -> Iterator[OutOfSight]:
    """Find everything in one PBX that could use modules and cannot be read, each with what it could reach."""
    from asterisk_lint.unseen import clients as out_of_sight_clients
    from asterisk_lint.unseen import placeholders

    yield from _missing_files(configuration)
    yield from _databases(configuration)
    yield from _samples(configuration)
    yield from _no_dialplan(configuration)
    yield from out_of_sight_clients.find(configuration)
    yield from placeholders.find(configuration)


def reach_of(file: str) -> frozenset[str]:
    """Give what an entry of a file can make used."""
    return DIALPLAN | {f"file:{file}"} if file in DIALPLAN_FILES else frozenset({f"file:{file}"})


def _missing_files(configuration: Configuration) -> Iterator[OutOfSight]:
    configuration.conf("extensions.conf")
    for read in list(configuration.read_confs()):
        if read.name == "modules.conf":
            continue
        for include in read.includes:
            if include.kind == "exec":
                yield OutOfSight(f"the output of #exec {include.target}", include.file, include.line, reach_of(read.name))
            elif not include.found and not _is_pattern_inside(include.target, configuration.etc):
                yield OutOfSight(f"the missing #{include.kind} of {include.target}", include.file, include.line, reach_of(read.name))
    for thing in configuration.dialplan().out_of_sight:
        if any(f"file:{name}" in thing.reaches for name in DIALPLAN_FILES):
            yield thing._replace(reaches=thing.reaches | DIALPLAN)


def _is_pattern_inside(target: str, etc: str) -> bool:
    """Tell whether a target is a pattern for files of the PBX's own directory: where nothing matches, nothing is missing."""
    inside = not target.startswith("/") or target.startswith(etc.rstrip("/") + "/")
    return inside and ".." not in target.split("/") and any(sign in target for sign in "*?[{")


def _databases(configuration: Configuration) -> Iterator[OutOfSight]:
    read = configuration.conf("extconfig.conf")
    for section in read.sections if read else ():
        if section.name.lower() != "settings" or section.template:
            continue
        for entry in section.entries:
            family = entry.key.lower()
            if family.endswith((".conf", ".ael", ".lua")):
                yield OutOfSight(f"{family}, which is kept in a database", entry.file, entry.line, reach_of(family))
            elif family in FAMILIES:
                reaches = reach_of(FAMILIES[family]) | _NAMED.get(family, frozenset())
                yield OutOfSight(f"the realtime table for {family}", entry.file, entry.line, reaches)
    for step_use in configuration.dialplan().uses:
        if step_use.kind == "switch" and step_use.name.lower() == "realtime":
            yield OutOfSight("the dialplan in the database of `switch => Realtime`", step_use.file, step_use.line, DIALPLAN)
    yield from _objects(configuration.conf("sorcery.conf"))


def _objects(sorcery: Conf | None) -> Iterator[OutOfSight]:
    for section in sorcery.sections if sorcery else ():
        name = section.name.lower()
        if section.template or not name.startswith(("res_pjsip", "res_stir_shaken", "res_geolocation", "geolocation")):
            continue
        file = "pjsip.conf" if name.startswith("res_pjsip") else "stir_shaken.conf" if name.startswith("res_stir") else "geolocation.conf"
        for entry in section.entries:
            wizard = entry.value.split(",", 1)[0].strip().lower()
            if wizard in {"realtime", "astdb"}:
                kind = entry.key.split("/", 1)[0]
                reaches = frozenset({f"file:{file}"}) | (_MAILBOXES if kind in {"aor", "endpoint"} else frozenset())
                yield OutOfSight(f"each {kind} that comes out of a database", entry.file, entry.line, reaches)


def _samples(configuration: Configuration) -> Iterator[OutOfSight]:
    from asterisk_lint.dialplan.stock_samples import is_shipped_sample

    for name, module in (("extensions.ael", "pbx_ael"), ("extensions.lua", "pbx_lua")):
        if name in configuration.names():
            try:
                text = configuration.files.read(name).decode("utf-8", "surrogateescape")
            except (FileNotFoundError, Unreadable):
                continue
            if is_shipped_sample(name, text):
                yield OutOfSight(f"{name} as Asterisk ships it, an example that nobody may have meant", name, 1, frozenset({f"module:{module}"}))
    read = configuration.conf("cdr.conf")
    for section in read.sections if read else ():
        if section.name.lower() == "csv" and section.entries and not section.template:
            what = "the [csv] section as Asterisk ships it: with it cdr_csv writes Master.csv"
            yield OutOfSight(what, section.file, section.line, frozenset({"module:cdr_csv"}))


def _no_dialplan(configuration: Configuration) -> Iterator[OutOfSight]:
    dialplan = configuration.dialplan()
    if not dialplan.steps and not dialplan.uses:
        yield OutOfSight("the dialplan, of which this directory has none", "modules.conf", 1, DIALPLAN)
