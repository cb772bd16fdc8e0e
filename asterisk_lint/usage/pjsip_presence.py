"""PJSIP presence: hints in the dialplan that phones subscribe to, and lists of them."""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.conf.object_files import SORCERY
from asterisk_lint.conf.truth import is_false
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.pjsip import CONF, WIZARD
from asterisk_lint.usage.rows import Invisible, OptionRow, Reads, Row, With

STATE = "res_pjsip_exten_state"
BODIES = (
    "res_pjsip_pidf_body_generator",
    "res_pjsip_xpidf_body_generator",
    "res_pjsip_dialog_info_body_generator",
    "res_pjsip_pidf_eyebeam_body_supplement",
)
PRESENCE = "; ".join(f"module {module}" for module in (STATE, *BODIES))

ROWS: tuple[Row, ...] = (
    OptionRow(WIZARD, "*", "has_hint", "true", needs=needs(PRESENCE),
        because="phones that watch this hint subscribe to it, each in the format that it requests",
        source="res/res_pjsip_exten_state.c", type="wizard"),
    OptionRow(CONF, "*", "event", "presence|dialog", needs=needs(PRESENCE),
        because="these modules watch the list's extensions", source="res/res_pjsip_exten_state.c",
        type="resource_list|outbound-publish"),
    OptionRow(CONF, "*", "event", "message-summary",
        needs=needs("module res_pjsip_mwi; module res_pjsip_mwi_body_generator"),
        because="these modules watch the list's mailboxes", source="res/res_pjsip_mwi.c",
        type="resource_list"),
    OptionRow(CONF, "*", "event", "asterisk-*", needs=needs("module res_pjsip_publish_asterisk"),
        because="this module exchanges states between Asterisk servers",
        source="res/res_pjsip_publish_asterisk.c", type="outbound-publish"),
    OptionRow(CONF, "*", "event_asterisk-*", "*", needs=needs("module res_pjsip_publish_asterisk"),
        because="this module receives the states that another server publishes",
        source="res/res_pjsip_publish_asterisk.c", type="inbound-publication"),
    OptionRow(CONF, "*", "subscribe_context", "?*", needs=needs(PRESENCE),
        because="phones subscribe to the hints of this context",
        source="res/res_pjsip_exten_state.c", type="endpoint"),
    With(need(f"module {STATE}"), needs("module res_pjsip_pidf"),
        "this module sends hint states to phones in this format", "res/res_pjsip_pidf.c (12.0)",
        releases=">=12 <12.1"),
    Invisible("res_pjsip_pidf_digium_body_supplement",
        "only Digium and Sangoma phones read what it adds",
        "res/res_pjsip_pidf_digium_body_supplement.c", "CustomPresence in a hint",
        when=needs("module chan_pjsip")),
)  # fmt: skip

READS: tuple[Reads, ...] = (
    Reads(
        f"{CONF} {WIZARD} {SORCERY}", "type|*allow_subscribe|endpoint|endpoint/*",
        needs(f"{PRESENCE}; module res_pjsip_pidf_digium_body_supplement"),
            "phones subscribe to hints",
    ),
    Reads("extensions.conf extensions.ael extensions.lua", "*", needs(PRESENCE),
        "a hint to which phones subscribe"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Yield each hint, if PJSIP endpoints can subscribe to it (res/res_pjsip_exten_state.c;
    allow_subscribe is on by default).
    """
    if not _subscribers(configuration):
        return
    because = (
        "PJSIP phones that watch this hint subscribe to it, each in the format that it requests"
    )
    for step in configuration.dialplan().steps:
        if step.priority == "hint":
            place = Use(
                "module",
                STATE,
                step.file,
                step.line,
                step.column,
                step.context,
                step.extension,
                "hint",
                because=because,
            )
            for module in (STATE, *BODIES):
                yield place._replace(name=module)
            if "," in step.application:
                yield place._replace(
                    name="res_pjsip_pidf_digium_body_supplement",
                    because="this module sends the hint's presence to phones",
                )


def _subscribers(configuration: Configuration) -> bool:
    """Tell whether any endpoint may subscribe."""
    for name, kind, allow in (
        (CONF, "endpoint", "allow_subscribe"),
        (WIZARD, "wizard", "endpoint/allow_subscribe"),
    ):
        for section in configuration.objects(name):
            type_entry = section.get("type")
            if type_entry is not None and type_entry.value == kind:
                entry = section.get(allow)
                if entry is None or not is_false(entry.value):
                    return True
    sorcery = configuration.conf(SORCERY)
    for section in sorcery.sections if sorcery else ():
        # Endpoints from a database or another file may be anything.
        if section.name.lower() == "res_pjsip" and any(
            entry.key.lower().partition("/")[0] == "endpoint" for entry in section.entries
        ):
            return True
    return False
