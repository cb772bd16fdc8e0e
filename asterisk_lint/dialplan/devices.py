"""Which module provides the state of a device that hints, queue members and others name."""

# The part before the colon, lower case, and the capability or module that answers for it or tells
# of its changes (ast_devstate_prov_add(), ast_presence_state_prov_add() and ast_devstate_changed()
# in Asterisk's sources; 16 and 22). ccss is the core's.
PROVIDERS = {
    "agent": "application AgentLogin",
    "calendar": "module res_calendar",
    "confbridge": "application ConfBridge",
    "custom": "function DEVICE_STATE",
    "custompresence": "function PRESENCE_STATE",
    "meetme": "application MeetMe",
    "mwi": "module res_mwi_devstate",
    "park": "application Park",
    "queue": "application Queue",
    "sla": "application SLAStation",
    "stasis": "module res_stasis_device_state",
}

# What a device that is only known during a call could need, as a reach (model.Unseen).
ANY_DEVICE = frozenset(
    {"channel", *(need.replace(" ", ":", 1).lower() for need in PROVIDERS.values())}
)


def state_need(device: str) -> tuple[str, str] | None:
    """Return the kind and name of what provides the state of a device such as `Custom:lamp` or
    `SIP/100`; None if it is the core.
    """
    label, colon, _ = device.partition(":")
    if colon and "/" not in label:
        need = PROVIDERS.get(label.strip().lower())
        if need is None:
            return None
        kind, _, name = need.partition(" ")
        return kind, name
    technology, slash, _ = device.strip().partition("/")
    return ("channel", technology) if slash and technology.isalnum() else None
