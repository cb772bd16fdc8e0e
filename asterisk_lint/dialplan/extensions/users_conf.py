"""The extensions that pbx_config creates from users.conf, up to release 22 (pbx/pbx_config.c:
pbx_load_users()).
"""

from asterisk_lint.conf.reader import Conf, Entry, Section, read_conf
from asterisk_lint.conf.truth import is_true
from asterisk_lint.dialplan.extensions.forms import HINT
from asterisk_lint.dialplan.extensions.names import Name
from asterisk_lint.dialplan.extensions.names import name as taken_apart
from asterisk_lint.dialplan.extensions.numbers import number
from asterisk_lint.dialplan.extensions.reader import ExtensionsReader
from asterisk_lint.model import Problem, Step, Use
from asterisk_lint.tree.files import Files, Unreadable

_LONGEST = 254  # bytes of all interfaces together


def read_users(reading: ExtensionsReader, files: Files, stop: bool) -> None:
    """Add the extensions of users.conf, if it exists, to those of extensions.conf."""
    try:
        conf = read_conf(files, "users.conf", release=reading.release, etc=reading.etc, stop=stop)
    except Unreadable as reason:
        reading.problems[
            Problem("syntax-error", f"users.conf cannot be read: {reason}", "users.conf", 1)
        ] = None
        return
    if conf is None:
        return
    reading.problems |= dict.fromkeys(conf.problems)
    general = reading.conf.section("general")
    entry = general.get("userscontext") if general else None
    home = entry.value[:79] if entry else "default"
    for section in conf.objects("general"):
        interfaces = _interfaces(reading, conf, section)
        if interfaces:
            _add(reading, conf, section, home, interfaces)


def _add(
    reading: ExtensionsReader, conf: Conf, section: Section, home: str, interfaces: str
) -> None:
    place = Entry(
        section.name, section.name, section.file, section.line, section.column, section.column
    )
    context = reading.context(home)
    name = taken_apart(section.name)._replace(caller_id=None, caller_key=None)

    def add(extension: Name, priority: int, application: str, arguments: str) -> None:
        if not context.chain(extension).has(priority):
            step = Step(
                context.name,
                extension.shown,
                priority,
                application,
                arguments,
                section.file,
                section.line,
                section.column,
                caller_id=extension.caller_id,
            )
            reading.add(context, extension, priority, step, place)

    add(name, HINT, interfaces, "")
    name = taken_apart(section.name)
    if _true(_option(conf, section, "hasvoicemail")):
        release = reading.release.order
        if release >= (11,):
            add(name, 1, "Gosub", f"{section.name},stdexten(${{HINT}})")
        else:
            separator = "," if release >= (1, 6) else "|"
            add(name, 1, "Macro", separator.join(("stdexten", section.name, "${HINT}")))
    else:
        add(name, 1, "Dial", "${HINT}")
    others = section.get("alternateexts")
    if others and reading.release.order >= (1, 6):
        for other in filter(None, others.value.split(",")):
            add(taken_apart(other), 1, "Goto", f"{section.name},1")


def _interfaces(reading: ExtensionsReader, conf: Conf, section: Section) -> str:
    interfaces = ""
    uses: list[tuple[str, Entry]] = []
    technologies = [("hassip", "SIP")] if reading.release.order < (21,) else []
    for option, technology in [*technologies, ("hasiax", "IAX2"), ("hash323", "H323")]:
        entry = _option(conf, section, option)
        if entry is not None and _true(entry):
            interfaces = _append(interfaces, f"{technology}/{section.name}")
            uses.append((technology, entry))
    exten = _option(conf, section, "hasexten")
    if exten is not None and not _true(exten):
        return ""
    channels = _option(conf, section, "dahdichan")
    if channels is None and reading.release.order < (1, 6):
        channels = _option(conf, section, "zapchan")
    if channels is not None and channels.value:
        uses.append(("DAHDI", channels))
    for technology, entry in uses:
        because = f"users.conf makes the extension {section.name} that dials it"
        reading.uses.append(
            Use(
                "channel",
                technology,
                entry.file,
                entry.line,
                entry.column,
                extension=section.name,
                because=because,
            )
        )
    for part in channels.value.split(",") if channels is not None and channels.value else ():
        first, last = _range(part)
        for channel in range(first, last + 1):
            longer = _append(interfaces, f"DAHDI/{channel}")
            if longer == interfaces:
                break
            interfaces = longer
    return interfaces


def _range(part: str) -> tuple[int, int]:
    """Parse `3-5` or `4`; anything that is not a number counts as 0."""
    first = number(part)
    if first is None:
        return 0, 0
    digits = part.lstrip()
    digits = digits[1:] if digits[:1] in ("+", "-") else digits
    rest = digits.lstrip("0123456789")
    last = number(rest[1:]) if rest.startswith("-") else None
    if last is None:
        last = first
    return min(first, last), max(first, last)


def _append(interfaces: str, more: str) -> str:
    if len(interfaces) + len(more) >= _LONGEST:
        return interfaces
    return f"{interfaces}&{more}" if interfaces else more


def _option(conf: Conf, section: Section, name: str) -> Entry | None:
    """Return the section's entry, or that of [general] (ast_config_option())."""
    found = section.get(name)
    if found is None:
        general = conf.section("general")
        found = general.get(name) if general else None
    return found


def _true(entry: Entry | None) -> bool:
    return entry is not None and is_true(entry.value)
