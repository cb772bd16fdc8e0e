"""Entries whose value names something among other text: included contexts, options of mailboxes,
variables that channels start with, databases.
"""

from collections.abc import Iterator

from asterisk_lint.conf.values import Entry, Section
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.channel_variables import OPTIONS, set_in
from asterisk_lint.records import NamedTuple
from asterisk_lint.references.values import CONTEXT

_FEATURES = "DYNAMIC_FEATURES"
# Options of a mailbox that name contexts (apps/app_voicemail.c, apply_option()).
_OF_MAILBOXES = frozenset({"dialout", "callback", "exitcontext"})
_SWITCHES = frozenset({"switch", "lswitch", "eswitch"})
# Files and sections whose options each name something of a kind, and in which part of the value,
# counted from 0 (pbx/pbx_dundi.c build_mapping(); main/config.c read_config_maps()).
_PARTS = (
    ("dundi.conf", "mappings", CONTEXT, 0),
    ("extconfig.conf", "settings", "ODBC connection", 1),
)
_NO_MAILBOXES = ("general", "zonemessages", "aliases")


class Named(NamedTuple):
    """A name of a kind in an entry, and what names it in words ("the option dialout")."""

    kind: str
    name: str
    by: str
    entry: Entry
    section: Section
    severity: str = ""


def further_names(configuration: Configuration, running: frozenset[str]) -> Iterator[Named]:
    """Yield the names in such entries. `running`: the files that some module reads."""
    yield from _included(configuration)
    for file, section_name, kind, at in _PARTS:
        if file in running and file in configuration.names():
            yield from _parts(configuration, file, section_name, kind, at)
    if "voicemail.conf" in running:
        yield from _of_mailboxes(configuration)
    if "features.conf" in configuration.names():
        yield from _features(configuration, running)


def _included(configuration: Configuration) -> Iterator[Named]:
    for section in configuration.objects("extensions.conf", "general", "globals"):
        for entry in section.all("include"):
            name = entry.value.replace("|", ",").partition(",")[0].strip()
            if "$" not in name:
                yield Named(CONTEXT, name, "include =>", entry, section, "warning")
        for entry in section.among(_SWITCHES):
            yield from _switched(entry, section)


def _switched(entry: Entry, section: Section) -> Iterator[Named]:
    """Process `switch => Loopback/[extension]@context/pattern` (pbx/pbx_loopback.c)."""
    name, _, data = entry.value.partition("/")
    context = data.partition("/")[0].partition("@")[2].strip()
    if name.strip().lower() == "loopback" and context and "$" not in context:
        yield Named(CONTEXT, context, f"{entry.key} =>", entry, section, "warning")


def _parts(
    configuration: Configuration, file: str, section_name: str, kind: str, at: int
) -> Iterator[Named]:
    for section in configuration.named(file, section_name):
        for entry in section.entries:
            parts = entry.value.split(",")
            odbc = kind == CONTEXT or parts[0].strip().lower() == "odbc"
            if odbc and len(parts) > at and "$" not in parts[at]:
                name = parts[at].strip().strip('"')
                yield Named(kind, name, f"the option {entry.key}", entry, section, "warning")


def _of_mailboxes(configuration: Configuration) -> Iterator[Named]:
    """Process `100 => PIN,Name,email,pager,dialout=x|callback=y`."""
    for section in configuration.objects("voicemail.conf", *_NO_MAILBOXES):
        for entry in section.entries:
            options = entry.value.split(",", 4)[4:]
            for option in options[0].split("|") if options else ():
                name, equals, value = option.partition("=")
                if equals and name.strip().lower() in _OF_MAILBOXES:
                    by = f"the option {name.strip()}"
                    yield Named(CONTEXT, value.strip(), by, entry, section, "warning")


def _features(configuration: Configuration, running: frozenset[str]) -> Iterator[Named]:
    for section in configuration.named("extensions.conf", "globals"):
        for entry in section.entries:
            if entry.key == _FEATURES:
                yield from _items(entry.value, entry, section)
    for file in sorted(OPTIONS.keys() & running & configuration.names()):
        for section in configuration.objects(file):
            for entry in set_in(section, OPTIONS[file]):
                name, _, value = entry.value.partition("=")
                if name.strip().lstrip("_") == _FEATURES:
                    yield from _items(value, entry, section)


def _items(value: str, entry: Entry, section: Section) -> Iterator[Named]:
    for name in value.split("#"):
        if "$" not in name:
            yield Named("dynamic feature", name.strip(), _FEATURES, entry, section)
