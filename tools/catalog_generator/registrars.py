"""The functions of Asterisk that register a capability, and the position of its name in their
arguments.

Facts: the prototypes in include/asterisk/*.h of Asterisk 1.4 to 23.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Found(NamedTuple):
    """A capability that a module registers."""

    kind: str
    name: str


class Registrar(NamedTuple):
    """A function that registers: the argument (counted from 0) that is the name, or a structure
    with the name in `field` (or at `position`).
    """

    kind: str
    argument: int
    field: str = ""
    position: int | None = None


REGISTRARS: Mapping[str, Registrar] = {
    "ast_register_application": Registrar("application", 0),
    "ast_register_application2": Registrar("application", 0),
    "ast_register_application_xml": Registrar("application", 0),
    "ast_custom_function_register": Registrar("function", 0, "name", 0),
    "__ast_custom_function_register": Registrar("function", 0, "name", 0),
    "__ast_custom_function_register_escalating": Registrar("function", 0, "name", 0),
    "ast_custom_function_register_escalating": Registrar("function", 0, "name", 0),
    "ast_channel_register": Registrar("channel", 0, "type", 0),
    "ast_register_switch": Registrar("switch", 0, "name", 1),
    "ast_bridge_technology_register": Registrar("bridge", 0, "name"),
    "__ast_bridge_technology_register": Registrar("bridge", 0, "name"),
    "ast_register_timing_interface": Registrar("timing", 0, "name"),
    "ast_config_engine_register": Registrar("engine", 0, "name", 0),
    "ast_sorcery_wizard_register": Registrar("wizard", 0, "name"),
    "ast_cdr_register": Registrar("cdr", 0),
    "ast_cel_backend_register": Registrar("cel", 0),
    "ast_rtp_engine_register": Registrar("rtp_engine", 0, "name"),
    "ast_rtp_engine_register2": Registrar("rtp_engine", 0, "name"),
    "ast_speech_register": Registrar("stt_engine", 0, "name", 0),
    "ast_calendar_register": Registrar("calendar", 0, "type"),
    "ast_fax_tech_register": Registrar("fax_technology", 0, "type"),
    "ast_format_interface_register": Registrar("attribute", 0),
    "__ast_format_interface_register": Registrar("attribute", 0),
    "ast_event_subscribe": Registrar("cel", 2),  # only of AST_EVENT_CEL: see _called
    "ast_manager_register": Registrar("manager_action", 0),
    "ast_manager_register2": Registrar("manager_action", 0),
    "ast_manager_register_xml": Registrar("manager_action", 0),
    "ast_manager_register_xml_core": Registrar("manager_action", 0),
}
SCANNED = {
    "ast_register_translator", "ast_format_register", "ast_format_def_register", "ast_agi_register",
    "ast_agi_register_multiple",
    "ast_ari_add_handler", "ast_format_set", "ast_format_attr_reg_interface",
}  # fmt: skip
WANTED = frozenset({*REGISTRARS, *SCANNED})
